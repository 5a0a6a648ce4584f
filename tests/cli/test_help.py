"""Help: every command has some, with examples that work."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsgrep import __version__
from newsgrep.cli.forms import FORMS
from newsgrep.cli.program import COMMANDS


def test_version(folder, run):
    assert run("--version") == (0, f"newsgrep {__version__}\n", "")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help(folder, run, name, flag):
    ended = run(name, flag)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"Usage: newsgrep {name}")
    assert ended == run("help", name)


def test_help_alone_is_that_of_the_program(folder, run):
    assert run("help") == run("--help")
    assert "Exit codes: 0 found, 1 nothing found, 2 an error" in run("--help").out


def queries() -> list[str]:
    """The queries of the help's table."""
    return [form.example for forms in FORMS.values() for form in forms]


@pytest.mark.parametrize("query", queries())
def test_every_query_of_the_help_can_be_read(corpus, run, query):
    assert run("search", "-q", query).code in (0, 1)


def examples() -> list[list[str]]:
    """The searches that the help gives as examples, up to the pipe."""
    from newsgrep.cli.help import QUERY
    from newsgrep.cli.search import command

    lines = f"{QUERY}{command.epilog}".splitlines()
    found = [line.split("  newsgrep search")[1] for line in lines if line.startswith("  newsgrep search")]
    return [shlex.split(line.split("   ")[0].split(" | ")[0]) for line in found]


@pytest.mark.parametrize("arguments", examples())
def test_every_example_of_a_search_works(corpus, run, arguments):
    assert run("search", *arguments).code in (0, 1)


@pytest.fixture
def imports():
    """The modules that a program imports, run in a Python of its own."""

    def run_python(program: str) -> set[str]:
        code = f"import sys; before = set(sys.modules)\n{program}\nprint(*set(sys.modules) - before)"
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            check=True,
            capture_output=True,
        )
        return set(done.stdout.splitlines()[-1].decode().split())

    return run_python


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["search", "--help"], ["help", "query"]])
def test_help_imports_nothing_heavy(folder, imports, arguments):
    imported = imports(f"from newsgrep.cli import main; main({arguments})")
    assert "click" in imported
    assert not imported & {"whoosh", "rich", "numpy", "Stemmer", "newsgrep.engine.base", "newsgrep.query"}


def test_a_piped_search_imports_no_more_than_it_needs(corpus, imports):
    imported = imports("from newsgrep.cli import main; main(['search', 'ganja'])")
    assert "numpy" in imported
    assert not imported & {
        "rich",
        "whoosh",
        "newsgrep.indexing",
        "difflib",
        "email",
        "logging",
    }


def test_importing_the_package_imports_nothing(imports):
    assert imports("import newsgrep") <= {"newsgrep", "__future__"}


def test_the_public_names_are_there(corpus):
    import newsgrep

    assert {name for name in newsgrep.__all__ if getattr(newsgrep, name)} == {
        "Article",
        "NewsgrepError",
        "__version__",
        "open_index",
    }
    with closing(newsgrep.open_index()) as engine:
        assert isinstance(engine.get("corpus/039_notre-dame-fire.txt"), newsgrep.Article)
    with pytest.raises(newsgrep.NewsgrepError):
        newsgrep.open_index("nowhere")
    with pytest.raises(AttributeError):
        newsgrep.nothing  # noqa: B018
