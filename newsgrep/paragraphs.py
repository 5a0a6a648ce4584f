"""The ends of the paragraphs of a text: at a blank line, and before an indented line that begins a paragraph.

An indented line begins a paragraph if it follows the end of a sentence, or a line that is not indented, as in
the dispatches of news agencies. So a text that is indented as a whole is not split, nor is a word that is cut
at the end of a line.

>>> text = "Talks resumed\\nin Rome.\\n    They ended.\\n\\nNo date was set."
>>> [text[gap.end() :][:8] for gap in paragraph_gaps(text)]
['They end', 'No date ']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_GAP = re.compile(r"\n(?:[ \t]*\n\s*|[ \t]+)(?=\S)")
_INDENTS = (" ", "\t")
_SENTENCE_ENDS = tuple(".!?:;\"'”’»)…")
_HYPHENS = ("-", "\u2010")
#: A longer line is a paragraph: scrapers often write a line end behind one, and no blank line.
_LONGEST_WRAPPED = 200


def paragraph_gaps(text: str) -> Iterator[re.Match[str]]:
    """Yield the gaps between the paragraphs of a text: line ends and white space."""
    for gap in _GAP.finditer(text, len(text) - len(text.lstrip())):
        is_blank = text.find("\n", gap.start() + 1, gap.end()) >= 0
        if is_blank or _ends_a_paragraph(text, gap.start()):
            yield gap


def _ends_a_paragraph(text: str, end: int) -> bool:
    """Return whether a paragraph ends at the end of a line that is followed by an indented line."""
    if text.endswith(_HYPHENS, 0, end):
        return False
    is_indented = text.startswith(_INDENTS, text.rfind("\n", 0, end) + 1)
    return not is_indented or text.endswith(_SENTENCE_ENDS, 0, end)


def lede_end(body: str) -> int:
    """Return the offset at which the first paragraph of a body ends."""
    gap = next(paragraph_gaps(body), None)
    return gap.start() if gap else len(body)


def lede_of(body: str) -> str:
    """Return the first paragraph as one line; its first line, if the lines are too long to be wrapped.

    >>> lede_of("Talks resumed\\nin Rome.\\n\\nNo date was set.")
    'Talks resumed in Rome.'
    """
    body = body.strip()
    lines = body[: lede_end(body)].split("\n")
    return " ".join((lines[0] if max(map(len, lines)) > _LONGEST_WRAPPED else " ".join(lines)).split())


def lede_size(body: bytes) -> int:
    """Return the number of bytes of the first paragraph of a body in UTF-8."""
    text = body.decode()
    end = lede_end(text)
    return end if len(text) == len(body) else len(text[:end].encode())
