"""Which passages of an article to show for a query, and which spans of text to mark.

>>> from newsgrep.query.nodes import Phrase
>>> highlighter = Highlighter(Phrase("missile attack"), Analyzer())
>>> highlighter.spans("Missile attacks; an attack, a missile.", "body")
[(0, 15)]
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Sequence

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.arguments import check_text
from newsgrep.article import Article
from newsgrep.errors import UsageError
from newsgrep.paragraphs import lede_end
from newsgrep.query.nodes import Node
from newsgrep.query.rendering import render
from newsgrep.results import Passage, Span
from newsgrep.textmatch.finder import Finder, Match
from newsgrep.textmatch.sentences import sentence_starts, word_end, word_start

_TEXT = re.compile(r"\S")

#: The fields of an article that have a text to mark.
_TEXT_FIELDS = ("title", "author", "body")

#: Matches among which passages are chosen, at most: a text may be megabytes of one word.
_MOST_MATCHES = 5_000
#: A passage that ends with a sentence has at least the width divided by _LEAST_PART. At most _SPACE
#: characters of white space may follow the sentence.
_LEAST_PART, _SPACE = 2, 8
#: Characters at the head of a long text, where _MOST_MATCHES are looked for before the rest is read.
_HEAD = 1 << 19

#: How much each further mention of a term counts when passages are compared; the first one counts 1.
_REPEAT = 0.1
#: Characters of a sentence, at most, on each side of a match: a list without a full stop is no sentence.
_LONGEST_SENTENCE = 500


def _highlighter(query: Node, language: str) -> Highlighter:
    return Highlighter(query, analyzer_for(language))


class Highlighter:
    """Finds the spans that a query matches in the texts of articles, with the analysis that indexed them."""

    def __init__(self, query: Node, analyzer: Analyzer) -> None:
        self._query, self._language = query, analyzer.language
        self._finder = Finder(query, analyzer)

    def __repr__(self) -> str:
        return f"Highlighter({render(self._query)!r})"

    def __reduce__(self) -> tuple[Callable[[Node, str], Highlighter], tuple[Node, str]]:
        return _highlighter, (self._query, self._language)

    def spans(self, text: str, field: str, *, whole_chains: bool = False) -> list[Span]:
        """Return the spans to mark in the text of a field (title, author or body), sorted and disjoint.

        whole_chains: one span from the first to the last of words that are near one another

        Raises UsageError for any other field.
        """
        check_text("text", text)
        if field not in _TEXT_FIELDS:
            raise UsageError(f"no text belongs to a field {field}", f"name one of: {', '.join(_TEXT_FIELDS)}")
        return _merged(self._finder.matches(text, field, whole_chains=whole_chains))

    def byline_spans(self, article: Article) -> tuple[Span, ...]:
        """Return the spans to mark in the byline; no match spans two authors."""
        spans = []
        offset = 0
        for author in article.authors:
            spans += [(offset + start, offset + end) for start, end in self.spans(author, "author")]
            offset += len(author) + len(", ")
        return tuple(spans)

    def occurs_in(self, article: Article) -> bool:
        """Return whether a term of the query matches in an article."""
        texts = [
            ("title", article.title),
            ("body", article.body),
            *(("author", one) for one in article.authors),
        ]
        return any(self._finder.matches(text, field, 1) for field, text in texts)

    def passages(self, body: str, *, most: int, width: int, sentences: int | None = None) -> list[Passage]:
        """Return the `most` best passages of about `width` characters each, in the order of the text.

        With `sentences`, a passage is a sentence with matches, and that many sentences before and after it.
        If nothing in the body matches, return the beginning of the first paragraph.
        """
        if not most:
            return []
        matches = self._matches_for_passages(body, width)
        if not matches:
            lede = _cut(body, 0, lede_end(body), width)
            return [lede] if lede.text else []
        spans = _merged(matches)
        if sentences is not None:
            around = _best(_sentences_around(body, spans, sentences), matches, most)
            return [_passage(body, start, end, spans) for start, end in around]
        chosen: list[Span] = []
        for start, end in _ranked_windows(matches, width):
            if len(chosen) == most:
                break
            # Matches that overlap are one span, which is never cut.
            window = spans[bisect(spans, (start, len(body))) - 1][0], spans[bisect(spans, (end,)) - 1][1]
            index = bisect(chosen, window)
            floor = chosen[index - 1][1] if index else 0
            ceiling = chosen[index][0] if index < len(chosen) else len(body)
            if floor <= window[0] and window[1] <= ceiling:
                chosen.insert(index, _extended(body, window, width, floor, ceiling))
        return [_passage(body, start, end, spans) for start, end in _joined(body, chosen)]

    def _matches_for_passages(self, body: str, width: int) -> list[Match]:
        """Return the matches of a body, or the first ones of a body that has very many.

        Of the first ones, those in the last `width` characters are left out: matches after them are unknown,
        so that a passage there would lack marks.
        """
        for text in (body[:_HEAD], body) if len(body) > _HEAD else (body,):
            matches = self._finder.matches(text, "body", _MOST_MATCHES)
            if len(matches) >= _MOST_MATCHES:
                last = matches[-1].end - width
                return [match for match in matches if match.end <= last] or matches[:1]
        return matches


def _merged(matches: Iterable[Match]) -> list[Span]:
    """Return matches as spans, those that overlap as one."""
    spans: list[Span] = []
    for start, end, _ in sorted(matches):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _best(windows: list[Span], matches: list[Match], most: int) -> list[Span]:
    """Return the best windows, in the order of the text: those with more different terms, then matches."""

    def value(window: Span) -> tuple[int, int]:
        terms = [match.term for match in matches if window[0] <= match.start < window[1]]
        return -len(set(terms)), -len(terms)

    return sorted(sorted(windows, key=value)[:most])


def _ranked_windows(matches: list[Match], width: int) -> list[Span]:
    """Return the windows of at most `width` characters that begin and end with a match, best first.

    A window with more different terms of the query is better, then one with more mentions, then the earlier
    one. A single match that is longer than `width` is a window of its own.
    """
    scored = []
    inside: dict[int, int] = {}
    # Ends of the window's matches, the last one first: an end is dropped when a later match ends after it.
    ends: deque[int] = deque()
    last = 0
    for first, match in enumerate(matches):
        while last < len(matches) and (last <= first or matches[last].end - match.start <= width):
            _, end, term = matches[last]
            inside[term] = inside.get(term, 0) + 1
            while ends and ends[-1] < end:
                ends.pop()
            ends.append(end)
            last += 1
        scored.append((-len(inside) - _REPEAT * min(last - first, 5), match.start, ends[0]))
        inside[match.term] -= 1
        if not inside[match.term]:
            del inside[match.term]
        if ends[0] == match.end:
            ends.popleft()
    return [(start, end) for _, start, end in sorted(scored)]


def _extended(body: str, window: Span, width: int, floor: int, ceiling: int) -> Span:
    """Extend a window to `width` with the text around it, from the start of a sentence to the end of one.

    Where the width has no room for that, the text is cut between words, with as much on both sides.
    """
    start, end = window
    room = max(0, width - (end - start))
    left = _sentence_start(body, start, max(floor, start - room), max(floor, start - room // 2))
    right = min(ceiling, max(end, left + width))
    return left, _sentence_end(body, end, right, left + width // _LEAST_PART)


def _sentence_start(body: str, start: int, earliest: int, wanted: int) -> int:
    """Return where a passage with a match at `start` begins: with a sentence, about where it is wanted.

    earliest: the first offset where it may begin
    """
    if not wanted:
        return word_start(body, 0, start)
    found = sentence_starts(body, max(0, earliest - 1), start + 1)
    starts = [offset for offset in found if earliest <= offset <= start]
    if not earliest:
        starts.append(word_start(body, 0, start))
    behind = [offset for offset in starts if offset >= wanted]
    if behind:
        return min(behind)
    return max(starts) if starts else word_start(body, wanted, start)


def _sentence_end(body: str, end: int, latest: int, least: int) -> int:
    """Return where a passage with a match that ends at `end` ends: with a sentence, or else with a word.

    latest: the last offset where it may end
    least:  the offset before which no sentence ends it, as it would be too short
    """
    if latest < len(body):
        found = sentence_starts(body, max(0, end - 1), min(len(body), latest + _SPACE))
        ends = [word_end(body, offset, end) for offset in found]
        if ends := [offset for offset in ends if max(end, least) <= offset <= latest]:
            return ends[-1]
    return word_end(body, latest, end)


def _joined(body: str, chosen: list[Span]) -> list[Span]:
    """Join neighbours that have only white space between them."""
    joined = chosen[:1]
    for start, end in chosen[1:]:
        if body[joined[-1][1] : start].strip():
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined


def _cut(body: str, start: int, end: int, width: int) -> Passage:
    """Return the text from `start`, at most `width` characters and not beyond `end`, without marks."""
    start = word_start(body, start, end)
    stop = word_end(body, min(end, start + width), start)
    if stop == start:
        stop = min(end, start + width)
    return _passage(body, start, stop, [])


def _passage(body: str, start: int, end: int, spans: list[Span]) -> Passage:
    there = spans[bisect_left(spans, (start, start)) : bisect_left(spans, (end, end))]
    inside = tuple((a - start, b - start) for a, b in there if b <= end)
    return Passage(
        body[start:end], start, inside, bool(_TEXT.search(body, 0, start)), bool(_TEXT.search(body, end))
    )


def _sentences_around(text: str, spans: Sequence[Span], count: int) -> list[Span]:
    """Return for each match the span of its sentences, with `count` sentences before and after them.

    spans: the matches, ascending and disjoint; those whose sentences touch share one span of sentences

    >>> text = "Rain fell. A missile hit. People fled. Talks went on."
    >>> [text[start:end] for start, end in _sentences_around(text, [(13, 20)], 1)]
    ['Rain fell. A missile hit. People fled.']
    """
    starts = [0, *sentence_starts(text), len(text)]
    room = _LONGEST_SENTENCE * (count + 1)
    around: list[Span] = []
    for start, end in spans:
        first, after = bisect_right(starts, start) - 1, bisect_right(starts, end - 1)
        left = starts[max(0, first - count)]
        right = starts[min(len(starts) - 1, after + count)]
        left = word_start(text, max(left, start - room), start)
        right = word_end(text, min(right, end + room), end)
        if around and left <= around[-1][1] + 1:
            around[-1] = (around[-1][0], max(right, around[-1][1]))
        else:
            around.append((left, right))
    return around
