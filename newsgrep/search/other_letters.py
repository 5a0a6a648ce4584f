"""Words that an index has in other letters: `gence` is found as Gəncə, Mueller as Müller, Vučić as Вучић.

analysis/other_letters.py says how a word may be written; here an index says which of these ways it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.folding import APOSTROPHES, fold, spelling
from newsgrep.analysis.other_letters import OtherWay, other_ways
from newsgrep.engine.announcing import matched
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import Exact, Node, Phrase, TermQuery, Word, walk
from newsgrep.search.alternatives import other_texts, with_alternatives
from newsgrep.search.written import most_written

#: Variants of a phrase in other letters, at most, and words that a notice names, at most.
_MOST_VARIANTS, _MOST_NAMED = 16, 5
#: Words of a query that no article has, and for which other spellings are guessed, at most.
_MOST_GUESSED = 8


def with_other_letters(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return a query that also finds words in other letters, and a notice on each word that has any.

    Patterns and exact spellings stay as they are.
    """
    analyzer = analyzer_for(engine.language)
    terms = [node for node in walk(query) if isinstance(node, Word | Phrase)]
    spans = ((term.text, *span) for term in terms for span in _words(term.text, analyzer))
    typed = dict.fromkeys(text[start:end] for text, start, end in spans)
    found = _in_index([*typed], engine, analyzer)
    if not found:
        return query, []
    others: dict[TermQuery, list[Node]] = {
        term: [replace(term, text=text) for text in _variants(term.text, found, analyzer)] for term in terms
    }
    named = {
        word: [way.text for way in ways if not way.is_silent][:_MOST_NAMED] for word, ways in found.items()
    }
    notices = [
        f"{word} is searched for as {', '.join(ways)} too: it may be written so"
        for word, ways in named.items()
        if ways
    ]
    return with_alternatives(query, others), notices


def guesses(word: str, engine: Engine, analyzer: Analyzer) -> list[str]:
    """Return the words of an index that a word may mean, even if the index has the word itself."""
    ways = (way for way in _ways(word, analyzer) if way.is_guess)
    return [way.text for way in _found_in_index(engine, ways).values()]


def _words(text: str, analyzer: Analyzer) -> Iterator[tuple[int, int]]:
    """Yield start and end of each word of a text; letter pairs, or parts around an apostrophe, are one."""
    first = last = -1
    for _, _, start, end in analyzer.tokens(text):
        if last >= 0 and not (start < last or text[last:start] in (*APOSTROPHES,)):
            yield first, last
            last = -1
        first, last = (first if last >= 0 else start), end
    if last >= 0:
        yield first, last


def _variants(text: str, found: Mapping[str, Sequence[OtherWay]], analyzer: Analyzer) -> list[str]:
    """Return the variants of a text with its words in the ways in `found`, in all combinations."""
    choices = (
        (start, end, [way.text for way in found.get(text[start:end], ())])
        for start, end in _words(text, analyzer)
    )
    return other_texts(text, choices, _MOST_VARIANTS)


def _in_index(typed: Sequence[str], engine: Engine, analyzer: Analyzer) -> dict[str, list[OtherWay]]:
    """Return by each typed word the other ways in which the index has it; no word that it has in none."""
    every = {word: [*_ways(word, analyzer)] for word in typed}
    certain = _found_in_index(engine, (way for ways in every.values() for way in ways if not way.is_guess))
    guessing = [Word(word) for word, ways in every.items() if any(way.is_guess for way in ways)]
    known = {word.text for word in matched(engine, guessing)}
    unknown = [word for word in every if word not in known]
    guesses = (way for word in unknown[:_MOST_GUESSED] for way in every[word] if way.is_guess)
    in_index = certain | _found_in_index(engine, guesses)
    found: dict[str, list[OtherWay]] = {}
    for word, ways in every.items():
        some = [in_index[way] for way in ways if way in in_index and not (way.is_guess and word in known)]
        if some:
            found[word] = some
    return found


def _ways(word: str, analyzer: Analyzer) -> Iterator[OtherWay]:
    """Yield the other ways to write a word that have other terms than the word."""
    terms = [token.term for token in analyzer.terms(word)]
    for way in other_ways(spelling(word), analyzer.language):
        if [token.term for token in analyzer.terms(way.text)] != terms:
            yield way


def _found_in_index(engine: Engine, ways: Iterable[OtherWay]) -> dict[OtherWay, OtherWay]:
    """Return the ways that articles have, each with the word as most articles write it."""
    nodes = {way: Exact(fold(way.text)) if way.written else Word(way.text) for way in ways}
    there = set(matched(engine, nodes.values()))
    found = {}
    for way, node in nodes.items():
        if node in there and not way.written:
            found[way] = way
        elif node in there and re.fullmatch(way.written, written := most_written(way.text, engine)):
            found[way] = replace(way, text=written)
    return found
