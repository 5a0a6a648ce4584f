"""Unknown words and those that are spelt like them, as a person writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep.output.diagnosis import diagnosis_lines
from tests.multilingual import index_of_texts


@pytest.mark.parametrize(
    ("language", "text", "query", "line"),
    [
        ("russian", "Российский рубль", "росийский", "росийский: no such word; nearest: российский"),
        ("greek", "Ο Μητσοτάκης", "Μιτσοτάκης", "μιτσοτάκης: no such word; nearest: μητσοτάκης"),
        ("english", "the missile", "missle", "missle: no such word; nearest: missile"),
    ],
)
def test_words_are_shown_with_the_signs_that_an_index_leaves_out(
    tmp_path: Path, language: str, text: str, query: str, line: str
) -> None:
    """й and not и, and the sigma that ends a word."""
    diagnosis = index_of_texts(tmp_path, language, [text]).search(query).diagnosis
    assert diagnosis is not None
    assert line in diagnosis_lines(diagnosis)
