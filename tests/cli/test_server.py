"""An index on a server prints what one in a folder prints: the same articles, passages, figures and codes."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsgrep.cli import main
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.engine import OpenSearchEngine
from tests.cli.conftest import Ended, Run, Start

COMMANDS = [
    "search ganja missile",
    "search --sort date --format json 'ganja OR barda'",
    "search --sort title -n 5 *",
    "search --sort source -n 5 --offset 3 killed",
    "search --sort random --seed 3 -n 5 *",
    "search --explain --format json 'ganja^2 W/5 missile OR Nagorno-Karabakh'",
    "search --any -n 4 'missil* armania~ /gan.a/ sounds:gonja'",
    "search -n 3 'caps:\"US\" OR (ganja W/S missile)'",
    "search 'ATLEAST3 missile OR (city W/9 city)'",
    "search 'a* W/5 missile'",
    "search '(people OR a) W/9 (city OR town) W/9 the W/9 of W/9 in'",
    "search --since 2020-10-05 --until 2020-10-20 --format csv strike",
    "search -c title:missile",
    "search -c -f queries.txt",
    "search gnaja",
    "search nonesuchword missile",
    "search 'ganja ('",
    "search --fields key added:7d",
    "search --fields key path:./corpus/01*",
    "facets --by year,year*lang ganja",
    "timeline --by month 'missile OR drone'",
    "facets --by author --by year *",
    "terms ganja",
    "terms ganja --against armenia",
    "kwic ganja",
    "quotes --least 1 said",
    "kwic --collocates 3 ganja",
    "search --fold --format json missile",
    "search --fold --sort random --seed 2 -c *",
    "timeline --fold --by month missile",
    "facets --fold --by author *",
    "story corpus/010_ganja-missile-strike.txt",
    "story --diff corpus/010_ganja-missile-strike.txt",
    "similar corpus/010_ganja-missile-strike.txt",
    "sample -n 3 --seed 4 *",
    "show corpus/010_ganja-missile-strike.txt",
    "show corpus/010_ganja-missle-strike.txt",
    "duplicates",
]


@pytest.fixture(scope="module")
def server(indexed_corpus: Path, cluster_url: str) -> str:
    """The address of an index of the sample corpus, whose files have the paths of the one in a folder."""
    return indexed(f"{cluster_url}/commands", indexed_corpus)


def indexed(address: str, folder: Path) -> str:
    """Index the sample corpus at an address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["index", "-q", "--index", address, "corpus"]) == 0
    return address


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_prints_the_same(
    corpus: Path, server: str, run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Exit code, output, notices and errors are those of the index in a folder."""
    answers = []
    for index in (".newsgrep", server):
        monkeypatch.setenv("NEWSGREP_INDEX", index)
        answers.append(run(*shlex.split(command)))
    assert answers[0].out or answers[0].err
    assert_equal(*answers)


def assert_equal(ours: Ended, other: Ended) -> None:
    """Compare two answers. The last decimal place of a score may differ, as a server keeps it in 32 bits."""
    score = r'(?<="score": )[0-9.]+'
    scores = [[*map(float, re.findall(score, ended.out))] for ended in (ours, other)]
    assert scores[0] == pytest.approx(scores[1], abs=2e-6)
    texts = [re.sub(score, "", ended.out) for ended in (ours, other)]
    assert (ours.code, texts[0], ours.err) == (other.code, texts[1], other.err)


def test_articles_on_a_server_have_tags(
    corpus: Path, server: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the file beside the project, which an index in its folder has, too."""
    file = corpus / "newsgrep-tags.tsv"
    try:
        monkeypatch.setenv("NEWSGREP_INDEX", server)
        assert run("tag", "quote,read", "ganja", "missile").code == 0
        assert run("tag", "--remove", "read", "corpus/010_ganja-missile-strike.txt").code == 0
        for command in (
            "tag",
            "search --jsonl 'tag:quote -tag:re*'",
            "search -c 'has:tag OR barda'",
            "tag --lost",
            "facets --by 'tag,tag*year' 'ganja OR barda'",
        ):
            answers = []
            for index in (".newsgrep", server):
                monkeypatch.setenv("NEWSGREP_INDEX", index)
                answers.append(run(*shlex.split(command)))
            assert answers[0] == answers[1]
    finally:
        file.unlink(missing_ok=True)


def test_an_inflection_has_equivalents_in_the_language_of_the_server(
    corpus: Path, server: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cities stands for what city does, as in a folder."""
    settings = corpus / "newsgrep.toml"
    settings.write_text('[equivalents]\ncity = ["capital"]\n')
    try:
        answers = []
        for index in (".newsgrep", server):
            monkeypatch.setenv("NEWSGREP_INDEX", index)
            answers.append(run("search", "--fields", "key", "cities"))
        assert answers[0] == answers[1]
        assert "cities is searched for as capital too: they are equivalents" in answers[0].err
    finally:
        settings.unlink()


@pytest.mark.parametrize("command", ["facets --by author", "timeline --by month"])
def test_a_share_of_too_many_stories_is_refused(
    corpus: Path, server: str, run: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """The reason is the size of the index, not what matches; without --share the stories are counted."""
    monkeypatch.setenv("NEWSGREP_INDEX", server)
    monkeypatch.setattr(OpenSearchEngine, "most_folded", 20)
    refused = run(*command.split(), "--fold", "--share", "ganja", "missile")
    assert refused.code == 2
    assert re.search(r"of \d+ articles; a server groups 20 articles by story at most", refused.err)
    assert "leave out --share, or --fold" in refused.err
    assert run(*command.split(), "--fold", "ganja", "missile").code == 0


def test_an_older_release_answers_the_same(
    indexed_corpus: Path, corpus: Path, older_cluster_url: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command, and the checks of the index."""
    server = indexed(f"{older_cluster_url}/commands", indexed_corpus)
    for command in [*COMMANDS, "search -c 'path:corpus/0* ganja'"]:
        answers = []
        for index in (".newsgrep", server):
            monkeypatch.setenv("NEWSGREP_INDEX", index)
            answers.append(run(*shlex.split(command)))
        assert_equal(*answers)
    assert run("verify").code == 0
    assert run("optimize").code == 0


@pytest.mark.parametrize(
    "flags",
    ["-c", "--fields key,passages", "-n 2 --offset 1", "--all", "--sort random", "--fold", "--since 2020-10"],
)
def test_queries_of_a_file_are_answered_by_few_requests(
    corpus: Path,
    server: str,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    flags: str,
) -> None:
    """As those of an index in a folder, with errors where they belong; not request by request."""
    words = ["ganja", "missile", "baku", "moon", "fire", "river", "council", "earthquake", "strike", "vote"]
    lines = [f"{one} OR {other}" for one in words for other in words] + ["ganja (", "missil*", 'caps:"US"']
    (tmp_path / "many.txt").write_text("\n".join([*lines, *words]) + "\n", "utf-8")
    monkeypatch.setenv("NEWSGREP_INDEX", ".newsgrep")
    command = ["search", "-f", tmp_path / "many.txt", *flags.split()]
    expected = run(*command)
    requests = []
    send = Client.request

    def send_and_note(*arguments: Any, **more: Any) -> Any:
        requests.append(arguments[2])
        return send(*arguments, **more)

    monkeypatch.setattr(Client, "request", send_and_note)
    monkeypatch.setenv("NEWSGREP_INDEX", server)
    assert run(*command) == expected
    if flags in ("-c", "--fields key,passages", "-n 2 --offset 1"):
        assert len(requests) < 15
    assert expected.code == 2
    assert "ganja (" in expected.err


def test_it_is_not_searched_together_with_others(corpus: Path, server: str, run: Run) -> None:
    """The error says what to do."""
    ended = run("search", "--index", ".newsgrep", "--index", server, "ganja")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        f"newsgrep: {server} is an index on a server, which is not searched together with others\n"
        f"hint: search one after the other, or index all files there: newsgrep index --index {server} PATH\n"
    )


FLOOD = """The flood reached Elmford on Monday, and the mayor had the lower town cleared before noon. Boats
of the fire brigade took two hundred people from their roofs, among them the whole choir of the parish church.
Farmers say that the river has never stood so high since they can remember, and that more rain is to come."""

#: What a person does with an index from day to day: a command, or a file and its new text.
STEPS: list[str | tuple[str, str]] = [
    ("news/a.txt", FLOOD),
    ("news/b.txt", FLOOD.replace("two hundred", "three hundred")),
    ("news/c.txt", "Votes are counted in Elmford.\n\nNobody knows who won."),
    "index -q news",
    "new --keep flood",
    "new flood",
    "new flood",
    "save floods flood*",
    "saved",
    "search -f searches.txt",
    "search --fold @floods",
    "story --diff news/a.txt",
    "similar news/c.txt",
    ("news/c.txt", "Votes are counted in Elmford after the flood.\n\nAnn Vale won."),
    ("news/d.txt", "A flood in Oldham.\n\nIt did no harm."),
    "index -q news",
    "new @floods",
    "diff news/c.txt",
    "diff news/a.txt",
    "search --fields key changed:7d",
    "delete --dry-run news/b.txt",
    "delete news/b.txt",
    "delete --list",
    "index -q news",
    "search -c *",
    "story news/a.txt",
    "delete --undo news/b.txt",
    "delete --yes oldham",
    "search -c *",
    "timeline flood --receipt r.json",
    "receipt r.json",
    "facets --fold --by year flood",
    "export out flood",
    "open --query votes news/c.txt",
    "open --web news/c.txt",
    "saved --remove floods",
    "sources --remove news",
    "receipt r.json",
    "search -c *",
]


def test_day_by_day_an_index_on_a_server_is_like_one_in_a_folder(
    cluster_url: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is changed in between, each command leaves the same exit code, output and errors."""
    monkeypatch.setenv("EDITOR", "true")
    told = []
    for name, index in (("one", str(folder / "one/.newsgrep")), ("two", f"{cluster_url}/days")):
        home = folder / name
        home.mkdir()
        monkeypatch.chdir(home)
        monkeypatch.setenv("NEWSGREP_INDEX", index)
        (home / "searches.txt").write_text("@floods\nelmford -flood\n", "utf-8")
        told.append([_done(step, home, index, run) for step in STEPS])
    assert told[0] == told[1]
    failed = [step for step, (code, _) in zip(STEPS, told[0], strict=True) if code == 2]
    assert failed == ["open --web news/c.txt"]


def _done(step: str | tuple[str, str], home: Path, index: str, run: Run) -> tuple[int, str]:
    """Do a step, and return the exit code and what was printed, without names and times of this run."""
    if isinstance(step, tuple):
        (home / step[0]).parent.mkdir(exist_ok=True)
        (home / step[0]).write_text(step[1] + "\n", "utf-8")
        # Long ago, as a file that was changed a moment ago is read again by the next run.
        os.utime(home / step[0], (1_600_000_000 + len(step[1]),) * 2)
        return 0, ""
    ended = run(*shlex.split(step))
    text = (ended.out + ended.err).replace(index, "INDEX").replace(str(home), "HOME")
    return ended.code, re.sub(r"20\d\d-\d\d-\d\d( \d\d:\d\d)?", "DAY", text)


def test_an_index_on_a_server_is_watched(
    cluster_url: str, write: Callable[..., Path], run: Run, start: Start, folder: Path
) -> None:
    """New files are indexed, and their hits are printed."""
    index = ("--index", f"{cluster_url}/watched")
    write("news/a.txt", "The flood reached Elmford.")
    assert run("index", "-q", *index, "news").code == 0
    with start("watch", *index, "--poll", "0.2", "--jsonl", "--search", "flood", "news") as process:
        assert b"1 unchanged" in process.stderr.readline()
        write("news/b.txt", "A second flood.")
        assert json.loads(process.stdout.readline())["path"] == "news/b.txt"
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130


def test_flags_of_an_index_in_a_folder_are_refused(run: Run, write: Callable[..., Path]) -> None:
    """Before the server is asked: nothing answers at this address."""
    write("a.txt", "A flood.")
    ended = run("index", "--share", "--index", "http://127.0.0.1:1/news", "a.txt")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "newsgrep: sharing is about the files of a folder; the server decides who may read "
        "http://127.0.0.1:1/news\n"
        "hint: leave it out, and give those who search there the permissions that docs/opensearch.md lists\n"
    )
