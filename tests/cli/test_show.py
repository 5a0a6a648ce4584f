"""newsgrep show: whole articles, by what a search printed."""

from __future__ import annotations

import json
import sqlite3
import unicodedata

import pytest

STRIKE = "corpus/010_ganja-missile-strike.txt"


def test_an_article_is_printed_whole(corpus, run):
    """Byline, date and the whole text."""
    ended = run("show", STRIKE)
    assert (ended.code, ended.err) == (0, "")
    assert ended.lines[0] == "Aysel Newsgrep · 2020-10-17"
    assert "At least 12 people were killed" in ended.out
    assert ended.out.endswith("missiles had fallen on Ganja.\n")


def test_keys_are_read_from_the_current_folder_as_from_the_index(corpus, run, monkeypatch):
    """And with a line number, as a terminal shows them."""
    monkeypatch.chdir(corpus / "corpus")
    name = STRIKE.removeprefix("corpus/")
    expected = run("show", name)
    assert expected.code == 0
    assert run("show", STRIKE) == run("show", f"{name}:3") == run("show", f"./{name}") == expected


def test_a_line_of_a_table_is_a_row(folder, run):
    """Where no row begins, the article that is named instead is one that is there."""
    (folder / "a.csv").write_text("title,text\nFog,The ferry was late.\nSun,The ferry was early.\n")
    assert run("index", "a.csv").code == 0
    assert run("show", "a.csv:3").out == run("show", "a.csv#L3").out != ""
    ended = run("show", "a.csv:9")
    assert ended.err == "newsgrep: a.csv holds 2 articles\nhint: name one of them: a.csv#L2\n"
    assert (ended.code, run("show", "a.csv#L2").code) == (2, 0)


def test_several_articles_have_a_blank_line_between(corpus, run):
    """In the order of the arguments."""
    one, two = run("show", STRIKE).out, run("show", "corpus/039_notre-dame-fire.txt").out
    assert run("show", STRIKE, "corpus/039_notre-dame-fire.txt").out == f"{one}\n{two}"


def test_jsonl_is_an_object_a_line(corpus, run):
    """With the body."""
    article = json.loads(run("show", "--jsonl", STRIKE).out)
    assert (article["key"], article["date"]) == (STRIKE, "2020-10-17")
    assert article["body"].startswith("At least 12 people")


def test_query_marks_what_matches(corpus, run):
    """In colour."""
    out = run("show", "--color", "always", "--query", "the scud*", STRIKE).out
    assert "\x1b[1;31mScud\x1b[0m" in out


def test_a_query_changes_nothing_in_a_pipe(corpus, run):
    """There are no marks in plain text."""
    assert run("show", "--query", "scud", STRIKE) == run("show", STRIKE)


def test_an_unknown_key_names_the_nearest(corpus, run):
    """With the exit code of an error."""
    assert run("show", "corpus/010_ganja-missile-strik.txt") == (
        2,
        "",
        "newsgrep: there is no article corpus/010_ganja-missile-strik.txt in the index\n"
        f"hint: did you mean {STRIKE}?\n",
    )


def test_after_many_unknown_keys_none_is_looked_for_that_is_like_them(corpus, run):
    """They come from a list that is out of date; what else is known of them is said as before."""
    keys = [f"corpus/010_ganja-missile-strik{n}.txt" for n in range(15)]
    ended = run("show", *keys, STRIKE)
    assert ended.code == 2
    hints = [line for line in ended.err.splitlines() if line.startswith("hint: ")]
    assert (
        hints
        == [f"hint: did you mean {STRIKE}?"] * 10
        + ["hint: newsgrep search --fields key QUERY prints keys"] * 5
    )


def test_a_key_that_is_like_none_gets_a_hint_where_keys_are(corpus, run):
    """The hint is a command."""
    assert "hint: newsgrep search --fields key QUERY prints keys" in run("show", "qqq").err


def test_no_key_is_an_error(corpus, run):
    """With an example."""
    assert run("show").err.startswith("newsgrep: no article is named\nhint: ")


@pytest.fixture
def records(folder, run):
    """An archive of two articles, one with a `#` in its name, and a file that cannot be read."""
    articles = [{"id": name, "title": name, "body": f"Talks in {name}."} for name in ("baku", "a#b")]
    (folder / "my#archive.jsonl").write_text("".join(json.dumps(one) + "\n" for one in articles))
    (folder / "broken.txt").write_bytes(b"\0\1\2" * 100)
    run("index", ".")


def test_a_record_is_found_by_its_key(records, run):
    """Also where names have a # in them."""
    for key in run("search", "--fields", "key", "talks").lines:
        assert run("show", key).out.endswith(f"Talks in {key.split('#', 1)[1]}.\n")


def test_a_file_of_many_articles_gets_a_hint_how_to_name_one(records, run):
    """The hint is the key of its first article."""
    assert run("show", "my#archive.jsonl").err == (
        "newsgrep: my#archive.jsonl holds 2 articles\nhint: name one of them: my#archive.jsonl#baku\n"
    )


def test_a_file_of_one_record_is_shown_by_its_name(folder, run):
    """As one that is one article; a duplicate beside it does not count."""
    record = {"id": "7", "title": "Strike", "body": "Missiles fell on Ganja. " * 20}
    (folder / "one.jsonl").write_text(json.dumps(record) + "\n" + json.dumps(record | {"id": "8"}) + "\n")
    run("index", "one.jsonl")
    assert run("show", "one.jsonl") == run("show", "one.jsonl#7")
    assert run("show", "one.jsonl").out.startswith("Strike\n")


@pytest.mark.parametrize("part", ["corpus/010", "corpus/010_ganja-missile", "missile-strike"])
def test_a_part_of_a_name_names_the_file(corpus, run, part):
    """As the beginning of a key that was not typed to its end."""
    assert run("show", part).err.endswith(f"hint: did you mean {STRIKE}?\n")


def test_an_unknown_record_of_a_file_names_the_nearest(records, run):
    """Of the same file."""
    assert run("show", "my#archive.jsonl#bakku").err == (
        "newsgrep: there is no article bakku in my#archive.jsonl\nhint: did you mean my#archive.jsonl#baku?\n"
    )
    for key in ("archiv.jsonl#bakku", "archiv.jsonl"):
        hint = run("show", f"my%23{key}").err.splitlines()[1]
        assert hint == "hint: did you mean my%23archive.jsonl#baku?"


def test_the_key_of_an_unreadable_file_gives_the_reason(records, run):
    """It was recorded when the file was indexed."""
    ended = run("show", "broken.txt")
    assert ended.code == 2
    assert ended.err.startswith("newsgrep: there is no article in broken.txt: ")


def test_what_there_is_is_shown_and_the_rest_is_reported(corpus, run):
    """With the exit code of an error, and each unknown key by name."""
    ended = run("show", "corpus/nothing.txt", STRIKE, "corpus/none.txt")
    assert ended.code == 2
    assert ended.out == run("show", STRIKE).out
    assert "there is no article corpus/nothing.txt" in ended.err
    assert "there is no article corpus/none.txt" in ended.err


def test_keys_are_read_from_standard_input(corpus, run):
    """A line each, or with NUL between them, as a search prints them; with keys that are named beside."""
    two = [STRIKE, "corpus/039_notre-dame-fire.txt"]
    expected = run("show", *two)
    assert run("show", "-", stdin="\n".join([*two, ""])) == expected
    assert run("show", "-", stdin="\0".join([*two, ""])) == expected
    assert run("show", two[0], "-", stdin=two[1]) == expected
    ended = run("show", "-", stdin="")
    assert (ended.code, ended.out, ended.err) == (
        1,
        "",
        "newsgrep: no article was named on standard input\n",
    )


def test_the_catalog_is_opened_once_for_many_articles(records, run, monkeypatch):
    """To open it for each takes longer than to read the articles."""
    opened = []
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *given, **named: opened.append(1) or connect(*given, **named)
    )
    keys = run("search", "--fields", "key", "*").lines
    ended = run("show", "-", stdin="\n".join(keys))
    assert len(keys) > 1
    assert ended.code == 0
    assert len(opened) == 1


def test_a_document_of_no_article_is_no_page(corpus, run):
    """A key of no article prints its error alone."""
    ended = run("show", "--format", "html", "nothing.txt")
    assert (ended.code, ended.out) == (2, "")


def test_a_name_is_found_in_either_form_of_unicode(write, run):
    """As it is typed composed, while the file may be named in decomposed letters, and the other way."""
    decomposed, composed = (unicodedata.normalize(form, "krüger_café") for form in ("NFD", "NFC"))
    write(f"news/{decomposed}.txt", "The mayor resigned.")
    assert run("index", "-q", "news").code == 0
    shown = run("show", f"news/{composed}.txt")
    assert (shown.code, shown.err) == (0, "")
    assert "The mayor resigned." in shown.out
    assert run("show", f"news/{decomposed}.txt").out == shown.out
    write(f"news/{composed}-2.txt", "The mayor stayed.")
    assert run("index", "-q", "news").code == 0
    assert "The mayor stayed." in run("show", f"news/{decomposed}-2.txt").out


def test_keys_that_end_in_null_are_as_they_are_stored(write, run):
    """With a tab or a line break of a file's name, so that show finds them."""
    write("news/two\nlines\tand a tab.txt", "The bridge is closed.")
    assert run("index", "-q", "news").code == 0
    keys = run("search", "--fields", "key", "-0", "bridge").out
    assert keys == "news/two\nlines\tand a tab.txt\0"
    assert "The bridge is closed." in run("show", "-", stdin=keys).out
