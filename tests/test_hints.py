"""The hints of errors: with flags on the command line, and with arguments of Python in a program."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

import newsgrep
from newsgrep import errors
from newsgrep.errors import NewsgrepError, hints_with_flags, in_python

PACKAGE = Path(newsgrep.__file__).parent
#: What only the command line runs.
OF_COMMAND_LINE = ("cli", "output", "browse")
#: What makes errors. An ArticleError has no hint: its message becomes the reason in a report.
NAMES = {*dir(errors), "library_needed"} - {"ArticleError"}


@pytest.mark.parametrize(
    ("hint", "worded"),
    [
        ("wait for it with --wait SECONDS", "wait for it with wait=SECONDS"),
        ("use less memory with --jobs 1", "use less memory with jobs=1"),
        ("leave out --share, or --fold", "leave out share, or fold"),
        ("to discard what came so: --discard-piped", "to discard what came so: discard_piped"),
        ("--format csv reads a table", "format='csv' reads a table"),
        ("--language german finds most", "language='german' finds most"),
        ("--map body=KEY names it", "mapping={'body': 'KEY'} names it"),
        ("for example: --filter 'pdf:pdftotext % -'", "for example: filters={'pdf': 'pdftotext % -'}"),
        ("name one with --index", "name one with open_index"),
        ("make it with: newsgrep index --rebuild PATH", "make it with: newsgrep index --rebuild PATH"),
        ("correct it; did you mean a -- b?", "correct it; did you mean a -- b?"),
    ],
)
def test_a_hint_names_arguments_in_a_program_and_flags_on_the_command_line(hint: str, worded: str) -> None:
    """A whole command can be run by a programmer, too, and stays."""
    error = NewsgrepError("it failed", hint)
    assert (in_python(hint), error.hint, str(error)) == (worded, worded, f"it failed; {worded}")
    with hints_with_flags():
        assert error.hint == hint
    assert error.hint == worded


def test_an_error_without_a_hint_is_its_message() -> None:
    """So is the text that a traceback shows."""
    assert str(newsgrep.ArticleError("damaged", 3)) == "damaged"


def test_a_program_reads_its_own_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In errors, and in what could not be read."""
    monkeypatch.chdir(tmp_path)
    record = {"id": "1", "first": "Talks ended. " * 30, "second": "Nobody signed. " * 30}
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n")
    index = newsgrep.open_index("archive")
    with pytest.raises(newsgrep.UsageError) as refused:
        index.update("a.jsonl", filters={"": "x"})
    assert refused.value.hint == "for example: filters={'pdf': 'pdftotext % -'}"
    (problem,) = index.update("a.jsonl").unreadable
    assert problem.reason.endswith("; mapping={'body': 'first'} reads the first")
    with pytest.raises(newsgrep.ArticleError, match=r"mapping=\{'body': 'first'\}"):
        list(newsgrep.read_articles("a.jsonl"))


def messages(tree: ast.AST) -> list[str]:
    """Return the messages of the errors that a module makes, as source text."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    return [
        ast.unparse(call.args[0])
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in NAMES
    ]


def test_no_message_of_the_library_names_a_flag() -> None:
    """A program that prints it has no flags; a hint has them, and is worded for both."""
    found = [
        f"{path.relative_to(PACKAGE)}: {message}"
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in OF_COMMAND_LINE
        for message in messages(ast.parse(path.read_text("utf-8")))
        if re.search(r"--[a-z]", re.sub(r"newsgrep [a-z].*", "", message))
    ]
    assert found == []
