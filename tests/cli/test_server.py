"""An index on a server prints what one in a folder prints: the same articles, passages, figures and codes."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from newsgrep.cli import main
from tests.cli.conftest import Run

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
    "timeline --by month 'missile OR drone'",
    "facets --by author --by year *",
    "terms ganja",
    "terms ganja --against armenia",
    "kwic ganja",
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
    address = f"{cluster_url}/commands"
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(indexed_corpus)
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
    assert answers[0] == answers[1]
