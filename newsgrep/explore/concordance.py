"""Concordance: every match of a query with the words to its left and right, as corpus linguists read it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.folding import fold
from newsgrep.article import LEDE, Article, key_with_path
from newsgrep.engine.base import Engine
from newsgrep.explore.line_stream import LineStream, sampled
from newsgrep.explore.question import Question
from newsgrep.paragraphs import lede_end
from newsgrep.results import Span
from newsgrep.search.highlight import Highlighter
from newsgrep.spill import SortedRows

Order = Literal["date", "left", "right"]
ORDERS: tuple[Order, ...] = ("date", "left", "right")

#: An article, its title or body, and the span of a match there.
_Match: TypeAlias = tuple[Article, str, Span]

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")


class ConcordanceLine(Struct, frozen=True):
    """One match.

    key, path: of its article, as a hit has them
    date:      of its article, empty if unknown
    left:      the text before the match, at most the width that was asked for, on one line
    match:     the words that matched; of words that are near one another, all from the first to the last
    right:     the text after it
    page:      the page of the file on which the match begins; 0 if pages are not known
    """

    key: str
    path: str
    date: str
    left: str
    match: str
    right: str
    page: int = 0


class Concordance(LineStream[ConcordanceLine]):
    """The wanted matches, as lines, and the number of all matches.

    articles: number of articles that match
    notices:  what the user should know about the query, as in `SearchResults`
    """

    def __init__(
        self,
        matches: Iterable[_Match],
        lines_of: Callable[[Iterator[_Match]], Iterator[ConcordanceLine]],
        articles: int,
        notices: tuple[str, ...],
    ) -> None:
        """Take the matches, which are found as they are iterated, and the function that makes them lines."""
        self._passed, self._is_complete = 0, False
        super().__init__(lines_of(self._counted(matches)), articles, notices)

    @property
    def matches(self) -> int:
        """The number of all matches in titles and bodies, also beyond a sample. Counting reads all lines."""
        if not self._is_complete:
            _ = self.lines
        return self._passed

    def _counted(self, matches: Iterable[_Match]) -> Iterator[_Match]:
        for match in matches:
            self._passed += 1
            yield match
        self._is_complete = True


def concordance(
    engine: Engine,
    question: Question,
    shown_path: Callable[[str], str],
    *,
    width: int,
    order: Order = "date",
    sample: int | None = None,
    seed: int = 0,
) -> Concordance:
    """Return every match of a question, or a random sample of the matches; see `Explorer.concordance`.

    A sample takes the memory of its own lines only, and is the same for the same articles on every machine.
    In an order other than by date, lines beyond a few thousand are kept in a temporary file.
    """
    found = engine.search(question.tree, sort="date", limit=None, offset=0)

    def lines(matches: Iterator[_Match]) -> Iterator[ConcordanceLine]:
        chosen = matches if sample is None else sampled(matches, sample, seed, _key)
        made = (_line(match, width) for match in chosen)
        for line in made if order == "date" else _sorted(made, _SORT_KEYS[order]):
            yield _shown(line, shown_path(line.path))

    return Concordance(_matches(engine, question, found.articles), lines, found.total, question.notices)


def _shown(line: ConcordanceLine, path: str) -> ConcordanceLine:
    """Return a line with the path to show in place of the stored one, by which samples are drawn."""
    return replace(line, key=key_with_path(line.key, path), path=path)


def _key(match: _Match) -> str:
    return match[0].key


def _matches(
    engine: Engine, question: Question, articles: Iterable[tuple[float, Article]]
) -> Iterator[_Match]:
    highlighter = Highlighter(question.tree, analyzer_for(engine.language))
    for _, article in articles:
        for text, spans in matches_in(article, highlighter):
            for span in spans:
                yield article, text, span


def _line(match: _Match, width: int) -> ConcordanceLine:
    article, text, (start, end) = match
    return ConcordanceLine(
        article.key,
        article.path,
        article.date,
        text_before(text, start, width),
        on_one_line(text[start:end]),
        text_after(text, end, width),
        article.page_at(start if text is article.body else 0),
    )


def matches_in(article: Article, highlighter: Highlighter) -> list[tuple[str, list[Span]]]:
    """Return title and body with the matches in them. Matches in a lede used as the title are in the body."""
    is_untitled = article.title_from == LEDE
    title = article.body[: lede_end(article.body)] if is_untitled else article.title
    in_title = highlighter.spans(title, "title", whole_chains=True)
    in_body = highlighter.spans(article.body, "body", whole_chains=True)
    if not is_untitled:
        return [(title, in_title), (article.body, in_body)]
    further = [
        (start, end)
        for start, end in in_title
        if all(end <= begin or start >= until for begin, until in in_body)
    ]
    return [(article.body, sorted([*in_body, *further]))]


def on_one_line(text: str) -> str:
    """Return a text with a space for each run of white space."""
    return _SPACE.sub(" ", text)


def text_before(text: str, start: int, width: int) -> str:
    """Return the text before an offset on one line: at most `width` characters, cut at a space."""
    # Runs of white space become one space, which makes the text shorter: take twice the width.
    begin = max(0, start - 2 * width - 1)
    shown = on_one_line(text[begin:start])
    if begin == 0 and len(shown) <= width:
        return shown.lstrip()
    return _from_word(shown[-width - 1 :] if width else "")


def _from_word(text: str) -> str:
    """Return a text without its first word, which may be cut, or, if it has no space, its first character."""
    _, space, rest = text.partition(" ")
    return rest if space else text[1:]


def text_after(text: str, end: int, width: int) -> str:
    """Return the text after an offset, as `text_before` does."""
    finish = end + 2 * width + 1
    shown = on_one_line(text[end:finish])
    if finish >= len(text) and len(shown) <= width:
        return shown.rstrip()
    cut = shown[: width + 1] if width else ""
    whole, space, _ = cut.rpartition(" ")
    return whole if space else cut[:-1]


def _sorted(
    lines: Iterable[ConcordanceLine], words: Callable[[ConcordanceLine], list[str]]
) -> Iterator[ConcordanceLine]:
    """Yield lines sorted by the words that `words` returns; lines with the same words keep their order."""
    rows = SortedRows()
    for number, line in enumerate(lines):
        # No word has a NUL. One ends each word, and one more the words, so that "air" is before "air raid".
        key = "".join(f"{word}\0" for word in words(line)).encode("utf-8", "surrogatepass")
        rows.add(key + b"\0" + number.to_bytes(8, "big"), msgspec.msgpack.encode(line))
    decoder = msgspec.msgpack.Decoder(ConcordanceLine)
    for _, line in rows:
        yield decoder.decode(line)


def _words_before(line: ConcordanceLine) -> list[str]:
    return [fold(word) for word in _WORD.findall(line.left)][::-1]


def _words_after(line: ConcordanceLine) -> list[str]:
    return [fold(word) for word in _WORD.findall(line.right)]


_SORT_KEYS: dict[Order, Callable[[ConcordanceLine], list[str]]] = {
    "left": _words_before,
    "right": _words_after,
}
