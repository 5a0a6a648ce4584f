"""Text to terms: the analysis that the index, the query and the highlighter share.

>>> [(token.term, token.word) for token in Analyzer().tokens("Azerbaijan’s cities")]
[('azerbaijan', 'azerbaijan'), ('citi', 'cities')]

tokenizer.py finds tokens, folding.py folds words, acronyms.py keeps the capitals that distinguish words,
cut_words.py joins words that are cut at line ends, and stemming.py stems words. fast_path.py does the same
faster for plain ASCII, and candidates.py finds the parts of a text that need to be analysed at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, overload

from newsgrep.analysis import fast_path
from newsgrep.analysis.acronyms import acronyms_of, quieten
from newsgrep.analysis.candidates import candidates
from newsgrep.analysis.cut_words import with_cuts
from newsgrep.analysis.languages import DEFAULT_LANGUAGE
from newsgrep.analysis.stemming import Stemmer
from newsgrep.analysis.tokenizer import RAW_TOKEN, words_with_spans


@overload
def as_read(text: str) -> str: ...
@overload
def as_read(text: bytes) -> bytes: ...
def as_read(text: str | bytes) -> str | bytes:
    """Return a text, or a text in UTF-8, in the form that the index analyses. The length stays.

    A word that is cut at the end of a line becomes one raw token, and capitals that mean nothing become small
    letters.
    """
    return quieten(with_cuts(text))


class Token(NamedTuple):
    """A token of a text.

    term:  the stem, with which a word of a query is compared
    word:  the folded surface form, with which a prefix, a pattern and an exact word are compared
    start: the offset where it begins in the text, in code points
    end:   the offset where it ends
    """

    term: str
    word: str
    start: int
    end: int


class Analyzer:
    """Turns a text into tokens, stemmed in a language, in several, or not at all with NO_STEMMING."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        self.language = language
        self._acronyms = acronyms_of(language)

    def stem(self, word: str) -> str:
        """Return the stem of a folded word."""
        return self._stemmer.stem(word)

    def stems(self, words: Sequence[str]) -> list[str]:
        """Return the stem of each folded word, faster than with one call for each."""
        return self._stemmer.stems(words)

    @cached_property
    def _stemmer(self) -> Stemmer:
        return Stemmer(self.language)

    def plain_words(self, raw_tokens: Sequence[str]) -> list[str]:
        """Return the folded word of each raw token that is one ASCII word or number, "" for others."""
        return fast_path.plain_words(raw_tokens, self._acronyms)

    def words(self, raw_token: str) -> list[str]:
        """Return the words of a raw token in order, folded and not stemmed."""
        return fast_path.hyphenated_words(raw_token, self._acronyms) or [
            word for word, _, _ in words_with_spans(raw_token, self._acronyms)
        ]

    def analyse(self, raw_token: str) -> tuple[Token, ...]:
        """Return the tokens of a raw token, with offsets from its start."""
        (word,) = self.plain_words([raw_token])
        if word:
            return (Token(self.stem(word), word, *fast_path.plain_span(raw_token)),)
        found = words_with_spans(raw_token, self._acronyms)
        return tuple(Token(self.stem(word), word, start, end) for word, start, end in found)

    @cached_property
    def analyse_cached(self) -> Callable[[str], tuple[Token, ...]]:
        """The function `analyse` with a cache, as texts repeat their raw tokens."""
        return lru_cache(maxsize=131_072)(self.analyse)

    def candidates(self, text: str, beginnings: frozenset[str]) -> Iterator[tuple[int, str]]:
        """Yield the raw tokens of a text that may contain a word with a given beginning, and their starts.

        The beginnings are stems, words or prefixes. No raw token that contains such a word is left out.
        """
        return candidates(text, beginnings, self.language)

    def tokens(self, text: str) -> Iterator[Token]:
        """Yield the tokens of a text in order; token number n has the position n in its field."""
        return self.tokens_from(as_read(text), 0, 0)

    def tokens_from(self, text: str, start: int, skipped: int) -> Iterator[Token]:
        """Yield the tokens from the raw token that begins at `start`, without the first `skipped` of them.

        text: as `as_read` returned it
        """
        make = Token._make
        for raw_token in RAW_TOKEN.finditer(text, start):
            offset = raw_token.start()
            for term, word, begin, end in self.analyse_cached(raw_token.group())[skipped:]:
                yield make((term, word, offset + begin, offset + end))
            skipped = 0

    def terms(self, text: str) -> list[Token]:
        """Return the tokens of a text, with offsets from the start of each raw token."""
        analyse = self.analyse_cached
        return [token for raw_token in RAW_TOKEN.findall(as_read(text)) for token in analyse(raw_token)]


@lru_cache(maxsize=8)
def analyzer_for(language: str) -> Analyzer:
    """Return the analyzer of a language: always the same object, so that its cache is shared."""
    return Analyzer(language)
