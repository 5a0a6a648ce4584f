"""Inflections in the further languages of an index: in one of `english,german`, Haus is found in Häuser.

The words of an index are stemmed in the first of its languages that is written in their script. For another
one of the script, a query asks for the words of the index that have the stem of its own word there.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.languages import further_languages, language_of_script, script_of, scripts_of
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import Node, Phrase, Word, map_children, walk

if TYPE_CHECKING:
    from newsgrep.patterns import SameStem


def with_inflections(query: Node, engine: Engine, analyzer: Analyzer) -> Node:
    """Return a query in which words and phrases match inflections in all languages of the index.

    Patterns and exact spellings stand for themselves.
    """
    further = further_languages(analyzer.language)
    plain = [node for node in walk(query) if isinstance(node, Word | Phrase)] if further else []
    words = dict.fromkeys(token.word for node in plain for token in analyzer.terms(node.text))
    if not words:
        return query
    from newsgrep.patterns import SameStem

    forms: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for language in further:
        some = tuple(word for word in words if _has(language, word, analyzer))
        _add_forms(forms, SameStem(some, language, analyzer.language), engine)
    others = {
        word: tuple(form for form in found if analyzer.stem(form) != analyzer.stem(word))
        for word, found in forms.items()
    }

    def inflected(node: Node) -> Node:
        if not isinstance(node, Word | Phrase):
            return map_children(node, inflected)
        of_words = tuple(others.get(token.word, ()) for token in analyzer.terms(node.text))
        return replace(node, forms=of_words) if any(of_words) else node

    return inflected(query)


def _has(language: str, word: str, analyzer: Analyzer) -> bool:
    """Return whether a word may be one of a further language, whose inflections have other stems."""
    scripts, script = scripts_of(language), script_of(word)
    is_first = all(language_of_script(analyzer.language, one) == language for one in scripts)
    return script in scripts and not is_first


def _add_forms(forms: defaultdict[str, dict[str, None]], wanted: SameStem, engine: Engine) -> None:
    """Add to the forms of some words those of the index that have their stem in a language."""
    if not wanted.words:
        return
    of_stem = defaultdict(list)
    stem = analyzer_for(wanted.language).stem
    for form in engine.expand(wanted).words:
        of_stem[stem(form)].append(form)
    for word in wanted.words:
        forms[word] |= dict.fromkeys(of_stem[stem(word)])
