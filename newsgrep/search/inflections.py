"""Inflections that have other terms in an index: with the languages `english,german`, Haus finds Häuser, too.

The words of an index are stemmed without their accents, in the first of its languages that is written in
their script. For a further language of that script, and for one whose stemmer needs the accents
(analysis/readings.py), a word of a query gets as `forms` the words of the index that share its stem there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from msgspec.structs import replace

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.han import is_han, variants_of
from newsgrep.analysis.languages import language_of_script, languages_of, script_of, scripts_of
from newsgrep.analysis.numerals import numerals_of
from newsgrep.analysis.readings import WITH_READINGS, stems_of
from newsgrep.analysis.tokenizer import has_run_on_letters
from newsgrep.engine.base import Engine
from newsgrep.query.nodes import (
    Exact,
    Expanded,
    Node,
    Or,
    Phrase,
    Regex,
    Wildcard,
    Word,
    replace_leaves,
    walk,
)
from newsgrep.search.own_forms import own_forms


def with_inflections(query: Node, engine: Engine) -> tuple[Node, list[str]]:
    """Return a query in which words and phrases match inflections in all languages of the index.

    No terms are added: a word that has `forms` is one term, also within a phrase.
    A Han character matches the other ways to write it, too, and a number its digits of other scripts.
    Patterns and exact spellings stay as they are. The notices are on names that look like a plural and are
    not read as one.
    """
    analyzer = analyzer_for(engine.language)
    plain = [node for node in walk(query) if isinstance(node, Word | Phrase)]
    words = dict.fromkeys(token.word for node in plain for token in analyzer.terms(node.text))
    own = {word: own_forms(word, engine, analyzer) for word in words}
    forms = {word: dict.fromkeys((*found.forms, *_variants(word, engine))) for word, found in own.items()}
    for letter in _after_numbers(plain, analyzer):
        forms[letter] |= dict.fromkeys(engine.expand(Wildcard(f"{letter}*")).words)
    for language in languages_of(analyzer.language):
        some = tuple(word for word in words if _has_more(language, word, analyzer))
        _add_forms(forms, some, language, engine, analyzer)
    others = {
        word: tuple(form for form in found if analyzer.stem(form) != analyzer.stem(word))
        for word, found in forms.items()
    }
    inflected: dict[Node, Node] = {}
    notices: dict[str, None] = {}
    for node in plain:
        found = [token.word for token in analyzer.terms(node.text)]
        if isinstance(node, Word) and len(found) == 1 and own[found[0]].is_alone and node.text[0].isupper():
            name = own[found[0]].forms
            small = f"{node.text.lower()} in small letters finds its other meaning, too"
            notices[f"{node.text} is searched for as a name: {', '.join(name)}; {small}"] = None
            inflected[node] = Expanded(name, Regex("|".join(name), node.field))
        elif any(of_words := tuple(others.get(word, ()) for word in found)):
            inflected[node] = replace(node, forms=of_words)
    return replace_leaves(query, inflected), [*notices]


def _has_more(language: str, word: str, analyzer: Analyzer) -> bool:
    """Return whether inflections of a word in a language may have other terms than the word in the index."""
    scripts, script = scripts_of(language), script_of(word)
    is_first = all(language_of_script(analyzer.language, one) == language for one in scripts)
    return script in scripts and (language in WITH_READINGS or not is_first)


def _after_numbers(nodes: Iterable[Word | Phrase], analyzer: Analyzer) -> set[str]:
    """Return each single letter after a number; an index may have it joined to the next: 월에 of 3월에."""
    pairs = (pair for node in nodes for pair in pairwise(token.word for token in analyzer.terms(node.text)))
    return {
        letter
        for number, letter in pairs
        if number[0].isdigit() and len(letter) == 1 and has_run_on_letters(letter) and not is_han(letter)
    }


def _variants(word: str, engine: Engine) -> tuple[str, ...]:
    """Return the other ways to write a Han character or a number; of a number, those that the index has."""
    if is_han(word):
        return variants_of(word)
    others = numerals_of(word) if word.isdecimal() else ()
    if not others or not engine.count(Or(tuple(map(Exact, others)))):
        return ()
    return tuple(other for other in others if engine.count(Exact(other)))


def _add_forms(
    forms: dict[str, dict[str, None]],
    words: tuple[str, ...],
    language: str,
    engine: Engine,
    analyzer: Analyzer,
) -> None:
    """Add to `forms`, for each of `words`, the words of the index that share a stem with it in a language."""
    if not words:
        return
    from newsgrep.patterns import SameStem

    of_stem = defaultdict(list)
    found = engine.expand(SameStem(words, language, analyzer.language)).words
    for form, stems in zip(found, stems_of(found, language), strict=True):
        for stem in stems:
            of_stem[stem].append(form)
    for word, stems in zip(words, stems_of(words, language), strict=True):
        for stem in sorted(stems):
            forms[word] |= dict.fromkeys(of_stem[stem])
