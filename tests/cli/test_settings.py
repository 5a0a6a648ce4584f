"""Settings of the person and of the project: defaults of flags, aliases, and newsgrep config."""

from __future__ import annotations

import json

import pytest

DATED = ("search", "-l", "--sort=-date", "ganja")


def test_a_file_sets_the_defaults_of_flags(corpus, run, person):
    """By the names of the flags; numbers, texts, switches and lists."""
    person('[search]\nlimit = 2\nsort = "-date"\nfiles-with-matches = true\nlang = ["en"]\n')
    assert run("search", "ganja").out == run(*DATED, "-n2", "--lang", "en").out


def test_a_flag_comes_before_the_project_and_that_before_the_person(corpus, run, person, project):
    """Flag by flag."""
    person('[search]\nlimit = 1\nfields = "path"\n')
    assert len(run("search", "ganja").lines) == 1
    project("[search]\nlimit = 2\n")
    assert len(run("search", "ganja").lines) == 2
    assert run("search", "-n3", "ganja").lines == run("search", "--fields", "path", "-n3", "ganja").lines


@pytest.mark.parametrize(
    ("setting", "flags"),
    [
        ("json = true", ("-l",)),
        ("all = true", ("-n", "2")),
        ("limit = 2", ("--all",)),
        ('fields = "date"', ("-c",)),
        ('last = "1d"', ("--since", "2020")),
        ("width = 100", ("-C", "1")),
        ("fold = true", ("--no-fold",)),
        ("limit = 1", ("--no-limit", "--sort", "date")),
    ],
)
def test_a_flag_that_is_typed_puts_aside_what_contradicts_it(corpus, run, person, setting, flags):
    """And --no-NAME the default of a flag: the answer is that without the setting."""
    without = run("search", *(flag for flag in flags if not flag.startswith("--no-")), "ganja")
    person(f"[search]\n{setting}\n")
    assert run("search", *flags, "ganja") == without


def test_the_environment_comes_before_the_files(corpus, run, person, monkeypatch):
    """NO_COLOR before color, NEWSGREP_INDEX before index."""
    person('[search]\ncolor = "always"\nindex = ["/nowhere"]\n')
    assert run("search", "ganja").code == 2
    monkeypatch.setenv("NEWSGREP_INDEX", str(corpus / ".newsgrep"))
    assert "\x1b[" in run("search", "ganja").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("search", "ganja").out


def test_no_file_of_the_person_is_read_if_the_environment_says_so(corpus, run, person, monkeypatch):
    """For scripts that want the usual answers."""
    person("[search]\nlimit = 1\n")
    monkeypatch.setenv("NEWSGREP_CONFIG", "/dev/null")
    assert len(run("search", "ganja").lines) > 1


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[search]\nlimi = 5", "[search] has no limi", "did you mean limit?"),
        ("[serch]\nlimit = 5", "there is no table serch", "did you mean search?"),
        ('[search]\nlimit = "many"', "search.limit: 'many' is not a whole number", "--limit"),
        ("[search]\nlimit = 0", "search.limit: 0 is less than 1", "--limit"),
        ("[search]\nlimit = true", "search.limit: is not a value of this flag", "--limit"),
        ("[search]\nfold = 1", "search.fold: is neither true nor false", "write fold = true"),
        ("[search]\ntemplate = \"\\u001b[2J\"", "search.template: has control characters", "leave"),
        ("[alias]\nshow = 'search'", "alias.show: is the name of a command", "another name"),
        ("[search]\nlimit = ", "is not TOML: invalid value (at line 2, column 9)", "correct that place"),
        ("[search]\n[alias]\n[search]", "has the table [search] twice (at line 3", "delete one of the two"),
        ("[a.'b c']\n[a.'b c']", "has the table [a.b c] twice (at line 2", "delete one of the two"),
        (f"[search]\nlimit = {'9' * 5000}", "is not TOML: a number has thousands of digits", "correct that"),
        (f"[search]\nlimit = {'[' * 5000}", "is not TOML: lists or tables are nested too deeply", "correct"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_an_error_with_its_place(corpus, run, person, text, message, hint):
    """Nothing is searched."""
    file = person(f"{text}\n")
    ended = run("search", "ganja")
    assert (ended.code, ended.out) == (2, "")
    assert str(file) in ended.err
    assert message in ended.err
    assert f"hint: {hint}" in ended.err or hint in ended.err


def test_a_folder_is_no_file_of_settings(corpus, run, folder, monkeypatch):
    """The hint asks for a file; its permissions are no reason."""
    monkeypatch.setenv("NEWSGREP_CONFIG", str(folder))
    ended = run("search", "ganja")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"newsgrep: {folder} cannot be read: is a directory\nhint: name a file in it\n"


def test_the_home_of_nobody_is_a_plain_name(corpus, run, monkeypatch):
    """As in a shell: a path that begins with it is one that does not exist."""
    named = run("search", "--index", "~nobody-at-all/x", "ganja")
    assert (named.code, named.out) == (2, "")
    assert "there is no index in" in named.err


def test_a_missing_file_of_settings_that_is_named_is_an_error(corpus, run, folder, monkeypatch):
    """A typing error in the variable would go unseen. The usual file may be missing."""
    monkeypatch.setenv("NEWSGREP_CONFIG", str(folder / "none.toml"))
    assert run("search", "ganja") == (
        2,
        "",
        f"newsgrep: there is no file {folder / 'none.toml'}, which NEWSGREP_CONFIG names\n"
        "hint: name your file of settings, or /dev/null for none; "
        "to use the usual file: unset NEWSGREP_CONFIG\n",
    )


@pytest.mark.parametrize("of_project", [False, True])
def test_a_missing_index_is_named_with_its_setting(run, folder, monkeypatch, of_project):
    """So that users who forgot the setting see where the path is from; a typed path is from no setting."""
    if of_project:
        (folder / "newsgrep.toml").write_text('[project]\nindex = "ix"\n')
    else:
        monkeypatch.setenv("NEWSGREP_INDEX", str(folder / "ix"))
    setting = folder / "newsgrep.toml" if of_project else "NEWSGREP_INDEX"
    assert run("search", "ganja") == (
        2,
        "",
        f"newsgrep: there is no index in {folder / 'ix'}\n"
        f"hint: make one with: newsgrep index PATH; {setting} names this index\n",
    )
    assert "names this index" not in run("search", "--index", str(folder / "iy"), "ganja").err


def test_an_alias_stands_for_a_command_with_flags(corpus, run, person):
    """Also for another alias; what follows it is added."""
    person('[alias]\nrecent = "search -l --sort=-date"\nr = "recent -n2"\n')
    assert run("r", "ganja").out == run(*DATED, "-n2").out


def test_an_alias_may_be_a_line_for_the_shell(corpus, spawn, person):
    """With its exit code; $@ is what follows, which else comes last."""
    file = person("""[alias]\nboth = '!printf "%s-" "$@"; exit 7'\nsay = "!echo hi"\n""")
    home = str(file.parent.parent)
    assert spawn("both", "a b", "c", XDG_CONFIG_HOME=home)[:2] == (7, "a b-c-")
    assert spawn("say", "there", XDG_CONFIG_HOME=home).out == "hi there\n"


def test_aliases_in_a_circle_are_refused(corpus, run, person):
    """With the circle; and a name that is none gets the nearest."""
    person('[alias]\na = "bee -l"\nbee = "a"\nrecent = "search"\n')
    assert "alias.a: leads back to itself: a -> bee -> a" in run("a", "ganja").err
    assert "hint: did you mean newsgrep recent?" in run("recnt", "ganja").err


@pytest.mark.parametrize(
    ("text", "arguments", "message"),
    [
        ('[index]\nfilter = {pdf = "sh evil"}', ("index", "corpus"), "names a command to run"),
        ('[alias]\nx = "!touch evil"', ("x",), "alias.x: says what to run"),
        ('[alias]\nx = "search"', ("x", "ganja"), "alias.x: says what to run"),
        ('[search]\nreceipt = "evil"', ("search", "ganja"), "search.receipt: names a file or folder"),
        ('[index]\npaths = ["../.."]', ("index",), "../.. is outside of the project"),
        ('[[index.source]]\npath = "corpus"\nfilter = {txt = "evil"}', ("index",), "names a command to run"),
    ],
)
def test_a_strangers_project_runs_and_writes_nothing(corpus, run, person, project, text, arguments, message):
    """Unless the person's own file trusts its folder; the error says how."""
    before = set(corpus.iterdir())
    file = project(f"{text}\n")
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert f'projects = ["{corpus}"] below [safe]' in ended.err
    assert set(corpus.iterdir()) == before | {file}


def test_a_strangers_alias_does_not_replace_an_own_one(corpus, run, person, project):
    """A trusted one does."""
    person('[alias]\nx = "search -c"\n')
    project('[alias]\nx = "search -l -n1"\n')
    assert run("x", "ganja").out == run("search", "-c", "ganja").out
    person(f'[safe]\nprojects = ["{corpus}"]\n[alias]\nx = "search -c"\n')
    assert run("x", "ganja").out == run("search", "-l", "-n1", "ganja").out


def test_config_prints_each_setting_with_its_origin(corpus, run, person, project, monkeypatch):
    """The one that counts, without passwords."""
    own = person(
        '[search]\nlimit = 1\nfold = true\n[servers.h]\npassword = "secret"\n[equivalents]\na = "b"\n'
    )
    ours = project('[search]\nlimit = 2\n[equivalents.places]\nRome = ["Rom"]\nParis = []\n')
    monkeypatch.setenv("NEWSGREP_INDEX", ".newsgrep")
    lines = run("config").lines
    assert f'equivalents.a\t"b"\t{own}' in lines
    assert f'equivalents.places.Rome\t["Rom"]\t{ours}' in lines
    assert run("config", "equivalents.places.Paris").lines == [f"equivalents.places.Paris\t[]\t{ours}"]
    assert f"search.limit\t2\t{ours}" in lines
    assert f"search.fold\ttrue\t{own}" in lines
    assert f'servers.h\t{{password = "***"}}\t{own}' in lines
    assert 'NEWSGREP_INDEX\t".newsgrep"\tenvironment' in lines
    assert run("config", "search.limit").lines == [f"search.limit\t2\t{ours}"]
    assert "search.offset\t0\tdefault" in run("config", "--all", "search").lines
    assert json.loads(run("config", "--json", "search.fold").out)[0]["value"] is True
    assert run("config", "--path").lines == [str(ours), str(own)]
    files = map(json.loads, run("config", "--path", "--jsonl").lines)
    assert [(file["path"], file["exists"]) for file in files] == [(str(ours), True), (str(own), True)]


def test_config_is_a_table_on_a_terminal(corpus, person, terminal):
    """With a header, as other lists."""
    own = person("[search]\nlimit = 1\n")
    code, screen = terminal("config", "search", NO_COLOR="1", NEWSGREP_CONFIG=str(own), COLUMNS="200")
    assert (code, [line.split() for line in screen.splitlines()]) == (
        0,
        [["name", "value", "origin"], ["search.limit", "1", str(own)]],
    )


def test_config_tells_what_is_not_set_from_what_cannot_be(corpus, run, person):
    """1 and 2; it checks the settings of all commands."""
    assert run("config", "search.limit").code == 1
    ended = run("config", "search.limt")
    assert (ended.code, "did you mean search.limit?" in ended.err) == (2, True)
    for wrong in ("[timeline]\nbyy = 1", "[equivalents]\na = 1", "[safe]\nproject = 1", "[servers.h]\nx = 1"):
        person(f"{wrong}\n")
        assert run("config").code == 2, wrong


def test_index_without_a_path_reads_what_the_project_names(write, run, project, folder):
    """Paths, globs, and single sources with flags of their own; the file counts, not what it was before."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    write("news/draft.txt", "A draft on Ganja.")
    (folder / "old").mkdir()
    (folder / "old/barda.txt").write_text("Rockets on Barda at night.", "utf-16")
    (folder / "a.jsonl").write_text('{"hed": "Shusha", "txt": "A story of Shusha."}\n')
    project(
        '[index]\npaths = ["news"]\nexclude = ["draft*"]\n'
        '[[index.source]]\npath = "*.jsonl"\nmap = {title = "hed", body = "txt"}\n'
        '[[index.source]]\npath = "old"\nencoding = "utf-16"\nexclude = []\n'
    )
    ended = run("index")
    assert ended.code == 0
    assert "as before" not in ended.err
    assert run("sources").lines == [
        "a.jsonl\t1\t1\t--map body=txt,title=hed --exclude 'draft*'\t",
        "news\t1\t1\t--exclude 'draft*'\t",
        "old\t1\t1\t--encoding utf-16\t",
    ]
    assert run("search", "--fields", "title", "shusha").out == "Shusha\n"
    project('[index]\npaths = ["news"]\n')
    assert run("index").code == 0
    assert run("search", "-c", "ganja").out == "2\n"
    assert "old\t1\t1\t--encoding utf-16\t" in run("sources").lines  # one that is named no more stays
    assert run("index", "--rebuild").code == 0
    assert len(run("sources").lines) == 3


def test_flags_go_with_the_project(write, run, project):
    """They come before what the file says."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    project('[index]\npaths = ["news"]\nexclude = ["*"]\n')
    run("index")
    assert run("search", "-c", "ganja").out == "0\n"
    assert run("index", "--exclude", "nothing").code == 0
    assert run("search", "-c", "ganja").out == "1\n"


def test_a_project_that_names_what_is_not_there_is_an_error(write, run, project):
    """With the file and the name; the person's file names no paths."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    # Whether the last is a pattern depends on the version of Python.
    for paths, message in (("newz", "there is no newz"), ("*.nope", "nothing matches *.nope"), ("x**y", "")):
        file = project(f'[index]\npaths = ["{paths}"]\n')
        ended = run("index")
        assert (ended.code, f"{file}: index.paths: {message}" in ended.err) == (2, True)
    project('[[index.source]]\npath = "news"\nno-follow = 1\n')
    ended = run("index")
    assert "index.source 1: no-follow: is neither true nor false" in ended.err
    assert ended.err.endswith("hint: write no-follow = true\n")
    file = project('[project]\nindex = "a\\u0000b"\n')
    assert f"{file}: project.index: is no path" in run("search", "ganja").err


def test_options_of_the_person_do_not_hinder_an_update(write, run, person):
    """A default of --exclude is for paths that are named; what is remembered stays as it is."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    run("index", "news")
    file = person('[index]\nexclude = ["ganja*"]\n')
    assert run("index").code == 0
    assert run("search", "-c", "ganja").out == "1\n"
    file.write_text('[index]\npaths = ["news"]\n')
    assert "index.paths: is for a project's newsgrep.toml" in run("index").err
