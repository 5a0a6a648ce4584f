"""The man pages and completion scripts that a wheel installs."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import types
from pathlib import Path

import pytest

from newsgrep.cli.program import COMMANDS

ROOT = Path(__file__).parents[1]
SHARE = ROOT / "data/share"


@pytest.fixture(scope="module")
def manpages() -> types.ModuleType:
    """The script that makes them."""
    spec = importlib.util.spec_from_file_location("manpages", ROOT / "scripts/manpages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_files_are_those_of_the_commands(manpages: types.ModuleType) -> None:
    """Each is as the help is now, and none is of a command that is gone."""
    made = manpages.files()
    there = {
        file.relative_to(SHARE).as_posix(): file.read_text("utf-8")
        for file in SHARE.rglob("*")
        if file.is_file()
    }
    stale = sorted(path for path in made.keys() | there.keys() if made.get(path) != there.get(path))
    assert not stale, "run: python scripts/manpages.py"


def test_there_is_a_page_for_each_command(manpages: types.ModuleType) -> None:
    """And one for the program, and one for the query language."""
    pages = {Path(path).name for path in manpages.files() if path.startswith("man/")}
    assert pages == {"newsgrep.1", "newsgrep-query.7", *(f"newsgrep-{name}.1" for name in COMMANDS)}


@pytest.mark.skipif(shutil.which("man") is None, reason="there is no man here")
@pytest.mark.parametrize("name", ["newsgrep.1", "newsgrep-search.1", "newsgrep-index.1", "newsgrep-query.7"])
def test_man_reads_a_page(manpages: types.ModuleType, tmp_path: Path, name: str) -> None:
    """Without a warning; what is typed is printed as it is typed."""
    text = next(text for path, text in manpages.files().items() if path.endswith(f"/{name}"))
    (tmp_path / name).write_text(text, "utf-8")
    environment = {**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8", "MAN_KEEP_FORMATTING": ""}
    ended = subprocess.run(
        ["man", "--warnings", "-l", str(tmp_path / name)], env=environment, capture_output=True, text=True
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    expected = {
        "newsgrep.1": [
            "NAME",
            "newsgrep-search(1)",
            "NEWSGREP_INDEX",
            "~/.config/newsgrep/config.toml",
            "130",
        ],
        "newsgrep-search.1": ["-n, -m, --limit N", "newsgrep search '\"missile attack\" -drone'", "missle~1"],
        "newsgrep-index.1": [
            "--filter SUFFIX:COMMAND",
            "newsgrep index --filter 'pdf:pdftotext % -' reports/",
        ],
        "newsgrep-query.7": ['"ganja missile"~5', "ganja^2 missile", "/gan[jd]a/", "-drone"],
    }[name]
    assert [one for one in expected if one not in ended.stdout] == []
