"""The hint for a phrase with a wildcard is a query with its words, which can be read."""

from __future__ import annotations

import pytest

from newsgrep.errors import QuerySyntaxError
from newsgrep.query import parse


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ('"NOT gan*"', '"NOT" PRE/1 gan*'),
        ('"gan* -b"', 'gan* PRE/1 "-b"'),
        ('"gan* b^2"', 'gan* PRE/1 "b^2"'),
        ('"/gan/ b*"', '"/gan/" PRE/1 b*'),
        ('"— gan* b"', "gan* PRE/1 b"),
        (r'"gan\* b"', "gan* PRE/1 b"),
        ('"a* b* c* d* e* f* g* h* i*"', '"bank of" PRE/1 jap*'),
        ('"' + "word " * 5000 + 'gan*"', '"bank of" PRE/1 jap*'),
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_a_phrase_with_a_wildcard_has_a_hint_that_can_be_read(text: str, suggested: str) -> None:
    """Its words that would be operators or signs are in quotes; one that is too long has an example."""
    with pytest.raises(QuerySyntaxError, match="cannot contain a wildcard") as caught:
        parse(text)
    assert caught.value.hint == f"write {suggested}"
    assert parse(suggested)
