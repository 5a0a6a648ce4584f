"""Quotations in a text: the words between quotation marks, and the sentence around them.

>>> text = "He left. “We won,” Doe said, “and they know.” It rained."
>>> [found] = quotations(text)
>>> [text[start:end] for start, end in found.pieces], text[found.start : found.end]
(['We won,', 'and they know.'], '“We won,” Doe said, “and they know.”')

All quoted pieces of a sentence are one quotation. A sentence or a paragraph of quoted words only continues
the quotation before it, because a text names a speaker once; if there is none, it belongs to the sentence
before it. Marks are paired within a paragraph. If a mark is not closed there and the next paragraph begins
with the same mark, the quotation goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from newsgrep.paragraphs import paragraph_gaps
from newsgrep.results import Span
from newsgrep.textmatch.sentences import sentence_starts

#: The marks that close a quotation, by the one that opens it.
_CLOSING = {
    "“": "”",
    "„": "“”",
    "”": "”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‘": "’",
    '"': '"',
    "``": "''",
}
#: Shows that a text quotes with single straight marks; in other texts these are apostrophes.
_SINGLE_QUOTED = re.compile(r"(?<![^\s(—–-])'[^\W\d_](?:[^'\n]|\n(?=[ \t]*\S)|\w'\w)*?[,.!?]'(?=\s|\Z)")
_MARK = re.compile("``|[" + "".join(mark for mark in _CLOSING if len(mark) == 1) + "]")
_MARK_OR_SINGLE = re.compile(f"{_MARK.pattern}|'")
#: Marks that open a quotation only before a word and after white space, because they also close quotations.
_AMBIGUOUS = frozenset("”»‘\"'")
#: Marks whose closing mark must end a word: elsewhere it may be an apostrophe, or open another quotation.
_CLOSED_AFTER_WORDS = frozenset('”»‘"')
_BEFORE_A_MARK = frozenset('([{—–-“„«「『‘"')
#: A longer text between two marks shows that they do not belong together.
_LONGEST = 3_000
#: The most characters of a sentence on each side of a quotation: a list without a full stop is no sentence.
_LONGEST_CONTEXT = 500
#: If a quotation that begins a sentence ends with one of these, the words after it still belong to it.
_NO_FULL_STOP = frozenset("?!？！。…")
_WORD = re.compile(r"\w")


def _closer_of(mark: str) -> re.Pattern[str]:
    """Return an expression for what closes a quotation that a mark opens."""
    if mark == "``":
        return re.compile("''")
    ends = f"[{_CLOSING[mark]}]"
    return re.compile(rf"(?<!\s){ends}(?![^\W_])" if mark in _CLOSED_AFTER_WORDS else ends)


_CLOSER_OF = {mark: _closer_of(mark) for mark in _CLOSING}

#: The span between two marks, and the span with the marks.
_Piece = tuple[Span, Span]


class QuotedSentence(NamedTuple):
    """The quoted pieces of a sentence, and of the sentences after it that have only quoted words.

    pieces:       the spans of the quoted words, without the marks
    start, end:   the span of the sentence that says who speaks, mostly the first one
    until:        where the last sentence ends
    introduction: where the sentence before all these begins; `start` if there is none
    """

    pieces: tuple[Span, ...]
    start: int
    end: int
    until: int
    introduction: int

    def beside(self) -> list[Span]:
        """Return the parts of this sentence that are not quoted."""
        first = bisect_right(self.pieces, self.start, key=itemgetter(0))
        behind = bisect_left(self.pieces, self.end, first, key=itemgetter(0))
        edges = [(self.start, self.start), *self.pieces[first:behind], (self.end, self.end)]
        return [(end, start) for (_, end), (start, _) in pairwise(edges) if end < start]


def quotations(text: str) -> Iterator[QuotedSentence]:
    """Yield the quotations of a text in their order."""
    if _MARK.search(text) is None and not _has_single_marks(text):
        return
    last: QuotedSentence | None = None
    pieces: list[Span] = []
    for found in _by_sentence(text):
        joined = None if last is None else _joined(text, last, pieces[-1], found)
        if joined is None and last is not None:
            yield _introduced(text, last, pieces)
            pieces = []
        last = joined or found
        pieces += found.pieces
    if last is not None:
        yield _introduced(text, last, pieces)


def _joined(
    text: str, last: QuotedSentence, last_piece: Span, found: QuotedSentence
) -> QuotedSentence | None:
    """Return the sentence of two quotations if the second continues the first, which ends in a piece.

    Returns None if it does not. The sentence has the pieces of one of them.
    """
    if text[last.until : found.start].strip():
        return None
    if not _has_words_beside(text, found):
        return last._replace(until=found.until)
    is_left_open = last_piece[1] == last.until
    return found if is_left_open and not _has_words_beside(text, last) else None


def _introduced(text: str, found: QuotedSentence, pieces: Sequence[Span]) -> QuotedSentence:
    """Return a quotation of these pieces; without other words in its sentence, it has the one before, too."""
    start = found.start if _has_words_beside(text, found) else found.introduction
    return found._replace(pieces=tuple(pieces), start=start)


def _has_words_beside(text: str, sentence: QuotedSentence) -> bool:
    return any(_WORD.search(text, start, end) for start, end in sentence.beside())


def _has_single_marks(text: str) -> bool:
    return "'" in text and _SINGLE_QUOTED.search(text) is not None


def _by_sentence(text: str) -> Iterator[QuotedSentence]:
    marks = _MARK_OR_SINGLE if _has_single_marks(text) else _MARK
    gaps = [gap.span() for gap in paragraph_gaps(text)]
    edges = [(0, 0), *gaps, (len(text), len(text))]
    before: list[int] = []
    for (_, start), (end, following) in pairwise(edges):
        pieces = list(_pieces(text, marks, start, end, following))
        sentences = _sentence_starts(text, start, end, pieces)
        numbered = ((bisect_right(sentences, outer[0]) - 1, inner, outer) for inner, outer in pieces)
        for number, of_sentence in groupby(numbered, key=itemgetter(0)):
            _, inner, outer = zip(*of_sentence, strict=True)
            until = sentences[number + 1] if number + 1 < len(sentences) else end
            closed = outer[-1][1]
            until = closed + len(text[closed:until].rstrip())
            begin = max(sentences[number], outer[0][0] - _LONGEST_CONTEXT)
            earlier = sentences[number - 1 : number] or before or [begin]
            introduction = max(earlier[0], begin - _LONGEST_CONTEXT)
            yield QuotedSentence(inner, begin, min(until, closed + _LONGEST_CONTEXT), until, introduction)
        before = sentences[-1:]


def _pieces(text: str, marks: re.Pattern[str], start: int, end: int, following: int) -> Iterator[_Piece]:
    """Yield the quoted pieces of a paragraph. `following` is where the next paragraph begins."""
    at = start
    while mark := marks.search(text, at, end):
        at = mark.end()
        if not _opens(text, mark, start):
            continue
        closer = _closer(text, mark.group(), at, min(end, at + _LONGEST))
        if closer is not None:
            yield (at, closer.start()), (mark.start(), closer.end())
            at = closer.end()
        elif end - at <= _LONGEST and text.startswith(mark.group(), following):
            yield (at, end), (mark.start(), end)
            return


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end() : mark.end() + 1]
    if mark.group() not in _AMBIGUOUS:
        return bool(after)
    if mark.group() in "»‘'" and not after.isalpha():
        return False
    return bool(after.strip()) and (before.isspace() or before in _BEFORE_A_MARK)


def _closer(text: str, mark: str, start: int, end: int) -> re.Match[str] | None:
    """Return the mark that closes a quotation, and no quotation within it; None if there is none."""
    if mark == "'":
        return _single_closer(text, start, end)
    is_nestable = mark not in _AMBIGUOUS
    for number, closer in enumerate(_CLOSER_OF[mark].finditer(text, start, end)):
        if not is_nestable or text.count(mark, start, closer.start()) <= number:
            return closer
    return None


def _single_closer(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the straight mark that closes a quotation, and no apostrophe as in `don't` or `workers'`."""
    possessive = None
    for mark in re.compile("'").finditer(text, start, end):
        before, after = text[mark.start() - 1], text[mark.end() : mark.end() + 2]
        if before.isspace() or before in _BEFORE_A_MARK:
            break
        if before == "s" and after[:1] == " " and after[1:].islower():
            possessive = mark
        elif not after[:1].isalnum():
            return mark
    return possessive


def _sentence_starts(text: str, start: int, end: int, pieces: Sequence[_Piece]) -> list[int]:
    """Return where the sentences of a paragraph begin; none begins within a quotation."""
    starts = [start]
    opened = [outer[0] for _, outer in pieces]
    for begin in sentence_starts(text, start, end):
        number = bisect_left(opened, begin) - 1
        if number >= 0:
            (_, inner_end), (opening, closed) = pieces[number]
            if begin < closed:
                continue
            is_behind = not text[closed:begin].strip()
            if is_behind and _goes_on(text[begin], text[inner_end - 1], opening == starts[-1]):
                continue
        starts.append(begin)
    return starts


def _goes_on(following: str, last: str, begins_sentence: bool) -> bool:
    """Return whether the character that follows a quotation belongs to its sentence.

    last: the last character of the quotation
    """
    if following.islower() or following in "—–-,":
        return True
    return begins_sentence and last in _NO_FULL_STOP and following not in _CLOSING
