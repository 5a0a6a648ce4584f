"""What the printers cost at the start of every command."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("rich", "whoosh", "json", "csv", "difflib")


@pytest.mark.parametrize("module", ["", ".pipe", ".summary"])
def test_light_modules_load_nothing_heavy(module: str) -> None:
    """Neither rich nor any other library that one style alone needs is loaded with the printers."""
    code = (
        f"import sys; before = set(sys.modules); import newsgrep.output{module}; "
        f"sys.exit(', '.join((set(sys.modules) - before) & set({HEAVY!r})) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
