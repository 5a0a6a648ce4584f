"""Articles and index statistics for a pipe, as text or as JSON: `newsgrep show` and `newsgrep status`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from msgspec.structs import asdict

from newsgrep.article import LEDE, Article
from newsgrep.output.control_characters import many_lines, printable_line
from newsgrep.output.json_objects import hit_as_object, write_object
from newsgrep.output.quantities import correspondence
from newsgrep.output.summary import unreadable_line
from newsgrep.results import Hit, IndexStats

_ARTICLE_FIELDS = (
    *("key", "path", "line", "title", "title_from", "authors", "senders", "recipients"),
    *("message_id", "answers", "attachments", "attached_to"),
    *("date", "date_from", "date_text", "url", "source", "section", "language", "format", "tags", "body"),
)

#: The statistics that every index has, in the order of the lines.
_STATS = (
    *("index", "format_version", "engine", "language", "articles", "files", "size", "first_day", "last_day"),
    *("undated", "duplicates", "committed_at"),
)


def write_article_text(article: Article, out: TextIO) -> None:
    """Write an article as text: headline, byline, date and source, persons of a mail, a blank line, the body.

    A lede that stands in for a missing headline is written only as a part of the body.
    """
    title = article.title if article.title_from != LEDE else ""
    byline = " · ".join(filter(None, (article.byline, article.date or article.date_text, article.source)))
    head = [printable_line(line) for line in (title, byline, *correspondence(article)) if line]
    text = "\n".join([*head, "", article.body] if head else [article.body])
    out.write(many_lines(text) + "\n")
    out.flush()


def article_as_object(shown: Hit, copies: Sequence[str] = ()) -> dict[str, object]:
    """Return an article, given as a hit, as an object for JSON.

    copies: keys of the duplicates of the article, which the index does not store
    """
    return {**hit_as_object(shown, "", _ARTICLE_FIELDS), "copies": list(copies)}


def write_stats(stats: IndexStats, out: TextIO) -> None:
    """Write index statistics as lines with a name and one or more values, separated by tabs."""
    rows: list[tuple[object, ...]] = [
        *((name, getattr(stats, name)) for name in _STATS),
        *((("model", stats.model), ("vectors", stats.vectors)) if stats.model else ()),
        *(("top_author", author, number) for author, number in stats.top_authors),
        *(("guessed_encoding", one.encoding, one.texts, one.path) for one in stats.guessed),
        *(("unreadable", unreadable_line(item)) for item in stats.unreadable),
    ]
    for row in rows:
        out.write("\t".join(printable_line(str(value)) for value in row) + "\n")
    out.flush()


def write_stats_json(stats: IndexStats, out: TextIO) -> None:
    """Write index statistics as an object on one line."""
    content = asdict(stats)
    for name in ("first_day", "last_day", "committed_at", "model"):
        content[name] = content[name] or None
    content["top_authors"] = [{"author": author, "articles": number} for author, number in stats.top_authors]
    content["unreadable"] = [
        {"path": item.path, "member": item.member or None, "line": item.line or None, "reason": item.reason}
        for item in stats.unreadable
    ]
    content["guessed_encodings"] = [asdict(one) for one in content.pop("guessed")]
    write_object(content, out)
    out.write("\n")
    out.flush()
