"""The sentence of WordPress below a post in its feed."""

from __future__ import annotations

import pytest

from newsgrep.markup.feed_footer import without_feed_footer

TITLE = "Talks resume"


@pytest.mark.parametrize(
    "footer",
    [
        f"\n\nThe post {TITLE} appeared first on Example.",
        f"\n\nThe post “{TITLE}!” first appeared on Example Post.",
        f" Der Beitrag {TITLE} erschien zuerst auf Example.",
        f"\n\nL’article {TITLE} est apparu en premier sur Example.",
        f"\n\nLa entrada {TITLE} se publicó primero en Example.",
        f"\n\nL'articolo {TITLE} proviene da Example.",
        f" Articolul {TITLE} apare prima dată în Example .",
        f"\n\n{TITLE} yazısı ilk önce Example üzerinde ortaya çıktı.",
        "\n\nThe post Of another spelling appeared first on Example.",
    ],
)
def test_the_footer_is_no_text(footer):
    """In the languages of WordPress, below the text or behind it."""
    assert without_feed_footer(f"Both sides met.{footer}", TITLE) == "Both sides met."


@pytest.mark.parametrize(
    "text",
    [
        "Both sides met.",
        f"The post {TITLE} appeared first on Example.",  # there is nothing else
        "The drug appeared first on the market in 2010.\n\nNobody took it.",
        "They drink it.\n\nIl vino proviene da Portmoor, dove lo bevono.",
        "They drink it.\n\nIt appeared first on the tables of the owners.",
        "",
    ],
)
def test_any_other_text_stays(text):
    """Also one that has the words."""
    assert without_feed_footer(text, TITLE) == text
