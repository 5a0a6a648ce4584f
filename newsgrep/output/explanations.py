"""How a score adds up, term by term: as a line, and as rows for a terminal.

>>> missile = ScoreContribution("missile", articles=12, idf=4.1, frequency=4, weight=1, score=3.2)
>>> line_of(Explanation(3.2, length=210, average_length=180, contributions=(missile,)))
'missile 3.20 = idf 4.10 × tf 0.78 (frequency 4, in 12 articles)'
"""

from __future__ import annotations

from newsgrep.output.quantities import count
from newsgrep.results import Explanation, ScoreContribution

#: What a line says where a query only selects, as one of dates and sources does.
_NOTHING = "nothing in the query earns a score"


def line_of(explanation: Explanation) -> str:
    """Return what every term adds to the score, on one line."""
    terms = (f"{one.query} {_sum(one)} ({_counts(one)})" for one in explanation.contributions)
    return "; ".join(terms) or _NOTHING


def rows_of(explanation: Explanation) -> list[str]:
    """Return the score and the lengths, and below them an aligned row a term."""
    head = (
        f"score {explanation.score:.2f}; length {explanation.length:,.0f}, "
        f"{explanation.average_length:,.0f} on average"
    )
    cells = [(one.query, _sum(one), _counts(one)) for one in explanation.contributions]
    if not cells:
        return [f"{head}; {_NOTHING}"]
    widths = [max(len(row[column]) for row in cells) for column in range(2)]
    return [
        head,
        *(f"  {name:<{widths[0]}}  {terms:<{widths[1]}}  {counts}" for name, terms, counts in cells),
    ]


def _sum(one: ScoreContribution) -> str:
    weight = "" if one.weight == 1 else f"{one.weight:g} × "
    return f"{one.score:.2f} = {weight}idf {one.idf:.2f} × tf {one.saturated_frequency:.2f}"


def _counts(one: ScoreContribution) -> str:
    return f"frequency {one.frequency:g}, in {count(one.articles, 'article')}"
