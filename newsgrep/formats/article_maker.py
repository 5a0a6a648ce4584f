"""Make the articles of one stream of records.

>>> make = ArticleMaker(ReadContext("wire.sgm"))
>>> make("7", title="Talks resume", dates=["", "30 October 2020"], line=3).date
'2020-10-30'
>>> make.key("7"), make.key("7")
('wire.sgm#7~2', 'wire.sgm#7~3')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from newsgrep.article import Article
from newsgrep.errors import ArticleError
from newsgrep.read_context import ReadContext
from newsgrep.remarks import WORDLESS
from newsgrep.results import Unreadable
from newsgrep.spill import IntegerSet

_Record = TypeVar("_Record")


class ArticleMaker:
    """Makes articles, each with a unique key. It remembers a hash of each name, to find those used before."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self._used = IntegerSet()
        self._times_used: dict[str, int] = {}

    def key(self, name: str) -> str:
        """Return the key of a record by its name; append ~2, ~3 … if an earlier record has the name."""
        unique = name
        while not self._used.add(hash(unique)):
            number = self._times_used[name] = self._times_used.get(name, 1) + 1
            unique = f"{name}~{number}"
        return self.context.key(unique)

    def __call__(
        self, name: str | None, *, title: str = "", body: str = "", dates: Iterable[object] = (), line: int,
        authors: tuple[str, ...] = (), url: str = "", source: str = "", language: str = "", section: str = "",
        body_line: int = 0,
    ) -> Article:  # fmt: skip
        """Return the article of a record. Raises ArticleError if there is neither a title nor a text.

        name:  the name of the record in the stream; if it is empty, the line number is the name. None is for
               the only record of a stream, which has the key of the stream
        dates: values that may be its date, the best first
        """
        if not body and not title:
            raise ArticleError("no text", line)
        date, date_text = self.context.dates.read_first(dates)
        key = self.context.key() if name is None else self.key(name or f"L{line}")
        return Article(
            key, self.context.path, body, title, authors=authors, date=date, date_text=date_text, url=url,
            source=source, language=language, section=section, line=line, body_line=body_line,
        )  # fmt: skip

    def message(
        self, name: str, text: str, author: str, source: str, date: object, line: int, *, title: str = "",
        url: str = "", language: str = "",
    ) -> Article | None:  # fmt: skip
        """Return the article of a message of a chat or a social network.

        If the message has no text, this returns None and makes a remark.

        name:   the name of the message within the file
        author: who wrote it, '' if unknown
        source: the chat, the channel or the account
        date:   a value that a DateReader reads, with its time zone if that is known
        """
        if not text:
            self.context.remark(WORDLESS, "", line)
            return None
        return self(
            name, title=title, body=text, dates=[date], line=line, authors=(author,) if author else (),
            url=url, source=source, language=language,
        )  # fmt: skip

    def each(
        self,
        records: Iterable[_Record | Unreadable],
        make: Callable[[_Record, ArticleMaker], Article],
        none: str = "",
    ) -> Iterator[Article | Unreadable]:
        """Yield the article of each record, or an Unreadable with the reason why it has none.

        records: an Unreadable among them is passed on
        make:    makes the article of a record, or raises ArticleError
        none:    the message of the error to raise if there is no record; '' raises nothing
        """
        found = False
        for record in records:
            found = True
            try:
                yield record if isinstance(record, Unreadable) else make(record, self)
            except ArticleError as error:
                yield Unreadable(self.context.path, error.message, error.line)
        if none and not found:
            raise ArticleError(none)
