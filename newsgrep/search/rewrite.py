"""Rewrite a parsed query for the engine, with a notice on each change.

Stopwords among other words are left out, and patterns are replaced by the words of the index that they match.
In an index of German a word stands for its compounds, too; in a phrase, for the word cut at a line's end. A
word stands for itself in other letters, and in an index of several languages of a script for its inflections
in each.
What the index does not know is put into a `Verified`. Nothing else is changed. Notices are text, not data: a
user reads them, and no program acts on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import TypeGuard, assert_never

from msgspec.structs import replace

from newsgrep.analysis.acronyms import quieten
from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.stopwords import stopwords_of
from newsgrep.engine.announcing import announce_patterns
from newsgrep.engine.base import Engine
from newsgrep.errors import shortened
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Expanded,
    FilterNode,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    TermNode,
    Verified,
    Weighted,
    Word,
    map_children,
    positive_terms,
)
from newsgrep.query.rendering import render
from newsgrep.results import Expansion
from newsgrep.search.compounds import with_compounds
from newsgrep.search.cut_words import with_cut_words
from newsgrep.search.half_spaces import with_half_spaces
from newsgrep.search.inflections import with_inflections
from newsgrep.search.other_letters import with_other_letters
from newsgrep.textmatch.verify import with_checks

#: Words of a pattern that a notice names.
_MOST_NAMED = 5
#: Characters of a clause that a notice shows.
_LONGEST_SHOWN = 60


def prepare(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return the query for the engine, and a notice on each change and on each term without a word."""
    analyzer = analyzer_for(engine.language)
    shorter, left_out = without_stopwords(query, analyzer)
    whole, compounds = with_compounds(shorter, engine, analyzer)
    joined = with_half_spaces(with_cut_words(whole, engine, analyzer), engine)
    otherwise, ways = with_other_letters(joined, engine, analyzer)
    inflected, names = with_inflections(otherwise, engine, analyzer)
    expanded, expansions = expand_patterns(inflected, engine)
    notices = [*left_out, *compounds, *ways, *names, *expansions, *_wordless(expanded, analyzer)]
    return with_checks(expanded, analyzer), notices


def without_stopwords(query: Node, analyzer: Analyzer) -> tuple[Node, list[str]]:
    """Leave out the stopwords beside other words; return the rest and a notice, if there were any.

    They add next to nothing to a score and cost the most to look up. They are left out only of words that
    must all occur, or of those that `--any` made alternatives, and only if another of these words is left.
    They are kept wherever they mean more: in a written OR, below NOT, in phrases, in a field, and where they
    are counted, weighted or near something.
    """
    left_out: dict[str, None] = {}
    rest = _without_stopwords(query, analyzer, left_out)
    if not left_out:
        return rest, []
    shown = dict.fromkeys(word.rstrip(",;:?!") for word in left_out)
    return rest, [f"left out as too common: {', '.join(shown)} (put a word in quotes to keep it)"]


def stopwords_in(query: Node, analyzer: Analyzer) -> list[str]:
    """Return the words that `without_stopwords` leaves out, each once."""
    left_out: dict[str, None] = {}
    _without_stopwords(query, analyzer, left_out)
    return [*left_out]


def expand_patterns(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Replace every pattern by the words of the index that it matches; return a notice on each pattern.

    A pattern that occurs several times is looked up once.
    """
    known: dict[Pattern, Expanded] = {}
    expansions: list[str] = []

    def expand(pattern: Pattern) -> Expanded:
        if pattern not in known:
            expansion = engine.expand(pattern)
            known[pattern] = Expanded(expansion.words, pattern)
            expansions.append(_expansion_notice(pattern, expansion))
        return known[pattern]

    def replaced(node: Node) -> Node:
        return expand(node) if isinstance(node, Pattern) else map_children(node, replaced)

    announce_patterns(engine, [query])
    return replaced(query), expansions


def conjuncts(query: Node) -> tuple[Node, ...]:
    """Return the clauses that must all match; none of them is an And."""
    if not isinstance(query, And):
        return (query,)
    return tuple(clause for part in query.parts for clause in conjuncts(part))


def _without_stopwords(node: Node, analyzer: Analyzer, left_out: dict[str, None]) -> Node:
    """Return the tree without its stopwords, and add these to `left_out`."""
    match node:
        case Weighted(And() | Or()):
            return map_children(node, lambda part: _without_stopwords(part, analyzer, left_out))
        case And() | Or():
            node = map_children(node, lambda part: _without_stopwords(part, analyzer, left_out))
            return _shortened(node, analyzer, left_out)
        case Not() | Near() | AtLeast() | Verified() | Weighted() | TermNode() | FilterNode():
            return node
        case _:
            assert_never(node)


def _shortened(node: Node, analyzer: Analyzer, left_out: dict[str, None]) -> Node:
    """Return an And or Or without the stopwords among its parts, where it has other words too.

    A written Or keeps them; beside every article they would only rank. Words in capitals throughout, as of a
    pasted headline, are read as an article's are: as small ones.
    """
    assert isinstance(node, And | Or)
    typed = {number: part for number, part in enumerate(node.parts) if _is_plain(part, node)}
    read = dict(zip(typed, _quietened([*typed.values()], analyzer), strict=True))
    words = [number for number, part in read.items() if isinstance(part, Word)]
    common = {number: typed[number].text for number in words if _is_stopword(read[number].text, analyzer)}
    if len(common) == len(words) and MatchAll() not in node.parts:
        common = {}
    left_out.update(dict.fromkeys(common.values()))
    rest = tuple(read.get(number, part) for number, part in enumerate(node.parts) if number not in common)
    return rest[0] if len(rest) == 1 else type(node)(rest)


def _is_plain(part: Node, node: And | Or) -> TypeGuard[Word | Phrase]:
    """Return whether a part is a word of a text, or a phrase of several, and not of a written Or."""
    if isinstance(part, Word):
        return not part.field and (isinstance(node, And) or part.any_part)
    return isinstance(part, Phrase) and not part.field and " " in part.text


def _quietened(parts: Sequence[Word | Phrase], analyzer: Analyzer) -> list[Word | Phrase]:
    """Return words and phrases with their texts in small letters, where that makes other words of them."""
    quiet = StringIO(quieten("".join(f"{part.text}\n" for part in parts)))
    pairs = [(part, replace(part, text=quiet.read(len(part.text) + 1)[:-1])) for part in parts]
    return [one if _terms(one, analyzer) == _terms(other, analyzer) else other for one, other in pairs]


def _terms(part: Word | Phrase, analyzer: Analyzer) -> list[str]:
    return [token.term for token in analyzer.terms(part.text)]


def _is_stopword(text: str, analyzer: Analyzer) -> bool:
    words = [token.word for token in analyzer.terms(text)]
    return len(words) == 1 and words[0] in stopwords_of(analyzer.language)


def _expansion_notice(pattern: Pattern, expansion: Expansion) -> str:
    """Return a notice on the number of words that a pattern matches, with the most frequent ones."""
    shown, number = shortened(render(pattern), _LONGEST_SHOWN), len(expansion.words)
    if not number:
        return f"{shown} matches no word"
    named = ", ".join(expansion.words[:_MOST_NAMED]) + (", …" if number > _MOST_NAMED else "")
    if expansion.total > number:
        return (
            f"{shown} matches {expansion.total:,} words; the {number:,} most frequent are searched: {named}"
        )
    many = f" {number:,} words" if number > _MOST_NAMED else ""
    return f"{shown} matches{many}: {named}"


def _wordless(query: Node, analyzer: Analyzer) -> list[str]:
    """Return a notice on each term query in which analysis finds no word; those below a Not are harmless."""
    terms = (term for term in positive_terms(query) if not isinstance(term, Expanded))
    return [
        f'"{term.text}" has no letters or digits to search for'
        for term in terms
        if not analyzer.terms(term.text)
    ]
