"""Rewrite a parsed query for the engine, with a notice on each change that the user may not expect.

Notices are text, not data: a user reads them, and no program acts on them.

A step is a function of a query and an engine. `with_alternatives` (alternatives.py) adds the alternatives of
a term to a query. Inflections are not alternatives: words and phrases have them in their `forms`.
"""

from __future__ import annotations

from collections.abc import Callable

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.engine.announcing import announce_patterns
from newsgrep.engine.base import Engine
from newsgrep.errors import shortened
from newsgrep.query.nodes import Expanded, Node, Pattern, positive_terms, replace_leaves, walk
from newsgrep.query.rendering import render
from newsgrep.results import Expansion
from newsgrep.search.compounds import with_compounds
from newsgrep.search.cut_words import with_cut_words
from newsgrep.search.half_spaces import with_half_spaces
from newsgrep.search.inflections import with_inflections
from newsgrep.search.other_letters import with_other_letters
from newsgrep.search.stopwords import without_stopwords
from newsgrep.textmatch.verifier import with_checks

#: Words of a pattern that a notice names, at most.
_MOST_NAMED = 5
#: Characters of a clause that a notice shows, at most.
_LONGEST_SHOWN = 60

#: Takes a query and the engine that will answer it; returns the changed query, and notices on the change.
RewriteStep = Callable[[Node, Engine], tuple[Node, list[str]]]


def prepare(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return the query for the engine, and a notice on each change and on each term without a word."""
    notices: list[str] = []
    for step in _STEPS:
        query, more = step(query, engine)
        notices += more
    analyzer = analyzer_for(engine.language)
    notices += _wordless(query, analyzer)
    return with_checks(query, analyzer), notices


def expand_patterns(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Replace every pattern by the words of the index that it matches; return a notice on each pattern.

    A pattern that occurs several times is looked up once.
    """
    announce_patterns(engine, [query])
    expanded: dict[Node, Node] = {}
    notices: list[str] = []
    for pattern in dict.fromkeys(node for node in walk(query) if isinstance(node, Pattern)):
        expansion = engine.expand(pattern)
        expanded[pattern] = Expanded(expansion.words, pattern)
        notices.append(_expansion_notice(pattern, expansion))
    return replace_leaves(query, expanded), notices


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


#: The steps, in this order.
_STEPS: tuple[RewriteStep, ...] = (
    without_stopwords,  # first, so that nothing is looked up for words that are left out
    with_compounds,  # before other steps add words: it looks up the words as they are typed
    with_cut_words,  # for the same reason
    with_half_spaces,  # joins words of an And, which the next step may turn into a Near
    with_other_letters,  # before inflections, as each of these words has its own
    with_inflections,  # gives words and phrases their `forms`; no step after it adds any
    expand_patterns,  # last: the words that a pattern matches have no alternatives
)
