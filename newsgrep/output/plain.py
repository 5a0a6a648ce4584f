"""What `newsgrep show` and `newsgrep status` write into a pipe, as text or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TextIO

from newsgrep.article import HEADLINE, Article
from newsgrep.output.control_characters import many_lines, one_line
from newsgrep.output.json_objects import object_of, write_object
from newsgrep.output.streams import accept_any_text
from newsgrep.output.summary import unreadable_line
from newsgrep.results import Hit, IndexStats

_ARTICLE_FIELDS = (
    *("key", "path", "line", "title", "title_from", "authors"),
    *("date", "url", "source", "language", "body"),
)


def write_article(article: Article, out: TextIO) -> None:
    """Write an article as text: headline and byline with date, where there are any, a blank line, the body.

    A lede that stands in for a headline is not written twice.
    """
    title = article.title if article.title_from == HEADLINE else ""
    byline = " · ".join(filter(None, (article.byline, article.date)))
    head = [one_line(line) for line in (title, byline) if line]
    text = "\n".join([*head, "", article.body] if head else [article.body])
    accept_any_text(out).write(many_lines(text) + "\n")
    out.flush()


def write_article_json(article: Article, path: str, out: TextIO, *, copies: Sequence[str] = ()) -> None:
    """Write an article as an object on one line, with `path` as a person would open it.

    copies are the keys of the articles that are left out as they are the same.
    """
    as_hit = Hit(rank=0, score=0.0, article=article, path=path, line=article.line)
    _write_line({**object_of(as_hit, "", _ARTICLE_FIELDS), "copies": list(copies)}, out)


def write_status(status: IndexStats, out: TextIO) -> None:
    """Write a status as lines of a key, a tab and a value; an author's count follows after another tab."""
    rows: list[tuple[object, ...]] = [
        ("folder", status.folder),
        ("format_version", status.format_version),
        ("engine", status.engine),
        ("language", status.language),
        ("articles", status.articles),
        ("files", status.files),
        ("size", status.size),
        ("first_day", status.first_day),
        ("last_day", status.last_day),
        ("undated", status.undated),
        ("duplicates", status.duplicates),
        ("committed_at", status.committed_at),
        *(("top_author", author, number) for author, number in status.top_authors),
        *(("unreadable", unreadable_line(one)) for one in status.unreadable),
    ]
    accept_any_text(out)
    for row in rows:
        out.write("\t".join(one_line(str(value)) for value in row) + "\n")
    out.flush()


def write_status_json(status: IndexStats, out: TextIO) -> None:
    """Write a status as an object on one line."""
    content = asdict(status)
    for day in ("first_day", "last_day", "committed_at"):
        content[day] = content[day] or None
    content["top_authors"] = [{"author": author, "articles": number} for author, number in status.top_authors]
    content["unreadable"] = [
        {"path": one.path, "member": one.member or None, "line": one.line or None, "reason": one.reason}
        for one in status.unreadable
    ]
    _write_line(content, out)


def _write_line(content: dict[str, object], out: TextIO) -> None:
    write_object(content, accept_any_text(out))
    out.write("\n")
    out.flush()
