"""How a web page is told from other text."""

from __future__ import annotations

import pytest

from newsgrep.formats.web import webpage


@pytest.mark.parametrize(
    ("beginning", "is_page"),
    [
        ("<!DOCTYPE html>", True),
        ("\n<!-- saved -->\n<HTML lang=en>", True),
        ('<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC', True),
        ("<head><title>", True),
        ("<div class=story><p>Talks", True),
        ("<header>", False),
        ("<person>", False),
        ("<rss>", False),
        ("Talks <b>resume</b>", False),
        ("<!--" * 1000, False),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_page_is_detected_by_its_first_tag(beginning, is_page):
    """Text that mentions tags is no page."""
    assert webpage.claims(beginning) is is_page
