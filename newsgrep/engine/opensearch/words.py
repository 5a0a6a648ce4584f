"""The surface forms of an index on OpenSearch: those that match a pattern, or are spelt like a word.

They are an index of their own. The server chooses those that may match, and they are compared here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, assert_never

from newsgrep.analysis.folding import fold
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.reader import WHOLE
from newsgrep.engine.opensearch.spans import Query, any_of
from newsgrep.patterns.same_stem import SameStem
from newsgrep.query.nodes import Fuzzy, Pattern, Regex, Sounds, Wildcard
from newsgrep.results import Expansion

#: Words of an answer.
_PAGE = 10_000
_EVERY: Query = {"match_all": {}}
#: The beginning of a regular expression that stands for itself.
_LITERAL = re.compile(r"[a-z0-9]*(?![a-z0-9]?[?*+{])")


class Words:
    """The surface forms of one generation of an index, each with the number of articles that have it."""

    def __init__(self, client: Client, index: str) -> None:
        self._client = client
        self._index = index
        self._beginning: dict[str, tuple[str, ...]] = {}

    def beginning_with(self, beginning: str) -> tuple[str, ...]:
        """Return the forms with a beginning, the most frequent first."""
        if beginning not in self._beginning:
            found = self._forms({"prefix": {"w": {"value": beginning}}})
            self._beginning[beginning] = tuple(word for word, _ in _by_frequency(found))
        return self._beginning[beginning]

    def expand(self, pattern: Pattern | SameStem, limit: int) -> Expansion:
        """Return the forms that a pattern matches: the `limit` most frequent, ties in their order."""
        found = _by_frequency(self._matching(pattern))
        return Expansion(tuple(word for word, _ in found[:limit]), len(found))

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

    def _matching(self, pattern: Pattern | SameStem) -> list[tuple[str, int]]:
        from newsgrep.patterns import concatenate, matching_words

        found = self._forms(_candidates(pattern))
        if not found:
            return []
        numbers = matching_words(pattern, *concatenate([word for word, _ in found]))
        return [found[number] for number in numbers.tolist()]

    def _forms(self, query: Query) -> list[tuple[str, int]]:
        """Return the forms that a query of the server finds, with how many articles have each."""
        if query == _EVERY:
            return list(self._every_form())
        return [(hit["_source"]["w"], hit["_source"]["n"]) for hit in self._hits(query)]

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
        return self._client.request("POST", f"/{self._index}/_search", body, params=WHOLE)

    def _hits(self, query: Query) -> Iterator[dict[str, Any]]:
        body: dict[str, Any] = {"query": {"constant_score": {"filter": query}}, "size": _PAGE, "sort": ["w"]}
        while True:
            hits = self._ask(body)["hits"]["hits"]
            yield from hits
            if len(hits) < _PAGE:
                return
            body["search_after"] = hits[-1]["sort"]


def _candidates(pattern: Pattern | SameStem) -> Query:
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


def _fuzzy(word: str, edits: int) -> Query:
    """Return what finds forms within some edits; acronyms are in capitals, which the server tells apart."""
    # As a constant score no number of words is too large; else the most similar ones alone would be found.
    how = {"fuzziness": edits, "rewrite": "constant_score"}
    values = dict.fromkeys((word, word.upper()))
    return any_of([{"fuzzy": {"w": {"value": value, **how}}} for value in values])


def _folded(text: str) -> str:
    """Return a piece of a wildcard as words are folded, for the server, to which a backslash escapes."""
    return fold(text).replace("\\", "\\\\")


def _by_frequency(found: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
