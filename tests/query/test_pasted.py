"""Texts in capitals: a headline has words for operators, and a query in capitals has operators."""

from __future__ import annotations

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse_query
from newsgrep.query.pasted import NOTICE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("KESSEL BANK WILL NOT RAISE RATES", "kessel AND bank AND will AND not AND raise AND rates"),
        ("MILLERS FACE STRIKE OR CLOSURE", "millers AND face AND strike AND or AND closure"),
        ("WHEAT TALKS FAILED --MILLERS UNION", "wheat AND talks AND failed AND millers AND union"),
        ("(CORRECTED)-KESSEL BANK RAISES RATES", "corrected AND kessel AND bank AND raises AND rates"),
        ('MILLERS CALL PRICES "NOT GOOD', "millers AND call AND prices AND not AND good"),
        ("(NEW)-<KESSEL BANK CO> RAISES RATES", "new AND <kessel AND bank AND co> AND raises AND rates"),
        ("/U.S. FARMERS DO NOT SELL 2nd CROP", "U.S. AND farmers AND do AND not AND sell AND 2nd AND CROP"),
        ("MILLERS OF KESSEL TALK -MAY 7", "millers AND of AND kessel AND talk AND may AND 7"),
    ],
)
def test_a_headline_in_capitals_is_text(text: str, shown: str) -> None:
    """A notice says so, and the query keeps the text that was typed."""
    parsed = parse_query(text)
    assert (str(parsed), parsed.text) == (shown, text)
    assert parsed.notices == (NOTICE,)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # an operator between any two
        ("UNICEF OR UNESCO OR OPEC OR NATO", "UNICEF OR UNESCO OR OPEC OR NATO"),
        ("UNICEF AND UNESCO AND NOT OPEC AND NATO", "UNICEF AND UNESCO AND NOT OPEC AND NATO"),
        # other syntax
        ("WHEAT W/S PRICES AND NOT KESSEL MILLERS", "(WHEAT W/S PRICES) AND NOT KESSEL AND MILLERS"),
        ("WHEAT NEAR/PARA PRICES NOT KESSEL MILLERS", "(WHEAT W/P PRICES) AND NOT KESSEL AND MILLERS"),
        ('"WHEAT PRICES" KESSEL NOT MILLERS', '"WHEAT PRICES" AND KESSEL AND NOT MILLERS'),
        ("TITLE:WHEAT PRICES KESSEL NOT MILLERS", "title:WHEAT AND PRICES AND KESSEL AND NOT MILLERS"),
        ("WHEAT PRICES KESSEL* NOT MILLERS", "WHEAT AND PRICES AND KESSEL* AND NOT MILLERS"),
        (
            "WHEAT PRICES IN KESSEL NOT of MILLERS",
            "WHEAT AND PRICES AND IN AND KESSEL AND NOT of AND MILLERS",
        ),
    ],
)
def test_a_query_in_capitals_has_operators(text: str, shown: str) -> None:
    """And no notice."""
    parsed = parse_query(text)
    assert (str(parsed), parsed.notices) == (shown, ())


@pytest.mark.parametrize(
    ("text", "shown", "operators"),
    [
        ("KESSEL NOT MILLERS", "KESSEL AND NOT MILLERS", "NOT is read as an operator"),
        ("NATO OPEC UNESCO NOT IMF", "NATO AND OPEC AND UNESCO AND NOT IMF", "NOT is read as an operator"),
        ("NOT IN MY NAME", "NOT IN AND MY AND NAME", "NOT is read as an operator"),
        ("  NOT   GUILTY!", "NOT GUILTY!", "NOT is read as an operator"),
    ],
)
def test_operators_of_a_short_text_in_capitals_are_told(text: str, shown: str, operators: str) -> None:
    """It may be a query or a headline; the notice says how to search for the headline."""
    parsed = parse_query(text)
    words = " ".join(text.split())
    assert (str(parsed), parsed.notices[0]) == (
        shown,
        f'{operators}; to search for the text, write "{words}"',
    )
    assert parse_query(f'"{words}"').notices == ()


@pytest.mark.parametrize("text", ["TO BE OR NOT TO BE", "WHY NOT", "AND NOW", "SINK OR SWIM ALONE"])
def test_an_error_in_a_headline_says_how_to_search_for_it(text: str) -> None:
    """Whatever the error is."""
    with pytest.raises(QuerySyntaxError) as error:
        parse_query(text)
    assert error.value.hint.endswith(f'; to search for the text, write "{text}"')
    assert error.value.hint.count("to search for") == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "министр вернулся сегодня утром -варшава",
            "министр AND вернулся AND сегодня AND утром AND NOT варшава",
        ),
        ("μύλος τιμές αλεύρι σιτάρι NOT ψωμί", "μύλος AND τιμές AND αλεύρι AND σιτάρι AND NOT ψωμί"),
        ("وزير قمح خبز مطحنة NATO سوق -نهر", "وزير AND قمح AND خبز AND مطحنة AND NATO AND سوق AND NOT نهر"),
    ],
)
def test_a_query_without_latin_letters_has_operators(text: str, shown: str) -> None:
    """Small letters beyond ASCII, and letters of scripts without capitals, are no capitals."""
    parsed = parse_query(text)
    assert (str(parsed), parsed.notices) == (shown, ())
