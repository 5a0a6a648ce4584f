"""By whom, where and when: the most frequent values of facets among the matching articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from newsgrep.arguments import names_argument
from newsgrep.article import MAIL_FORMATS, sections_of
from newsgrep.engine.base import Engine
from newsgrep.engine.facets import BY_ADDRESS, FACETS, Facet
from newsgrep.errors import UsageError, choice_hint
from newsgrep.explore.question import Question, every_article
from newsgrep.query.fields import ELSEWHERE, field_of
from newsgrep.query.nodes import And, Has, Keyword, Node, Not, Or, Tagged
from newsgrep.results.tabular import Tabular

if TYPE_CHECKING:
    from newsgrep.search.tags import Tags

#: What articles are counted by: facets, which an engine counts, and tags, which no engine knows.
CountedBy = Facet | Literal["tag"]
COUNTED_BY: tuple[CountedBy, ...] = (*FACETS, "tag")

#: Facets whose values are shown in the order of time, not of frequency.
CHRONOLOGICAL = frozenset({"date", "month", "year"})


#: Matches files that are attached to mails, and are no mails themselves.
ATTACHED_FILE = And(
    (Has("attached"), Not(Or(tuple(Keyword(name, "format") for name in sorted(MAIL_FORMATS)))))
)


class FacetRow(Struct, frozen=True):
    """The articles with a value of a facet, or with values of two.

    values:   a value for each facet; empty where the articles have none
    count:    matching articles
    articles: all articles of the index with these values; 0 if they were not counted
    """

    values: tuple[str, ...]
    count: int
    articles: int

    @property
    def share(self) -> float:
        """The matching articles for every 1,000 of the index with these values."""
        return 1000 * self.count / self.articles if self.articles else 0.0


class FacetCounts(Tabular, Struct, frozen=True):
    """The values of one facet, or the pairs of values of two, with the number of articles that have them.

    The most frequent come first, unless they are dates. Articles without a value come last, and are always
    there.

    facets:   one name or two
    distinct: how many different values the first facet has; `rows` may have only the most frequent
    counted:  the sum of all counts; more than the articles if some have several authors or sections
    """

    facets: tuple[CountedBy, ...]
    rows: tuple[FacetRow, ...]
    distinct: int
    counted: int

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dicts, as for a data frame: the values by their facets, and the articles.

        If the articles of the index were counted, the dicts have these, too, and the matching ones per 1,000.
        """
        counted = any(row.articles for row in self.rows)
        return [
            dict(zip(self.facets, (value or None for value in row.values), strict=True))
            | {"articles": row.count}
            | ({"index_articles": row.articles, "per_1000": row.share} if counted else {})
            for row in self.rows
        ]


class FacetReport(Struct, frozen=True):
    """The answer to a question about facets.

    total: matching articles
    """

    total: int
    tables: tuple[FacetCounts, ...]
    notices: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return "".join(table._repr_html_() for table in self.tables)


def parse_facets(by: str | Iterable[str]) -> list[tuple[CountedBy, ...]]:
    """Parse names, in a list or in a text with commas. Each is one facet, or two joined by `*`.

    Raises UsageError for anything else.

    >>> parse_facets("author,source*year")
    [('author',), ('source', 'year')]
    """
    return [_parse_one(name) for name in names_argument("by", by)]


def _parse_one(text: str) -> tuple[CountedBy, ...]:
    names = [name.strip() for name in text.split("*")]
    for name in names:
        if name not in COUNTED_BY:
            lowered = name.lower()
            meant = "date" if lowered == "day" else field_of(name) or ELSEWHERE.get(lowered)
            hint = choice_hint(meant if meant in COUNTED_BY else name, COUNTED_BY)
            raise UsageError(f"there is nothing to count by {name!r}", hint)
    if len(names) > 2 or len({*names}) < len(names):
        raise UsageError(f"{text} is no cross table", "it has two different names, such as source*year")
    return cast("tuple[CountedBy, ...]", tuple(names))


def count_facets(
    engine: Engine,
    question: Question,
    facets: Sequence[tuple[CountedBy, ...]],
    top: int | None,
    *,
    fold: bool,
    share: bool,
    tags: Tags | None,
    indexes: Sequence[str],
) -> FacetReport:
    """Count the matching articles by one facet or two in each table; see `Explorer.facets`.

    indexes: the names of the indexes that are searched as one
    """
    tally = _Tally(engine, fold, tags, indexes)
    persons = [name for one in facets for name in one if name in BY_ADDRESS]
    files = sum(engine.tally(And((question.tree, ATTACHED_FILE)), [], fold=fold).values()) if persons else 0
    notice = (
        f"{files:,} of the articles are attached to mails; by {' and '.join(persons)} the mails count alone"
    )
    return FacetReport(
        total=sum(engine.tally(question.tree, [], fold=fold).values()),
        tables=tuple(_count(tally, question, one, top, share=share) for one in facets),
        notices=(*question.notices, notice) if files else question.notices,
    )


class _Tally(Struct, frozen=True):
    """Counts articles by their values. An article with several sections, authors or tags counts for each.

    A file attached to a mail has no sender and recipients of its own, so only the mail counts for these.
    """

    engine: Engine
    fold: bool
    tags: Tags | None
    indexes: Sequence[str]

    def count(self, tree: Node, by: Sequence[CountedBy]) -> dict[tuple[str, ...], int]:
        """Return the number of matching articles for each combination of values; '' for no value."""
        facets: list[Facet] = [name for name in by if name != "tag"]
        if not BY_ADDRESS.isdisjoint(facets):
            tree = And((tree, Not(ATTACHED_FILE)))
        if len(facets) == len(by):
            counted = self.engine.tally(tree, facets, fold=self.fold)
            return _by_section(_with_names(counted, facets, self.indexes), facets)
        place, counts = by.index("tag"), dict[tuple[str, ...], int]()
        for tag, articles in self._parts(tree):
            for values, number in self.count(articles, facets).items():
                counts[*values[:place], tag, *values[place:]] = number
        return counts

    def _parts(self, tree: Node) -> Iterator[tuple[str, Node]]:
        """Yield each tag with a query for the articles of a tree that have it; '' for those without tags."""
        if self.tags is None:
            yield "", tree
            return
        for name in self.tags.keys:
            yield name, And((tree, self.tags.matching(Tagged(name))))
        yield "", And((tree, replace(self.tags.matching(Tagged("", prefix=True)), excluded=True)))


def _count(
    tally: _Tally, question: Question, facets: tuple[CountedBy, ...], top: int | None, *, share: bool
) -> FacetCounts:
    counts = tally.count(question.tree, facets)
    whole = tally.count(every_article(tally.engine, fold=tally.fold), facets) if share else {}
    firsts: dict[str, int] = {}
    for values, number in counts.items():
        firsts[values[0]] = firsts.get(values[0], 0) + number
    frequent = sorted(filter(None, firsts), key=lambda value: (-firsts[value], value))[:top]
    frequent += [""] if "" in firsts else []  # a row in addition to the `top` values
    rank_of = {value: rank for rank, value in enumerate(frequent)}

    def order(values: tuple[str, ...]) -> tuple[object, ...]:
        first = values[0] if facets[0] in CHRONOLOGICAL else rank_of[values[0]]
        rest = [
            (not value, 0 if facet in CHRONOLOGICAL else -counts[values], value)
            for facet, value in zip(facets[1:], values[1:], strict=True)
        ]
        return (not values[0], first, *rest)

    chosen = sorted((values for values in counts if values[0] in rank_of), key=order)
    return FacetCounts(
        facets=facets,
        rows=tuple(FacetRow(values, counts[values], whole.get(values, 0)) for values in chosen),
        distinct=len(firsts) - ("" in firsts),
        counted=sum(counts.values()),
    )


def _with_names(
    counts: dict[tuple[str, ...], int], facets: Sequence[Facet], indexes: Sequence[str]
) -> dict[tuple[str, ...], int]:
    """Return counts with the names of indexes in place of their numbers."""
    if "index" not in facets:
        return counts
    place = facets.index("index")
    return {
        (*values[:place], indexes[int(values[place])], *values[place + 1 :]): number
        for values, number in counts.items()
    }


def _by_section(counts: dict[tuple[str, ...], int], facets: Sequence[Facet]) -> dict[tuple[str, ...], int]:
    """Return counts where an article in several sections counts for each of them."""
    if "section" not in facets:
        return counts
    place, found = facets.index("section"), dict[tuple[str, ...], int]()
    for values, number in counts.items():
        for section in sections_of(values[place]):
            own = (*values[:place], section, *values[place + 1 :])
            found[own] = found.get(own, 0) + number
    return found
