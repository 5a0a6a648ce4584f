"""Text to terms: the one analysis that the index, the query and the highlighter share.

>>> [(token.term, token.word) for token in Analyzer().tokens("Azerbaijan’s cities")]
[('azerbaijan', 'azerbaijan'), ('citi', 'cities')]

A text is cut at ASCII white space into chunks, and each chunk is analysed by itself, whatever stands
around it. Archives repeat their chunks, so an analysis is paid once a distinct chunk and looked up
after that; an index that inverts whole batches may do the same with arrays.

Within a chunk, in this order:

- `AT&T`, `R&D`: up to three capitals or letters on each side of an ampersand are one word.
- `U.S.`, `U.N.`: single letters with full stops are joined. `US` in capitals and `U.S.` are the
  country and differ from the pronoun `us`.
- `C++`, `C#`: a letter with its signs is one word.
- `20,000` is `20000`; `3.5` is one word.
- `don’t`: a contraction is one word with a straight apostrophe; the possessive `’s` is dropped.
- A Han, Hiragana or Katakana character is a word by itself, for want of spaces between words.
- Everything else that is neither a letter, a mark nor a digit parts words: `Nagorno-Karabakh` is two.

A word is folded (NFKC, lower case, accents dropped) and then stemmed; the folded word is what a
prefix is compared with, the stem is what a search for a word compares.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

#: The one word whose capitals tell it from another: the country, not the pronoun.
COUNTRY = "US"

#: A longer run of letters is no word of any language; it is found by its beginning.
LONGEST_WORD = 100

#: Marks that belong to the letter before them (general categories Mn and Mc of the scripts in use).
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0903\u093a-\u093c"
    "\u093e-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u0a01-\u0a03\u0a3c-\u0a4d"
    "\u0a70\u0a71\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0b01-\u0b03\u0b3c\u0b3e-\u0b4d\u0b56\u0b57\u0b82\u0bbe-\u0bcd"
    "\u0bd7\u0c00-\u0c04\u0c3c\u0c3e-\u0c56\u0c81-\u0c83\u0cbc\u0cbe-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57"
    "\u0d81-\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e"
    "\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_IDEOGRAPHS = "\u3040-\u309f\u30a0-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"(?:[^\W_{_IDEOGRAPHS}][{_MARKS}]*)"
_APOSTROPHE = "['’ʼ＇]"

_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
# Case is ignored here alone: compiling the large classes below without regard to case takes 10 ms more.
_SUFFIX = rf"(?:{_APOSTROPHE}(?i:s){_END})?"
_WORD = re.compile(
    rf"""
    (?P<ampersand>{_START}[^\W\d_]{{1,3}}&[^\W\d_]{{1,3}}{_END}{_SUFFIX})
  | (?P<dotted>{_START}(?:[^\W\d_]\.)+[^\W\d_]{_END}\.?{_SUFFIX})
  | (?P<signed>{_START}[^\W\d_](?:\+\+|\#){_END}{_SUFFIX})
  | (?P<grouped>{_START}\d{{1,3}}(?:,\d{{3}})+(?!,?\d)(?:\.\d+)?{_END})
  | (?P<decimal>{_START}(?<!\d\.)\d+\.\d+(?!\.?\d)[^\W\d_]{{0,3}}{_END})
  | (?P<ideograph>[{_IDEOGRAPHS}][{_MARKS}]*)
  | (?P<plain>{_LETTER}+(?:{_APOSTROPHE}(?i:s|t|re|ve|ll|d|m){_END})?)
    """,
    re.VERBOSE,
)
_CHUNK = re.compile(r"[^ \t\n\r\x0b\x0c]+")
_SURROUNDING = ".,;:!?()[]\"'"
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}s$", re.IGNORECASE)

#: Letters that have no decomposition, and what they are commonly written as without their mark.
_FOLDED_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h"}
    | dict.fromkeys("’ʼ＇", "'")
)

#: Snowball's English stopwords, with i.e. and e.g.: https://snowballstem.org/algorithms/english/stop.txt
STOPWORDS = frozenset(
    """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her
    hers herself it its itself they them their theirs themselves what which who whom this that these
    those am is are was were be been being have has had having do does did doing would should could
    ought i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd she'd we'd
    they'd i'll you'll he'll she'll we'll they'll isn't aren't wasn't weren't hasn't haven't hadn't
    doesn't don't didn't won't wouldn't shan't shouldn't can't cannot couldn't mustn't let's that's
    who's what's here's there's when's where's why's how's a an the and but if or because as until while
    of at by for with about against between into through during before after above below to from up down
    in out on off over under again further then once here there when where why how all any both each few
    more most other some such no nor not only own same so than too very ie eg
    """.split()  # noqa: SIM905
)


class Token(NamedTuple):
    """A word of a text: its stem, its folded spelling, and where it stands (code points)."""

    term: str
    word: str
    start: int
    end: int


def fold(word: str) -> str:
    """Return a word in lower case, in compatibility form and without accents: `Erdoğan` is `erdogan`."""
    if word.isascii():
        return word.lower()
    lowered = unicodedata.normalize("NFKC", word).casefold().translate(_FOLDED_LETTERS)
    letters = (c for c in unicodedata.normalize("NFKD", lowered) if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", "".join(letters))


def _word_of(match: re.Match[str]) -> str:
    """Return the folded spelling of a matched word, its kind told by the group that matched."""
    text = _POSSESSIVE.sub("", match.group())
    if match.lastgroup == "dotted":
        text = text.replace(".", "")
        return COUNTRY if text.upper() == COUNTRY else fold(text)
    if match.lastgroup == "grouped":
        return text.replace(",", "")
    return text if text == COUNTRY else fold(text)[:LONGEST_WORD]


@dataclass(frozen=True)
class Analyzer:
    """Cuts a text into tokens, stemming in one language ("none" switches stemming off)."""

    language: str = "english"

    @cached_property
    def stem(self) -> Callable[[str], str]:
        """The stemming function; words with a digit or a sign are left as they are."""
        if self.language == "none":
            return str
        from Stemmer import Stemmer

        stem: Callable[[str], str] = Stemmer(self.language).stemWord
        return lambda word: stem(word) if word.isalpha() and word != COUNTRY else word

    def analyse(self, chunk: str) -> tuple[Token, ...]:
        """Return the tokens of a text without white space; places are relative to it."""
        stem = self.stem
        plain = chunk.strip(_SURROUNDING)
        if plain.isascii() and plain.isalpha():
            # Most chunks are one word with a mark after it, which the expression below would find too.
            word = plain if plain == COUNTRY else plain.lower()[:LONGEST_WORD]
            start = chunk.index(plain)
            return (Token(stem(word), word, start, start + len(plain)),)
        return tuple(
            Token(stem(word), word, match.start(), match.end())
            for match in _WORD.finditer(chunk)
            if (word := _word_of(match))
        )

    @cached_property
    def _remembered(self) -> Callable[[str], tuple[Token, ...]]:
        return lru_cache(maxsize=131_072)(self.analyse)

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield the tokens of a text in order; their index in that order is their position."""
        analyse = self._remembered
        make = Token._make
        for chunk in _CHUNK.finditer(text):
            offset = chunk.start()
            for term, word, start, end in analyse(chunk.group()):
                yield make((term, word, offset + start, offset + end))

    def terms(self, text: str) -> list[Token]:
        """Return the tokens of a text whose places do not matter (they are relative to the chunk)."""
        analyse = self._remembered
        return [token for chunk in _CHUNK.findall(text) for token in analyse(chunk)]


@lru_cache(maxsize=8)
def analyzer_for(language: str) -> Analyzer:
    """Return the analyzer of a language, always the same one, for what it remembers."""
    return Analyzer(language)
