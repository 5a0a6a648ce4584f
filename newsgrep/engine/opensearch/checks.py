"""Checks an index on a server: its fields, its catalog, and the words of a sample of its articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from newsgrep.batching import slices_of
from newsgrep.config.address import rebuild_hint
from newsgrep.engine.opensearch.catalog_blocks import check_blocks
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.documents import DocumentMaker, article_in, surface_forms
from newsgrep.engine.opensearch.mapping import TEXTS, TRACE, articles_index, later_fields
from newsgrep.engine.opensearch.reader import Reader
from newsgrep.engine.opensearch.spans import ServerQuery
from newsgrep.engine.opensearch.state import index_of
from newsgrep.errors import IndexDamagedError
from newsgrep.query.nodes import MatchAll

if TYPE_CHECKING:
    from newsgrep.engine.opensearch.engine import OpenSearchEngine

#: How many articles are analysed again.
SAMPLE = 200
#: Columns whose values are compared with those made again from the article.
_COLUMNS = ("s_day", "s_words", "s_named", "s_length")
#: The most words of a phrase, words of a field that are counted, words of a request, and parts of a query.
_PHRASE, _COUNTED, _LOOKED_UP, _CLAUSES = 100, 20, 10_000, 500
#: The difference between two sums of frequencies that rounding may make.
_ROUNDING = 0.01


def problems(engine: OpenSearchEngine, build: str) -> Iterator[str]:
    """Yield the problems of an index, in the state that an engine answers from."""
    found = engine.count(MatchAll())
    if found != engine.articles:
        yield f"the index should have {engine.articles:,} articles, and has {found:,}"
    client = engine.client
    try:
        check_server_fields(client, engine.reader.index, engine.language)
        check_blocks(client, index_of(client.address, "catalog", build), engine.generation)
    except IndexDamagedError as error:
        yield error.message
        return
    words = index_of(client.address, "words", build)
    yield from sample_problems(engine.reader, words, engine.language, engine.generation)


def check_server_fields(client: Client, index: str, language: str) -> None:
    """Raise IndexDamagedError if a field or an analyzer of the articles was changed on the server.

    Ignores fields that other tools have added, and fields that an older version of newsgrep did not make.
    """
    found = client.request("GET", f"/{index}")
    held = found[index]
    wanted = articles_index(language)
    fields, others = wanted["mappings"]["properties"], held["mappings"].get("properties", {})
    expected = {name: field for name, field in fields.items() if name in others or name not in later_fields()}
    pairs = [(f"the field {name}", field, others.get(name)) for name, field in expected.items()]
    settings = held["settings"]["index"]
    pairs += [
        ("the analysis", wanted["settings"]["analysis"], settings.get("analysis")),
        ("the similarity", wanted["settings"]["index"]["similarity"], settings.get("similarity")),
    ]
    for name, one, other in pairs:
        if _as_text(one) != _as_text(other):
            raise IndexDamagedError(
                f"{name} of the index {client.address} was changed on the server",
                rebuild_hint(client.address),
            )


def _as_text(value: Any) -> Any:
    """Return a setting as the server returns it: numbers and truth values become texts."""
    if isinstance(value, dict):
        return {name: _as_text(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool | int) else value


def sample_problems(reader: Reader, words: str, language: str, seed: int) -> Iterator[str]:
    """Analyse a sample of the articles again, and yield a problem for each whose words on the server differ.

    words: the name of the index of words
    """
    maker = DocumentMaker(language)
    forms: set[str] = set()
    for hit in _sample(reader, seed):
        document = maker.document(article_in(hit["_source"]), hit["_source"]["born"])
        forms |= surface_forms(document)
        columns = {name: hit["fields"].get(name) for name in _COLUMNS}
        if columns != {name: [document[name]] for name in _COLUMNS} or not _has_words(reader, hit, document):
            yield f"the words of the article {article_in(hit['_source']).key} do not agree with its text"
    known = sum(
        reader.client.request("POST", f"/{words}/_count", {"query": {"terms": {"w": some}}})["count"]
        for some in slices_of(sorted(forms), _LOOKED_UP)
    )
    if known != len(forms):
        yield f"{len(forms) - known:,} of {len(forms):,} words of a sample are not in the list of words"


def _sample(reader: Reader, seed: int) -> list[dict[str, Any]]:
    chosen = {"function_score": {"random_score": {"seed": seed, "field": "_seq_no"}, "boost_mode": "replace"}}
    return list(reader.ask({"query": chosen, "size": SAMPLE, "docvalue_fields": _COLUMNS})["hits"]["hits"])


def _has_words(reader: Reader, hit: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Return whether the server has each word of a document in its place, and counts the first ones right."""
    this = {"ids": {"values": [hit["_id"]]}}
    names = [f"t_{name}{form}" for name in TEXTS for form in ("", "_x")]
    found: list[ServerQuery] = [phrase for name in names for phrase in _phrases(name, document[name])]
    counted: list[tuple[ServerQuery, float]] = []
    for name in ("t_all", "t_all_x"):
        pairs = [one.rpartition("|") for one in document[name].split()]
        found += [{"term": {name: word}} for word, _, _ in pairs]
        counted += [({"term": {name: word}}, int(number) + TRACE) for word, _, number in pairs[:_COUNTED]]
    queries: list[ServerQuery] = [{"filter": [this], "should": [term for term, _ in counted]}]
    queries += [{"filter": [this, *some]} for some in slices_of(found, _CLAUSES)]
    sums = [sum(number for _, number in counted), *[0.0] * (len(queries) - 1)]
    bodies = [{"size": 1, "_source": False, "query": {"bool": query}} for query in queries]
    answers = [answer["hits"]["hits"] for answer in reader.ask_many(bodies)]
    return all(
        hits and abs(hits[0]["_score"] - wanted) < _ROUNDING
        for hits, wanted in zip(answers, sums, strict=True)
    )


def _phrases(name: str, text: str | Sequence[str]) -> Iterator[ServerQuery]:
    """Yield phrase queries for the words of a field in their order; no phrase spans two authors."""
    for one in [text] if isinstance(text, str) else text:
        for some in slices_of(one.split(), _PHRASE):
            yield {"match_phrase": {name: {"query": " ".join(some)}}}
