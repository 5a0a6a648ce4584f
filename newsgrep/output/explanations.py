"""How a score came about, term by term: as a line, as a JSON object, and as rows for a terminal.

>>> missile = Earned("missile", articles=12, idf=4.1, frequency=4, weight=1, score=3.2)
>>> explanation_as_line(Explanation(3.2, length=210, average_length=180, earned=(missile,)))
'missile 3.20 = idf 4.10 × tf 0.78 (frequency 4, in 12 articles)'
"""

from __future__ import annotations

from newsgrep.output.quantities import count
from newsgrep.results import Earned, Explanation

#: For a query that only selects, as one of dates and sources does.
_NO_TERMS = "no part of the query adds to the score"


def explanation_as_line(explanation: Explanation) -> str:
    """Return the contribution of every term, on one line."""
    terms = (f"{term.query} {_product(term)} ({_counts(term)})" for term in explanation.earned)
    return "; ".join(terms) or _NO_TERMS


def explanation_as_object(explanation: Explanation) -> dict[str, object]:
    """Return the explanation as JSON holds it. `tf` is the frequency after saturation and length."""
    return {
        "score": round(explanation.score, 6),
        "length": round(explanation.length, 6),
        "average_length": round(explanation.average_length, 6),
        "terms": [_term(term) for term in explanation.earned],
    }


def explanation_as_rows(explanation: Explanation) -> list[str]:
    """Return a row with the score and the lengths, and an aligned row for each term."""
    head = (
        f"score {explanation.score:.2f}; length {explanation.length:,.0f}, "
        f"{explanation.average_length:,.0f} on average"
    )
    cells = [(term.query, _product(term), _counts(term)) for term in explanation.earned]
    if not cells:
        return [f"{head}; {_NO_TERMS}"]
    widths = [max(len(row[column]) for row in cells) for column in range(2)]
    return [
        head,
        *(f"  {query:<{widths[0]}}  {product:<{widths[1]}}  {counts}" for query, product, counts in cells),
    ]


def _term(term: Earned) -> dict[str, object]:
    return {
        "query": term.query,
        "score": round(term.score, 6),
        "weight": round(term.weight, 6),
        "idf": round(term.idf, 6),
        "tf": round(_saturated_frequency(term), 6),
        "frequency": round(term.frequency, 6),
        "articles": term.articles,
    }


def _product(term: Earned) -> str:
    weight = "" if term.weight == 1 else f"{term.weight:g} × "
    return f"{term.score:.2f} = {weight}idf {term.idf:.2f} × tf {_saturated_frequency(term):.2f}"


def _counts(term: Earned) -> str:
    return f"frequency {term.frequency:g}, in {count(term.articles, 'article')}"


def _saturated_frequency(term: Earned) -> float:
    """Return the frequency as it enters the score, between 0 and k1 + 1."""
    factor = term.weight * term.idf
    return term.score / factor if factor else 0.0
