"""Where paragraphs end, and that every search that knows of them has the same ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsgrep
from newsgrep.paragraphs import lede_end, lede_size, paragraph_gaps


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\n \t\n\n  Two.", ["One.", "Two."]),
        ("    One\ngoes on.\n    Two.\n    Three.", ["    One\ngoes on.", "Two.", "Three."]),
        ("HEAD\n    One.", ["HEAD", "One."]),
        ("  All is\n  indented\n  here.", ["  All is\n  indented\n  here."]),
        ("An inter-\n  national word.", ["An inter-\n  national word."]),
        ("\n  One.\n  Two", ["\n  One.", "Two"]),
        ("One goes on\nand on.", ["One goes on\nand on."]),
        (" \n ", [" \n "]),
        ("", [""]),
    ],
)
def test_paragraphs(text: str, paragraphs: list[str]) -> None:
    """They end at blank lines, and before indented ones that begin another."""
    begin, found = 0, []
    for gap in paragraph_gaps(text):
        found.append(text[begin : gap.start()])
        begin = gap.end()
    assert [*found, text[begin:]] == paragraphs


@given(st.text(alphabet="a.é \n\t-”", max_size=40))
def test_the_size_of_a_lede_is_that_of_its_bytes(text: str) -> None:
    """Also where characters have several bytes."""
    assert lede_size(text.encode()) == len(text[: lede_end(text)].encode())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lead:zinc", 1),
        ("lead:copper", 0),
        ("copper W/P zinc", 0),
        ("copper W/P tin", 1),
        ("title:copper", 0),
    ],
)
def test_searches_know_indented_paragraphs(tmp_path: Path, query: str, found: int) -> None:
    """As the dispatches of news agencies have them, which have no blank lines."""
    text = "    Prices of zinc\nfell.\n    Copper and tin rose.\n"
    with newsgrep.open_index(tmp_path / ".newsgrep") as index, index.writer() as writer:
        writer.add(newsgrep.Article(key="a", title="    Prices of zinc", title_from="lede", body=text))
    with newsgrep.open_index(tmp_path / ".newsgrep") as index:
        assert index.count(query) == found
