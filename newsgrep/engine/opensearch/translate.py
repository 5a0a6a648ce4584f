"""Translates a query tree into a query of OpenSearch that matches exactly and scores by BM25F."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import assert_never

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.analysis.folding import fold
from newsgrep.engine.bm25f import DEFAULT_RANKING
from newsgrep.engine.opensearch.filters import filter_query
from newsgrep.engine.opensearch.scoring import Contributions
from newsgrep.engine.opensearch.spans import (
    NOTHING,
    Part,
    PositionTerms,
    ServerQuery,
    any_of,
    at_place,
    ends_of_chains,
    in_row,
    is_mixed,
    may_be_near,
    number_of_clauses,
    occurrences,
    phrase,
    span_or,
    with_field_weight,
    without_score,
)
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    Exact,
    Expanded,
    FilterNode,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Sounds,
    TermNode,
    TermQuery,
    Verified,
    Weighted,
    Wildcard,
    Word,
    positive_terms,
)
from newsgrep.query.words import tokens_with_forms, words_of

#: The lede of articles without a title, where it stands in for the title.
_UNTITLED = "t_lede of untitled"
_FIELDS = {
    "": ("t_body", "t_title", "t_author"),
    "title": ("t_title", _UNTITLED),
    "author": ("t_author",),
    "body": ("t_body",),
    "lead": ("t_title", "t_lede"),
}
#: The field for a word of any field: it holds the weighted sum of the frequencies in all fields.
_ALL = "t_all"
#: How many words with a beginning a frequency counts: the most frequent ones. All words with it match.
_MOST_COUNTED = 10_000
#: The most clauses of a Near, or of words one after the other; the server takes 1,024 in a query.
_MOST_CLAUSES = 250


class Translator:
    """Translates prepared trees: their patterns are expanded, and they have no Verified.

    words_with:  returns the surface forms with any of the given beginnings, the most frequent first
    overlapping: answers a Near that is too much for the server, given its parts and a query for candidates
    """

    def __init__(
        self,
        analyzer: Analyzer,
        scores: Contributions,
        words_with: Callable[[tuple[str, ...]], Sequence[str]],
        overlapping: Callable[[Near, Sequence[Part], ServerQuery], ServerQuery],
    ) -> None:
        self._analyzer = analyzer
        self._scores = scores
        self._words_with = words_with
        self._overlapping = overlapping

    def query(self, node: Node, weight: float = 1.0) -> ServerQuery:
        """Return the query of a tree, whose score is multiplied by a weight.

        Raises TypeError for a Verified.
        """
        match node:
            case And(parts):
                wanted = [self.query(part, weight) for part in parts if not isinstance(part, Not)]
                unwanted = [self.query(part.part) for part in parts if isinstance(part, Not)]
                return {"bool": {"must": wanted or [without_score({"match_all": {}})], "must_not": unwanted}}
            case Or(parts):
                return any_of([self.query(part, weight) for part in parts])
            case Not(part):
                return without_score({"bool": {"must_not": [self.query(part)]}})
            case Weighted(part, factor):
                return self.query(part, weight * factor)
            case AtLeast(count, part):
                scored = [self.query(part, weight)]
                return {"bool": {"filter": [self._at_least(count, part)], "should": scored}}
            case FilterNode():
                return without_score(filter_query(node, self._analyzer))
            case Near():
                return self._near(node, weight)
            case TermNode():
                return self._term(node, weight)
            case Verified():
                raise TypeError("what is to be verified is found out before")
            case _:
                assert_never(node)

    def _term(self, term: TermQuery, weight: float) -> ServerQuery:
        places = self._places(term)
        if not places:
            return NOTHING
        if not isinstance(term, Word) or len(places) == 1:
            return self._as_one_term(term, places, weight)
        share = DEFAULT_RANKING.compound_share
        whole = self._as_one_term(term, places, weight * share)
        words = [self._term(word, weight * (1 - share)) for word in words_of(term, self._analyzer)]
        required = any_of(words) if term.any_part else whole
        return {"bool": {"filter": [required], "should": [whole, *words]}}

    def _as_one_term(self, term: TermQuery, places: Sequence[PositionTerms], weight: float) -> ServerQuery:
        """Return a query for the places of a term one after the other, ranked as one term."""
        if len(places) == 1:
            names = _FIELDS[term.field] if term.field else (_ALL,)
            found = _in_fields(names, lambda name: self._at_place(places[0], name))
            return self._scores.contribution(found, weight)
        spelt = self._spelt(places)
        if not spelt:
            return NOTHING
        names = _FIELDS[term.field]
        if _fits(spelt, names):
            found = _in_fields(names, lambda name: occurrences(phrase(spelt, name)))
        else:
            found = self._by_reading(Near((term,), 1), [[spelt]])
        return self._scores.contribution(found, weight)

    def _at_place(self, place: PositionTerms, name: str) -> ServerQuery:
        """Return a query for any word of a place; its score is how often they occur."""
        if not place.begins:
            return at_place(place, name)
        field = place.field(name)
        beginnings = any_of([{"prefix": {field: {"value": beginning}}} for beginning in place.words])
        (spelt,) = self._spelt([place]) or [PositionTerms(())]
        counted = PositionTerms(spelt.words[:_MOST_COUNTED], is_form=True)
        scored = [at_place(counted, name)] if counted.words else []
        return {"bool": {"filter": [beginnings], "should": scored}}

    def _near(self, node: Near, weight: float) -> ServerQuery:
        if node.unit != "word":
            raise TypeError("sentences and paragraphs are found out before")
        field = next(positive_terms(node)).field
        every = [self._without_repetition(self._leaves(part)) for part in node.parts]
        parts = [[spelt for places in part if (spelt := self._spelt(places))] for part in every]
        if not all(parts):
            return NOTHING

        names = _FIELDS[field]
        if len(parts) == 1 and all(_fits(places, names) for places in parts[0]):
            return self._scores.contribution(self.frequency(node.parts[0], are_weighted=True), weight)
        clauses = number_of_clauses(parts, ordered=node.ordered) * len(names)
        if clauses <= _MOST_CLAUSES and self._are_apart(parts):
            found = _in_fields(names, lambda name: occurrences(_chains(node, parts, name)))
        else:
            found = self._by_reading(node, parts)
        return self._scores.contribution(found, weight)

    def _by_reading(self, node: Near, parts: Sequence[Part]) -> ServerQuery:
        """Return a query for the matches of a Near, found by reading the articles that may match it."""
        names = _FIELDS[next(positive_terms(node)).field]

        def candidates(name: str) -> ServerQuery:
            return may_be_near(parts, name, node.distance, ordered=node.ordered)

        return self._overlapping(node, parts, _in_fields(names, candidates))

    def _are_apart(self, parts: Sequence[Sequence[Sequence[PositionTerms]]]) -> bool:
        """Return whether no two spans of the parts can overlap, judged by their words."""
        seen: set[str] = set()
        for part in parts:
            for places in part:
                stems = [stem for place in places for stem in self._stems(place)]
                if seen & set(stems) or (len(places) > 1 and len(set(stems)) < len(stems)):
                    return False
                seen.update(stems)
        return True

    def _stems(self, place: PositionTerms) -> set[str]:
        return {
            self._analyzer.stem(word) if one.is_form else word for one in place.kinds() for word in one.words
        }

    def _at_least(self, count: int, part: Node) -> ServerQuery:
        found = self.frequency(part)
        return found if found == NOTHING else {"function_score": {"query": found, "min_score": count - 0.5}}

    def frequency(self, node: Node, *, are_weighted: bool = False) -> ServerQuery:
        """Return a query for a term query, or an Or of them; its score is the number of occurrences.

        A phrase and a word within it count as two occurrences. With `are_weighted`, an occurrence counts
        with the weight of its field.
        """
        field = next(positive_terms(node)).field
        return self._in_fields(_FIELDS[field], self._leaves(node), are_weighted=are_weighted)

    def exact_frequency(self, node: Node) -> ServerQuery | None:
        """Return a query as `frequency` does, for terms in any fields; None if it would count wrong.

        That is so if the server would count an occurrence twice, for several of the terms, or if a term has
        too many clauses.
        """
        leaves = list(dict.fromkeys(self._leaves(node)))
        if not all(_fits(self._spelt(self._places(leaf)), _FIELDS[leaf.field]) for leaf in leaves):
            return None
        found = []
        for name in _FIELDS[""]:
            terms = [leaf for leaf in leaves if name in _FIELDS[leaf.field]]
            if not _are_distinct(list(self._without_repetition(terms))):
                return None
            found.append(self._in_fields([name], terms))
        in_body = [self._places(leaf) for leaf in leaves if "t_body" in _FIELDS[leaf.field]]
        in_lede = [leaf for leaf in leaves if leaf.field in ("title", "lead")]
        if in_lede and not in_body and len({leaf.field for leaf in in_lede}) == 1:
            found.append(self._in_fields(_FIELDS[in_lede[0].field][1:], in_lede))
        elif any(self._places(leaf) not in in_body for leaf in in_lede):
            return None
        return any_of(found)

    def _in_fields(
        self, names: Sequence[str], leaves: Iterable[TermQuery], *, are_weighted: bool = False
    ) -> ServerQuery:
        terms = list(self._without_repetition(leaves))
        return _in_fields(
            names,
            lambda name: any_of([self._frequency(places, name) for places in terms]),
            are_weighted=are_weighted,
        )

    def _frequency(self, places: Sequence[PositionTerms], name: str) -> ServerQuery:
        """Return a query for places one after the other; its score is how often they occur."""
        if len(places) == 1:
            return self._at_place(places[0], name)
        spelt = self._spelt(places)
        if not spelt:
            return NOTHING
        return occurrences(phrase(spelt, name))

    def _without_repetition(self, terms: Iterable[TermQuery]) -> Iterator[Sequence[PositionTerms]]:
        """Yield the places of terms, each once. Leaves out the forms of a stem that the terms have, too.

        Each occurrence of such a form is one of the stem. Terms of different words may have the same stem.
        """
        every = dict.fromkeys(tuple(places) for term in terms if (places := self._places(term)))
        single = dict.fromkeys(one for places in every if len(places) == 1 for one in places[0].kinds())
        stems = {word for place in single if not place.is_form for word in place.words}
        yield from (places for places in every if len(places) > 1)
        seen: set[str] = set()
        for place in single:
            if not place.is_form or place.begins:
                yield [place]
                continue
            words = (word for word in place.words if self._analyzer.stem(word) not in stems)
            left = tuple(word for word in words if word not in seen)
            seen.update(left)
            if left:
                yield [PositionTerms(left, is_form=True)]

    def _places(self, term: TermQuery) -> list[PositionTerms]:
        """Return the place for each position of a term; empty if it has no word."""
        if isinstance(term, Expanded):
            return [PositionTerms(term.words, is_form=True)] if term.words else []
        tokens = self._analyzer.terms(term.text)
        match term:
            case Prefix() if tokens:
                last = PositionTerms(begun_forms(term, self._analyzer), is_form=True, begins=True)
                return [*(PositionTerms((token.term,)) for token in tokens[:-1]), last]
            case Exact():
                return [PositionTerms((token.word,), is_form=True) for token in tokens]
            case Word() | Phrase():
                found = tokens_with_forms(term, self._analyzer)
                return [PositionTerms((token.term,), forms=forms) for token, forms in found]
            case Prefix():
                return [PositionTerms((token.term,)) for token in tokens]
            case Wildcard() | Fuzzy() | Regex() | Sounds() | Cased():
                raise TypeError(f"{type(term).__name__} is replaced before an engine answers")
            case _:
                assert_never(term)

    def _spelt(self, places: Sequence[PositionTerms]) -> list[PositionTerms]:
        """Return places with whole words in place of beginnings; empty if no word has one of them."""
        spelt = [
            PositionTerms(tuple(self._words_with(place.words)), is_form=True) if place.begins else place
            for place in places
        ]
        return spelt if all(place.words for place in spelt) else []

    def _leaves(self, node: Node) -> Iterator[TermQuery]:
        """Yield the terms of a part of a Near or an AtLeast: a term query, or an Or of them."""
        for term in positive_terms(node):
            words = words_of(term, self._analyzer) if isinstance(term, Word) and term.any_part else []
            yield from words or (term,)


def begun_forms(term: Prefix, analyzer: Analyzer) -> tuple[str, ...]:
    """Return the beginnings of the surface forms that the last word of a prefix query matches, if any."""
    tokens = analyzer.terms(term.text)
    beginning = fold(tokens[-1].word) if tokens else ""
    return tuple(dict.fromkeys((beginning, beginning.upper()))) if beginning else ()


def _chains(node: Near, parts: Sequence[Part], name: str) -> ServerQuery:
    spans = [span_or([in_row(places, name) for places in part]) for part in parts]
    return ends_of_chains(spans, node.distance, ordered=node.ordered)


def _fits(places: Sequence[PositionTerms], names: Sequence[str]) -> bool:
    """Return whether the server can search the given fields for places one after the other."""
    words = sum(len(place.words) + len(place.forms) for place in places)
    return len(places) == 1 or not is_mixed(places) or words * len(names) <= _MOST_CLAUSES


def _are_distinct(terms: Sequence[Sequence[PositionTerms]]) -> bool:
    """Return whether no two of the terms can have an occurrence in common, judged by their lengths."""
    lengths = [len(places) for places in terms]
    if lengths.count(1) > 1 and any(places[0].begins for places in terms if len(places) == 1):
        return False
    return all(lengths.count(length) == 1 for length in lengths if length > 1)


def _in_fields(
    names: Sequence[str], found: Callable[[str], ServerQuery], *, are_weighted: bool = True
) -> ServerQuery:
    """Return a query that matches where one of those that `found` makes for each field does.

    are_weighted: whether scores are multiplied by the weights of the fields
    """
    queries = []
    for name in names:
        field = "t_lede" if name == _UNTITLED else name
        query = with_field_weight(found(field), field) if are_weighted else found(field)
        if name == _UNTITLED and query != NOTHING:
            query = {"bool": {"must": [query], "filter": [{"term": {"s_untitled": True}}]}}
        queries.append(query)
    return any_of(queries)
