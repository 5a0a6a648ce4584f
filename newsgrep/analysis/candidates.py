"""Find the raw tokens of a text that may contain a word with a given beginning, without analysing the others.

A search for beginnings in the text is six times faster than a look-up of every raw token, even if all raw
tokens were analysed before. Some candidates have no such word, but no raw token with such a word is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from newsgrep.analysis.cut_words import CUT
from newsgrep.analysis.languages import LATIN, language_of_script
from newsgrep.analysis.tokenizer import RAW_TOKEN, WHITE_SPACE

#: Languages in which words begin with their stem, apart from its last _REPLACED letters, which may come from
#: a replaced ending (the stem of responsibility is responsibl); and irregular words (dying has the stem die).
_PREFIXING = frozenset(["english", "none"])
_REPLACED = 2
_IRREGULAR = {"di": "dy", "li": "ly", "ti": "ty", "vi": "vy"}

#: Common non-ASCII characters between words; any other character may be a letter with an accent.
_PUNCTUATION = frozenset("‘’“”„«»–—…•£€")
_ASCII = bytes(range(128))
_CUT = re.compile(CUT)
_DOT_BEFORE_LETTER = re.compile(r"\.(?=[^\W\d_])")


def candidates(text: str, beginnings: frozenset[str], language: str) -> Iterator[tuple[int, str]]:
    """Yield the raw tokens of a text that may contain a word with one of the beginnings, each with its start.

    beginnings: stems, words or prefixes, folded
    language:   of the stems, or several; for most languages every raw token is yielded
    """
    # All raw tokens with letters beyond ASCII are yielded; so only the language of Latin words matters.
    if language_of_script(language, LATIN) not in _PREFIXING or "" in beginnings:
        yield from ((match.start(), match.group()) for match in RAW_TOKEN.finditer(text))
        return
    end = 0
    for position in _candidate_positions(text, beginnings):
        if position >= end:
            start = position
            while start and text[start - 1] not in WHITE_SPACE:
                start -= 1
            if raw_token := RAW_TOKEN.match(text, start):
                end = raw_token.end()
                yield start, raw_token.group()


def _candidate_positions(text: str, beginnings: frozenset[str]) -> list[int]:
    """Return positions in a text, ascending; each candidate contains at least one of them."""
    positions = []
    lowered = text.encode("ascii", "replace").lower()  # a byte for each character
    find = lowered.find  # three times as fast as one expression for all
    for prefix in _text_prefixes(beginnings):
        position = find(prefix)
        while position >= 0:
            if not lowered[position - 1 : position].isalnum():
                positions.append(position)
            position = find(prefix, position + 1)
    # The beginning of a cut word may be interrupted by the cut.
    if CUT in text:
        positions += [match.start() for match in _CUT.finditer(text)]
    # U.S. is the word US, which does not begin like its text.
    dots = (match.start() for match in _DOT_BEFORE_LETTER.finditer(text, 1))
    positions += [dot for dot in dots if not text[max(0, dot - 2) : dot - 1].isalnum()]
    if not text.isascii() and not _has_common_punctuation_only(text):
        positions += [match.start() for match in _uncommon().finditer(text)]
    positions.sort()
    return positions


def _has_common_punctuation_only(text: str) -> bool:
    beyond_ascii = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return _PUNCTUATION.issuperset(beyond_ascii.decode("utf-8", "surrogatepass"))


@cache
def _uncommon() -> re.Pattern[str]:
    return re.compile(f"[^\x00-\x7f{''.join(sorted(_PUNCTUATION))}]")


@lru_cache(maxsize=64)
def _text_prefixes(beginnings: frozenset[str]) -> tuple[bytes, ...]:
    """Return prefixes, in lower case, of the text of every ASCII word with one of the beginnings."""
    prefixes = {_text_prefix(beginning.lower()) for beginning in beginnings if beginning.isascii()}
    prefixes |= {_IRREGULAR[pair] for pair in prefixes & _IRREGULAR.keys()}
    return tuple(prefix.encode() for prefix in prefixes)


def _text_prefix(beginning: str) -> str:
    """Return a prefix of the text of every word with a stem or a beginning.

    In the text, a number may have commas, and an apostrophe may be another character.
    """
    if beginning[0].isdigit():
        return beginning[0]
    return re.split("(?<=.)'", beginning[: max(2, len(beginning) - _REPLACED)])[0]
