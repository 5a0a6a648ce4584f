"""Sentences of a text around its matches.

>>> text = "Rain fell. A missile hit. People fled. Talks went on."
>>> [text[start:end] for start, end in sentences_around(text, [(13, 20)], 1)]
['Rain fell. A missile hit. People fled.']
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from newsgrep.results import Span
from newsgrep.textmatch.sentences import SENTENCE_END, word_end, word_start

#: Characters of a sentence, at most, on each side of a match: a list without a full stop is no sentence.
_LONGEST = 500


def sentences_around(text: str, spans: Sequence[Span], count: int) -> list[Span]:
    """Return the span of the sentences of each of some matches, with `count` sentences before and after it.

    spans: the matches, ascending and disjoint; those whose sentences touch share one span of sentences
    """
    starts = [0, *(match.end() for match in SENTENCE_END.finditer(text)), len(text)]
    room = _LONGEST * (count + 1)
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
