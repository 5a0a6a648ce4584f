"""newsgrep save and newsgrep saved: a search under a name, and @NAME in any query."""

from __future__ import annotations

import errno
import json
import os
import shlex
from threading import Thread

import pytest

from newsgrep import UsageError, open_index
from newsgrep.search.request import SearchRequest
from newsgrep.search.saved import FILE, SavedSearches, save_search
from newsgrep.whole_files import changing, unwritable


@pytest.fixture
def file(corpus):
    """The file of saved searches, which is not there yet."""
    path = corpus / FILE
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


def test_a_name_stands_for_the_query_and_its_filters(file, run):
    """In brackets, as it were: what is beside it applies to all of it."""
    ended = run("save", "karabakh", "ganja OR barda", "--since", "2020-10-11", "--lang", "en")
    assert (ended.code, ended.out) == (0, "")
    assert f"saved in {file}" in ended.err
    parsed = run("search", "--parse", "@karabakh -drone").out
    assert parsed == '(ganja OR barda) AND lang:"en" AND date:2020-10-11.. AND NOT drone\n'
    assert (
        run("search", "-c", "@karabakh").out
        == run("search", "-c", "(ganja OR barda) lang:en since:2020-10-11").out
    )


def test_one_may_name_another(file, run):
    """Also after a NOT, where a weight has no effect and is left out."""
    run("save", "raids", "drone^2 OR missile")
    run("save", "talks", "ceasefire NOT @raids")
    assert run("search", "--parse", "@talks").out == "ceasefire AND NOT (drone OR missile)\n"


def test_every_command_and_python_know_it(file, run):
    """As they know any other word of a query."""
    run("save", "raids", "missile OR drone")
    assert (
        run("timeline", "@raids", "--by", "year").out
        == run("timeline", "missile OR drone", "--by", "year").out
    )
    assert open_index(file.parent).count("@raids ganja") == open_index(file.parent).count(
        "(missile OR drone) ganja"
    )


def test_who_saves_waits_for_another_who_does(tmp_path):
    """So that neither loses the search of the other, as two scripts that begin at once."""
    file = tmp_path / FILE
    saving = Thread(target=save_search, args=(file, "raids", SearchRequest(("raid",))))
    with changing(file):
        saving.start()
        saving.join(0.1)
        assert not file.exists()
        file.write_text('[strikes]\nquery = "missile"\n')
    saving.join()
    assert list(SavedSearches.read([file]).searches) == ["strikes", "raids"]


def test_where_nothing_can_be_written_the_hint_names_another_place(tmp_path):
    """As beside an index on a medium that is read-only: a search of several knows what is beside any."""
    with pytest.raises(UsageError, match=r"gone/newsgrep-searches.toml cannot be written: no such file"):
        save_search(tmp_path / "gone" / FILE, "raids", SearchRequest(("raid",)))
    error = OSError(errno.EROFS, os.strerror(errno.EROFS))
    assert unwritable(tmp_path / FILE, error, "name another").hint == "name another"
    assert "permissions" in unwritable(tmp_path / FILE, error).hint


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("path:project/news ganja", "path:news ganja"),
        ('ganja -path:"project/news/a.txt"', 'ganja -path:"news/a.txt"'),
        ("path:project/news/* @other", "path:news @other"),
        ("path:news/a.txt", "path:news/a.txt"),
        ("path:project/sport", "path:project/sport"),
    ],
)
def test_a_path_is_kept_as_the_index_has_it(folder, write, run, query, kept):
    """So that it means the same from any folder; one of no article stays as it is typed."""
    write("project/news/a.txt", "Missiles fell on Ganja.")
    run("index", "--index", "project", "project")
    run("save", "--index", "project", "other", "missiles")
    assert run("save", "--index", "project", "one", query).code == 0
    assert f"\none\t{kept}\t\n" in run("saved", "--index", "project").out.replace("'", "")


def test_a_path_that_cannot_be_replaced_is_named(folder, write, run):
    """With the path to write."""
    write("project/news/a.txt", "Missiles fell on Ganja.")
    run("index", "--index", "project", "project")
    ended = run("save", "--index", "project", "one", "path:(project/news OR sport)")
    assert ended.code == 2
    assert f"a search that is saved start from {folder}/project" in ended.err
    assert ended.err.endswith('hint: write path:"news"\n')


def test_a_link_to_a_file_of_searches_stays_one(file, run, tmp_path):
    """As a manager of dotfiles makes it; the file that it leads to is written."""
    target = tmp_path / "searches.toml"
    file.symlink_to(target)
    assert run("save", "raids", "missile").code == 0
    assert file.is_symlink()
    assert target.read_text() == '[raids]\nquery = "missile"\n'


def test_a_link_to_another_kind_of_file_is_not_written(file, run, tmp_path):
    """A folder from a stranger could have a link to a file that a shell reads."""
    target = tmp_path / "profile"
    file.symlink_to(target)
    ended = run("save", "raids", "missile")
    assert (ended.code, target.exists()) == (2, False)
    assert f"it is a link to {target}, whose name does not end in .toml" in ended.err


def test_links_in_a_circle_are_refused(file, run):
    """With an error, not a traceback."""
    file.symlink_to(file)
    ended = run("save", "raids", "missile")
    assert ended.code == 2
    assert "too many levels of symbolic links" in ended.err


def test_the_list_has_queries_and_filters(file, run):
    """As they are typed; --jsonl has them as an object a line."""
    run("save", "a", "-e", "ganja", "-e", "air raid", "--source", "azer*", "--any")
    assert run("saved").out == "a\t-e ganja -e 'air raid'\t--any --source 'azer*'\n"
    assert json.loads(run("saved", "--json").out) == [json.loads(run("saved", "--jsonl").out)]
    assert json.loads(run("saved", "--jsonl").out) == {
        "schema_version": 1,
        "name": "a",
        "queries": ["ganja", "air raid"],
        "any": True,
        "source": ["azer*"],
    }


def test_nothing_is_saved_yet(file, run):
    """Exit code 1, and what to do."""
    ended = run("saved")
    assert (ended.code, ended.out) == (1, "")
    assert "newsgrep save NAME QUERY" in ended.err


def test_what_people_wrote_in_the_file_stays(file, run):
    """Their comments and tables, when one is replaced and when one is removed."""
    file.write_text('# The beat.\n[one]\nquery = """\nganja\n"""\n\n# Of Tuesdays.\n[two]\nlast = "7d"\n')
    assert run("save", "three", "missile").code == 0
    assert run("save", "two", "drone", "--replace").code == 0
    assert run("saved", "--remove", "@three").code == 0
    text = file.read_text()
    assert text.startswith('# The beat.\n[one]\nquery = """\nganja\n"""\n\n# Of Tuesdays.\n')
    assert run("saved").out.splitlines()[1:] == ["two\tdrone\t"]


def test_a_table_that_cannot_be_replaced_by_lines_is_left_alone(file, run):
    """The file keeps every byte, and the message says what to do."""
    text = 'a.query = "ganja"\n'
    file.write_text(text)
    ended = run("save", "a", "drone", "--replace")
    assert ended.code == 2
    assert "edit it by hand" in ended.err
    assert file.read_text() == text


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["search", "@karabak"], "there is no saved search @karabak", "did you mean @karabakh? to"),
        (["search", "title:@karabakh"], "a saved search cannot follow title:", 'write "@karabakh"'),
        (["search", "=@karabakh"], "a saved search cannot follow =", 'write "@karabakh"'),
        (["save", "karabakh", "drone"], "there is a saved search @karabakh already", "--replace"),
        (
            ["save", "--replace", "karabakh", "@strikes"],
            "circle: @karabakh -> @strikes -> @karabakh",
            "one of",
        ),
        (["save", "new", "@strike"], "there is no saved search @strike", "did you mean @strikes?"),
        (["save", "new", "(ganja"], "the bracket is not closed", "add )"),
        (["save", "a b", "ganja"], "a b cannot be a name", "letters, digits"),
        (["save", "new"], "no query is given", "for example"),
        (["saved", "--remove", "karabakh"], "@strikes names @karabakh", "remove @strikes first"),
        (["saved", "--remove", "strike"], "there is no saved search @strike", "did you mean @strikes?"),
    ],
)
def test_what_cannot_be_meant_says_why(file, run, arguments, message, hint):
    """With exit code 2; the file stays as it is."""
    run("save", "karabakh", "ganja")
    run("save", "strikes", "@karabakh missile")
    before = file.read_bytes()
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert hint in ended.err
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "naming", ["from:jane@ministry.example", "to:@ministry", '"@ministry of defence"', "-F @ministry"]
)
def test_a_search_whose_name_is_part_of_a_text_can_be_removed(file, run, naming):
    """An address, a value and a text with the same sign name no saved search."""
    run("save", "ministry", "ganja")
    assert run("save", "other", *shlex.split(naming, posix=False)).code == 0
    assert run("saved", "--remove", "ministry").code == 0
    assert [line.partition("\t")[0] for line in run("saved").lines] == ["other"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[a\n", "is not TOML"),
        ("a = 1\n", "[a] is no table"),
        ('[a]\nqurey = "x"\n', "did you mean query?"),
        ("[a]\nsince = 2020-10-01\n", 'write it in quotes: since = "2020-10-01"'),
        ('[a]\nany = "yes"\n', "neither true nor false"),
        ("[a]\nquery = [1]\n", "neither a text nor a list of texts"),
    ],
)
def test_a_file_that_is_wrong_says_where(file, run, text, message):
    """With the name of the file and of the table."""
    file.write_text(text)
    ended = run("search", "@a")
    assert ended.code == 2
    assert FILE in ended.err
    assert message in ended.err


def test_searches_that_double_are_refused_soon(file, run):
    """A chain in which each names the one before twice has a million words at its end."""
    tables = [f'[s{number}]\nquery = "@s{number - 1} @s{number - 1}"\n' for number in range(1, 19)]
    file.write_text('[s0]\nquery = "ganja"\n' + "".join(tables))
    assert "more than 1000 terms" in run("search", "@s18").err


def test_a_chain_that_is_too_long_is_refused(file, run):
    """However long it is."""
    tables = [f'[s{number}]\nquery = "@s{number - 1}"\n' for number in range(1, 5000)]
    file.write_text('[s0]\nquery = "ganja"\n' + "".join(tables))
    assert "more than 20 saved searches name one another" in run("search", "@s4999").err


def test_a_text_with_the_sign_is_found_in_quotes(file, run):
    """And by -F as it is."""
    assert run("search", "-c", '"@ganja"').out == run("search", "-c", "ganja").out
    assert run("search", "-c", "-F", "@ganja").out == run("search", "-c", "ganja").out


def test_the_list_is_a_table_on_a_terminal(file, run, terminal):
    """With a heading; in a pipe there are lines with tabs and none."""
    run("save", "karabakh", "ganja OR barda", "--lang", "en")
    assert run("saved").lines == ["karabakh\tganja OR barda\t--lang en"]
    code, screen = terminal("saved", NO_COLOR="1", TERM="dumb")
    assert code == 0
    assert [line.split() for line in screen.splitlines()] == [
        ["name", "query", "filters"],
        ["karabakh", "ganja", "OR", "barda", "--lang", "en"],
    ]


def test_equivalents_are_those_of_the_index_that_is_asked(write, run, folder):
    """Not those of the project that the person is in."""
    write("wire/a.txt", "The flood reached Elmford.")
    write("wire/b.txt", "Votes are counted.")
    assert run("index", "-q", "--index", "wire", "wire").code == 0
    assert run("index", "-q", "wire/a.txt").code == 0
    (folder / "newsgrep.toml").write_text('[equivalents]\nflood = ["votes"]\n', "utf-8")
    assert run("save", "--index", "wire", "floods", "flood").code == 0
    assert run("search", "--index", "wire", "-c", "@floods").out == "1\n"


def test_a_pipe_in_the_place_of_the_file_is_refused(file, run):
    """Nobody waits for someone to write to it."""
    os.mkfifo(file)
    for arguments in (["search", "@karabakh"], ["saved"], ["save", "karabakh", "ganja"]):
        ended = run(*arguments)
        assert ended.code == 2
        assert f"{FILE} cannot be read: it is a pipe" in ended.err
