"""What newsgrep printed of an index, beside the files that it was made from."""

from __future__ import annotations

import json

import pytest

DUMPS = {
    "dump.jsonl": ("show", "--jsonl", "news/talks.txt", "news/tea.txt"),
    "dump.json": ("show", "--json", "news/tea.txt"),
    "hits.jsonl": ("search", "--jsonl", "--fields", "title,key,body", "*"),
    "body.jsonl": ("search", "--jsonl", "--fields", "key,title,body", "*"),
    "all.csv": ("search", "--csv", "--fields", "title,body,key", "*"),
    "all.tsv": ("search", "--tsv", "--fields", "path,body", "*"),
    "excel.csv": ("search", "--excel", "--fields", "key,title,body", "*"),
}


@pytest.fixture
def call(run):
    """Run the program to a good end, and return what it prints to standard output."""

    def call_program(*arguments, stdin=""):
        ended = run(*arguments, stdin=stdin)
        assert ended.code == 0, ended.err
        return ended.out

    return call_program


@pytest.fixture
def keys(call):
    """Return the keys of all articles of an index."""
    return lambda index=".newsgrep": sorted(
        call("search", "--index", index, "--fields", "key", "--all", "*").split()
    )


@pytest.fixture
def news(tmp_path, monkeypatch, call):
    """A folder with an index of two short articles."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news/talks.txt").write_text("Talks\n\nThe talks ended.\n")
    (tmp_path / "news/tea.txt").write_text('Tea, "the drink"\n\nA cup of tea,\nand no more.\n')
    call("index", "news")
    return tmp_path


@pytest.mark.parametrize("name", DUMPS)
@pytest.mark.parametrize("rebuild", [[], ["--rebuild"]])
def test_what_was_printed_beside_the_originals_is_passed_over(news, name, rebuild, run, call, keys):
    """By an update, and by a run that rebuilds the index."""
    dump = call(*DUMPS[name])
    (news / "news" / name).write_text(dump, newline="")
    assert "passed over 1 file with output of newsgrep" in run("index", *rebuild, "news").err
    assert keys() == ["news/talks.txt", "news/tea.txt"]


def test_a_folder_below_that_of_the_originals(news, call, keys):
    """The paths begin in the folder where newsgrep ran, or are those from another one."""
    (news / "news/out").mkdir()
    (news / "news/out/a.jsonl").write_text(call("show", "--jsonl", "news/tea.txt"))
    call("index", "news/out/a.jsonl")
    call("index", "news")
    assert keys() == ["news/talks.txt", "news/tea.txt"]


@pytest.mark.parametrize("name", DUMPS)
def test_an_index_of_what_was_printed_alone(news, name, call, keys):
    """A part of an archive, in a folder of its own with an index of its own, is a source as any."""
    (news / "part").mkdir()
    (news / "part" / name).write_text(call(*DUMPS[name]), newline="")
    call("index", "--index", "part.ix", "part")
    assert keys("part.ix")


def test_what_is_piped_or_mapped_is_read(news, call, keys):
    """Who pipes it in, or names its fields, means it."""
    dump = call("show", "--jsonl", "news/tea.txt")
    (news / "news/a.jsonl").write_text(dump)
    call("index", "--index", "piped.ix", "-", stdin=dump)
    assert len(keys("piped.ix")) == 1
    call("index", "--index", "mapped.ix", "--map", "body=body", "news/a.jsonl")
    assert len(keys("mapped.ix")) == 1


def test_what_was_printed_of_piped_articles_is_read(news, call, keys):
    """It may be the only file that has them."""
    call(
        "index",
        "--index",
        "piped.ix",
        "-",
        stdin=json.dumps({"id": "7", "title": "Rain", "text": "It rained."}),
    )
    (news / "news/rain.jsonl").write_text(
        call("search", "--index", "piped.ix", "--jsonl", "--fields", "key,body", "*")
    )
    call("index", "news")
    assert len(keys()) == 3


def test_a_copy_that_was_indexed_as_the_only_one_stays(news, call, keys):
    """If its article is stored again in place of another, where a file like the original came since."""
    (news / "part").mkdir()
    text = "Rain\n\n" + "It rained on the hills above the town, and nobody went out that day. " * 5
    (news / "rain.txt").write_text(text)
    call("index", "--index", "rain.ix", "rain.txt")
    (news / "part/z.jsonl").write_text(call("show", "--index", "rain.ix", "--jsonl", "rain.txt"))
    (news / "part/copy.txt").write_text(text)
    call("index", "--index", "part.ix", "part")
    assert keys("part.ix") == ["part/copy.txt"]
    (news / "part/rain.txt").write_text("Rain\n\nAnother text.")
    (news / "part/copy.txt").unlink()
    call("index", "--index", "part.ix", "part")
    assert len(keys("part.ix")) == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("escape.jsonl", r'{"schema_version": 1, "key": "a\q.txt", "body": "Rain."}'),
        ("long.jsonl", json.dumps({"schema_version": 1, "key": "a" * 5000, "body": "Rain."})),
        ("nul.jsonl", json.dumps({"schema_version": 1, "key": "a\0.txt", "body": "Rain."})),
        ("nul.csv", 'key,title,body\n"a\0b.txt",Rain,It rained.\n'),
    ],
)
def test_what_only_looks_as_if_newsgrep_had_printed_it(news, name, text, run, keys):
    """It is read as any file, or listed as broken, and the rest is indexed."""
    (news / "news" / name).write_text(text)
    ended = run("index", "news")
    assert "passed over" not in ended.err
    assert ended.code == (2 if "1 unreadable" in ended.err else 0)
    assert keys()[-2:] == ["news/talks.txt", "news/tea.txt"]
