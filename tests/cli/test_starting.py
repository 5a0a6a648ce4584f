"""What a command loads before it does its work: what it does not need would make each start slower."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from newsgrep.cli.program import COMMANDS
from tests.cli.conftest import ROOT

#: Runs the program, and writes the modules that were loaded to a file.
_PROGRAM = """
import sys
from pathlib import Path
from newsgrep.cli import main
code = main(sys.argv[2:])
Path(sys.argv[1]).write_text("\\n".join(sys.modules))
sys.exit(code)
"""


def loaded(folder: Path, *arguments: str) -> set[str]:
    """Return the modules that a run of the program in a folder loads."""
    modules = folder / "modules.txt"
    # The measurement of the coverage of the tests loads modules of its own.
    usual = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    environment = {**usual, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _PROGRAM, str(modules), *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return set(modules.read_text().splitlines())


def rooms(modules: set[str]) -> set[str]:
    """Return the rooms of some modules."""
    return {name.split(".")[1] for name in modules if name.startswith("newsgrep.")}


@pytest.fixture
def archive(folder: Path) -> Path:
    """Return a folder with an article and its index."""
    (folder / "ganja.txt").write_text("Missiles hit Ganja\n\nTwelve people were killed in Ganja.\n")
    loaded(folder, "index", "-q", "ganja.txt")
    return folder


def test_a_search_in_a_pipe_loads_nothing_of_indexing(archive: Path) -> None:
    """Nor what reads files, prints on a terminal, builds segments, runs programs or waits for signals."""
    modules = loaded(archive, "search", "ganja killed")
    assert not rooms(modules) & {"formats", "sources", "indexing", "patterns", "viewers", "tasks", "spill"}
    assert not modules & {"newsgrep.encoded_article", "newsgrep.engine.segment.writer", "numpy.typing"}
    assert not modules & {"rich", "whoosh", "sqlite3", "tomllib"}
    assert not modules & {f"newsgrep.cli.{name}" for name in COMMANDS if name not in ("search", "receipt")}


def test_show_loads_nothing_that_reads_files(archive: Path) -> None:
    """The catalog tells which articles are copies, and the index has the text."""
    modules = loaded(archive, "show", "ganja.txt")
    assert not rooms(modules) & {"formats", "sources", "dates", "patterns", "spill"}
    assert not modules & {"rich", "whoosh", "traceback"}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_the_help_of_all_commands_loads_none_of_them(folder: Path, arguments: list[str]) -> None:
    """Their summaries are in one table."""
    modules = loaded(folder, *arguments)
    assert not modules & {f"newsgrep.cli.{name}" for name in COMMANDS}
    assert rooms(modules) <= {"arguments", "cli", "config", "errors", "whole_files"}


@pytest.mark.parametrize(
    ("first", "has_docstrings"),
    [
        ("from newsgrep.cli import main; main(['search', 'ganja'])", version("numpy") < "2"),
        ("import newsgrep.search.searcher", True),
    ],
)
def test_only_commands_pass_over_the_docstrings_of_numpy(
    archive: Path, first: str, has_docstrings: bool
) -> None:
    """A program that uses the library has them. In numpy 1 the modules have other names."""
    program = f"{first}\nimport sys, numpy\nsys.exit(3 if numpy.zeros.__doc__ else 4)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, cwd=archive, env=environment, check=False, stdout=subprocess.DEVNULL)
    assert ended.returncode == (3 if has_docstrings else 4)
