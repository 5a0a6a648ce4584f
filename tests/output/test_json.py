"""JSON arrays and JSON lines of hits."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from newsgrep.article import Article
from newsgrep.output import FIELDS, Output
from newsgrep.results import Hit, Passage
from tests.output.printing import printed

ARTICLE = Article(
    key="news/a.jsonl#7",
    path="news/a.jsonl",
    body="“Gəncə” was hit.",
    title="Missile hits Ganja",
    authors=("Ann Lee", "Bo Ek"),
    date="2020-10-17",
    url="https://example.org/a",
    source="Daily",
    language="en",
)
HIT = Hit(
    rank=1,
    score=12.345678912,
    article=ARTICLE,
    path="../news/a.jsonl",
    line=7,
    passages=(Passage("Gəncə” was hit.", 1, ((0, 5),), starts_inside=True),),
    title_spans=((13, 18),),
    byline_spans=((4, 7),),
    index="news",
)
BARE = Hit(rank=2, score=0.0, article=Article(key="b", path="b", body=""), path="b", line=1)


def raw_bytes(out: io.TextIOWrapper) -> bytes:
    """Return the bytes that have left a stream, without making it let go of more."""
    assert isinstance(out.buffer, io.BytesIO)
    return out.buffer.getvalue()


def the_object(hit: Hit, **options: Any) -> Any:
    """Return the one object that is printed for a hit."""
    return json.loads(printed("jsonl", hit, **options))


def test_object_of_a_hit() -> None:
    """All that is known of a hit, in a fixed order, with offsets in code points."""
    assert printed("jsonl", HIT) == (
        '{"schema_version": 1, "rank": 1, "score": 12.345679, "key": "../news/a.jsonl#7", '
        '"path": "../news/a.jsonl", "line": 7, "page": null, "title": "Missile hits Ganja", '
        '"title_from": "headline", '
        '"title_matches": [[13, 18]], "authors": ["Ann Lee", "Bo Ek"], "author_matches": [[4, 7]], '
        '"senders": [], "recipients": [], '
        '"date": "2020-10-17", "date_from": "field", "url": "https://example.org/a", "source": "Daily", '
        '"section": null, "language": "en", '
        '"tags": [], "index": "news", "passages": [{"text": "Gəncə” was hit.", "start": 1, "page": null, '
        '"matches": [[0, 5]]}], '
        '"close": false, "missing": [], "by_meaning": false}\n'
    )


def test_what_is_not_known_is_null() -> None:
    """Absent values are null, absent lists are empty, and no title comes from nowhere."""
    assert the_object(BARE) == {
        **{"schema_version": 1, "rank": 2, "score": 0.0, "key": "b", "path": "b", "line": 1, "page": None},
        **{"title": None, "title_from": None, "title_matches": [], "authors": [], "author_matches": []},
        **{"senders": [], "recipients": []},
        **{
            "date": None,
            "date_from": None,
            "url": None,
            "source": None,
            "section": None,
            "language": None,
            "tags": [],
            "index": None,
        },
        **{"passages": [], "close": False, "missing": [], "by_meaning": False},
    }


def test_title_that_is_the_lede_says_so() -> None:
    """A program can tell a headline from a lede."""
    lede = replace(HIT, article=ARTICLE._replace(title_from="lede"))
    assert the_object(lede)["title_from"] == "lede"


def test_array_has_one_hit_a_line() -> None:
    """An array can be read by people, and compared line by line."""
    assert printed("json", HIT, BARE, fields=("rank",)) == (
        '[\n{"schema_version": 1, "rank": 1},\n{"schema_version": 1, "rank": 2}\n]\n'
    )


def test_no_hits() -> None:
    """The array of no hits is empty; of lines there are none."""
    assert printed("json") == "[]\n"
    assert printed("jsonl") == ""


def test_lines_go_out_as_they_come() -> None:
    """A JSON line is complete on the other side before the next hit is looked for."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    Output("jsonl", fields=("rank",)).printer(out).hit(HIT)
    assert raw_bytes(out) == b'{"schema_version": 1, "rank": 1}\n'


def test_null_ends_lines_but_not_arrays() -> None:
    """NUL is the end of a record; an array is a single one."""
    assert printed("jsonl", HIT, fields=("rank",), null=True) == '{"schema_version": 1, "rank": 1}\0'
    assert printed("json", null=True) == "[]\n"


def test_fields_choose_the_keys() -> None:
    """With fields there are these keys and the version, in the order asked for."""
    assert printed("jsonl", HIT, fields=("path", "author", "passage")) == (
        '{"schema_version": 1, "path": "../news/a.jsonl", "author": "Ann Lee, Bo Ek", '
        '"passage": "… Gəncə” was hit."}\n'
    )
    assert list(the_object(HIT, query="q", fields=FIELDS)) == ["schema_version", *FIELDS]


def test_query_is_named_when_there_are_several() -> None:
    """Each object says which query it answers."""
    assert the_object(HIT, query="ganja", fields=("rank",)) == {
        "schema_version": 1,
        "query": "ganja",
        "rank": 1,
    }
    assert the_object(HIT, fields=("query",)) == {"schema_version": 1, "query": None}


def test_control_characters_are_escaped() -> None:
    """Strings come back whole, yet no raw control character, line separator or override is in the text."""
    title = 'a\0\x1b[31m\x7f\x85\x9b\u2028\u2029\u202e\u2066"\\\n\t'
    text = printed("jsonl", replace(HIT, article=ARTICLE._replace(title=title)))
    assert json.loads(text)["title"] == title
    assert "".join(filter(str.isprintable, text)) == text.rstrip("\n")


def test_name_that_is_not_utf_8_is_escaped() -> None:
    """A lone surrogate is spelt out: the output stays UTF-8, and Python reads the same name back."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    Output("jsonl", fields=("path",)).printer(out).hit(replace(HIT, path="é\udcff"))
    assert raw_bytes(out) == '{"schema_version": 1, "path": "é\\udcff"}\n'.encode()
    assert json.loads(raw_bytes(out))["path"] == "é\udcff"


@pytest.mark.parametrize("style", ["json", "jsonl"])
@given(before=st.text(), word=st.text(min_size=1), after=st.text())
def test_spans_mark_the_word_in_what_is_read_back(style: str, before: str, word: str, after: str) -> None:
    """Cut out of the text that a reader gets, a span is the marked word, in any script."""
    span = (len(before), len(before) + len(word))
    text = before + word + after
    hit = replace(
        HIT,
        article=ARTICLE._replace(title=text),
        title_spans=(span,),
        passages=(Passage(text, 0, (span,)),),
    )
    output = printed(style, hit)
    read = json.loads(output)[0] if style == "json" else json.loads(output)
    start, end = read["title_matches"][0] if read["title"] else span
    assert (read["title"] or "")[start:end] == word
    passage = read["passages"][0]
    start, end = passage["matches"][0]
    assert passage["text"][start:end] == word


@given(st.lists(st.text(), max_size=4))
def test_array_is_valid_however_many_hits_there_are(titles: list[str]) -> None:
    """Closing ends the array after any number of hits."""
    hits = [replace(HIT, article=ARTICLE._replace(title=title)) for title in titles]
    assert [one["title"] for one in json.loads(printed("json", *hits))] == [title or None for title in titles]
