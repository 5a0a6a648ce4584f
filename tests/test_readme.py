"""The README and the pages in docs/: what they show works."""

from __future__ import annotations

import contextlib
import html
import importlib.util
import inspect
import io
import re
import shlex
import shutil
import sys
import tarfile
import types
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

import newsgrep
from newsgrep.cli import main
from newsgrep.query import parse

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LANGUAGE = (ROOT / "docs/query-language.md").read_text("utf-8")
PYTHON = (ROOT / "docs/python.md").read_text("utf-8")


def blocks(language: str, text: str) -> list[str]:
    """The blocks of code in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


BLOCKS = [block for page in PAGES for block in blocks("sh", page.read_text("utf-8"))]

#: Searches and the rest, up to a pipe, a redirection or &&; a comment is no argument.
EXAMPLES = [line for block in BLOCKS for line in block.splitlines() if line.startswith("newsgrep ")]


def arguments(line: str) -> list[str]:
    """The arguments of newsgrep in a line for the shell."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&>;")
    lexer.whitespace_split = True
    words = list(lexer)
    ends = [place for place, word in enumerate(words) if set(word) <= set("|&>;")]
    return words[1 : min(ends, default=len(words))]


def queries() -> list[str]:
    """The queries of the table of the language."""
    table = LANGUAGE.split("| query | finds |", 1)[1].split("\n\n", 1)[0]
    cells = [row.split(" | ")[0] for row in table.splitlines()[2:]]
    return [query for cell in cells for query in re.findall(r"`([^`]+)`", cell)]


def test_there_are_two_commands_to_try() -> None:
    """Each is a line by itself, and begins with nothing but Python; .ci/run takes them from here."""
    commands = [line for line in README.splitlines() if line.startswith("python3 -m venv ")]
    assert len(commands) == 2
    assert [block.strip() for block in blocks("sh", README) if "venv" in block] == commands
    assert commands[0].endswith('newsgrep index corpus/ && .venv/bin/newsgrep search "Ganja missile"')
    assert commands[1].endswith("pytest -q -n auto")
    for name in re.findall(r"-r (\S+)", " ".join(commands)):
        assert (ROOT / name).is_file()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the examples have it: the corpus, more articles, and an index of both."""
    home = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "corpus", home / "corpus")
    (home / "articles").mkdir()
    (home / "articles/a.txt").write_text(" date 2020-10-30 By Aysel Newsgrep\n\nMissiles fell on Ganja.\n")
    mail = EmailMessage()
    mail["From"], mail["To"] = "Jane Roe <jane@ministry.example>", "bo@ministry.example"
    mail["Subject"], mail["Message-ID"] = "Budget", "<1@ministry.example>"
    mail.set_content("The budget is signed.\n")
    mail.add_attachment("The figures.\n", filename="budget.txt")
    (home / "articles/b.eml").write_bytes(mail.as_bytes())
    record = '{"id": "1", "body": "Ganja cocoa.", "source": "BBC News", "language": "en"}\n'
    for name in ("dump.jsonl", "huge.jsonl"):
        (home / name).write_text(record)
    with tarfile.open(home / "old-archive.tar.xz", "w:xz") as old:
        old.add(home / "articles/a.txt", "1987/a.txt")
    for name in ("queries.txt", "topics.tsv"):
        (home / name).write_text("1\tganja\n")
    with contextlib.redirect_stderr(io.StringIO()):
        names = ("corpus", "articles", "dump.jsonl", "huge.jsonl", "old-archive.tar.xz")
        named = [str(home / name) for name in names]
        assert main(["index", "-q", "--index", str(home / ".newsgrep"), *named]) == 0
        correction = " date 2020-10-30 By Aysel Newsgrep\n\nMissiles fell on Ganja at night.\n"
        (home / "articles/a.txt").write_text(correction)
        assert main(["index", "-q", "--index", str(home / ".newsgrep")]) == 0
    return home


@pytest.fixture
def run(archive: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], tuple[int, str, str]]:
    """Run newsgrep in that folder."""

    def run_main(words: list[str]) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            patch.chdir(archive)
            for name in ("stdout", "stderr"):
                patch.setattr(sys, name, io.TextIOWrapper(io.BytesIO(), "utf-8"))
            code = main(words)
            texts = []
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
                texts.append(stream.buffer.getvalue().decode())
        return code, *texts

    return run_main


def test_there_are_examples() -> None:
    """The others of these tests find them."""
    assert len(EXAMPLES) >= 15
    assert len(queries()) >= 15


@pytest.mark.parametrize("line", dict.fromkeys(EXAMPLES))
def test_an_example_works(run: Callable[[list[str]], tuple[int, str, str]], line: str) -> None:
    """Up to the pipe: other programs may not be here. A search finds and prints something."""
    code, out, err = run(arguments(line))
    assert code == 0, err
    assert out or "-q" in line or arguments(line)[0] not in ("search", "show", "status")


def test_a_newcomer_can_follow_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the sample articles alone: each command, in order, finds something. Only mails are not there."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "utf-8"))
    assert main(["index", "-q", "corpus/"]) == 0
    samples = README.split("no mails among the samples", 1)[0]
    lines = [line for block in blocks("sh", samples)[1:] for line in block.splitlines()]
    assert len(lines) >= 20
    assert [line for line in lines if main(arguments(line)) != 0] == []


@pytest.mark.parametrize("line", [line for line in EXAMPLES if "newsgrep show {1}" in line])
def test_a_preview_shows_what_the_search_prints(
    run: Callable[[list[str]], tuple[int, str, str]], line: str
) -> None:
    """fzf puts the first column for {1}."""
    _, out, _ = run(arguments(line))
    assert run(["show", out.split("\t")[0]])[0] == 0


@pytest.mark.parametrize("query", queries())
def test_a_query_of_the_table_can_be_read(query: str) -> None:
    """A field alone stands for it with a word, and … for words."""
    parse(query.replace("…", "ganja") + ("ganja" if query.endswith(":") else ""))


PYTHON_BLOCKS = blocks("python", PYTHON)


def test_the_page_on_python_has_every_public_name() -> None:
    """On the page for programmers, in code."""
    code = " ".join([*PYTHON_BLOCKS, *re.findall(r"`([^`\n]+)`", PYTHON)])
    missing = [name for name in newsgrep.__all__ if not re.search(rf"\b{name}\b", code)]
    assert not missing


def test_every_type_that_a_method_on_the_page_returns_is_public() -> None:
    """So that a program can name it in its own signatures, and mypy knows it."""
    table = PYTHON.split("| method | what it does |", 1)[1].split("\n\n", 1)[0]
    methods = [method for method in re.findall(r"`(\w+)\(", table) if hasattr(newsgrep.Index, method)]
    returned = {
        method: str(inspect.signature(getattr(newsgrep.Index, method)).return_annotation)
        for method in methods
    }
    types = {name for type_ in returned.values() for name in re.findall(r"[A-Z]\w+", type_)}
    assert len(types) >= 20
    assert types - {*newsgrep.__all__} == {"None", "AbstractContextManager"}


def test_the_python_examples_work(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, in a folder as they have it; a table of pandas is a list of its rows here."""
    monkeypatch.chdir(archive)
    monkeypatch.setitem(sys.modules, "pandas", types.SimpleNamespace(DataFrame=list))
    names: dict[str, object] = {}
    assert len(PYTHON_BLOCKS) >= 5
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for block in PYTHON_BLOCKS:
            exec(block, names)
    assert "Missiles" in printed.getvalue()
    assert "ganja AND missile^2 AND NOT drone" in printed.getvalue()
    table = names["table"]
    assert isinstance(table, list)
    assert {row["schema_version"] for row in table} == {1}
    assert names["problems"] == []


def test_the_python_example_of_the_readme_works(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a folder with the sample articles; a table of pandas is a list of its rows here."""
    monkeypatch.chdir(archive)
    monkeypatch.setitem(sys.modules, "pandas", types.SimpleNamespace(DataFrame=list))
    (block,) = blocks("python", README)
    names: dict[str, object] = {}
    exec(block, names)
    assert len(capsys.readouterr().out.splitlines()) == 3
    assert isinstance(names["table"], list)
    assert "corpus/010_ganja-missile-strike.txt" in [row["key"] for row in names["table"]]


def test_the_readme_is_short() -> None:
    """It is a door: the pages in docs/ have the rest, and it links to each."""
    assert len(README.splitlines()) <= 200
    assert not [page.name for page in PAGES[1:] if f"(docs/{page.name})" not in README]


def anchors(page: Path) -> set[str]:
    """The anchors of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_somewhere(page: Path) -> None:
    """Each link to a file or a heading of this repository."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if not re.match(r"[a-z]+:", target):
            name, _, anchor = target.partition("#")
            file = page.parent / name if name else page
            assert file.exists(), target
            assert not anchor or anchor in anchors(file), target


def test_the_picture_is_what_a_search_prints() -> None:
    """Drawn again it has the same words. `python scripts/pictures.py` writes it."""
    path = ROOT / "scripts/pictures.py"
    spec = importlib.util.spec_from_file_location("pictures", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def words(svg: str) -> list[str]:
        return html.unescape(" ".join(re.findall(r"<text [^>]*>([^<]*)</text>", svg))).split()

    assert "Ganja" in words(module.picture())
    assert words(module.PICTURE.read_text("utf-8")) == words(module.picture())
