"""How a score is computed, term by term: as a line, and as rows for a terminal.

>>> missile = ScoreContribution("missile", articles=12, idf=4.1, frequency=4, weight=1, score=3.2)
>>> explanation_as_line(Explanation(3.2, length=210, average_length=180, contributions=(missile,)))
'missile 3.20 = idf 4.10 × tf 0.78 (frequency 4, in 12 articles)'
"""

from __future__ import annotations

from newsgrep.output.quantities import count
from newsgrep.results import Explanation, ScoreContribution

#: For a query that only filters, such as a query of dates and sources.
_NO_TERMS = "no part of the query adds to the score"

#: Labels for what vectors add to a score.
_TOPIC, _MODEL = "about the same", "near by the model"


def explanation_as_line(explanation: Explanation) -> str:
    """Return the contribution of every term, on one line."""
    terms = [f"{term.query} {_product(term)} ({_counts(term)})" for term in explanation.contributions]
    terms += [f"{label} {gain:.2f}" for label, gain in _gains(explanation)]
    return "; ".join(terms) or _NO_TERMS


def explanation_as_rows(explanation: Explanation) -> list[str]:
    """Return a row with the score and the lengths, and an aligned row for each term."""
    head = (
        f"score {explanation.score:.2f}; length {explanation.length:,.0f}, "
        f"{explanation.average_length:,.0f} on average"
    )
    cells = [(term.query, _product(term), _counts(term)) for term in explanation.contributions]
    cells += [(label, f"{gain:.2f}", "") for label, gain in _gains(explanation)]
    if not cells:
        return [f"{head}; {_NO_TERMS}"]
    widths = [max(len(row[column]) for row in cells) for column in range(2)]
    return [
        head,
        *(
            f"  {query:<{widths[0]}}  {product:<{widths[1]}}  {counts}".rstrip()
            for query, product, counts in cells
        ),
    ]


def _gains(explanation: Explanation) -> list[tuple[str, float]]:
    """Return what vectors add to the score, each with its label."""
    gains = ((_TOPIC, explanation.topic), (_MODEL, explanation.model))
    return [(label, gain) for label, gain in gains if gain]


def _product(term: ScoreContribution) -> str:
    weight = "" if term.weight == 1 else f"{term.weight:g} × "
    return f"{term.score:.2f} = {weight}idf {term.idf:.2f} × tf {term.saturated_frequency:.2f}"


def _counts(term: ScoreContribution) -> str:
    return f"frequency {term.frequency:g}, in {count(term.articles, 'article')}"
