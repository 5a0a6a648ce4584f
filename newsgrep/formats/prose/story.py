"""Stories of the collection CNN/DailyMail: paragraphs, and the highlights of the page behind them.

Above the text the Daily Mail has its byline and the times of publication, each part a paragraph of its own.
The collection has no headlines. The highlights, which summarize the story, are its last paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bylines.persons import persons
from newsgrep.clean_text import one_line
from newsgrep.encodings.decoding import read_text
from newsgrep.errors import ArticleError
from newsgrep.read_context import ReadContext

_HIGHLIGHT = "@highlight"
_BY, _PUBLISHED, _UPDATED, _BETWEEN = "By", "PUBLISHED:", "UPDATED:", "|"
#: The agency or channel before the first words: `LONDON, England (Reuters) --`.
_SOURCE = re.compile(r"[^()]{0,60}\((?P<source>[^()]{2,30})\) (?:--|—|-) ")


def claims(beginning: str) -> bool:
    """Whether a text has highlights."""
    return f"\n{_HIGHLIGHT}\n" in beginning


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of a story. Raises ArticleError for one without a text."""
    found = re.split(r"\n\s*\n", read_text(stream, context))
    texts = [text for text in map(one_line, found) if text and text != _HIGHLIGHT]
    if not texts:
        raise ArticleError("no text")
    byline = published = ""
    while len(texts) > 1 and texts[0] in (_BY, _PUBLISHED, _UPDATED, _BETWEEN):
        mark = texts.pop(0)
        if mark == _BY:
            byline = f"{_BY} {texts.pop(0)}"
        elif mark == _PUBLISHED:
            published = texts.pop(0)
        elif mark == _UPDATED:
            texts.pop(0)
    date, date_text = context.dates.read(published)
    source = _SOURCE.match(texts[0])
    yield Article(
        key=context.key(),
        path=context.path,
        body="\n\n".join(texts),
        authors=persons(byline),
        date=date,
        date_text=date_text,
        source=source["source"] if source else "",
        line=1,
    )
