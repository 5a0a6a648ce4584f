"""newsgrep tag: names that a person gives to articles."""

from __future__ import annotations

import json
import os

import pytest

KEY = "corpus/010_ganja-missile-strike.txt"


@pytest.fixture
def tags(corpus):
    """The file of tags, which is not there yet."""
    file = corpus / "newsgrep-tags.tsv"
    yield file
    file.unlink(missing_ok=True)


def test_an_article_is_tagged_by_its_key(tags, run):
    """And found by the tag, which a line can have as a field."""
    ended = run("tag", "quote,read", KEY)
    assert (ended.code, ended.out, ended.err) == (0, "", "newsgrep: added quote, read to 1 article\n")
    assert run("search", "--fields", "key,tags", "tag:quote").out == f"{KEY}\tquote, read\n"
    assert run("search", "-l", "tag:quote -tag:read").code == 1


def test_all_that_a_query_finds_is_tagged(tags, run):
    """With its filters; what has the tag already is counted apart."""
    run("tag", "strike", KEY)
    number = int(run("search", "-c", "ganja missile", "--since", "2020-10-10").out)
    ended = run("tag", "strike", "ganja", "missile", "--since", "2020-10-10")
    assert ended.err == f"newsgrep: added strike to {number - 1} articles; 1 article had it already\n"
    assert run("search", "-c", "tag:strike").out == f"{number}\n"


def test_filters_alone_are_a_query(tags, run):
    """As of a search."""
    assert run("tag", "old", "--author", "aysel", "--until", "2020-10-17").code == 0
    expected = run("search", "-c", "--author", "aysel", "--until", "2020-10-17").out
    assert run("search", "-c", "tag:old").out == expected != "0\n"


def test_a_tag_is_a_filter_as_a_source_is(tags, run, corpus):
    """By a flag of every command with a query, several of which are alternatives, and of a saved search."""
    run("tag", "quote", KEY)
    run("tag", "chapter/1", "corpus/014_barda-strikes.txt")
    assert run("search", "-l", "ganja", "--tag", "quote").lines == [KEY]
    assert run("search", "-c", "--tag", "quote", "--tag", "chap*").out == "2\n"
    assert "did you mean quote?" in run("search", "--tag", "qoute").err
    try:
        run("save", "mine", "--tag", "quote")
        assert run("saved").out == "mine\t\t--tag quote\n"
        assert run("search", "-l", "@mine").lines == [KEY]
    finally:
        (corpus / "newsgrep-searches.toml").unlink()


def test_keys_come_from_standard_input(tags, run):
    """In the place of `-`, as show takes them."""
    run("tag", "mine", "-", stdin=run("search", "--fields", "key", "--all", "ganja").out)
    assert run("search", "-c", "tag:mine").out == run("search", "-c", "ganja").out
    ended = run("tag", "mine", "-")
    assert (ended.code, ended.summary) == (2, "newsgrep: no article was named on standard input")


def test_tags_are_taken_off(tags, run):
    """From a key or from what a query finds, and nothing is left of one that no article has."""
    run("tag", "a,b", KEY)
    assert run("tag", "--remove", "a", "tag:a").err == "newsgrep: removed a from 1 article\n"
    assert run("tag").out == "b\t1\n"


def test_a_mistyped_tag_to_take_off_is_asked_about(tags, run):
    """No article lost it, and the tags that there are have one that is spelt like it."""
    run("tag", "later", KEY)
    assert run("tag", "--remove", "latter", KEY).err.splitlines() == [
        "newsgrep: removed latter from 0 articles; 1 article had none",
        "newsgrep: no article has the tag latter; did you mean later?",
    ]


def test_tags_are_listed(tags, run):
    """With the number of articles; as objects, too; exit code 1 where there is none."""
    ended = run("tag")
    assert (ended.code, ended.err) == (1, "newsgrep: no article has a tag yet: newsgrep tag TAG KEY\n")
    run("tag", "quote", KEY)
    assert run("tag").out == "quote\t1\n"
    assert json.loads(run("tag", "--json").out) == [{"schema_version": 1, "tag": "quote", "articles": 1}]


def test_the_file_of_tags_is_no_article(folder, write, run):
    """Where the folder that it is in is indexed as a whole."""
    write("a.txt", "The ferry stopped.")
    run("index", ".")
    run("tag", "quote", "a.txt")
    assert run("index").err.splitlines()[-1].startswith("1 article in ")
    assert run("search", "-l", "quote").code == 1


@pytest.mark.parametrize(
    ("flag", "field"), [("--url", "url:word"), ("--title", "title:word"), ("--date", "date:2020-10")]
)
def test_an_option_that_names_a_field_gets_the_field_as_a_hint(corpus, run, flag, field):
    """Also where the name is an order of hits, too."""
    ended = run("search", flag, "azernews", "ganja")
    assert ended.code == 2
    assert ended.err.splitlines()[1].startswith(f"hint: write it in the query: {field}; ")


def test_the_form_of_output_is_named_where_a_table_has_no_format(corpus, run):
    """search has --format, which is a field, too; the table of a sample has flags."""
    for command in (["sample", "-n", "2"], ["timeline"]):
        ended = run(*command, "--format", "csv", "ganja")
        assert ended.code == 2
        assert ended.err.splitlines()[1].startswith(
            "hint: --csv, --excel, --json, --jsonl or --tsv is the form"
        )


def test_a_tag_is_renamed(tags, run):
    """In the file, whoever has it."""
    run("tag", "qoute", KEY)
    ended = run("tag", "--rename", "qoute", "quote")
    assert (ended.code, ended.err) == (0, "newsgrep: renamed qoute to quote on 1 article\n")
    assert tags.read_text() == f"quote\t{KEY}\n"


def test_a_dry_run_changes_nothing(tags, run):
    """It says how many articles would get the tags, and how many have them already."""
    assert run("tag", "--dry-run", "quote", KEY).err == "newsgrep: would add quote to 1 article\n"
    piped = run("tag", "--dry-run", "quote", "-", stdin=f"{KEY}\n{KEY}\n")
    assert piped.err == "newsgrep: would add quote to 1 article\n"
    assert run("tag", "--dry-run", "quote", "-", stdin=f"{KEY}\nnope\n").code == 2
    assert not tags.exists()
    run("tag", "quote", KEY)
    before = tags.read_bytes()
    number = int(run("search", "-c", "ganja").out)
    assert run("tag", "--dry-run", "quote", "ganja").err == (
        f"newsgrep: would add quote to {number - 1} articles; 1 article has it already\n"
    )
    assert run("tag", "--dry-run", "--remove", "quote", "ganja").err == (
        f"newsgrep: would remove quote from 1 article; {number - 1} articles have none\n"
    )
    assert tags.read_bytes() == before


def test_lost_tags_are_listed(tags, run):
    """Those of keys that no article of the index has; the list of tags counts them."""
    tags.write_text("quote\tgone.txt\n")
    assert run("tag", "--lost").out == "quote\tgone.txt\n"
    assert "newsgrep: 1 of the tagged keys have no article now" in run("tag").err
    run("tag", "--remove", "quote", "gone.txt")
    assert run("tag", "--lost").code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["quote"], "no article is named"),
        (["to read", KEY], "to read cannot be a tag"),
        (["quote", KEY, "corpus/0.txt"], "there is no article corpus/0.txt in the index"),
        (["--rename", "a", "b", "--dry-run"], "--rename and --lost cannot go with a TAG or another flag"),
        (["-e", "ganja"], "no tag is named"),
        (["--remove"], "no tag is named"),
        (["quote", KEY, "--json"], "--json and --jsonl go with --lost, and with the list of tags"),
    ],
)
def test_what_is_not_understood_is_refused(tags, run, arguments, message):
    """With exit code 2, and no tag is given."""
    ended = run("tag", *arguments)
    assert (ended.code, ended.out, ended.summary) == (2, "", f"newsgrep: {message}")
    assert not tags.exists()


def test_a_tag_to_remove_needs_articles(tags, run):
    """The hint removes a tag, too."""
    ended = run("tag", "--remove", "quote")
    assert (ended.code, ended.summary) == (2, "newsgrep: no article is named")
    assert "newsgrep tag --remove quote ganja" in ended.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_an_error(tags, run):
    """It names the file."""
    tags.parent.chmod(0o500)
    try:
        ended = run("tag", "quote", KEY)
    finally:
        tags.parent.chmod(0o700)
    assert ended.code == 2
    assert ended.err.startswith(f"newsgrep: {tags} cannot be written: permission denied\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_run_whose_tags_cannot_follow_is_refused(folder, write, run):
    """Else they would be lost; so nothing is published, and the next run does it all."""
    write("news/a.txt", "Ganja.")
    run("index", "news")
    run("tag", "read", "news/a.txt")
    (folder / "news/a.txt").rename(folder / "news/b.txt")
    folder.chmod(0o500)
    try:
        ended = run("index")
    finally:
        folder.chmod(0o700)
    assert (ended.code, run("search", "-l", "tag:read").out) == (2, "news/a.txt\n")
    assert ended.err.startswith(
        f"newsgrep: {folder / 'newsgrep-tags.tsv'} cannot be written: permission denied\n"
    )
    assert run("index").code == 0
    assert run("search", "-l", "tag:read").out == "news/b.txt\n"


def test_a_line_that_cannot_be_read_is_named_once(tags, run):
    """By a search, show and a run, which go on; a search for tags is refused."""
    run("tag", "quote", KEY)
    tags.write_text(f"<<<<<<< HEAD\n{tags.read_text()}")
    mark = f"{tags}:1 is a mark of a conflict of git"
    missing = f"newsgrep: some tags may be missing: {mark}\n"
    found = run("search", "-l", "ganja missile")
    shown = run("show", KEY)
    ran = run("index", "-q")
    assert (found.code, found.err, shown.code, shown.err) == (0, missing, 0, missing)
    assert run("search", "-c", "ganja").err == ""
    hint = "keep the lines with a tab that are right, and delete the marks"
    assert (ran.code, ran.err) == (
        0, f"newsgrep: some tags did not follow their articles: {mark} ({hint})\n"
    )  # fmt: skip
    refused = run("search", "tag:quote")
    assert (refused.code, refused.err) == (2, f"newsgrep: {mark}\nhint: {hint}\n")


def test_a_terminal_shows_the_tags(tags, run, terminal):
    """Below the passages of a hit, below the origin of a whole article, and in JSON of both."""
    run("tag", "quote", KEY)
    assert "tags: quote" in terminal("search", "tag:quote")[1]
    assert "tags: quote" in terminal("show", KEY)[1]
    assert json.loads(run("show", "--jsonl", KEY).out)["tags"] == ["quote"]
    assert json.loads(run("search", "--jsonl", "tag:quote").out)["tags"] == ["quote"]


@pytest.mark.parametrize("share", [True, False])
def test_whoever_may_read_the_index_may_read_its_tags(share, folder, write, run):
    """Searches show tags; so those of an index that is shared are not for one person alone."""
    write("a.txt", "Ganja.")
    run("index", *(["--share"] if share else []), "a.txt")
    run("tag", "read", "a.txt")
    index, tags = ((folder / name).stat().st_mode for name in (".newsgrep", "newsgrep-tags.tsv"))
    assert (tags & 0o777, bool(tags & 0o044)) == (index & 0o666, share)
