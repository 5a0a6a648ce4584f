"""Why a search found nothing, as findings (findings.py), which `newsgrep.output.diagnosis` puts into words.

Every finding costs look-ups in the index, so their number is bounded, however long the query is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import assert_never

from msgspec.structs import replace

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.han import is_han, knows_variants
from newsgrep.engine.announcing import announce_counts, matched
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import (
    And,
    AtLeast,
    DateRange,
    Exact,
    Expanded,
    FilterNode,
    Keyword,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    TermNode,
    TermQuery,
    Verified,
    Weighted,
    Wildcard,
    Word,
    conjuncts,
    positive_terms,
)
from newsgrep.query.proximity import MOST_PARTS
from newsgrep.query.rendering import render
from newsgrep.query.words import words_of
from newsgrep.search.findings import (
    ClauseCounts,
    DateRangeMissed,
    Diagnosis,
    EmptyIndex,
    FewerMentions,
    Finding,
    MoreUnknownWords,
    NoSuchKeyword,
    NoSuchName,
    NotInText,
    OneWayOfWriting,
    TooFarApart,
    UnknownWord,
    Weakening,
    WeakerForm,
    WithoutClause,
)
from newsgrep.search.near_values import examples_of, nearest_value
from newsgrep.search.written import typed_words, written_form

#: Clauses of a query that are counted, and words that are looked up, at most.
_MOST_CLAUSES = 8
_MOST_WORDS = 8
#: Unknown words for which similar words are looked up, and similar words of each, at most.
_MOST_UNKNOWN = 3
_MOST_NEAREST = 3
#: Similar words of the index that are looked up among the authors, at most.
_MOST_CANDIDATES = 40
#: Fewest letters of a word that is looked for in longer words.
_SHORTEST_PART = 4

#: The distance of words that is tried where a phrase is not found.
_NEAR_DISTANCE = 5

#: Fields with names, in which a word without a field is not searched for.
_NAMES = ("source", "section", "from", "to")
#: A word that may mean the year in which an article appeared.
_YEAR = re.compile("(?:1[5-9]|20)[0-9]{2}")
#: Values that are given as examples, at most.
_MOST_EXAMPLES = 5


def diagnose(engine: Engine, query: Node) -> Diagnosis:
    """Return the likely reasons why a query, as `rewrite.prepare` returns it, matches no article."""
    if not engine.count(MatchAll()):
        return Diagnosis((EmptyIndex(),))
    clauses = list(dict.fromkeys(_clauses(query)))
    announce_counts(engine, clauses[:_MOST_CLAUSES])
    counts = {clause: engine.count(clause) for clause in clauses[:_MOST_CLAUSES]}
    findings: tuple[Finding, ...] = (
        *_unknown_words(engine, query),
        *(finding for clause in counts if not counts[clause] for finding in _unmatched(engine, clause)),
        *_without_each_clause(engine, query, counts),
    )
    if len(counts) > 1 or (counts and not findings):
        alone = tuple((render(clause), number) for clause, number in counts.items())
        findings += (ClauseCounts(alone, complete=len(clauses) == len(counts)),)
    return Diagnosis(findings)


def _clauses(node: Node) -> Iterator[Node]:
    """Yield the parts of a query that can be searched for alone; of a Near or AtLeast also its terms."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _clauses(part)
        case Weighted(part):
            yield from _clauses(part)
        case Near() | AtLeast() | Verified():
            yield node
            yield from positive_terms(node)
        case Not() | MatchAll():
            return
        case TermNode() | FilterNode():
            yield node
        case _:
            assert_never(node)


def _unknown_words(engine: Engine, query: Node) -> Iterator[Finding]:
    """Yield the words that no article has, the first ones with similar words of the index."""
    fields: dict[str, set[str]] = {}
    forms: dict[str, tuple[tuple[str, ...], ...]] = {}
    for one in _words(query, analyzer_for(engine.language)):
        fields.setdefault(one.text, set()).add(one.field)
        forms.setdefault(one.text, one.forms)
    first = [Word(text, forms=others) for text, others in islice(forms.items(), _MOST_WORDS)]
    known = set(matched(engine, first))
    unknown = [word.text for word in first if word not in known]
    typed = typed_words(query, engine.language)
    for word in unknown[:_MOST_UNKNOWN]:
        field = fields[word].pop() if len(fields[word]) == 1 else ""
        named = () if field else _named(engine, word)
        longer = _longer(engine, word) if field != "author" else ()
        nearest = tuple(one for one in _nearest(engine, word, field) if one not in longer)
        yield UnknownWord(typed.get(word, word), nearest, named, longer)
    if more := unknown[_MOST_UNKNOWN:]:
        yield MoreUnknownWords(tuple(typed.get(word, word) for word in more))


def _named(engine: Engine, word: str) -> tuple[tuple[str, int], ...]:
    """Return the clauses that find a word as a name or as a year, and their articles, the most first."""
    clauses: dict[Node, str] = {one: render(one) for one in (Keyword(word, field) for field in _NAMES)}
    if _YEAR.fullmatch(word):
        clauses[DateRange(dt.date(int(word), 1, 1), dt.date(int(word), 12, 31))] = f"date:{word}"
    announce_counts(engine, list(clauses))
    counts = [(shown, engine.count(clause)) for clause, shown in clauses.items()]
    return tuple(sorted((pair for pair in counts if pair[1]), key=lambda pair: -pair[1]))


def _nearest(engine: Engine, word: str, field: str) -> tuple[str, ...]:
    """Return words of the index that are spelt like a word; for the author field, words of authors' names."""
    if field != "author":
        return tuple(written_form(one, engine) for one in engine.nearest(word, _MOST_NEAREST))
    candidates = engine.nearest(word, _MOST_CANDIDATES)
    names = (candidate for candidate in candidates if engine.count(Exact(candidate, field)))
    return tuple(islice(names, _MOST_NEAREST))


def _longer(engine: Engine, word: str) -> tuple[str, ...]:
    """Return some words of the index that a word is a part of, the most frequent first."""
    if len(word) < _SHORTEST_PART or not word.isalpha():
        return ()
    found = engine.expand(Wildcard(f"*{word}*")).words
    return tuple(written_form(one, engine) for one in found[:_MOST_NEAREST])


def _words(query: Node, analyzer: Analyzer) -> Iterator[Word]:
    """Yield each word of the words, phrases and exact spellings of a query, folded, with its field.

    Patterns are left out: a notice says what they match.
    """
    for term in positive_terms(query):
        if isinstance(term, Word | Phrase):
            yield from words_of(term, analyzer)
        elif isinstance(term, Exact):
            yield from (Word(token.word, term.field) for token in analyzer.terms(term.text))


def _unmatched(engine: Engine, clause: Node) -> Iterator[Finding]:
    """Yield findings on a clause that no article matches."""
    match clause:
        case DateRange():
            yield DateRangeMissed(*(engine.days() or ("", "")))
        case Keyword(value, field):
            examples = examples_of(engine, field)
            yield NoSuchKeyword(
                render(clause),
                field,
                value,
                examples and examples[:_MOST_EXAMPLES],
                nearest_value(engine, value, field, examples),
            )
        case Near(parts):
            if articles := engine.count(And(parts)):
                yield TooFarApart(render(clause), articles)
        case Verified():
            yield from _not_in_text(engine, clause)
        case AtLeast(_, part):
            if articles := engine.count(part):
                yield FewerMentions(render(clause), articles)
        case TermNode():
            yield from _other_characters(clause)
            yield from _near_names(engine, clause)
            yield from _weaker_form(engine, clause)
        case FilterNode() | Weighted() | And() | Or() | Not():
            return
        case _:
            assert_never(clause)


def _not_in_text(engine: Engine, clause: Verified) -> Iterator[Finding]:
    """Yield what the text of the candidates lacks, if there are candidates."""
    if articles := engine.count(clause.candidates):
        unit = clause.exact.unit if isinstance(clause.exact, Near) else "word"
        yield NotInText(render(clause.exact), "spelling" if unit == "word" else unit, articles)


def _other_characters(term: TermQuery) -> Iterator[Finding]:
    """Yield a term in Han characters, if newsgrep cannot look up the other ways to write them."""
    if isinstance(term, Word | Phrase) and any(map(is_han, term.text)) and not knows_variants():
        yield OneWayOfWriting(render(term))


def _near_names(engine: Engine, term: TermQuery) -> Iterator[Finding]:
    """Yield each word of an author clause that only texts have, with similar words of authors' names."""
    if term.field != "author":
        return
    for word in _words(term, analyzer_for(engine.language)):
        is_elsewhere = not engine.count(word) and engine.count(replace(word, field=""))
        if is_elsewhere and (names := _nearest(engine, word.text, word.field)):
            yield NoSuchName(render(term), word.text, names)


def _weaker_form(engine: Engine, term: TermQuery) -> Iterator[Finding]:
    """Yield the first weaker form of a term query that finds articles."""
    for node, weakening in _weaker(term, analyzer_for(engine.language)):
        if articles := engine.count(node):
            yield WeakerForm(render(term), weakening, render(node), articles)
            return


def _weaker(term: TermQuery, analyzer: Analyzer) -> Iterator[tuple[Node, Weakening]]:
    if isinstance(term, Exact):
        yield Phrase(term.text, term.field), "any inflection"
    if isinstance(term, Word | Phrase | Exact):
        words = tuple(_words(term, analyzer))
        different = tuple(dict.fromkeys(words))
        is_short = len(words) <= MOST_PARTS
        if len(words) > 1 and is_short:
            yield Near(words, _NEAR_DISTANCE), "near"
        if len(different) > 1:
            yield And(different), "anywhere" if is_short else "all words"
    if term.field:
        yield _in_any_field(term), "any field"


def _in_any_field(term: TermQuery) -> TermQuery:
    """Return a term query without its field."""
    if isinstance(term, Expanded):
        return Expanded(term.words, replace(term.pattern, field=""))
    return replace(term, field="")


def _without_each_clause(engine: Engine, query: Node, counts: Mapping[Node, int]) -> Iterator[Finding]:
    """Yield each of several clauses if the query finds articles without it."""
    clauses = tuple(clause for clause in conjuncts(query) if clause != MatchAll())
    if len(clauses) == 1 or (len(clauses) == 2 and all(clause in counts for clause in clauses)):
        return  # without one of two clauses the other one is left, and its count is shown anyway
    first = clauses[:_MOST_CLAUSES]
    others = [And(clauses[:number] + clauses[number + 1 :]) for number in range(len(first))]
    announce_counts(engine, others)
    for clause, rest in zip(first, others, strict=True):
        if articles := engine.count(rest):
            shown = f"({render(clause)})" if isinstance(clause, Or | Near) else render(clause)
            yield WithoutClause(shown, articles)
