"""How a score came about, as each style shows it."""

from __future__ import annotations

import io
import json

import pytest
from msgspec.structs import replace

from newsgrep.article import Article
from newsgrep.output import Output
from newsgrep.output.explanations import explanation_as_line, explanation_as_rows
from newsgrep.output.terminal import TerminalPrinter, make_console
from newsgrep.results import Explanation, Hit, ScoreContribution

MISSILE = ScoreContribution("missile", articles=12, idf=4.1, frequency=4, weight=1, score=3.2)
PHRASE = ScoreContribution('"air raid"', articles=1, idf=5.0, frequency=1.5, weight=2, score=12.5)
EXPLANATION = Explanation(15.7, length=1210, average_length=180.4, contributions=(MISSILE, PHRASE))
NOTHING = Explanation(0.0, length=3, average_length=2, contributions=())
HIT = Hit(1, 15.7, Article(key="a", path="a", body="", title="Title"), "a", 1, explanation=EXPLANATION)

LINE = (
    "missile 3.20 = idf 4.10 × tf 0.78 (frequency 4, in 12 articles); "
    '"air raid" 12.50 = 2 × idf 5.00 × tf 1.25 (frequency 1.5, in 1 article)'
)


def test_a_line_has_every_term() -> None:
    """Its score as a product, the weight where it is not one, and what went into it."""
    assert explanation_as_line(EXPLANATION) == LINE
    assert explanation_as_line(NOTHING) == "no part of the query adds to the score"


def test_rows_are_aligned() -> None:
    """Below the score and the length of the article."""
    assert explanation_as_rows(EXPLANATION) == [
        "score 15.70; length 1,210, 180 on average",
        "  missile     3.20 = idf 4.10 × tf 0.78       frequency 4, in 12 articles",
        '  "air raid"  12.50 = 2 × idf 5.00 × tf 1.25  frequency 1.5, in 1 article',
    ]
    assert explanation_as_rows(NOTHING) == [
        "score 0.00; length 3, 2 on average; no part of the query adds to the score"
    ]


def test_an_object_has_the_numbers() -> None:
    """And the frequency after saturation, which is between 0 and k1 + 1."""
    assert EXPLANATION.as_dict() == {
        "score": 15.7,
        "length": 1210,
        "average_length": 180.4,
        "terms": [
            {
                **{"query": "missile", "score": 3.2, "weight": 1, "idf": 4.1, "tf": 0.780488},
                **{"frequency": 4, "articles": 12},
            },
            {
                **{"query": '"air raid"', "score": 12.5, "weight": 2, "idf": 5.0, "tf": 1.25},
                **{"frequency": 1.5, "articles": 1},
            },
        ],
    }


def test_what_vectors_add_comes_last() -> None:
    """In a line, in rows and in an object; nothing is said where they add nothing."""
    explained = replace(EXPLANATION, score=17.2, topic=1.5)
    assert explanation_as_line(explained) == f"{LINE}; about the same 1.50"
    assert explanation_as_rows(explained)[-1] == "  about the same  1.50"
    assert explained.as_dict()["topic"] == 1.5
    assert "topic" not in EXPLANATION.as_dict()


@pytest.mark.parametrize("earned", [replace(MISSILE, score=0, idf=0), replace(MISSILE, score=0, weight=0)])
def test_a_term_that_cannot_earn_anything(earned: ScoreContribution) -> None:
    """Its frequency counts nothing."""
    assert "× tf 0.00 (" in explanation_as_line(Explanation(0, 1, 1, (earned,)))


def test_the_field_in_lines_tables_and_json() -> None:
    """Text where there are columns, an object in JSON, nothing where it was not asked for."""
    assert printed("lines", HIT) == f"a\t{LINE}\n"
    assert printed("lines", replace(HIT, explanation=None)) == "a\t\n"
    assert printed("csv", HIT).splitlines()[0] == "path,explanation"
    assert json.loads(printed("jsonl", HIT))["explanation"] == EXPLANATION.as_dict()
    assert json.loads(printed("jsonl", replace(HIT, explanation=None)))["explanation"] is None


def printed(style: str, hit: Hit) -> str:
    """What a printer makes of a hit's path and explanation."""
    out = io.StringIO()
    printer = Output(style, fields=("path", "explanation")).printer(out)
    printer.hit(hit)
    printer.close()
    return out.getvalue()


def test_a_block_ends_with_the_explanation() -> None:
    """Indented as passages are, and not wrapped, so that its columns stay."""
    out = io.StringIO()
    TerminalPrinter(make_console(out, color=False, width=40)).hit(HIT)
    assert out.getvalue() == "Title\na:1\n" + "".join(
        f"    {row}\n" for row in explanation_as_rows(EXPLANATION)
    )
