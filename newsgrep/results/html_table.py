"""HTML tables for a notebook. The content of cells is escaped, so that none of it runs.

>>> html_table([{"name": "A & B", "articles": 3}])
'<table><tr><th>name</th><th>articles</th></tr><tr><td>A &amp; B</td><td>3</td></tr></table>'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import islice

from newsgrep.results.hits import Hit

#: Rows that a notebook shows, at most; the others are only counted.
MOST_ROWS = 50


def html_table(rows: Sequence[Mapping[str, object]]) -> str:
    """Return rows, all with the same columns, as an HTML table."""
    cells = ([*map(_html_text, row.values())] for row in rows)
    return _table(list(rows[0]) if rows else [], cells, len(rows))


def table_of_hits(hits: Iterable[Hit], number: int) -> str:
    """Return an HTML table of the first hits, with the matches marked.

    number: of all hits
    """
    return _table(("rank", "date", "source", "title", "passages", "key"), map(_cells, hits), number)


def _cells(hit: Hit) -> list[str]:
    passages = " … ".join(_marked(passage.text, passage.spans) for passage in hit.passages)
    before = map(_html_text, (hit.rank, hit.date, hit.source))
    return [*before, _marked(hit.title, hit.title_spans), passages, _html_text(hit.key)]


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]], number: int) -> str:
    """Return an HTML table of the first rows; their cells are HTML already.

    number: of all rows
    """
    rows = list(islice(rows, MOST_ROWS))
    lines = [_row("th", map(escape, columns)), *(_row("td", cells) for cells in rows)]
    more = f"<p>… {number - len(rows):,} more</p>" if number > len(rows) else ""
    return f"<table>{''.join(lines)}</table>{more}"


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text as HTML with its matches marked.

    spans: the matches, sorted and disjoint

    >>> _marked("a <b> c", [(2, 5)])
    'a <mark>&lt;b&gt;</mark> c'
    """
    pieces, done = list[str](), 0
    for start, end in spans:
        pieces += [escape(text[done:start]), f"<mark>{escape(text[start:end])}</mark>"]
        done = end
    return "".join([*pieces, escape(text[done:])])


def _row(tag: str, cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


def _html_text(value: object) -> str:
    """Return a value as HTML; empty for None."""
    return "" if value is None else escape(f"{value:.3f}" if isinstance(value, float) else str(value))
