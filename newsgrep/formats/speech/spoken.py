"""The text of subtitles: cues to paragraphs.

>>> spoken_text([Cue(0, 2, ["Talks resumed", "in Baku."]), Cue(2, 4, ["\\n>> Who met?"])])
'Talks resumed in Baku.\\n\\n>> Who met?'

A pause or another speaker begins a paragraph, and so does a new sentence once a paragraph is long.

Live captions roll: a line is shown again with the next one, or grows word by word. If the cues of a file
roll, text that a cue repeats from the one before is left out. In other files it is kept: `No.` may follow
`No.`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from newsgrep.clean_text import clean
from newsgrep.formats.speech.cues import Cue

#: A pause of this many seconds begins a paragraph.
_PAUSE = 3.0
#: Captions roll if this many cues of ten repeat lines of the cue before.
_ROLLING = 3
#: The fewest characters of a line that grows within a word.
_LEAST_BEGUN = 4
#: The most lines that a cue repeats; on a screen there are up to four.
_MOST_REPEATED = 8
#: A long paragraph ends with the first sentence behind 500 characters, else with a word behind 1,500:
#: automatic captions may have no sentences.
_PART = re.compile(r".{500,1500}?(?:[.!?…][\"'”’»)\]]*(?=\s)|[。！？])|.{1500}\S*+|.+", re.S)


def spoken_text(cues: Sequence[Cue]) -> str:
    """Return the paragraphs of the cues, with blank lines between them."""
    cues = [cue for cue in cues if cue.lines]
    is_rolling = _is_rolling(cues)
    pieces: list[str] = []
    shown: list[str] = []
    end = 0.0
    for cue in cues:
        repeated, begun = _repeated(shown, cue.lines) if is_rolling else (0, "")
        if abs(cue.start - end) >= _PAUSE and not begun:
            pieces.append("\n")
        if begun:
            pieces[-1] += cue.lines[repeated - 1].removeprefix(begun)
        pieces += cue.lines[repeated:]
        shown, end = cue.lines, cue.end
    paragraphs = (" ".join(paragraph.split()) for paragraph in " ".join(pieces).split("\n"))
    return clean("\n\n".join(part.strip() for paragraph in paragraphs for part in _PART.findall(paragraph)))


def _is_rolling(cues: Sequence[Cue]) -> bool:
    """Whether many cues repeat lines of the cues before them."""
    repeating = sum(_repeated(before.lines, cue.lines)[0] > 0 for before, cue in pairwise(cues))
    return repeating > 1 and 10 * repeating >= _ROLLING * len(cues)


def _repeated(shown: Sequence[str], lines: Sequence[str]) -> tuple[int, str]:
    """Return how many lines repeat the last shown ones, and the part of the last that was shown before.

    The part is '' if the whole line was shown before.
    """
    for count in range(min(len(shown), len(lines), _MOST_REPEATED), 0, -1):
        if shown[-count:-1] != lines[: count - 1]:
            continue
        last, line = shown[-1], lines[count - 1]
        if line == last:
            return count, ""
        if line.startswith(last) and (len(last) >= _LEAST_BEGUN or line[len(last)] == " "):
            return count, last
    return 0, ""
