"""How a score came about, term by term: as a line, as an object of JSON, and as rows for a terminal.

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
    """Return what every term earned, on one line."""
    terms = (f"{one.query} {_sum(one)} ({_counts(one)})" for one in explanation.contributions)
    return "; ".join(terms) or _NOTHING


def object_of(explanation: Explanation) -> dict[str, object]:
    """Return the explanation as JSON has it. `tf` is the frequency after saturation and length."""
    return {
        "score": round(explanation.score, 6),
        "length": round(explanation.length, 6),
        "average_length": round(explanation.average_length, 6),
        "terms": [_term(one) for one in explanation.contributions],
    }


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


def _term(earned: ScoreContribution) -> dict[str, object]:
    return {
        "query": earned.query,
        "score": round(earned.score, 6),
        "weight": round(earned.weight, 6),
        "idf": round(earned.idf, 6),
        "tf": round(_saturated(earned), 6),
        "frequency": round(earned.frequency, 6),
        "articles": earned.articles,
    }


def _sum(earned: ScoreContribution) -> str:
    weight = "" if earned.weight == 1 else f"{earned.weight:g} × "
    return f"{earned.score:.2f} = {weight}idf {earned.idf:.2f} × tf {_saturated(earned):.2f}"


def _counts(earned: ScoreContribution) -> str:
    return f"frequency {earned.frequency:g}, in {count(earned.articles, 'article')}"


def _saturated(earned: ScoreContribution) -> float:
    """Return the frequency as the score has it, between 0 and k1 + 1."""
    whole = earned.weight * earned.idf
    return earned.score / whole if whole else 0.0
