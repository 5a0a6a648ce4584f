"""Tables of timelines, facets, terms, names, collocates, stories and conversations."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from newsgrep.article import Article
from newsgrep.explore.collocates import Collocates
from newsgrep.explore.conversation import Conversation
from newsgrep.explore.facets import CHRONOLOGICAL, FacetCounts
from newsgrep.explore.keyness import KeyTerms
from newsgrep.explore.name_pairs import NamePairs
from newsgrep.explore.names import Names
from newsgrep.explore.similar import TellingTerm
from newsgrep.explore.story import StoryVersion
from newsgrep.explore.timeline import Timeline
from newsgrep.output.quantities import moment
from newsgrep.output.tables import Cell, Table
from newsgrep.results import LEDE_ON_TERMINAL, LONGEST_LEDE, short_title

_PER_1000 = "per_1000"
_ALL = "index_articles"


def timeline_table(timeline: Timeline, *, share: bool) -> Table:
    """Return a row for each period, with a column for each query.

    share: whether to add columns with the matches per 1,000 articles of the period
    """
    single = len(timeline.names) == 1
    names = ["articles"] if single else [name or f"query {n}" for n, name in enumerate(timeline.names, 1)]
    shares = [_PER_1000] if single else [f"{name} {_PER_1000}" for name in names]
    columns = (timeline.by, *names, *([_ALL, *shares] if share else []))
    rows: list[list[Cell]] = []
    for row in timeline.rows:
        rows.append([row.period, *row.counts])
        if share:
            rows[-1] += [row.articles, *(round(one, 3) for one in row.shares())]
    return Table(columns, rows, tuple(shares if share else names))


def facet_tables(tables: Sequence[FacetCounts], *, share: bool) -> list[Table]:
    """Return a table for each facet, and a cross table for each pair of them."""
    return [_cross(one) if len(one.facets) > 1 else _single(one, share=share) for one in tables]


def _single(counts: FacetCounts, *, share: bool) -> Table:
    rows: list[list[Cell]] = []
    for row in counts.rows:
        rows.append([row.values[0], row.count])
        if share:
            rows[-1] += [row.articles, round(row.share, 3)]
    columns = (counts.facets[0], "articles", *([_ALL, _PER_1000] if share else []))
    return Table(columns, rows, (_PER_1000 if share else "articles",))


def _cross(counts: FacetCounts) -> Table:
    """Return a table of the values of two facets, with a column for each value of the second.

    The most frequent values come first; years, months and days are in order.
    """
    totals: dict[str, int] = {}
    for row in counts.rows:
        totals[row.values[1]] = totals.get(row.values[1], 0) + row.count
    by_time = counts.facets[1] in CHRONOLOGICAL
    across = sorted(totals, key=lambda value: (not value, value if by_time else "", -totals[value], value))
    cells = {row.values: row.count for row in counts.rows}
    down = dict.fromkeys(row.values[0] for row in counts.rows)
    return Table(
        ("*".join(counts.facets), *(value or "none" for value in across)),
        [[first, *(cells.get((first, second), 0) for second in across)] for first in down],
    )


def key_terms_table(found: KeyTerms) -> Table:
    """Return a row for each term that stands out."""
    columns = ("term", "score", "occurrences", "articles", "other_occurrences", "other_articles")
    rows: list[list[Cell]] = [
        [
            *(one.term, round(one.score, 3), one.occurrences, one.articles),
            *(one.other_occurrences, one.other_articles),
        ]
        for one in found.terms
    ]
    return Table(columns, rows, ("score",))


def names_table(found: Names) -> Table:
    """Return a row for each name."""
    rows: list[list[Cell]] = [[one.name, one.articles, one.mentions] for one in found.names]
    return Table(("name", "articles", "mentions"), rows, ("articles",))


def name_pairs_table(found: NamePairs) -> Table:
    """Return a row for each pair of names."""
    rows: list[list[Cell]] = [
        [one.name, one.other, one.articles, round(one.by_chance, 3), round(one.log_likelihood, 3)]
        for one in found.pairs
    ]
    columns = ("name", "other", "articles", "by_chance", "log_likelihood")
    return Table(columns, rows, ("articles",), first=columns[:3])


def telling_terms_table(terms: Sequence[TellingTerm]) -> Table:
    """Return a row for each telling term."""
    rows: list[list[Cell]] = [[one.word, round(one.score, 3), one.weight, one.articles] for one in terms]
    return Table(("term", "score", "weight", "articles"), rows, ("score",))


def collocates_table(found: Collocates) -> Table:
    """Return a row for each word near the matches."""
    columns = ("word", "left", "right", "together", "occurrences", "log_likelihood", "mi")
    rows: list[list[Cell]] = [
        [
            *(one.word, one.left, one.right, one.left + one.right, one.occurrences),
            *(round(one.log_likelihood, 3), round(one.mi, 3)),
        ]
        for one in found.words
    ]
    return Table(columns, rows, ("log_likelihood",), first=("word", "together", "log_likelihood"))


def story_table(versions: Sequence[StoryVersion], keys: Sequence[str], *, is_for_eyes: bool) -> Table:
    """Return a row for each version of a story.

    keys: of the versions, as they are shown
    """
    longest = LEDE_ON_TERMINAL if is_for_eyes else LONGEST_LEDE
    rows: list[list[Cell]] = []
    for one, key in zip(versions, keys, strict=True):
        date = moment(one.article.date) if is_for_eyes else one.article.date
        title = short_title(one.article, longest)
        rows.append([date or None, one.article.source or None, round(one.share, 3), key, title or None])
    return Table(("date", "source", "share", "key", "title"), rows, first=("date", "key", "title"))


def conversation_table(found: Conversation, shown_key: Callable[[Article], str]) -> Table:
    """Return a row for each mail of a conversation, with the Message-ID of the mail above it.

    shown_key: returns the key of an article as it is shown
    """
    rows: list[list[Cell]] = []
    above: list[str] = []
    for one in found.messages:
        mail, parent = one.mail, above[one.depth - 1] if one.depth else None
        above[one.depth :] = [one.message_id]
        cells: list[Cell] = [None, [], [], None, None, []]
        if mail is not None:
            persons: list[Cell] = [[*mail.senders], [*mail.recipients]]
            title = short_title(mail, LONGEST_LEDE)
            cells = [mail.date or None, *persons, title or None, shown_key(mail), [*mail.attachments]]
        rows.append([one.depth, *cells, one.message_id or None, parent])
    columns = ("date", "senders", "recipients", "title", "key", "attachments")
    return Table(("depth", *columns, "message_id", "parent"), rows)


def long_table(tables: Sequence[FacetCounts], *, share: bool) -> Table:
    """Return all facets as one table with a row for each value, for programs that read one table per stream.

    A pair of facets is named source*year, and its value is a pair.
    """
    rows: list[list[Cell]] = []
    for counts in tables:
        for row in counts.rows:
            values = tuple(value or None for value in row.values)
            rows.append(["*".join(counts.facets), values if len(values) > 1 else values[0], row.count])
            if share:
                rows[-1] += [row.articles, round(row.share, 3)]
    return Table(("facet", "value", "articles", *([_ALL, _PER_1000] if share else [])), rows)
