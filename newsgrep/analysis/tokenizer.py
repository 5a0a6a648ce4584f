"""The tokenizer: it cuts a text into raw tokens at white space, and finds the words in each raw token.

>>> list(words_with_spans("U.S.-led", acronyms=frozenset(["US"])))
[('US', 0, 4), ('led', 5, 8)]

A text is cut into raw tokens at ASCII white space, and each raw token is analysed independently of others. As
archives repeat raw tokens, each different one is analysed once and looked up later.

Within a raw token, in this order:

- `AT&T`, `R&D`: up to three letters on each side of an ampersand are one word.
- `U.S.`, `U.N.`: single letters with full stops are joined. `US` in capitals and `U.S.` are the country, and
  not the same word as the pronoun `us`; the other acronyms of acronyms.py are treated alike.
- `C++`, `C#`: a letter with its signs is one word.
- `20,000` is `20000`; `3.5` and `3.5bn` are one word.
- `don’t`: a contraction is one word with a straight apostrophe; the possessive `’s` is dropped. Every
  character that people type for an apostrophe counts as one.
- A Han, Hiragana or Katakana character is a word, as there are no spaces between words.
- In Thai, Lao, Khmer, Burmese and Hangul, each pair of letters in a row is a word: 대한민국 is 대한, 한민 and
  민국. So a word is found within a longer one, but not across a space.
- A word that is cut at the end of a line is a word, and so are its parts; see cut_words.py.
- Every other character that is not a letter, a mark or a digit separates words: `Nagorno-Karabakh` is two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from newsgrep.analysis.cut_words import CUT, whole_words
from newsgrep.analysis.folding import APOSTROPHES, fold

#: Characters of a word that are kept; a longer word is found by its beginning.
LONGEST_WORD = 100

#: ASCII white space, which separates raw tokens. Other white space separates words within one.
WHITE_SPACE = " \t\n\r\x0b\x0c"
#: A raw token: a run of text between ASCII white space.
RAW_TOKEN = re.compile(f"[^{WHITE_SPACE}]+")

#: Characters that belong to the letter before them: the marks of the BMP (general categories Mn, Mc and Me),
#: the soft hyphen, joiners, and the sound marks of half-width Katakana.
MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0"
    "\u07eb-\u07f3\u07fd\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d\u0859-\u085b\u0897-\u089f"
    "\u08ca-\u08e1\u08e3-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc"
    "\u09be-\u09cd\u09d7\u09e2\u09e3\u09fe-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75\u0a81-\u0a83\u0abc"
    "\u0abe-\u0acd\u0ae2\u0ae3\u0afa-\u0b03\u0b3c\u0b3e-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd\u0bd7"
    "\u0c00-\u0c04\u0c3c\u0c3e-\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc\u0cbe-\u0cd6\u0ce2\u0ce3\u0cf3"
    "\u0d00-\u0d03\u0d3b\u0d3c\u0d3e-\u0d4d\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca-\u0ddf\u0df2\u0df3\u0e31"
    "\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e\u0f3f"
    "\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc\u0fc6\u102b-\u103e\u1056-\u1059\u105e-\u1060\u1062-\u1064"
    "\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u135d-\u135f\u1712-\u1715\u1732-\u1734"
    "\u1752\u1753\u1772\u1773\u17b4-\u17d3\u17dd\u180b-\u180d\u180f\u1885\u1886\u18a9\u1920-\u193b"
    "\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1b04\u1b34-\u1b44\u1b6b-\u1b73\u1b80-\u1b82\u1ba1-\u1bad\u1be6-\u1bf3"
    "\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1ce8\u1ced\u1cf4\u1cf7-\u1cf9\u1dc0-\u1dff\u200c\u200d\u2060"
    "\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua672\ua674-\ua67d"
    "\ua69e\ua69f\ua6f0\ua6f1\ua802\ua806\ua80b\ua823-\ua827\ua82c\ua880\ua881\ua8b4-\ua8c5\ua8e0-\ua8f1"
    "\ua8ff\ua926-\ua92d\ua947-\ua953\ua980-\ua983\ua9b3-\ua9c0\ua9e5\uaa29-\uaa36\uaa43\uaa4c\uaa4d"
    "\uaa7b-\uaa7d\uaab0\uaab2-\uaab4\uaab7\uaab8\uaabe\uaabf\uaac1\uaaeb-\uaaef\uaaf5\uaaf6\uabe3-\uabea"
    "\uabec\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\uff9e\uff9f"
)
IDEOGRAPHS = (
    r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
#: The letters of Thai, Lao, Burmese, Khmer and Hangul; their marks belong to the letter before them.
PAIRED = (
    r"\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"
    r"\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e"
    r"\u1780-\u17b3\u17d7\u17dc\ua9e0-\ua9e4\ua9e6-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a\uaa7e\uaa7f"
    r"\uac00-\ud7a3"
)
#: A class with all marks, ideographs and paired letters, but no Latin letter, common punctuation or symbol.
_BEYOND_LATIN = "[^\0-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u205f\u20a0-\u20cf\u2100-\u2bff]"

_APOSTROPHE = f"[{APOSTROPHES}]"
#: The letter s in any case, including the long s of old prints.
_S = "sSſ"


def has_run_on_letters(text: str) -> bool:
    """Return whether a text has a letter of a script in which letters or pairs of letters are words."""
    return not is_latin(text) and re.search(f"[{IDEOGRAPHS}{PAIRED}]", text) is not None


def is_latin(text: str) -> bool:
    """Return whether a text has only Latin letters and common signs, no marks, ideographs and the like."""
    return text.isascii() or _beyond_latin().search(text) is None


@cache
def _beyond_latin() -> re.Pattern[str]:
    return re.compile(_BEYOND_LATIN)


def words_with_spans(raw_token: str, acronyms: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the folded words of a raw token, each with its start and end in code points.

    acronyms: in capitals; the words that keep their capitals
    """
    whole = whole_words(raw_token) if CUT in raw_token else []
    for match in _word_expression(is_latin(raw_token)).finditer(raw_token):
        while whole and whole[0][1] <= match.start():
            yield whole.pop(0)
        if match.lastgroup == "paired":
            yield from _pairs(match)
        elif word := _folded_word(match, acronyms):
            yield word, match.start(), match.end()


@cache
def _word_expression(is_latin: bool) -> re.Pattern[str]:
    """Return the expression of a word. For Latin text, it has no classes of marks and ideographs.

    These classes would match nothing there, and compiling them takes 5 of 7 ms.
    """
    marks = "" if is_latin else f"[{MARKS}]*"
    apart = "" if is_latin else IDEOGRAPHS + PAIRED
    others = (
        "" if is_latin else f"(?P<ideograph>[{IDEOGRAPHS}]{marks}) | (?P<paired>(?:[{PAIRED}]{marks})+) |"
    )
    start, end = r"(?<![^\W_])", r"(?![^\W_])"
    # Only a Latin letter beside a number joins it to a word: 約3.5億 has no spaces between its words.
    number, unit = r"(?<![0-9A-Za-z\xc0-\xff])", r"[A-Za-z]{0,3}(?![0-9A-Za-z\xc0-\xff])"
    # Case is ignored only after an apostrophe: compiling the large classes without case takes 10 ms.
    # ʼ is a letter for Unicode, but people type it for an apostrophe.
    letter = rf"(?:[^\W_ʼ{apart}]{marks})"
    return re.compile(
        rf"""
        (?:
          (?P<ampersand>{start}[^\W\d_]{{1,3}}&[^\W\d_]{{1,3}}{end})
        | (?P<dotted>{start}(?:[^\W\d_]\.)+[^\W\d_]{end}\.?)
        | (?P<signed>{start}[^\W\d_](?:\+\+|\#){end})
        )(?:{_APOSTROPHE}(?i:s){end})?
      | (?P<grouped>{number}\d{{1,3}}(?:,\d{{3}})+(?!,?\d)(?:\.\d+)?{unit})
      | (?P<decimal>{number}(?<!\d\.)\d+\.\d+(?!\.?\d){unit})
      | {others}
        (?P<plain>{letter}+(?:{_APOSTROPHE}(?i:s|t|re|ve|ll|d|m){end})?)
        """,
        re.VERBOSE,
    )


def _pairs(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each pair of letters in a row of a run, with their marks; or its only letter."""
    letters = [found.span() for found in _paired_letter().finditer(match.group())]
    for (start, end), (_, next_end) in pairwise(letters) if len(letters) > 1 else [(letters[0], letters[0])]:
        stop = max(end, next_end)
        yield fold(match.group()[start:stop]), match.start() + start, match.start() + stop


@cache
def _paired_letter() -> re.Pattern[str]:
    return re.compile(f"[{PAIRED}][{MARKS}]*")


def _folded_word(match: re.Match[str], acronyms: frozenset[str]) -> str:
    """Return the folded form of a matched word, whose kind is the name of the group that matched."""
    text = match.group()
    if text[-1] in _S and text[-2:-1] in APOSTROPHES and len(text) > 1:
        text = text[:-2]
    if match.lastgroup == "dotted":
        word = fold(text.replace(".", ""))
        return capitals if (capitals := word.upper()) in acronyms else word
    if match.lastgroup == "grouped":
        text = text.replace(",", "")
    return text if text in acronyms else fold(text)[:LONGEST_WORD]
