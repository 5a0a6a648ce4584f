"""The wheel and the source distribution: what is in them, and what the tools that check them say."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both, built as `python -m build` does."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def wheel(built: Path) -> Path:
    """The wheel."""
    return next(built.glob("*.whl"))


@pytest.fixture
def in_the_source(built: Path) -> set[str]:
    """The names in the source distribution."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as source:
        return {name.partition("/")[2] for name in source.getnames()}


def test_twine_finds_no_fault(built: Path) -> None:
    """The metadata of both are valid, and the README can be drawn."""
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, built.iterdir())]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout


def test_check_wheel_contents_finds_no_fault(wheel: Path) -> None:
    """Nothing is missing from the wheel, twice in it, or in the wrong place."""
    program = "from check_wheel_contents.__main__ import main; main()"
    ended = subprocess.run([sys.executable, "-c", program, str(wheel)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout


def test_the_wheel_has_every_module_the_types_the_licence_and_man_pages(wheel: Path) -> None:
    """And no test."""
    names = set(zipfile.ZipFile(wheel).namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "newsgrep").rglob("*.py")}
    assert modules | {"newsgrep/py.typed"} <= names
    assert any(name.endswith("/LICENSE") for name in names)
    installed = {name.partition(".data/data/")[2] for name in names}
    assert {"share/man/man1/newsgrep.1", "share/man/man7/newsgrep-query.7"} <= installed
    assert "share/bash-completion/completions/newsgrep" in installed
    assert not any(name.startswith("tests") for name in names)


def test_the_source_has_what_its_tests_need(in_the_source: set[str]) -> None:
    """The tests, the sample articles, the pages, the locks; and nothing that was made by running it."""
    needed = [
        "tests/conftest.py",
        "corpus/010_ganja-missile-strike.txt",
        "docs/guide.md",
        "CHANGELOG.md",
        "requirements.lock",
    ]
    assert in_the_source.issuperset([*needed, "scripts/pictures.py", "benchmarks/run.py", "LICENSE"])
    assert not [name for name in in_the_source if "__pycache__" in name or ".newsgrep" in name]
