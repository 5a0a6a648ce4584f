"""Receipts: they record an answer for a methods section, and tell whether a question still has that answer.

The digest is the SHA-256 of the answer as JSON Lines: of the articles with all their texts, or of the rows of
a table. It depends neither on the folder of the index nor on the form of the output.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from msgspec.structs import asdict

from newsgrep import __version__
from newsgrep.article import Article
from newsgrep.engine.facets import Facet
from newsgrep.errors import QuerySyntaxError, UsageError
from newsgrep.explore.explorer import Explorer
from newsgrep.explore.periods import By
from newsgrep.query import parse_query
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import And
from newsgrep.query.rendering import render
from newsgrep.search.arguments import checked_options
from newsgrep.search.options import SearchOptions
from newsgrep.search.request import ParsedRequest
from newsgrep.whole_files import read_named

if TYPE_CHECKING:
    from newsgrep.query.nodes import Node

#: The version of receipts; another one is refused.
VERSION = 1

Numbers = dict[str, int | list[int]]

_Positive = Annotated[int, msgspec.Meta(ge=1)]


class ReadQuery(msgspec.Struct, frozen=True, omit_defaults=True):
    """A query as it was read, with the filters, and with dates in place of periods such as `7d`.

    any:     whether to read it with --any
    name:    its name in a file of queries
    filters: filters to read without --any
    """

    query: str
    any: bool = False
    name: str = ""
    filters: str = ""

    def request(self) -> ParsedRequest:
        """Return the request. Raises QuerySyntaxError."""
        tree = parse_query(self.query, any_word=self.any).tree
        if self.filters:
            tree = combine(And, [tree, parse_query(self.filters).tree])
        return ParsedRequest(self.query, tree, name=self.name)


class IndexIdentity(msgspec.Struct, frozen=True):
    """Which index answered, in which state; several folders were searched as one."""

    folders: list[str]
    generation: int
    articles: int
    language: str


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of which index, and a digest of the answer.

    options: of the command, by the names of its flags; with the seed of a random order
    numbers: of articles, in all and by query
    made:    when, in ISO 8601
    """

    receipt: int = VERSION
    newsgrep: str
    command: str
    queries: list[ReadQuery]
    options: dict[str, Any]
    index: IndexIdentity
    numbers: Numbers
    digest: str
    made: str


class Comparison(msgspec.Struct, frozen=True):
    """A receipt, and the receipt of the same question now."""

    then: Receipt
    now: Receipt

    @property
    def is_same(self) -> bool:
        """Whether the answer is the same."""
        return (self.then.digest, self.then.numbers) == (self.now.digest, self.now.numbers)

    def differences(self) -> list[str]:
        """Return what else is different, in sentences: the numbers, the index and the version."""
        then, now = self.then.index, self.now.index
        found = [
            f"{name.replace('_', ' ')}: {_shown(number)} then, {_shown(self.now.numbers.get(name))} now"
            for name, number in self.then.numbers.items()
            if number != self.now.numbers.get(name)
        ]
        if not self.is_same and not found:
            found.append("the numbers are the same, and the articles or the figures of a row are not")
        if then.generation != now.generation or then.articles != now.articles:
            changed = f"the index changed from generation {then.generation:,} to {now.generation:,}"
            if then.generation == now.generation:  # each change of an index makes a new generation
                changed = "another index answered"
            found.append(f"{changed}: {then.articles:,} articles then, {now.articles:,} now")
        if then.language != now.language:
            found.append(f"the language of the index was {then.language}, and is {now.language}")
        if self.then.newsgrep != self.now.newsgrep:
            found.append(f"newsgrep {self.then.newsgrep} answered then, {self.now.newsgrep} now")
        return found


def _shown(number: int | list[int] | None) -> str:
    numbers = number if isinstance(number, list) else [] if number is None else [number]
    return " + ".join(f"{one:,}" for one in numbers) or "none"


def make_receipt(
    index: Explorer, command: str, requests: Sequence[ParsedRequest], options: Mapping[str, Any]
) -> Receipt:
    """Answer a question, and return the receipt.

    command: search, timeline, facets, terms, names, `names --pairs` or sample
    options: what the command takes besides queries; see the functions below

    Raises UsageError for a query that cannot be written down, and what the command raises.
    """
    return _receipt(index, command, [_as_read(request) for request in requests], options)


def check_receipt(index: Explorer, receipt: Receipt) -> Comparison:
    """Ask the question of a receipt again. Raises UsageError for a question that cannot be asked."""
    if not receipt.queries:
        raise UsageError("the question of the receipt cannot be asked: it has no query", "was it edited?")
    try:
        now = _receipt(index, receipt.command, receipt.queries, receipt.options)
    except (TypeError, ValueError, QuerySyntaxError) as error:
        raise UsageError(f"the question of the receipt cannot be asked: {error}", "was it edited?") from error
    return Comparison(receipt, now)


def read_receipt(path: Path) -> Receipt:
    """Return the receipt in a file. Raises UsageError if it has none, and OSError."""
    try:
        receipt = msgspec.json.decode(read_named(path), type=Receipt)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(
            f"{path} is no receipt: {error}", "newsgrep search --receipt FILE writes one"
        ) from error
    if receipt.receipt != VERSION or receipt.command not in _ANSWERS:
        raise UsageError(
            f"{path} is a receipt of another version of newsgrep: {receipt.newsgrep}", "use that one"
        )
    return receipt


def written(receipt: Receipt) -> bytes:
    """Return a receipt as the text of a file."""
    return msgspec.json.format(msgspec.json.encode(receipt), indent=2) + b"\n"


def _as_read(request: ParsedRequest) -> ReadQuery:
    for read in _readings(request):
        if _tree_of(read) == request.tree:
            return read
    raise UsageError(
        f"the query cannot be written so that it is read the same again: {render(request.tree)}",
        "leave --receipt out",
    )


def _readings(request: ParsedRequest) -> Iterator[ReadQuery]:
    """Yield possible ways to write down a request; with --any, filters may be written apart."""
    text = render(request.tree)
    yield ReadQuery(text, name=request.name)
    yield ReadQuery(text, any=True, name=request.name)
    if isinstance(request.tree, And):
        parts = request.tree.parts
        for end in range(1, len(parts)):
            query, filters = (render(combine(And, half)) for half in (parts[:end], parts[end:]))
            yield ReadQuery(query, any=True, name=request.name, filters=filters)


def _tree_of(read: ReadQuery) -> Node | None:
    try:
        return read.request().tree
    except QuerySyntaxError:
        return None


def _receipt(
    index: Explorer, command: str, queries: Sequence[ReadQuery], options: Mapping[str, Any]
) -> Receipt:
    engine = index.open()
    digest = hashlib.sha256()
    find, types = _ANSWERS[command]
    asked = _checked(options, types)
    numbers, rows = find(index, [query.request() for query in queries], **asked)
    for row in rows:
        digest.update(msgspec.json.encode(_rounded(row)) + b"\n")
    return Receipt(
        newsgrep=__version__,
        command=command,
        queries=list(queries),
        options=dict(options),
        index=IndexIdentity(
            [str(one.absolute() if isinstance(one, Path) else one) for one in index.folders],
            engine.generation,
            engine.articles,
            engine.language,
        ),
        numbers=dict(numbers),
        digest=f"sha256:{digest.hexdigest()}",
        made=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )


def _rounded(value: Any) -> Any:
    """Return a row with rounded numbers, which are the same on every machine."""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, msgspec.Struct):
        return _rounded(msgspec.to_builtins(value))
    if isinstance(value, Mapping):
        return {name: _rounded(one) for name, one in value.items()}
    return list(map(_rounded, value)) if isinstance(value, list | tuple) else value


def _article(article: Article) -> dict[str, object]:
    """Return the fields of an article, without those that say where it was found."""
    return {
        name: value
        for name, value in article._asdict().items()
        if name not in ("path", "line", "body_line") and value
    }


#: The numbers of an answer, and its rows. The numbers of a search are complete only after its last row.
_Found = tuple[Mapping[str, int | list[int]], Iterable[object]]


def _search(index: Explorer, requests: Sequence[ParsedRequest], **options: Any) -> _Found:
    numbers: dict[str, list[int]] = {"articles": [], "shown": []}
    asked = {"rank": "bm25f", **options}  # older receipts lack it: there was no other ranking
    wanted = checked_options(SearchOptions(**asked, highlight=False))

    def rows() -> Iterator[object]:
        for request in requests:
            results = index.search_parsed(request, wanted)
            numbers["articles"].append(results.total)
            numbers["shown"].append(len(results))
            if results.stories is not None:
                numbers.setdefault("stories", []).append(results.stories)
            yield {"query": request.name, "articles": results.total, "stories": results.stories}
            for hit in results.stream():
                versions = [one.title for one in hit.versions]
                yield {"rank": hit.rank, **_article(hit.article), "versions": versions}

    return numbers, rows()


def _timeline(index: Explorer, requests: Sequence[ParsedRequest], **options: Any) -> _Found:
    found = index.timeline(requests, **options)
    totals = {"articles": found.totals, "undated": found.undated, "of_coarse_date": found.coarse}
    rows = ({found.by: row.period, "articles": row.counts, "index": row.articles} for row in found.rows)
    return {name: list(numbers) for name, numbers in totals.items()}, rows


def _facets(index: Explorer, requests: Sequence[ParsedRequest], **options: Any) -> _Found:
    found = index.facets(requests[0], **options)
    return {"articles": found.total}, found.tables


def _terms(index: Explorer, requests: Sequence[ParsedRequest], **options: Any) -> _Found:
    against = requests[1] if len(requests) > 1 else None
    found = index.key_terms(requests[0], against=against, **options)
    return {"articles": found.articles, "others": found.other_articles}, found.terms


def _names(index: Explorer, requests: Sequence[ParsedRequest], **options: Any) -> _Found:
    found = index.names(requests[0], **options)
    return {"articles": found.articles, "read": found.read}, found.names


def _name_pairs(index: Explorer, requests: Sequence[ParsedRequest], **options: Any) -> _Found:
    found = index.name_pairs(requests[0], **options)
    return {"articles": found.articles, "read": found.read}, found.pairs


def _sample(index: Explorer, requests: Sequence[ParsedRequest], **options: Any) -> _Found:
    found = index.sample(requests[0], **options)
    rows = [*found.strata, *(_article(hit.article) for hit in found.hits)]
    return {"articles": found.total, "drawn": len(found.hits)}, rows


def _checked(options: Mapping[str, Any], types: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of a command. Raises msgspec.ValidationError for an unknown one or a wrong type.

    types: by the names of the options; empty if the method that the command calls checks them
    """
    if not types:
        return dict(options)
    kind = msgspec.defstruct("Options", list(types.items()), forbid_unknown_fields=True)
    return asdict(msgspec.convert(dict(options), kind))


#: For each command, the function that answers, and the types of the options that it takes.
_ANSWERS: dict[str, tuple[Callable[..., _Found], dict[str, Any]]] = {
    "search": (_search, {}),
    "timeline": (_timeline, {"by": By, "fold": bool, "share": bool}),
    "facets": (_facets, {"by": str, "top": _Positive | None, "fold": bool, "share": bool}),
    "terms": (_terms, {"top": _Positive, "own": bool}),
    "names": (_names, {"top": _Positive, "sample": _Positive | None, "seed": int}),
    "names --pairs": (
        _name_pairs,
        {"name": str, "top": _Positive, "sample": _Positive | None, "seed": int},
    ),
    "sample": (_sample, {"size": _Positive, "seed": int, "by": list[Facet]}),
}
