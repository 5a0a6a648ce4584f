"""The rooms of the house: who may import whom, how large a room may be, and that each is on the map."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from newsgrep.cli.program import VERBS, program

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "newsgrep"
MODULES = sorted(PACKAGE.rglob("*.py"))
README = (ROOT / "README.md").read_text("utf-8")

#: Each room may import those of its own row and of the rows below.
ROWS = (
    ("__main__",),
    ("cli",),
    ("printers", "indexing", "ingest", "searching", "preparing"),
    ("corpus", "passages", "engines", "containers"),
    ("codec", "formats"),
    ("query", "manifest", "duplicates", "results", "analysis", "ranking", "patterns"),
    ("article", "config", "dates", "errors", "languages", "outofcore", "together"),
)
ROW = {room: number for number, row in enumerate(ROWS) for room in row}

#: The only places for a distribution, as paths within the package.
OUTSIDE = {
    "whoosh": ("engines/", "codec/"),
    "numpy": ("engines/", "codec/", "patterns/"),
    "re2": ("patterns/",),
    "click": ("cli/",),
    "rich": ("printers/terminal.py", "printers/progress.py"),
    "Stemmer": ("analysis.py", "languages.py"),
    "zstandard": ("engines/", "codec/", "containers/"),
    "trafilatura": ("formats/web/maintext.py",),
    "feedparser": ("formats/web/feed.py",),
    "frontmatter": ("formats/prose/markdown.py",),
    "yaml": ("formats/prose/markdown.py",),
    "charset_normalizer": ("formats/text.py",),
    "msgspec": ("formats/records/jsonlines.py",),
    "warcio": ("formats/web/warcrecords.py",),
    "lxml": ("formats/",),
}


def name_of(module: Path) -> str:
    """The path of a module within the package."""
    return module.relative_to(PACKAGE).as_posix()


def imports(module: Path) -> Iterator[str]:
    """The modules that a module imports, wherever in it, also for type checking only."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name_of(module)} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_imports_point_inwards(module: Path) -> None:
    """From the command line to the article. The package itself opens what is asked for."""
    room = name_of(module).split("/")[0].removesuffix(".py")
    if room == "__init__":
        return
    rooms = {name.split(".")[1] for name in imports(module) if name.startswith("newsgrep.")} - {"__version__"}
    assert {other for other in rooms if ROW[other] < ROW[room]} == set()


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_other_distributions_are_met_in_one_place(module: Path) -> None:
    """So that each can be replaced, and is only loaded where it is used."""
    for name in {name.split(".")[0] for name in imports(module)} & OUTSIDE.keys():
        assert name_of(module).startswith(OUTSIDE[name]), f"{name_of(module)} imports {name}"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_module_is_too_long(module: Path) -> None:
    """400 lines at most."""
    assert len(module.read_text("utf-8").splitlines()) <= 400


def test_every_room_has_its_row() -> None:
    """And every row its rooms."""
    rooms = {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - {"__init__"} == ROW.keys()


def test_every_room_is_on_the_map_of_the_readme() -> None:
    """And nothing is on it that is not there."""
    chart = README.split("newsgrep/\n", 1)[1].split("```")[0].split()
    named = {word.rstrip("/").removesuffix(".py") for word in chart if word.endswith(("/", ".py"))}
    assert {room for room in ROW if room not in named} <= {"__main__", "errors"}
    nested = {path.stem for path in MODULES}
    assert named <= ROW.keys() | nested | {"whoosh"}


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_and_option_says_what_it_does(verb: str) -> None:
    """In its help, with examples where a command does something; the command is in the README too."""
    command = program.get_command(click.Context(program), verb)
    assert command.get_short_help_str()
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help, option.opts
    if verb != "help":
        assert "Examples:\n" in (command.epilog or "")
    assert f"newsgrep {verb}" in README
