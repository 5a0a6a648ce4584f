"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import newsgrep

PACKAGE = Path(newsgrep.__file__).parent
MODULES = [
    ".".join(["newsgrep", *module.relative_to(PACKAGE).with_suffix("").parts]).removesuffix(".__init__")
    for module in sorted(PACKAGE.rglob("*.py"))
    if ">>> " in module.read_text("utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_show(name: str) -> None:
    """Each is run as if it were typed after an import of everything in its module."""
    assert doctest.testmod(import_module(name)).failed == 0
