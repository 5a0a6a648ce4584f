"""The examples in the docstrings of query, patterns and analysis are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import newsgrep

PACKAGE = Path(newsgrep.__file__).parent
MODULES = [
    f"newsgrep.{room}.{module.stem}"
    for room in ("query", "patterns", "analysis")
    for module in sorted((PACKAGE / room).glob("[a-z]*.py"))
    if ">>> " in module.read_text("utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_show(name: str) -> None:
    """Each is run as if it were typed after an import of everything in its module."""
    assert doctest.testmod(import_module(name)).failed == 0
