"""Text to terms: the one analysis that the index, the query and the highlighter share.

>>> [(token.term, token.word) for token in Analyzer().tokens("Azerbaijan’s cities")]
[('azerbaijan', 'azerbaijan'), ('citi', 'cities')]

A text is cut at ASCII white space into chunks, and each chunk is analysed by itself, whatever stands
around it. Archives repeat their chunks, so an analysis is paid once a distinct chunk and looked up
after that; the codec does the same with arrays.

Within a chunk, in this order:

- `AT&T`, `R&D`: up to three capitals or letters on each side of an ampersand are one word.
- `U.S.`, `U.N.`: single letters with full stops are joined. `US` in capitals and `U.S.` are the
  country and differ from the pronoun `us`.
- `C++`, `C#`: a letter with its signs is one word.
- `20,000` is `20000`; `3.5` and `3.5bn` are one word.
- `don’t`: a contraction is one word with a straight apostrophe; the possessive `’s` is dropped. Any of the
  characters that are typed for an apostrophe will do.
- A Han, Hiragana or Katakana character is a word by itself, for want of spaces between words.
- Everything else that is neither a letter, a mark nor a digit parts words: `Nagorno-Karabakh` is two.

A word is folded (NFKC, lower case, accents and vowel points dropped) and then stemmed; the folded word is
what a prefix is compared with, the stem is what a search for a word compares.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newsgrep.analysis.languages import DEFAULT_LANGUAGE, NO_STEMMING

if TYPE_CHECKING:
    from Stemmer import Stemmer

#: The one word whose capitals tell it from another: the country, not the pronoun.
COUNTRY = "US"

#: A longer run of letters is no word of any language; it is found by its beginning.
LONGEST_WORD = 100

#: What belongs to the letter before it: the marks of the BMP (general categories Mn, Mc and Me), the soft
#: hyphen, the joiners, and the sound marks of half-width Katakana.
_MARKS = (
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
_IDEOGRAPHS = (
    r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_APOSTROPHES = "'’‘`´ʼ＇"
_APOSTROPHE = f"[{_APOSTROPHES}]"
# ʼ is a letter for Unicode, and an apostrophe for those who type.
_LETTER = rf"(?:[^\W_ʼ{_IDEOGRAPHS}][{_MARKS}]*)"

_START, _END = r"(?<![^\W_])", r"(?![^\W_])"
# Beside a number only a Latin letter counts: the words of 約3.5億 have no spaces between them.
_NUMBER, _UNIT = r"(?<![0-9A-Za-z\xc0-\xff])", r"[A-Za-z]{0,3}(?![0-9A-Za-z\xc0-\xff])"
# Case is ignored here alone: compiling the large classes below without regard to case takes 10 ms more.
_SUFFIX = rf"(?:{_APOSTROPHE}(?i:s){_END})?"
_WORD = re.compile(
    rf"""
    (?P<ampersand>{_START}[^\W\d_]{{1,3}}&[^\W\d_]{{1,3}}{_END}{_SUFFIX})
  | (?P<dotted>{_START}(?:[^\W\d_]\.)+[^\W\d_]{_END}\.?{_SUFFIX})
  | (?P<signed>{_START}[^\W\d_](?:\+\+|\#){_END}{_SUFFIX})
  | (?P<grouped>{_NUMBER}\d{{1,3}}(?:,\d{{3}})+(?!,?\d)(?:\.\d+)?{_UNIT})
  | (?P<decimal>{_NUMBER}(?<!\d\.)\d+\.\d+(?!\.?\d){_UNIT})
  | (?P<ideograph>[{_IDEOGRAPHS}][{_MARKS}]*)
  | (?P<plain>{_LETTER}+(?:{_APOSTROPHE}(?i:s|t|re|ve|ll|d|m){_END})?)
    """,
    re.VERBOSE,
)
#: What is analysed by itself.
CHUNK = re.compile(r"[^ \t\n\r\x0b\x0c]+")
_SURROUNDING = ".,;:!?()[]\"'<>{}$%*=/|~@_-"
_AROUND = f"[{re.escape(_SURROUNDING)}]*+"
_ASCII_WORD, _OWNER = "[A-Za-z0-9]++", "'[sS]"
_ASCII_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+)"
#: A chunk on a line of its own that is one word of ASCII, or one number, with marks around; or any other.
_PLAIN = re.compile(
    rf"^{_AROUND}({_ASCII_WORD}|{_ASCII_NUMBER}(?!{_OWNER}))(?:{_OWNER})?{_AROUND}$|^.*$", re.MULTILINE
)
#: Several words of ASCII with hyphens or slashes between, and marks around: well-known, 3-1/2.
_JOINED = re.compile(rf"{_AROUND}({_ASCII_WORD}(?:[/-]++{_ASCII_WORD})++)(?:{_OWNER})?{_AROUND}")
_BETWEEN = re.compile("[/-]+")
#: Languages in which a stem, but for two letters at most, is how its words begin: what takes the place of
#: an ending adds no more (responsibility is responsibl). The stem die is of dying, too.
_BEGIN_ALIKE = frozenset(["english", "none"])
_OTHER_ENDING = 2
_BEGIN_OTHERWISE = {"di": "dy", "li": "ly", "ti": "ty", "vi": "vy"}
#: Beyond ASCII, what commonly stands between words; and all but that, which may be a letter with an accent.
_COMMON = frozenset("‘’“”„«»–—…•£€")
_BEYOND_ASCII = re.compile(f"[^\x00-\x7f{''.join(sorted(_COMMON))}]")
_ASCII = bytes(range(128))
_BEFORE_LETTER = re.compile(r"\.(?=[^\W\d_])")
_SPACE = " \t\n\r\x0b\x0c"
#: What is s in any case, the long one of old prints included.
_S = "sSſ"

#: The plural of a number that names a model: F-16s, 737s. The 80s are a decade, and stay apart from 80.
_SEVERAL = re.compile(r"(?!\d0s)\d{1,3}s")

#: Letters that have no decomposition, and what they are commonly written as without their mark; what
#: keyboards make of an apostrophe; and letters of transcriptions that most people leave out.
_FOLDED_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "æ": "ae", "œ": "oe", "ə": "a", "ħ": "h"}
    | dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys("ʻʿʾ")
)

#: What is dropped: accents, the points of Hebrew and Arabic and the latter's stretching, hyphens and joiners
#: that do not show, and what chooses between the forms of a sign.
_ACCENTS = re.compile(
    "[\u00ad\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u180b-\u180f\u200c\u200d\u2060\u20d0-\u20f0\ufe00-\ufe0f]+"
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
    """Return a word in lower case, in compatibility form and without accents: `Erdoğan` is `erdogan`.

    What is folded already stays as it is.
    """
    if word.isascii():
        return word.lower().replace("`", "'")
    # A spacing acute is an apostrophe; for NFKC it is a space with an accent.
    lowered = unicodedata.normalize("NFKC", word.replace("´", "'")).casefold()
    letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", lowered)).translate(_FOLDED_LETTERS)
    return unicodedata.normalize("NFC", letters)


def _word_of(match: re.Match[str]) -> str:
    """Return the folded spelling of a matched word, its kind told by the group that matched."""
    text = match.group()
    if text[-1] in _S and text[-2:-1] in _APOSTROPHES and len(text) > 1:
        text = text[:-2]
    if match.lastgroup == "dotted":
        text = text.replace(".", "")
        return COUNTRY if text.upper() == COUNTRY else fold(text)
    if match.lastgroup == "grouped":
        text = text.replace(",", "")
    return text if text == COUNTRY else fold(text)[:LONGEST_WORD]


def _singular(word: str) -> str:
    """Return a word with a digit or a sign in it, without the plural of a number."""
    return word[:-1] if _SEVERAL.fullmatch(word) else word


@dataclass(frozen=True)
class Analyzer:
    """Cuts a text into tokens, stemming in one language, or not at all with NO_STEMMING."""

    language: str = DEFAULT_LANGUAGE

    def stem(self, word: str) -> str:
        """Return the stem of a word; one with a digit or a sign stays as it is, but for `16s` of F-16s."""
        if self.language == NO_STEMMING or word == COUNTRY:
            return word
        return self._stem_one(word) if word.isalpha() else _singular(word)

    def stems(self, words: Sequence[str]) -> list[str]:
        """Return the stem of each word, which takes less time for many at once."""
        if self.language == NO_STEMMING:
            return list(words)
        stems = zip(words, self._stemmer.stemWords(words), strict=True)
        return [stem if word.isalpha() and word != COUNTRY else self.stem(word) for word, stem in stems]

    @cached_property
    def _stemmer(self) -> Stemmer:
        from Stemmer import Stemmer

        stemmer = Stemmer(self.language)
        stemmer.maxCacheSize = 0  # those who call remember, and its cache takes longer than the stemming
        return stemmer

    @cached_property
    def _stem_one(self) -> Callable[[str], str]:
        stem: Callable[[str], str] = self._stemmer.stemWord
        return stem

    def plain_words(self, chunks: Sequence[str]) -> list[str]:
        """Return the one word or number of each chunk that is of ASCII with marks around, else ''.

        Most chunks are such, and `words` would find the same, much slower.
        """
        found = _PLAIN.findall("\n".join(chunks))
        folded = "\n".join(found).replace(",", "").lower().split("\n")
        pairs = zip(found, folded, strict=True)
        return [word if word == COUNTRY else lower[:LONGEST_WORD] for word, lower in pairs]

    def words(self, chunk: str) -> list[str]:
        """Return the words of a text without white space, folded and not stemmed, in their order."""
        if joined := _JOINED.fullmatch(chunk):  # which the expression takes several times as long for
            parts = _BETWEEN.split(joined[1])
            return [part if part == COUNTRY else part.lower()[:LONGEST_WORD] for part in parts]
        return [word for match in _WORD.finditer(chunk) if (word := _word_of(match))]

    def analyse(self, chunk: str) -> tuple[Token, ...]:
        """Return the tokens of a text without white space; places are relative to it."""
        (word,) = self.plain_words([chunk])
        if word:
            plain = chunk.strip(_SURROUNDING)
            start = chunk.index(plain)
            return (Token(self.stem(word), word, start, start + len(plain)),)
        return tuple(
            Token(self.stem(word), word, match.start(), match.end())
            for match in _WORD.finditer(chunk)
            if (word := _word_of(match))
        )

    def chunks_with(self, text: str, beginnings: frozenset[str]) -> Iterator[tuple[int, str]]:
        """Yield the chunks of a text with their places, but for most of those in which no word begins so.

        `beginnings` are stems, words, or what words begin with. To look for how they begin is six times
        faster than to look up every chunk, were it analysed already.
        """
        if self.language not in _BEGIN_ALIKE or "" in beginnings:
            yield from ((chunk.start(), chunk.group()) for chunk in CHUNK.finditer(text))
            return
        end = 0
        for place in _places_of(beginnings, text):
            if place >= end:
                start = place
                while start and text[start - 1] not in _SPACE:
                    start -= 1
                chunk = CHUNK.match(text, start)
                if chunk:
                    end = chunk.end()
                    yield start, chunk.group()

    @cached_property
    def remembered(self) -> Callable[[str], tuple[Token, ...]]:
        """What `analyse` does, remembered, since texts repeat their chunks."""
        return lru_cache(maxsize=131_072)(self.analyse)

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield the tokens of a text in order; their index in that order is their position."""
        return self.tokens_from(text, 0, 0)

    def tokens_from(self, text: str, position: int, place: int) -> Iterator[Token]:
        """Yield the tokens of a text from a token of the chunk on that begins at a position."""
        make = Token._make
        for chunk in CHUNK.finditer(text, position):
            offset = chunk.start()
            for term, word, start, end in self.remembered(chunk.group())[place:]:
                yield make((term, word, offset + start, offset + end))
            place = 0

    def terms(self, text: str) -> list[Token]:
        """Return the tokens of a text whose places do not matter (they are relative to the chunk)."""
        analyse = self.remembered
        return [token for chunk in CHUNK.findall(text) for token in analyse(chunk)]


def _places_of(beginnings: frozenset[str], text: str) -> list[int]:
    """Return the places in a text that lie in chunks which may have a word that begins so."""
    places = []
    plain = text.encode("ascii", "replace").lower()  # of as many characters
    find = plain.find  # three times as fast as one expression for all
    for start in _starts_of(beginnings):
        place = find(start)
        while place >= 0:
            if not plain[place - 1 : place].isalnum():
                places.append(place)
            place = find(start, place + 1)
    # U.S. is one word, whose beginning need not be its text's.
    dots = (match.start() for match in _BEFORE_LETTER.finditer(text, 1))
    places += [dot for dot in dots if not text[max(0, dot - 2) : dot - 1].isalnum()]
    if not text.isascii() and not _is_common(text):
        places += [found.start() for found in _BEYOND_ASCII.finditer(text)]
    places.sort()
    return places


def _is_common(text: str) -> bool:
    """Whether what is beyond ASCII in a text commonly stands between words."""
    beyond = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return _COMMON.issuperset(beyond.decode("utf-8", "surrogatepass"))


@lru_cache(maxsize=64)
def _starts_of(beginnings: frozenset[str]) -> tuple[bytes, ...]:
    """Return what words of ASCII that begin in one of these ways begin with in a text in lower case."""
    starts = {_start_of(beginning.lower()) for beginning in beginnings if beginning.isascii()}
    starts |= {_BEGIN_OTHERWISE[pair] for pair in starts & _BEGIN_OTHERWISE.keys()}
    return tuple(start.encode() for start in starts)


def _start_of(beginning: str) -> str:
    """Return how words begin that have a stem or a beginning, as they stand in a text of ASCII.

    There may be commas within a number, and another apostrophe.
    """
    if beginning[0].isdigit():
        return beginning[0]
    return re.split("(?<=.)'", beginning[: max(2, len(beginning) - _OTHER_ENDING)])[0]


@lru_cache(maxsize=8)
def analyzer_for(language: str) -> Analyzer:
    """Return the analyzer of a language, always the same one, for what it remembers."""
    return Analyzer(language)
