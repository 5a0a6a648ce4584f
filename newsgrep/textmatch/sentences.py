"""Where a text may be cut: at sentences and words.

>>> [*sentence_starts("Talks failed. Mr J. Doe left.")]
[14]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from newsgrep.paragraphs import paragraph_gaps
from newsgrep.query.nodes import Unit
from newsgrep.textmatch.full_stops import is_within

#: What may end a sentence, and what ends a paragraph. No space follows a full stop of Chinese.
#: The expression starts with a set of characters, so that a search can skip to one of them.
_END = re.compile(
    r"""[.!?\n。！？।؟۔](?:(?<![\n。])(?<![！？])(?:['"»«)]++|[”“’]++)*+\s++(?=\S)
    |(?:(?<=。)|(?<=[！？]))(?:[」』]++|[”’]++|）++)*+\s*+(?=\S)|(?<=\n)[^\S\n]*+\n\s*+(?=\S))""",
    re.VERBOSE,
)
#: After these marks, an abbreviation or a small letter may show that the sentence goes on.
_UNSURE = frozenset(".!?")


def sentence_starts(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[int]:
    """Yield where the sentences and paragraphs of a part of a text begin, except the first.

    start, end: the span of the part
    """
    for match in _END.finditer(text, start, end):
        stop, following = match.span()
        if (
            text[stop] not in _UNSURE
            or _ends_paragraph(match.group())
            or not is_within(text, stop, following)
        ):
            yield following


def _ends_paragraph(between: str) -> bool:
    """Return whether the text between two sentences has a blank line, or a line end and an indent."""
    line_end = between.find("\n")
    return 0 <= line_end < len(between) - 1


def unit_starts(text: str, unit: Unit) -> list[int]:
    """Return where the sentences, or the paragraphs, of a text begin, except the first."""
    if unit == "sentence":
        return [*sentence_starts(text)]
    return [gap.end() for gap in paragraph_gaps(text)]


def word_start(body: str, offset: int, limit: int) -> int:
    """Return the first start of a word from `offset` on, `limit` at the latest."""
    while offset < limit and not _is_edge(body, offset):
        offset += 1
    while offset < limit and body[offset].isspace():
        offset += 1
    return offset


def word_end(body: str, offset: int, limit: int) -> int:
    """Return the last end of a word up to `offset`, `limit` at the earliest."""
    while offset > limit and not _is_edge(body, offset):
        offset -= 1
    while offset > limit and body[offset - 1].isspace():
        offset -= 1
    return offset


def _is_edge(body: str, offset: int) -> bool:
    """Return whether text may be cut here: at its ends, beside white space, anywhere in Chinese and Japanese.

    It uses no regular expression, as one for these ranges takes 2 ms to compile, which is 1 % of a search.
    """
    beside = body[max(0, offset - 1) : offset + 1]
    return len(beside) < 2 or any(character.isspace() or "々" <= character <= "鿿" for character in beside)
