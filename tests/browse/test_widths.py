"""Lines of browse that have vowel signs and emoji, which take other columns than rich counts."""

from __future__ import annotations

import pytest

pytest.importorskip("textual")

from rich.text import Text

from newsgrep.browse.line_list import strip_of
from newsgrep.output.widths import columns_of


@pytest.mark.parametrize("text", ["नि " * 20, "नि 👍🏽", "ශ්‍රී ලංකා", "gale"])
def test_a_line_fills_its_width_and_no_more(text: str) -> None:
    """A text that is too long is cut, and a shorter one is filled with spaces."""
    assert columns_of(strip_of(Text(text), 20).text) == 20
