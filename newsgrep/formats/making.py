"""Making the articles of one stream of records.

>>> make = ArticleMaker(ReadContext("wire.sgm"))
>>> make("7", title="Talks resume", body="", dates=["", "30 October 2020"], line=3).date
'2020-10-30'
"""

from __future__ import annotations

from collections.abc import Iterable

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.formats.context import ReadContext
from newsgrep.formats.keys import KeyAllocator


class ArticleMaker:
    """Makes articles, each with a key of its own."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self._keys = KeyAllocator(context)

    def __call__(
        self, name: str, *, title: str, body: str, dates: Iterable[object], line: int,
        authors: tuple[str, ...] = (), url: str = "", source: str = "", language: str = "", section: str = "",
        body_line: int = 0,
    ) -> Article:  # fmt: skip
        """Return the article of a record. Raises ArticleError where there is neither a title nor a text.

        name:  of the record in the stream; the number of its line stands in for an empty one
        dates: what may be its date, the best first
        """
        if not body and not title:
            raise ArticleError("no text", line)
        date, date_text = self.context.dates.read_first(dates)
        return Article(
            self._keys.assign(name or f"L{line}"), self.context.path, body, title, authors=authors, date=date,
            date_text=date_text, url=url, source=source, language=language, section=section, line=line,
            body_line=body_line,
        )  # fmt: skip
