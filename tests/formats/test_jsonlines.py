"""JSON Lines: keys, records, and lines that cannot be read."""

from __future__ import annotations

import json

import pytest

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.remarks import BROKEN_SEQUENCES, ENCODING_GUESSED
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits


def test_every_key(read):
    """All known keys are read, unknown ones are ignored."""
    record = {
        "id": 7,
        "title": " Talks\nresume ",
        "author": "By Jane Doe and John Roe, Reuters",
        "date": "2020-10-30T12:00:00Z",
        "body": "One.\r\n\r\nTwo.\n",
        "url": "https://example.org/7",
        "source": "Example",
        "language": "en",
        "topics": [{"x": 1}],
    }
    assert read("\n" + json.dumps(record), ".jsonl") == [
        Article(
            key="n/story.jsonl#7",
            path="n/story.jsonl",
            body="One.\n\nTwo.",
            title="Talks resume",
            title_from=HEADLINE,
            authors=("Jane Doe", "John Roe"),
            date="2020-10-30T12:00:00Z",
            url="https://example.org/7",
            source="Example",
            language="en",
            line=2,
            body_line=0,
        )
    ]


@pytest.mark.parametrize("empty", [None, "None", "null", "N/A", "", " none "])
def test_empty_values(read, empty):
    """null and its variants are empty, and the lede is the title."""
    keys = ("id", "title", "author", "date", "url", "source", "language")
    (article,) = read(json.dumps(dict.fromkeys(keys, empty) | {"body": "One.\n\nTwo."}), ".jsonl")
    assert article == Article(
        key="n/story.jsonl#L1", path="n/story.jsonl", body="One.\n\nTwo.", title="One.", title_from=LEDE
    )


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        (
            ["Jane Doe", "By John Roe", "Doe, Jane", "Jane Doe", None, "", 5],
            ("Jane Doe", "John Roe", "Doe, Jane"),
        ),
        (["Jane Doe", "Reuters"], ("Jane Doe", "Reuters")),
        ("Reuters", ("Reuters",)),
        ({"name": "Jane Doe"}, ("Jane Doe",)),
        ({"x": "Jane Doe"}, ()),
    ],
)
def test_authors(read, author, authors):
    """A list is one of persons; a string is split as a byline."""
    (article,) = read(json.dumps({"body": "Text.", "author": author}), ".jsonl")
    assert article.authors == authors


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not valid JSON"),
        ("plain words", "not valid JSON"),
        ('{"body": "a"} {"body": "b"}', "not valid JSON"),
        ("[" * 200_000, "JSON nested too deeply"),
        ('{"a":' * 200_000, "JSON nested too deeply"),
        ("[]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ("{}", "no text"),
        ('{"title": " ", "body": "\\n\\u00a0"}', "no text"),
        ('{"title": [null], "body": {"a": "b"}}', "no text"),
        ('{"body": "a\0"}', "not valid JSON"),
    ],
)
def test_a_bad_line_is_left_out(read, line, reason):
    """It is reported with its number, and the lines around it are read."""
    before, bad, after = read(f'{{"body": "One."}}\n{line}\n{{"body": "Two."}}\n', ".jsonl")
    assert bad == Unreadable("n/story.jsonl", reason, 2)
    assert (before.body, after.body, after.key, after.line) == ("One.", "Two.", "n/story.jsonl#L3", 3)


STRAY = b'{"title": "Dam fails", "body": "The dam failed \xff on Tuesday."}\n'


@pytest.mark.parametrize("before", ["", '{"body": "Caf\u00e9."}\n'])
def test_a_line_with_a_stray_byte_is_kept(with_remarks, before):
    """With U+FFFD in its place, which is remarked; the lines around it are as they were."""
    articles, remarks = with_remarks(before.encode() + '{"body": "Étés."}\n'.encode() + STRAY, ".jsonl")
    assert [article.body for article in articles[-2:]] == ["Étés.", "The dam failed \ufffd on Tuesday."]
    assert remarks == [(BROKEN_SEQUENCES, "UTF-8", len(articles))]


def test_a_stray_byte_in_a_line_of_several_articles_is_remarked_once(with_remarks):
    """Though such a line is looked at twice."""
    content = b'{"articles": [' + STRAY.strip() + b", " + STRAY.strip() + b"]}\n"
    articles, remarks = with_remarks('{"body": "Étés."}\n'.encode() + content, ".jsonl")
    assert [article.body for article in articles[1:]] == ["The dam failed \ufffd on Tuesday."] * 2
    assert remarks == [(BROKEN_SEQUENCES, "UTF-8", 2)]


def test_a_line_with_many_broken_bytes_is_left_out(read):
    """As nobody would find its words; the other lines are read."""
    content = '{"body": "Étés."}\n'.encode() + '{"body": "Un été très généreux"}\n'.encode("latin-1")
    _, bad, after = read(content + b'{"body": "Two."}', ".jsonl")
    assert bad == Unreadable("n/story.jsonl", "broken UTF-8", 2)
    assert after.body == "Two."


def test_lines_of_a_legacy_encoding(with_remarks):
    """The first line beyond ASCII tells it, and a remark names it."""
    lines = '{"body": "One."}\n{"body": "Un été “très” généreux"}\n{"body": "Le café"}\n'
    articles, remarks = with_remarks(lines.encode("cp1252"), ".jsonl")
    assert [article.body for article in articles] == ["One.", "Un été “très” généreux", "Le café"]
    assert [(kind, detail) for kind, detail, _ in remarks] == [(ENCODING_GUESSED, "cp1252")]


def test_a_line_that_is_too_long_is_left_out(read):
    """It is not held in memory, and the next one is read."""
    limits = SourceLimits(record_bytes=2**20)
    long = '{"body": "' + "x" * (3 * 2**20) + '"}'
    first, bad, last = read(f'{{"body": "One."}}\n{long}\n{{"body": "Two."}}', ".jsonl", limits)
    assert bad == Unreadable("n/story.jsonl", "value larger than 1 MB", 2)
    assert (first.body, last.body, last.line) == ("One.", "Two.", 3)


def test_no_two_articles_share_a_key(read):
    """A repeated id gets a number, even where another id has that form already."""
    ids = ["a", "a~2", "a", "a", "L6", None, 5, "5"]
    articles = read("\n".join(json.dumps({"id": i, "body": "Text."}) for i in ids), ".ndjson")
    names = [article.key.partition("#")[2] for article in articles]
    assert names == ["a", "a~2", "a~3", "a~4", "L6", "L6~2", "5", "5~2"]


def test_lone_surrogates_become_replacement_characters(read):
    """Half of a surrogate pair cannot be encoded; a complete pair is one character."""
    (article,) = read(
        r'{"title": "a\ud800", "body": "b\udc00c \ud83d\ude00", "author": ["J\udfff"]}', ".jsonl"
    )
    assert (article.title, article.body, article.authors) == ("a\ufffd", "b\ufffdc 😀", ("J\ufffd",))


@pytest.mark.parametrize("suffix", [".jsonl", ".json"])
def test_half_of_a_surrogate_pair_is_remarked(with_remarks, suffix):
    """Not a whole pair, nor a backslash before the letters."""
    records = [
        r'{"title": "a\uD83D\ude00", "body": "b \\ud83d c"}',
        r'{"title": "Two", "body": "b \ud83d c"}',
        r'{"title": "Three", "body": "b \\\\\uDE00 c"}',
    ]
    text = "\n".join(records) if suffix == ".jsonl" else f"[{','.join(records)}]".replace("},", "},\n")
    articles, remarks = with_remarks(text.encode(), suffix)
    assert [one.body for one in articles] == [r"b \ud83d c", "b \ufffd c", "b \\\\\ufffd c"]
    assert remarks == [(BROKEN_SEQUENCES, r"\u escapes", 2), (BROKEN_SEQUENCES, r"\u escapes", 3)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(read, encoding):
    """A byte order mark, and UTF-16 with and without one."""
    content = '{"body": "Bakı."}\r\n\r\n{"body": "Two."}\r\n'.encode(encoding)
    assert [article.body for article in read(content, ".jsonl")] == ["Bakı.", "Two."]


def test_a_title_without_a_body_is_an_article(read):
    """A headline alone is worth finding."""
    (article,) = read('{"title": "Talks resume", "body": ""}', ".jsonl")
    assert (article.title, article.body, article.title_from) == ("Talks resume", "", HEADLINE)


@pytest.mark.parametrize("content", ["", "\n \n", "\ufeff"])
def test_an_empty_file(read, content):
    """A file without lines is reported once."""
    assert read(content, ".jsonl") == [Unreadable("n/story.jsonl", "empty file")]


def test_a_binary_file_is_reported_once(read):
    """A picture with a wrong name is not reported as a thousand bad lines."""
    assert read(b"\x89PNG\n\0\0\1\0\n" * 99, ".jsonl") == [Unreadable("n/story.jsonl", "binary file")]


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "Infinity", "1e999", "9" * 5000])
@pytest.mark.parametrize("suffix", [".jsonl", ".json"])
def test_a_number_costs_no_article(read, suffix, number):
    """NaN and the like are null, as Python writes them; so is what is too large for a float."""
    content = '{"body": "One.",\n "author": N, "n": [N]}'.replace("N", number)
    (article,) = read(content, suffix)
    assert (article.body, article.authors) == ("One.", ())


def test_a_document_on_one_long_line_is_read(read):
    """Piece by piece, up to where it is cut off; the lines around it are read, too."""
    limits = SourceLimits(record_bytes=2**15, document_bytes=2**13, chunk_bytes=2**10)
    stories = [{"id": f"s{n}", "body": f"{n} “quoted” \\ " * 99} for n in range(99)]
    line = json.dumps({"status": "ok", "articles": stories}, ensure_ascii=False)
    before, *articles, after = read(f'{{"body": "One."}}\n{line}\n{{"body": "Two."}}', ".jsonl", limits)
    assert (before.body, after.body, after.line) == ("One.", "Two.", 3)
    assert [article.key for article in articles] == [f"n/story.jsonl#s{n}" for n in range(99)]
    assert {article.line for article in articles} == {2}
    *articles, problem, after = read(f'{line[:-3]}\n{{"body": "Two."}}', ".jsonl", limits)
    assert (len(articles), problem, after.line) == (
        *(98, Unreadable("n/story.jsonl", "not valid JSON", 1)),
        2,
    )


def test_a_line_that_does_not_end_ends_the_reading(read):
    """What is no article is passed over up to a limit, so that data without a line end has an end."""
    limits = SourceLimits(chunk_bytes=2**10, record_bytes=2**14, skipped_bytes=2**16)
    line = '{"body": "One."}\n'
    content = line + "\0" * 2**17 + "\n" + line
    first, bad, rest = read(content, ".jsonl", limits)
    assert (first.body, bad.reason) == ("One.", "not valid JSON")
    assert rest == Unreadable(
        "n/story.jsonl", "the rest of the file is not read, as this line does not end", 2
    )
    assert [type(one) for one in read(content, ".jsonl", SourceLimits(chunk_bytes=2**10))] == [
        Article,
        Unreadable,
        Article,
    ]


def test_references_of_csl(read):
    """As Zotero and pandoc write them: names in parts, dates in parts, and the paper."""
    record = {
        "title": "Ferry line closes",
        "author": [{"family": "Doe", "given": "Jane"}, {"literal": "Example Agency"}],
        "issued": {"date-parts": [[2020, 10, 30]]},
        "accessed": {"date-parts": [[2021, 1, 2]]},
        "container-title": "Example Post",
        "abstract": "The ferry stopped.",
    }
    (article,) = read(json.dumps(record), ".jsonl")
    assert (article.authors, article.date) == (("Jane Doe", "Example Agency"), "2020-10-30")
    assert (article.source, article.body) == ("Example Post", "The ferry stopped.")


@pytest.mark.parametrize(
    ("written", "body"),
    [
        ("K\u00c3\u00b6ln \u00e2\u0080\u0093 Bonn", "Köln – Bonn"),
        ("KÃ¶ln â€“ Bonn", "Köln – Bonn"),
        ("\u00d0\u009c\u00d0\u00b8\u00d1\u0080", "Мир"),
        ("KÃ¶ln and Düren", "KÃ¶ln and Düren"),
        ("The CAFÉ» and MONTRÉAL", "The CAFÉ» and MONTRÉAL"),
    ],
)
def test_a_text_that_was_encoded_twice(read, written, body):
    """It is read as it was, if all of it is so; else it stays as it is."""
    (article,) = read(json.dumps({"title": "A", "text": written}), ".jsonl")
    assert article.body == body
