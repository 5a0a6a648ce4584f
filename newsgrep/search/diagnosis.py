"""What to tell when a search found nothing, or may have missed what was meant.

Everything told is a look into the index, so there are as many as a person reads, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import assert_never

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.engine.base import Engine
from newsgrep.output.quantities import count
from newsgrep.query.nodes import (
    And,
    AtLeast,
    DateRange,
    Exact,
    Expanded,
    FilterNode,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    TermNode,
    TermQuery,
    Weighted,
    Word,
    positive_terms,
)
from newsgrep.search.rewrite import shortened

#: Lines, clauses and words that are told of at most.
_MOST_LINES = 8
_MOST_CLAUSES = 8
_MOST_WORDS = 8
#: Unknown words that others are looked for to, and how many of those.
_MOST_UNKNOWN = 3
_MOST_NEAREST = 3

#: Words apart that are near enough to suggest.
_NEAR = 5

#: The newest articles, whose tags are told as examples, and tags told.
_EXAMPLES = 50
_MOST_TAGS = 5

_ANY_DATE = DateRange(None, None)
_TAG_NAMES = {"source": "source", "lang": "language", "url": "address", "path": "path"}


def on_nothing(engine: Engine, query: Node) -> list[str]:
    """Return why nothing may have been found for a prepared query, the most useful line first."""
    if not engine.count(MatchAll()):
        return ["the index holds no articles; newsgrep index PATH adds some"]
    clauses = list(dict.fromkeys(_clauses(query)))
    counts = {clause: engine.count(clause) for clause in clauses[:_MOST_CLAUSES]}
    missing = [clause for clause, number in counts.items() if not number]
    lines = [
        *_on_words(engine, query),
        *(line for clause in missing for line in _on_missing(engine, clause)),
        *_on_leaving_out(engine, query, counts),
        *_on_each(counts, len(clauses) - len(counts)),
    ]
    return lines[:_MOST_LINES]


def on_undated(engine: Engine, query: Node) -> list[str]:
    """Return how many articles a date clause leaves out only because they have no date, if any."""
    parts = _conjuncts(query)
    rest = tuple(part for part in parts if not isinstance(part, DateRange))
    undated = Not(_ANY_DATE)
    if len(rest) == len(parts) or not engine.count(undated):
        return []
    number = engine.count(And((*rest, undated)))
    return [f"left out: {number:,} without a date"] if number else []


def _conjuncts(query: Node) -> tuple[Node, ...]:
    """Return the clauses that must all hold; none is an And."""
    if not isinstance(query, And):
        return (query,)
    return tuple(clause for part in query.parts for clause in _conjuncts(part))


def _clauses(node: Node) -> Iterator[Node]:
    """Yield what can be found by itself: leaves and filters, what is near or counted, and its parts."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _clauses(part)
        case Weighted(part):
            yield from _clauses(part)
        case Near() | AtLeast():
            yield node
            yield from positive_terms(node)
        case Not() | MatchAll():
            return
        case TermNode() | FilterNode():
            yield node
        case _:
            assert_never(node)


def _on_words(engine: Engine, query: Node) -> Iterator[str]:
    """Tell of words that no article has, with the nearest that some have."""
    words = islice(dict.fromkeys(_words(query, analyzer_for(engine.language))), _MOST_WORDS)
    unknown = [word for word in words if not engine.count(Word(word))]
    for word in unknown[:_MOST_UNKNOWN]:
        nearest = engine.nearest(word, _MOST_NEAREST)
        yield f"{word}: no such word" + (f"; nearest: {', '.join(nearest)}" if nearest else "")
    if more := unknown[_MOST_UNKNOWN:]:
        yield f"nor these: {', '.join(more)}"


def _words(query: Node, analyzer: Analyzer) -> Iterator[str]:
    """Yield the words of words and phrases, folded; patterns tell of themselves."""
    for leaf in positive_terms(query):
        if isinstance(leaf, Word | Phrase | Exact):
            yield from (token.word for token in analyzer.terms(leaf.text))


def _on_missing(engine: Engine, clause: Node) -> Iterator[str]:
    """Tell what could be meant by a clause that no article matches."""
    match clause:
        case DateRange():
            days = engine.days()
            yield f"articles are dated {days[0]} to {days[1]}" if days else "no article has a date"
        case Keyword(_, field):
            yield f"{shortened(clause)}: no article has this {_TAG_NAMES[field]}{_examples(engine, field)}"
        case Near(parts):
            if together := engine.count(And(parts)):
                yield f"{shortened(clause)}: {count(together, 'article')} with all of it, but farther apart"
        case AtLeast(_, part):
            if mentioning := engine.count(part):
                yield f"{shortened(clause)}: {count(mentioning, 'article')} with fewer mentions"
        case TermNode():
            yield from _on_missing_leaf(engine, clause)
        case LengthRange() | MatchAll() | And() | Or() | Not() | Weighted():
            return
        case _:
            assert_never(clause)


def _on_missing_leaf(engine: Engine, leaf: TermQuery) -> Iterator[str]:
    """Tell of the first weaker form of a leaf that is found: other spellings, words between, other fields."""
    for node, where in _weaker(leaf, analyzer_for(engine.language)):
        if number := engine.count(node):
            yield f"{shortened(leaf)}: {where}: {shortened(node)} in {count(number, 'article')}"
            return


def _weaker(leaf: TermQuery, analyzer: Analyzer) -> Iterator[tuple[Node, str]]:
    if isinstance(leaf, Exact):
        yield Phrase(leaf.text, leaf.field), "in other spellings"
    words = () if isinstance(leaf, Prefix | Expanded) else analyzer.terms(leaf.text)
    if len(words) > 1:
        parts = tuple(Word(token.word, leaf.field) for token in words)
        yield Near(parts, _NEAR), "not side by side, but near"
        yield And(parts), "not near, but somewhere"
    if leaf.field:
        yield _anywhere(leaf), "in other fields"


def _anywhere(leaf: TermQuery) -> TermQuery:
    """Return a leaf without its field."""
    if isinstance(leaf, Expanded):
        return Expanded(leaf.words, leaf.pattern.replace(field=""))
    return leaf.replace(field="")


def _examples(engine: Engine, field: str) -> str:
    """Return some of the sources or languages that there are, those of the newest articles."""
    if field not in ("source", "lang"):
        return ""
    newest = engine.search(MatchAll(), sort="-date", limit=_EXAMPLES, offset=0)
    name = "source" if field == "source" else "language"
    values = dict.fromkeys(getattr(article, name) for _, article in newest.articles)
    values.pop("", None)
    if not values:
        return "; the newest have none"
    return f"; the newest have: {', '.join(islice(values, _MOST_TAGS))}"


def _on_leaving_out(engine: Engine, query: Node, counts: Mapping[Node, int]) -> Iterator[str]:
    """Tell what would be found without each clause, where that is something."""
    parts = tuple(part for part in _conjuncts(query) if part != MatchAll())
    if len(parts) == 2 and all(part in counts for part in parts):
        return  # without one of two there is the other alone, which is told
    found = []
    for place, part in enumerate(parts[:_MOST_CLAUSES] if len(parts) > 1 else ()):
        rest = parts[:place] + parts[place + 1 :]
        if number := engine.count(And(rest)):
            shown = f"({shortened(part)})" if isinstance(part, Or | Near) else shortened(part)
            found.append(f"without {shown}: {count(number, 'article')}")
    if found:
        yield "; ".join(found)


def _on_each(counts: Mapping[Node, int], uncounted: int) -> Iterator[str]:
    """Tell how many articles match each clause, where there are several."""
    if len(counts) > 1:
        listed = [f"{shortened(clause)} in {number:,}" for clause, number in counts.items()]
        yield f"articles with each alone: {', '.join(listed)}{', …' if uncounted else ''}"
