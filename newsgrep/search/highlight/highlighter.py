"""Passages: which stretches of an article to show for a query, and what to mark in them.

>>> from newsgrep.query.nodes import Phrase
>>> marker = Marker(Phrase("missile attack"), Analyzer())
>>> marker.spans("Missile attacks; an attack, a missile.", "body")
[(0, 15)]
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections import deque
from collections.abc import Iterable

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.query.nodes import Node
from newsgrep.results import Passage, Span
from newsgrep.search.highlight.matches import Finder, Match, lede_end_of

#: What a passage may begin after: the end of a sentence or of a paragraph.
#: It begins with a set of characters, which the search for it skips to.
_SENTENCE_END = re.compile(
    r"""[.!?\n](?:(?<=[.!?])(?<!\b[A-Z].)['"”’»)]*+\s++(?=\S)|(?<=\n)[^\S\n]*+\n\s*+(?=\S))"""
)

_TEXT = re.compile(r"\S")

# What is written without spaces, Chinese and Japanese, may be cut anywhere.
_WORD_EDGE = re.compile(r"(?<=[\s\u3005-\u9fff])|(?=[\s\u3005-\u9fff])|\A|\Z")

#: A further mention of a word counts this much of a first one when passages are compared.
_REPEAT = 0.1


class Highlighter:
    """Finds what a query matches in the texts of articles, by the same analysis that indexed them."""

    def __init__(self, query: Node, analyzer: Analyzer) -> None:
        self._finder = Finder(query, analyzer)

    def spans(self, text: str, field: str) -> list[Span]:
        """Return what to mark in a text of a field: sorted, apart."""
        return _merged(self._finder.matches(text, field))

    def byline_spans(self, article: Article) -> tuple[Span, ...]:
        """Return what to mark in the byline; no match reaches from one author into the next."""
        spans = []
        offset = 0
        for author in article.authors:
            spans += [(offset + start, offset + end) for start, end in self.spans(author, "author")]
            offset += len(author) + len(", ")
        return tuple(spans)

    def passages(self, body: str, *, most: int, width: int) -> list[Passage]:
        """Return the `most` best passages of about `width` characters each, in the order of the text.

        Where nothing in the body matches, the beginning of the lede stands in.
        """
        matches = self._finder.matches(body, "body")
        if not matches:
            lede = _cut(body, 0, lede_end_of(body), width)
            return [lede] if most and lede.text else []
        spans = _merged(matches)
        chosen: list[Span] = []
        for start, end in _ranked_windows(matches, width):
            if len(chosen) == most:
                break
            # Of matches that overlap none is cut: their marks are one.
            window = spans[bisect(spans, (start, len(body))) - 1][0], spans[bisect(spans, (end,)) - 1][1]
            place = bisect(chosen, window)
            floor = chosen[place - 1][1] if place else 0
            ceiling = chosen[place][0] if place < len(chosen) else len(body)
            if floor <= window[0] and window[1] <= ceiling:
                chosen.insert(place, _grown(body, window, width, floor, ceiling))
        return [_passage(body, start, end, spans) for start, end in _united(body, chosen)]


def _merged(matches: Iterable[Match]) -> list[Span]:
    """Unite matches that overlap."""
    spans: list[Span] = []
    for start, end, _ in sorted(matches):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _ranked_windows(matches: list[Match], width: int) -> list[Span]:
    """Return stretches of at most `width` characters from match to match, best first.

    A stretch with more different words of the query is better, then one with more mentions, then the
    earlier one. A single match that is longer than `width` is a stretch of its own.
    """
    scored = []
    inside: dict[int, int] = {}
    ends: deque[int] = deque()  # of the stretch's matches, but for those that a later match reaches beyond
    last = 0
    for first, match in enumerate(matches):
        while last < len(matches) and (last <= first or matches[last].end - match.start <= width):
            _, end, leaf = matches[last]
            inside[leaf] = inside.get(leaf, 0) + 1
            while ends and ends[-1] < end:
                ends.pop()
            ends.append(end)
            last += 1
        scored.append((-len(inside) - _REPEAT * min(last - first, 5), match.start, ends[0]))
        inside[match.leaf] -= 1
        if not inside[match.leaf]:
            del inside[match.leaf]
        if ends[0] == match.end:
            ends.popleft()
    return [(start, end) for _, start, end in sorted(scored)]


def _grown(body: str, window: Span, width: int, floor: int, ceiling: int) -> Span:
    """Extend a stretch to `width` with the text around it, to a sentence's start if one is near."""
    start, end = window
    room = max(0, width - (end - start))
    earliest = max(floor, start - room // 2)
    starts = (match.end() for match in _SENTENCE_END.finditer(body, max(0, earliest - 1), start + 1))
    nearest = next((place for place in starts if place >= earliest), None) if earliest else None
    left = _word_start(body, earliest, start) if nearest is None else nearest
    right = min(ceiling, max(end, left + width))
    return left, _word_end(body, right, end)


def _united(body: str, chosen: list[Span]) -> list[Span]:
    """Make one of neighbours that only white space parts."""
    united = chosen[:1]
    for start, end in chosen[1:]:
        if body[united[-1][1] : start].strip():
            united.append((start, end))
        else:
            united[-1] = (united[-1][0], end)
    return united


def _word_start(body: str, place: int, limit: int) -> int:
    """Return the first start of a word from `place` on, `limit` at the latest."""
    edge = _WORD_EDGE.search(body, place, limit)
    place = edge.start() if edge else limit
    while place < limit and body[place].isspace():
        place += 1
    return place


def _word_end(body: str, place: int, limit: int) -> int:
    """Return the last end of a word up to `place`, `limit` at the earliest."""
    while place > limit and not _WORD_EDGE.match(body, place):
        place -= 1
    while place > limit and body[place - 1].isspace():
        place -= 1
    return place


def _cut(body: str, start: int, end: int, width: int) -> Passage:
    """Return the text from `start`, at most `width` characters and not beyond `end`, without marks."""
    start = _word_start(body, start, end)
    stop = _word_end(body, min(end, start + width), start)
    if stop == start:
        stop = min(end, start + width)
    return _passage(body, start, stop, [])


def _passage(body: str, start: int, end: int, spans: list[Span]) -> Passage:
    there = spans[bisect_left(spans, (start, start)) : bisect_left(spans, (end, end))]
    inside = tuple((a - start, b - start) for a, b in there if b <= end)
    return Passage(
        body[start:end], start, inside, bool(_TEXT.search(body, 0, start)), bool(_TEXT.search(body, end))
    )
