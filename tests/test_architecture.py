"""The rooms: which imports which, how long a module may be, and that ARCHITECTURE.md has each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import click
import pytest

from newsgrep.cli.program import COMMANDS, SUMMARIES, program

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "newsgrep"
MODULES = sorted(PACKAGE.rglob("*.py"))
PAGES = "".join(page.read_text("utf-8") for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")])

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")

#: The only places for a distribution, as paths within the package.
OUTSIDE = {
    "whoosh": ("engine/whoosh_compat/",),
    "numpy": ("engine/", "patterns/", "meaning/"),
    "onnxruntime": ("meaning/model.py",),
    "tokenizers": ("meaning/model.py",),
    "re2": ("query/regex.py",),
    "jellyfish": ("patterns/sounds.py",),
    "click": ("cli/",),
    "rich": ("output/", "browse/"),
    "textual": ("browse/",),
    "Stemmer": ("analysis/",),
    "babel": ("explore/place_names.py",),
    "opencc": ("analysis/han.py",),
    "platformdirs": ("config/settings_files.py",),
    "backports": ("zstd.py",),
    "compression": ("zstd.py",),
    "trafilatura": ("formats/page/maintext.py",),
    "htmldate": ("formats/page/datemarks.py",),
    "feedparser": ("formats/web/feed.py",),
    "markdown_it": ("formats/prose/markdowntext.py",),
    "yaml": ("formats/prose/frontmatter.py",),
    "charset_normalizer": ("encodings/legacy.py",),
    "docx": ("formats/documents/docxtext.py",),
    "striprtf": ("formats/documents/rtftext.py",),
    "python_calamine": ("formats/documents/workbook.py",),
    "olefile": ("formats/documents/msgtext.py",),
    "pypdf": ("formats/documents/pdftext.py",),
    "warcio": ("formats/web/warcrecords.py",),
    "lxml": ("formats/", "markup/"),
    "matplotlib": ("output/plots.py",),
    "watchfiles": ("indexing/watching.py",),
    "pyarrow": ("formats/records/parquet.py",),
}

#: The only places for the parts of an engine, by folder of `engine/`. Engines may share what segments store.
ENGINES = {
    "embedded": ("engine/embedded/", "engine/whoosh_compat/", "engine/registry.py"),
    "opensearch": ("engine/opensearch/", "engine/registry.py"),
    "segment": ("engine/",),
    "whoosh_compat": ("engine/embedded/", "engine/whoosh_compat/"),
}

#: The names that modules of a folder share, as they do the same: commands, engines, readers of formats.
SHARED = {
    "cli/": "command",
    "engine/": "count_occurrences count_terms explain first_versions search_stories tally versions",
    "formats/": "claims read",
    "formats/documents/": "extract",
    "formats/exports/": "articles is_page reads_lines records",
    "formats/prose/": "fields_of without_marks",
    "formats/records/": "completer_of",
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


def defined_name(node: ast.stmt) -> str:
    """The name of a function, a class or a type that a statement defines, such as `Sort`; empty for none."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.Assign) and isinstance(target := node.targets[0], ast.Name):
        return target.id if re.fullmatch(r"[A-Z]\w*[a-z]\w*", target.id) else ""
    return ""


def room_of(module: Path) -> str:
    """The room of a module: its folder in the package, or its own name where it lies at the top."""
    return name_of(module).split("/")[0].removesuffix(".py")


def rooms() -> dict[str, set[str]]:
    """The rooms that each room imports. The package itself and `python -m` stand above all of them."""
    found: dict[str, set[str]] = {room_of(module): set() for module in MODULES}
    for module in MODULES:
        names = {name.split(".")[1] for name in imports(module) if name.startswith("newsgrep.")}
        found[room_of(module)] |= names & found.keys() - {room_of(module)}
    return found


def test_no_two_rooms_import_each_other() -> None:
    """The rooms are a directed acyclic graph: imports point one way, also those for type checking only."""
    try:
        tuple(TopologicalSorter(rooms()).static_order())
    except CycleError as error:
        pytest.fail(f"rooms import each other: {' -> '.join(error.args[1])}")


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_other_distributions_are_met_in_one_place(module: Path) -> None:
    """So that each can be replaced, and is only loaded where it is used."""
    for name in {name.split(".")[0] for name in imports(module)} & OUTSIDE.keys():
        assert name_of(module).startswith(OUTSIDE[name]), f"{name_of(module)} imports {name}"


@pytest.mark.parametrize("folder", ENGINES)
def test_only_the_registry_names_an_engine(folder: str) -> None:
    """Searches, index runs and commands know the boundary alone, and no engine knows another."""
    for module in MODULES:
        if any(f"{name}.".startswith(f"newsgrep.engine.{folder}.") for name in imports(module)):
            assert name_of(module).startswith(ENGINES[folder]), name_of(module)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_module_is_too_long(module: Path) -> None:
    """400 lines at most."""
    assert len(module.read_text("utf-8").splitlines()) <= 400


def test_no_name_has_two_meanings() -> None:
    """No public functions, classes or types of two modules have the same name, except those in SHARED."""
    modules: dict[str, set[str]] = {}
    for module in MODULES:
        for node in ast.parse(module.read_text("utf-8")).body:
            if (name := defined_name(node)) and not name.startswith("_"):
                modules.setdefault(name, set()).add(name_of(module))
    folders = {name: folder for folder, names in SHARED.items() for name in names.split()}
    assert sorted(name for name in modules if len(modules[name]) > 1) == sorted(folders)
    for name, folder in folders.items():
        assert all(module.startswith(folder) for module in modules[name]), name


def test_every_room_is_in_the_architecture() -> None:
    """The table of rooms in ARCHITECTURE.md has each room once, above all rooms that it imports."""
    table = ARCHITECTURE.split("## Rooms", 1)[1].split("\n## ", 1)[0]
    named = re.findall(r"^\| `([a-z_]+)(?:/|\.py)` \|", table, re.MULTILINE)
    imported = rooms()
    assert sorted(named) == sorted(imported.keys() - {"__init__", "__main__"})
    for number, room in enumerate(named):
        assert not imported[room].intersection(named[:number]), room


def test_every_module_of_segments_is_in_their_list() -> None:
    """As there are too many to guess what each is for."""
    folder = PACKAGE / "engine/segment"
    listed = re.findall(r"^    (\w+\.py) ", (folder / "__init__.py").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(file.name for file in folder.glob("[!_]*.py"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    """In its help, with examples where a command does something; README or docs/ names it."""
    command = program.get_command(click.Context(program), name)
    assert re.fullmatch(r"[A-Z].*\.", SUMMARIES[name]), SUMMARIES[name]
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help, option.opts
    if name != "help":
        assert "Examples:\n" in (command.epilog or "")
    assert f"newsgrep {name}" in PAGES
