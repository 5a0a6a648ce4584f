"""What `import newsgrep` makes public."""

from __future__ import annotations

from typing import get_args

import pytest

import newsgrep
from newsgrep.search.findings import Finding


def test_every_public_name_is_there() -> None:
    """And no other is."""
    assert dir(newsgrep) == sorted(newsgrep.__all__)
    for name in newsgrep.__all__:
        assert getattr(newsgrep, name)
    with pytest.raises(AttributeError):
        newsgrep.nothing  # noqa: B018


def test_every_finding_of_a_diagnosis_is_public():
    """So that a program can tell them apart, as by `match`."""
    assert {finding.__name__ for finding in get_args(Finding)} <= {*newsgrep.__all__}
