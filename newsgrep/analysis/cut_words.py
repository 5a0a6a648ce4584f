"""Words that are cut at the end of a line: `inter-⏎national` is international, and inter and national too.

A hyphen at the end of a line may be that of well-known. So both readings are indexed: the whole word, and
after it its parts, as those of any word with a hyphen. The second line has to begin with a small letter.
"""

from __future__ import annotations

import re
from typing import overload

from newsgrep.analysis.folding import fold

#: Takes the place of the white space within a cut word, so that it is one raw token. No text has it.
CUT = "\x1f"

_HYPHENS = "-\u2010"
_PLACE = re.compile("(?<=[A-Za-z\x80-\U0010ffff][-\u2010])\n[ \t]*+(?=[a-z\x80-\U0010ffff])")
_PLACE_IN_BYTES = re.compile(
    b"(?:(?<=[A-Za-z\x80-\xff]-)|(?<=[A-Za-z\x80-\xff]\xe2\x80\x90))\n[ \t]*+(?=[a-z\x80-\xff])"
)
_CUT_WORD = re.compile(f"[^\\W\\d_]++(?:[{_HYPHENS}]{CUT}++[^\\W\\d_]++)++")
_BETWEEN = re.compile(f"[{_HYPHENS}]{CUT}+")


@overload
def with_cuts(text: str) -> str: ...
@overload
def with_cuts(text: bytes) -> bytes: ...
def with_cuts(text: str | bytes) -> str | bytes:
    """Return a text, or one in UTF-8, with CUT for the white space in cut words; its length is the same."""
    if isinstance(text, str):
        if "-\n" not in text and "\u2010\n" not in text:
            return text
        return _PLACE.sub(lambda found: CUT * len(found[0]), text)
    if b"-\n" not in text and b"\x90\n" not in text:
        return text
    return _PLACE_IN_BYTES.sub(lambda found: CUT.encode() * len(found[0]), text)


def whole_words(raw_token: str) -> list[tuple[str, int, int]]:
    """Return the cut words of a raw token as whole words: each folded, with its start and end."""
    found = _CUT_WORD.finditer(raw_token)
    return [(fold(_BETWEEN.sub("", match[0])), match.start(), match.end()) for match in found]
