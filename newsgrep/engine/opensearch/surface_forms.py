"""The surface forms of an index on OpenSearch: finds those that match a pattern, or are spelt like a word.

They have an index of their own. The server returns the forms that may match, and newsgrep compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, assert_never

from newsgrep.analysis.folding import fold
from newsgrep.batching import slices_of
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.reader import ask_many, send_search
from newsgrep.engine.opensearch.spans import ServerQuery, any_of
from newsgrep.patterns.same_stem import SameStem
from newsgrep.query.nodes import Fuzzy, Pattern, Regex, Sounds, Wildcard
from newsgrep.results import Expansion

#: The most words of an answer.
_PAGE = 10_000
#: How many patterns are looked up with one request.
_TOGETHER = 50
_EVERY: ServerQuery = {"match_all": {}}
#: The literal beginning of a regular expression.
_LITERAL = re.compile(r"[a-z0-9]*(?![a-z0-9]?[?*+{])")

#: Beginnings of surface forms, any of which counts.
Beginnings = tuple[str, ...]


class Words:
    """The surface forms of one generation of an index, each with the number of articles that have it."""

    def __init__(self, client: Client, index: str) -> None:
        self._client = client
        self._index = index
        self._beginning: dict[Beginnings, tuple[str, ...]] = {}
        #: The expansions of announced patterns; None for a pattern that `expand` has to look up.
        self._announced: dict[Pattern | SameStem, Expansion | None] = {}

    def beginning_with(self, beginnings: Beginnings) -> tuple[str, ...]:
        """Return the forms with any of the given beginnings, the most frequent first."""
        if beginnings not in self._beginning:
            self._beginning[beginnings] = _words_of(self._forms(_beginning_with(beginnings)))
        return self._beginning[beginnings]

    def announce_beginnings(self, beginnings: Sequence[Beginnings]) -> None:
        """Look up forms with the given beginnings in few requests, for `beginning_with`."""
        wanted = [one for one in dict.fromkeys(beginnings) if one not in self._beginning]
        found = self._pages([_beginning_with(one) for one in wanted])
        self._beginning |= {
            one: _words_of(forms) for one, forms in zip(wanted, found, strict=True) if forms is not None
        }

    def announce(self, patterns: Sequence[Pattern], limit: int) -> None:
        """Look up patterns in few requests, for `expand`, and forget the patterns of an earlier call.

        Leaves to `expand` a pattern that may match any word of the index, or more than a page of words.
        """
        if all(one in self._announced for one in patterns):
            return
        self._announced = {one: self._announced.get(one) for one in patterns}
        unknown = [one for one, found in self._announced.items() if found is None]
        wanted = [(one, query) for one in unknown if (query := _candidates(one)) != _EVERY]
        found = self._pages([query for _, query in wanted])
        for (pattern, _), forms in zip(wanted, found, strict=True):
            if forms is not None:
                self._announced[pattern] = _expansion(pattern, forms, limit)

    def expand(self, pattern: Pattern | SameStem, limit: int) -> Expansion:
        """Return the forms that a pattern matches: the `limit` most frequent, ties in their order."""
        announced = self._announced.get(pattern)
        return announced or _expansion(pattern, self._forms(_candidates(pattern)), limit)

    def nearest(self, word: str, count: int) -> list[str]:
        """Return at most `count` forms that are spelt most like a word, nearest first; ties by frequency."""
        from newsgrep.patterns import concatenate
        from newsgrep.patterns.edit_distance import edits_of_suggestion, within_distance

        wanted = fold(word)
        edits = edits_of_suggestion(wanted)
        counted = dict(self._forms(_fuzzy(wanted, edits)))
        forms = list(counted)
        numbers, distances = within_distance(wanted, *concatenate([form.lower() for form in forms]), edits)
        pairs = zip(distances.tolist(), (forms[number] for number in numbers.tolist()), strict=True)
        ranked = sorted((distance, -counted[form], form) for distance, form in pairs if distance)
        return [form for _, _, form in ranked[:count]]

    def _forms(self, query: ServerQuery) -> list[tuple[str, int]]:
        """Return the forms that a query of the server finds, with how many articles have each."""
        if query == _EVERY:
            return list(self._every_form())
        return _forms_of(self._hits(query))

    def _pages(self, queries: Sequence[ServerQuery]) -> Iterator[list[tuple[str, int]] | None]:
        """Yield the forms that each query finds, asked for in few requests; None if they are too many."""
        for some in slices_of(queries, _TOGETHER):
            for answer in ask_many(self._client, self._index, list(map(_page_of, some))):
                hits = answer["hits"]["hits"]
                yield _forms_of(hits) if len(hits) < _PAGE else None

    def _every_form(self) -> Iterator[tuple[str, int]]:
        """Yield all forms from the columns of the server: three times as fast as from its documents."""
        columns = [{name: {"terms": {"field": name}}} for name in ("w", "n")]
        composite: dict[str, Any] = {"size": _PAGE, "sources": columns}
        while True:
            found = self._ask({"size": 0, "aggs": {"forms": {"composite": composite}}})
            found = found["aggregations"]["forms"]
            yield from ((bucket["key"]["w"], bucket["key"]["n"]) for bucket in found["buckets"])
            if "after_key" not in found:
                return
            composite["after"] = found["after_key"]

    def _ask(self, body: dict[str, Any]) -> Any:
        return send_search(self._client, self._index, body)

    def _hits(self, query: ServerQuery) -> Iterator[dict[str, Any]]:
        body = _page_of(query)
        while True:
            hits = self._ask(body)["hits"]["hits"]
            yield from hits
            if len(hits) < _PAGE:
                return
            body["search_after"] = hits[-1]["sort"]


def _page_of(query: ServerQuery) -> dict[str, Any]:
    return {"query": {"constant_score": {"filter": query}}, "size": _PAGE, "sort": ["w"]}


def _forms_of(hits: Iterable[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(hit["_source"]["w"], hit["_source"]["n"]) for hit in hits]


def _expansion(pattern: Pattern | SameStem, forms: list[tuple[str, int]], limit: int) -> Expansion:
    """Return those of the given forms that a pattern matches, the `limit` most frequent."""
    from newsgrep.patterns import concatenate, matching_words

    if not forms:
        return Expansion((), 0)
    numbers = matching_words(pattern, *concatenate([word for word, _ in forms]))
    found = _by_frequency([forms[number] for number in numbers.tolist()])
    return Expansion(tuple(word for word, _ in found[:limit]), len(found))


def _candidates(pattern: Pattern | SameStem) -> ServerQuery:
    """Return a query of the server that finds every form that a pattern may match."""
    match pattern:
        case Wildcard(text):
            pieces = (piece if piece in ("?", "*") else _folded(piece) for piece in re.split(r"([?*])", text))
            return {"wildcard": {"w": {"value": "".join(pieces), "case_insensitive": True}}}
        case Fuzzy(text, edits):
            return _fuzzy(fold(text), edits)
        case Regex(text) if "|" not in text and (beginning := _LITERAL.match(text)):
            return {"prefix": {"w": {"value": beginning[0], "case_insensitive": True}}}
        case SameStem():
            return {"regexp": {"w": {"value": f"({pattern.beginning()}).*"}}}
        case Regex() | Sounds():
            return _EVERY
        case _:
            assert_never(pattern)


def _fuzzy(word: str, edits: int) -> ServerQuery:
    """Return a query for forms within the given edits, also in capitals, which acronyms have in the index."""
    # The rewrite as a constant score finds all such words; the default finds only the most similar ones.
    how = {"fuzziness": edits, "rewrite": "constant_score"}
    values = dict.fromkeys((word, word.upper()))
    return any_of([{"fuzzy": {"w": {"value": value, **how}}} for value in values])


def _folded(text: str) -> str:
    """Return a piece of a wildcard folded as words are, with backslashes escaped for the server."""
    return fold(text).replace("\\", "\\\\")


def _beginning_with(beginnings: Beginnings) -> ServerQuery:
    return any_of([{"prefix": {"w": {"value": beginning}}} for beginning in beginnings])


def _words_of(found: list[tuple[str, int]]) -> tuple[str, ...]:
    return tuple(word for word, _ in _by_frequency(found))


def _by_frequency(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
