"""Help: every command has some, with examples that work."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from newsgrep import __version__
from newsgrep.cli.forms import FORMS
from newsgrep.cli.help import TOPICS
from newsgrep.cli.program import COMMANDS
from newsgrep.formats import FORMATS
from newsgrep.output.hit_fields import DESCRIPTIONS
from newsgrep.output.styles import STYLES


def test_version(folder, run):
    """The name and the version, and nothing else."""
    assert run("--version") == (0, f"newsgrep {__version__}\n", "")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_every_command_has_help(folder, run, name, flag):
    """With -h, with --help and through `newsgrep help`."""
    ended = run(name, flag)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"Usage: newsgrep {name}")
    assert ended == run("help", name)


@pytest.mark.parametrize(("columns", "most"), [("60", 60), ("80", 80), ("200", 80)])
@pytest.mark.parametrize("name", ["--help", *COMMANDS, *sorted({*TOPICS} - {"json-schema"})])
def test_help_fits_the_terminal(folder, run, monkeypatch, name, columns, most):
    """Of the program, of each command, and of the query language; 80 columns also on a wider terminal.

    Only what is one word, such as the names of all formats, may be longer than a very narrow one.
    """
    monkeypatch.setenv("COLUMNS", columns)
    lines = run("--help").lines if name == "--help" else run("help", name).lines
    assert max(len(line) for line in lines if most == 80 or " " in line.strip()) <= most


def test_a_narrow_terminal_cuts_no_summary_and_no_example(folder, run, monkeypatch):
    """The summary of a command is wrapped, and the meaning of an example goes below it."""
    monkeypatch.setenv("COLUMNS", "60")
    text = run("--help").out
    assert "..." not in text.split("Make an index:")[1]
    assert "    newsgrep search Ganja missile\n        articles with both words, best first\n" in text


def test_the_help_of_the_program_names_the_topics(folder, run):
    """Who does not know them finds them there."""
    assert f"Topics of help: {', '.join(TOPICS)}." in run("--help").out


def test_help_alone_is_that_of_the_program(folder, run):
    """It lists the exit codes."""
    assert run("help") == run("--help")
    assert "Exit codes: 0 found, 1 nothing found, 2 an error" in run("--help").out


def queries() -> list[str]:
    """The queries of the help's table."""
    return [form.example for forms in FORMS.values() for form in forms]


@pytest.mark.parametrize("query", queries())
def test_every_query_of_the_help_is_valid(corpus, run, query):
    """The table of the query language has no typing errors."""
    query = query.replace("KEY", "corpus/010_ganja-missile-strike.txt")
    assert run("search", "-q", query).code in (0, 1)


def examples() -> list[list[str]]:
    """The searches that the help gives as examples, up to the pipe."""
    from newsgrep.cli.help import QUERY
    from newsgrep.cli.search import command

    lines = f"{QUERY}{command.epilog}".splitlines()
    found = [line.split("  newsgrep search")[1] for line in lines if line.startswith("  newsgrep search")]
    return [shlex.split(line.split("  ")[0].split(" | ")[0]) for line in found]


@pytest.mark.parametrize("arguments", examples())
def test_every_example_of_a_search_works(corpus, run, arguments):
    """Up to its pipe, as other programs may not be installed."""
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
    """Help and version are there at once."""
    imported = imports(f"from newsgrep.cli import main; main({arguments})")
    assert "click" in imported
    assert not imported & {"whoosh", "rich", "numpy", "Stemmer", "newsgrep.engine.base", "newsgrep.query"}


def test_a_piped_search_imports_no_more_than_it_needs(corpus, imports):
    """Nothing for terminals, for indexing or for errors."""
    imported = imports("from newsgrep.cli import main; main(['search', 'ganja'])")
    assert "numpy" in imported
    assert not imported & {
        "rich",
        "whoosh",
        "newsgrep.indexing",
        "newsgrep.search.diagnosis",
        "newsgrep.search.findings",
        "newsgrep.search.lookup",
        "newsgrep.search.query_lines",
        "newsgrep.sources.walk",
        "newsgrep.output.explanations",
        "newsgrep.output.json_objects",
        "newsgrep.output.templates",
        "newsgrep.output.terminal",
        "newsgrep.output.trec",
        "newsgrep.output.citations",
        "csv",
        "dataclasses",
        "difflib",
        "email",
        "logging",
        "string",
    }


def test_a_run_without_changes_imports_no_more_than_it_needs(folder, run, imports):
    """Nothing that reads articles, writes files, starts programs or parses queries."""
    file = folder / "a.txt"
    file.write_text("Port opens\n\nThe port of Ostia opened on Monday.\n")
    os.utime(file, (0, 0))  # a file that changed just now is read again
    assert run("index", "a.txt").code == 0
    imported = imports("from newsgrep.cli import main; main(['index', 'a.txt'])")
    assert "newsgrep.indexing.pipeline" in imported
    assert not imported & {
        "rich",
        "numpy",
        "newsgrep.query",
        "newsgrep.bylines.persons",
        "newsgrep.sources.converters",
        "newsgrep.indexing.errors_file",
        "email",
        "importlib.metadata",
        "pickle",
        "subprocess",
        "tempfile",
    }


def test_importing_the_package_imports_nothing(imports):
    """A program pays for what it uses only."""
    assert imports("import newsgrep") <= {"newsgrep", "__future__"}


def test_the_topics_name_what_there_is(folder, run):
    """Each row of the tables in the code: fields, styles, formats, exit codes."""
    pages = {topic: run("help", topic) for topic in TOPICS}
    assert all(page.code == 0 and page.err == "" for page in pages.values())
    named = {
        "fields": DESCRIPTIONS,
        "output": [style.flag for style in STYLES.values() if style.help],
        "json": ["schema_version", *DESCRIPTIONS],
        "formats": [row.name for row in FORMATS],
        "exit": ["0", "1", "2", "130"],
    }
    for topic, names in named.items():
        first = {line.split()[0].rstrip(",") for line in pages[topic].lines if line.startswith("  ")}
        assert set(names) <= first, topic


def test_hits_are_as_the_schema_says(corpus, run):
    """Each value of the objects has the type that the schema gives, and no field is missing."""
    schema = json.loads(run("help", "json-schema").out)
    types = {
        "integer": int, "number": (int, float), "string": str, "array": list, "object": dict,
        "null": type(None), "boolean": bool,
    }  # fmt: skip
    hits = [json.loads(line) for line in run("search", "--jsonl", "--all", "ganja OR fire").lines]
    every = run("search", "--jsonl", "--explain", "--fields", ",".join(DESCRIPTIONS), "ganja").lines
    assert hits
    assert all(set(hit) == set(schema["required"]) for hit in hits)
    for hit in [*hits, *map(json.loads, every)]:
        for name, value in hit.items():
            wanted = schema["properties"][name]["type"]
            names = [wanted] if isinstance(wanted, str) else wanted
            assert any(isinstance(value, types[one]) for one in names), name
    assert set(json.loads(every[0])) == set(schema["properties"])


def test_help_has_no_other_flags(folder, run):
    """They are errors of the person, as with any command."""
    ended = run("help", "--nonsense")
    assert (ended.code, "bug" in ended.err, "--nonsense" in ended.err) == (2, False, True)
