"""Concordance: every match of a query with the words to its left and right, as corpus linguists read it."""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.folding import fold
from newsgrep.article import LEDE, Article, key_with_path
from newsgrep.engine.base import Engine
from newsgrep.explore.question import Question
from newsgrep.paragraphs import lede_end
from newsgrep.results import Span
from newsgrep.search.highlight import Highlighter

Order = Literal["date", "left", "right"]
ORDERS: tuple[Order, ...] = ("date", "left", "right")

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")


class ConcordanceLine(Struct, frozen=True):
    """One match.

    key, path: of its article, as a hit has them
    date:      of its article, empty if unknown
    left:      the text before the match, at most the width that was asked for, on one line
    match:     the words that matched; of words that are near one another, all from the first to the last
    right:     the text after it
    """

    key: str
    path: str
    date: str
    left: str
    match: str
    right: str


class Concordance(Struct, frozen=True):
    """The lines that were asked for, and how many there are in all.

    articles: articles that match
    matches:  matches in them, in titles and bodies
    """

    lines: tuple[ConcordanceLine, ...]
    matches: int
    articles: int
    notices: tuple[str, ...] = ()


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
    """
    matches = engine.search(question.tree, sort="date", limit=None, offset=0)
    counted = _Counter(_lines(engine, question, matches.articles, width))
    lines = counted if sample is None else _sampled(counted, sample, seed)
    ordered = lines if order == "date" else sorted(lines, key=_SORT_KEYS[order])
    return Concordance(
        lines=tuple(_shown(line, shown_path(line.path)) for line in ordered),
        matches=counted.count,
        articles=matches.total,
        notices=question.notices,
    )


def _shown(line: ConcordanceLine, path: str) -> ConcordanceLine:
    """Return a line with another path of its article; until then, a sample depends on the one stored."""
    return replace(line, key=key_with_path(line.key, path), path=path)


class _Counter(Iterator[ConcordanceLine]):
    """Lines, counted as they pass."""

    def __init__(self, lines: Iterator[ConcordanceLine]) -> None:
        self.count = 0
        self._lines = lines

    def __next__(self) -> ConcordanceLine:
        line = next(self._lines)
        self.count += 1
        return line


def _lines(
    engine: Engine, question: Question, articles: Iterable[tuple[float, Article]], width: int
) -> Iterator[ConcordanceLine]:
    highlighter = Highlighter(question.tree, analyzer_for(engine.language))
    for _, article in articles:
        for text, spans in matches_in(article, highlighter):
            for start, end in spans:
                yield ConcordanceLine(
                    article.key,
                    article.path,
                    article.date,
                    _before(text, start, width),
                    _one_line(text[start:end]),
                    _after(text, end, width),
                )


def matches_in(article: Article, highlighter: Highlighter) -> list[tuple[str, list[Span]]]:
    """Return title and body with the matches in them; those in a lede used as the title are in the body."""
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


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text)


def _before(text: str, start: int, width: int) -> str:
    """Return the text before an offset, cut at a space."""
    # White space that folds to one character may hide more of the text: take twice the width.
    begin = max(0, start - 2 * width - 1)
    shown = _one_line(text[begin:start])
    if begin == 0 and len(shown) <= width:
        return shown.lstrip()
    return _from_word(shown[-width - 1 :] if width else "")


def _from_word(text: str) -> str:
    """Return a text without the piece of a word that it may begin with; whole, if it has no space."""
    _, space, rest = text.partition(" ")
    return rest if space else text[1:]


def _after(text: str, end: int, width: int) -> str:
    """Return the text after an offset, cut at a space."""
    finish = end + 2 * width + 1
    shown = _one_line(text[end:finish])
    if finish >= len(text) and len(shown) <= width:
        return shown.rstrip()
    cut = shown[: width + 1] if width else ""
    whole, space, _ = cut.rpartition(" ")
    return whole if space else cut[:-1]


def _sampled(lines: Iterable[ConcordanceLine], size: int, seed: int) -> list[ConcordanceLine]:
    """Return some lines at random, in their order: those with the smallest hashes of seed, key and number."""
    import hashlib

    def rank(numbered: tuple[int, ConcordanceLine]) -> bytes:
        number, line = numbered
        name = f"{seed} {number} {line.key}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(name, digest_size=8).digest()

    return [line for _, line in sorted(heapq.nsmallest(size, enumerate(lines), key=rank))]


def _words_before(line: ConcordanceLine) -> list[str]:
    return [fold(word) for word in _WORD.findall(line.left)][::-1]


def _words_after(line: ConcordanceLine) -> list[str]:
    return [fold(word) for word in _WORD.findall(line.right)]


_SORT_KEYS: dict[Order, Callable[[ConcordanceLine], list[str]]] = {
    "left": _words_before,
    "right": _words_after,
}
