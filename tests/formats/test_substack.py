"""Substack exports: the table, with the texts beside it."""

from __future__ import annotations

from newsgrep import read_articles
from newsgrep.article import Article
from newsgrep.formats import format_named
from newsgrep.read_context import ReadContext
from newsgrep.remarks import BROKEN_SEQUENCES
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits

HEADER = "post_id,post_date,is_published,email_sent_at,type,audience,title,subtitle,podcast_url\n"
POST = "7.talks,2020-10-30T12:00:00.000Z,TRUE,,newsletter,everyone,Talks &amp; tea,They ended,\n"


def results(table: str | bytes, texts: dict[str, bytes], **options: object) -> list[object]:
    """What a table gives that has some files beside it."""
    import io

    context = ReadContext("posts.csv", beside=lambda name, largest: texts.get(name), **options)
    data = table.encode() if isinstance(table, str) else table
    return list(format_named("substack").reader.read(io.BufferedReader(io.BytesIO(data)), context))


def test_every_field():
    """The text is that of the file."""
    assert results(HEADER + POST, {"posts/7.talks.html": b"<p>Talks.</p><p>They ended.</p>"}) == [
        Article(
            key="posts.csv#7.talks",
            path="posts.csv",
            title="Talks & tea",
            date="2020-10-30T12:00:00.000Z",
            body="Talks.\n\nThey ended.",
            line=2,
        )
    ]


def test_a_byte_that_is_of_no_encoding():
    """It is remarked, and U+FFFD in the title."""
    remarks: list[tuple[str, str, int]] = []
    table = (HEADER + POST.replace("ended", "\u00e9nded")).encode().replace(b"tea", b"t\xe9a")
    texts = {"posts/7.talks.html": b"Talks."}
    (article,) = results(table, texts, on_remark=lambda *one: remarks.append(one))
    assert article.title == "Talks & t\ufffda"
    assert remarks == [(BROKEN_SEQUENCES, "UTF-8", 2)]


def test_a_number_with_a_nul(tmp_path):
    """It names no file; the other posts are read."""
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/7.talks.html").write_text("<p>Talks.</p>")
    (tmp_path / "posts.csv").write_text(HEADER + POST.replace("7.", "6.\0") + POST)
    problems: list[object] = []
    (article,) = read_articles(tmp_path, on_problem=problems.append)
    assert (article.body, article.line) == ("Talks.", 3)
    assert [problem.line for problem in problems] == [2]


def test_what_is_left_out():
    """Drafts and pages; a table without posts says so."""
    others = "8.draft,,false,,newsletter,everyone,Draft,,\n9.about,,true,,page,everyone,About,,\n"
    (article,) = results(HEADER + others + POST, {"posts/7.talks.html": b"Talks."})
    assert (article.title, article.line) == ("Talks & tea", 4)
    assert next(iter(_errors(HEADER + others))) == "no published post in the table"


def test_a_text_that_is_missing_or_too_large(read):
    """The post is reported, with the file."""
    reason = "the text of the post is missing: posts/7.talks.html"
    assert results(HEADER + POST, {}) == [Unreadable("posts.csv", reason, 2)]
    assert read(HEADER + POST, ".csv") == [Unreadable("n/story.csv", reason, 2)]
    limits = SourceLimits(page_bytes=3)
    (bad,) = results(HEADER + POST, {"posts/7.talks.html": b"Talks"}, limits=limits)
    assert bad.reason == "page larger than 0 MB"


def _errors(table: str) -> list[str]:
    from newsgrep.errors import ArticleError

    try:
        return [result.reason for result in results(table, {})]
    except ArticleError as error:
        return [error.message]
