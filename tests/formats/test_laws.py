"""What holds of every file, whatever is in it."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.clean_text import clean
from newsgrep.encodings.decoding import HEAD
from newsgrep.errors import ArticleError
from newsgrep.formats import FORMATS, choose_format, format_named
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits
from tests.reading import read_file

LINES = st.sampled_from(
    [
        " date 2020-10-30 By A B",
        "date 2020-99",
        "By Jane Doe",
        "Oct. 30, 2020",
        "2020-02-31",
        "---",
        "",
        " ",
        "\xa0",
    ]
    + [
        "TALKS RESUME",
        "Talks resumed.",
        "  indented",
        "Follow us on Twitter @x",
        "\x0c",
        "e\u0301\u0327",
        "\x85",
    ]
)
STORIES = st.lists(LINES | st.text(max_size=20)).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r"]).map(lambda end: end.join(lines))
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=9),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.sampled_from(["id", "title", "author", "date", "body", "articles", "data", "content", "name"]),
            inner,
        )
    ),
)
_NAMES = ["title", "Headline", "text", "author", "Published Date", "id", "url", "x"]
_CELLS = st.sampled_from(
    ["None", "2020", "a\nb", '"', "'", "https://example.org/2020/10/30", "<p>x</p>"]
) | st.text(max_size=9)


def _table(rows: list[list[str]], delimiter: str) -> bytes:
    """Some rows below a header, as the csv module writes them."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([_NAMES[: max(map(len, rows), default=1)], *rows])
    return stream.getvalue().encode("utf-8", "surrogatepass")


TABLES = st.builds(_table, st.lists(st.lists(_CELLS, max_size=8)), st.sampled_from(",;\t|"))
FRONTS = st.builds(
    lambda rule, lines, text: f"{rule}\n{chr(10).join(lines)}\n{rule}\n{text}".encode(),
    st.sampled_from(["---", "+++"]),
    st.lists(
        st.sampled_from(
            ["title: x", "title = 'x'", "authors: [a, b]", "date: 2020", "date = 2020-01-01", "- x", "a: &b"]
        )
        | st.text(max_size=9)
    ),
    STORIES,
)
quickly = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _read(folder: Path, content: bytes, suffix: str) -> list[Article | Unreadable]:
    file = folder / f"story{suffix}"
    file.write_bytes(content)
    return list(read_file(file, ReadContext("story")))


def _results(name: str, content: bytes, context: ReadContext) -> list[Article | Unreadable]:
    """What the reader of a format gives, its own error as the last."""
    found: list[Article | Unreadable] = []
    try:
        found.extend(format_named(name).reader.read(io.BufferedReader(io.BytesIO(content)), context))
    except ArticleError as error:
        found.append(Unreadable(context.path, error.message, error.line))
    return found


def _check(results: list[Article | Unreadable]) -> None:
    assert len({result.key for result in results if isinstance(result, Article)}) == sum(
        isinstance(result, Article) for result in results
    )
    for result in results:
        if isinstance(result, Unreadable):
            assert result.reason
            assert not result.reason.endswith(".")
            continue
        assert result.body or result.title or result.attachments
        assert result.key.startswith(result.path)
        texts = [result.key, result.body, result.title, result.date, result.url, *result.authors]
        assert all(unicodedata.is_normalized("NFC", text) and text.encode() is not None for text in texts)
        assert "\0" not in result.body
        assert "\r" not in result.body


@pytest.mark.parametrize("suffix", [".txt", ".jsonl", ".json", ".csv", ".md", ".other"])
@quickly
@given(
    content=st.binary()
    | STORIES.map(str.encode)
    | STORIES.map(lambda text: text.encode("utf-16"))
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.lists(JSON).map(lambda values: "\n".join(map(json.dumps, values)).encode())
    | TABLES
    | FRONTS
)
@example(content=b'{"id": "\\ud800", "title": "\\ud800", "body": "e\\u0301", "language": "\\udfff"}')
@example(content=b" date 2020-10-30 By \xcc\x81A")
def test_reading_never_raises(tmp_path, suffix, content):
    """Any bytes give articles in NFC that can be encoded and have text, or reasons."""
    _check(_read(tmp_path, content, suffix))


@quickly
@given(STORIES.filter(lambda text: "\0" not in text))  # a NUL may make it binary, or UTF-16
@example("date 2020 By A B\n\nTITLE\n\n\n  Body\n\n---\n\nx")
def test_body_is_verbatim_from_body_line(tmp_path, text):
    """Each line of the body is at its number in the file."""
    for article in _read(tmp_path, text.encode(), ".txt"):
        if isinstance(article, Article) and article.body:
            lines = clean(text.removeprefix("\ufeff")).split("\n")
            body = article.body.split("\n")
            assert article.line <= article.body_line
            assert lines[article.body_line - 1 :][: len(body) - 1] == body[:-1]
            assert lines[article.body_line + len(body) - 2].rstrip() == body[-1]
            for match in re.finditer(r"\w+", article.body):
                number = article.body_line + article.body[: match.start()].count("\n")
                assert match[0] in lines[number - 1]


@pytest.mark.parametrize("name", [row.name for row in FORMATS])
@quickly
@given(content=st.binary(max_size=200) | TABLES | FRONTS | STORIES.map(str.encode), cut=st.integers(0, 40))
def test_a_format_of_the_user_never_raises(name, content, cut):
    """Any bytes give articles or reasons, cut off or not."""
    _check(_results(name, content[: len(content) - cut], ReadContext("story")))


@quickly
@given(
    content=TABLES | STORIES.map(str.encode) | st.binary(),
    encoding=st.sampled_from(["cp1251", "utf-16", "big5", "ascii"]),
)
@pytest.mark.parametrize(
    "name", ["jsonl", "json", "csv", "markdown", "rst", "asciidoc", "org", "text", "dateline"]
)
def test_an_encoding_of_the_user_never_raises(name, content, encoding):
    """Bytes that are not of it are reported."""
    _check(_results(name, content, ReadContext("story", encoding=encoding)))


@settings(quickly, max_examples=40)
@given(content=JSON.map(lambda value: json.dumps(value, indent=1).encode()), cut=st.integers(0, 9))
@pytest.mark.parametrize("name", ["jsonl", "json"])
def test_a_document_in_pieces_never_raises(name, content, cut):
    """Whatever its shape, and wherever it is cut off."""
    limits = SourceLimits(document_bytes=8, chunk_bytes=16)
    _check(_results(name, content[: len(content) - cut], ReadContext("story", limits=limits)))


WORDS = st.text('aé漢 {}[]"\\:,', max_size=30).map(lambda text: f"x{text}x")
RECORDS = st.lists(st.fixed_dictionaries({"title": WORDS, "text": WORDS}), min_size=2, max_size=9)
#: The shapes of a document that holds some records.
SHAPES = {
    "lines": lambda records, indent: "\n".join(map(json.dumps, records)),
    "objects in a row": lambda records, indent: "\n".join(json.dumps(one, indent=1) for one in records),
    "array": lambda records, indent: json.dumps(records, indent=indent),
    "envelope": lambda records, indent: json.dumps({"status": 1, "articles": records}, indent=indent),
    "names": lambda records, indent: json.dumps(dict(enumerate(records)), indent=indent),
    "JSON:API": lambda records, indent: json.dumps(
        {"data": [{"id": n, "attributes": one} for n, one in enumerate(records)]}, indent=indent
    ),
    "columns": lambda records, indent: json.dumps(
        {name: {n: one[name] for n, one in enumerate(records)} for name in ("title", "text")}, indent=indent
    ),
    "split": lambda records, indent: json.dumps(
        {"columns": ["title", "text"], "data": [[one["title"], one["text"]] for one in records]},
        indent=indent,
    ),
}


@settings(quickly, max_examples=30)
@given(records=RECORDS, indent=st.sampled_from([None, 2]), size=st.sampled_from([20, 500, 2**20]))
@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_records_in_any_shape(shape, records, indent, size):
    """Give the same articles, on one line or on many, decoded as a whole or in pieces of any size."""
    content = SHAPES[shape](records, indent).encode()
    limits = SourceLimits(document_bytes=size, chunk_bytes=size)
    name = choose_format(".json", content[:HEAD]).name
    found = _results(name, content, ReadContext("story", limits=limits))
    wanted = [(" ".join(one["title"].split()), clean(one["text"].strip())) for one in records]
    assert [(one.title, one.body) for one in found] == wanted
