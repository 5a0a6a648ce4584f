"""Completion: what newsgrep answers to the scripts, and the scripts in real shells."""

from __future__ import annotations

import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsgrep.cli.completion import SCRIPTS
from newsgrep.cli.program import COMMANDS

ROOT = Path(__file__).parents[2]
BREAKS = " \t\n\"'@><=;|&(:"


@pytest.fixture
def complete(corpus, run, monkeypatch):
    """The values for a line, as the script of a shell asks for them."""

    def answers(line: str, shell: str = "zsh") -> list[str]:
        with monkeypatch.context() as patch:
            patch.setenv("_NEWSGREP_COMPLETE", shell)
            patch.setenv("_NEWSGREP_BREAKS", BREAKS)
            ended = run(line)
        assert ended.code == 0, ended.err
        return [line.split("\t")[1] if "\t" in line else f"<{line}>" for line in ended.lines]

    return answers


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("newsgrep sea", ["search"]),
        ("newsgrep search --so", ["--source", "--sort"]),
        ("newsgrep search --sort ", ["relevance", "date", "-date", "title", "source", "key", "random"]),
        ("newsgrep search --sort=-", ["--sort=-date"]),
        ("newsgrep search --author ays", ["Aysel Newsgrep"]),
        ("newsgrep search --fields path,title_m", ["path,title_matches"]),
        ("newsgrep search --format b", ["bibtex"]),
        ("newsgrep index --format war", ["warc"]),
        ("newsgrep index --language tur", ["turkish"]),
        ("newsgrep index --dates ", ["dmy", "mdy", "ymd"]),
        ("newsgrep facets --by source,ye", ["source,year"]),
        ("newsgrep facets --by 'source,author*ye", ["source,author*year"]),
        ("newsgrep timeline --by q", ["quarter"]),
        ("newsgrep export ", ["<folders>"]),
        ("newsgrep export --any evidence/ headl", ["headline:"]),
        ("newsgrep search headl", ["headline:"]),
        ("newsgrep search 'ganja -(titl", ["ganja -(title:"]),
        ("newsgrep search author:ays", ['author:"Aysel Newsgrep"']),
        ("newsgrep search thread:corp", ["thread:corpus/"]),
        ("newsgrep search 'ganja -mail:corpus/010", ["ganja -mail:corpus/010_ganja-missile-strike.txt"]),
        ("newsgrep search mail:nosuch/", []),
        ("newsgrep search 'ganja -has:t", ["ganja -has:title", "ganja -has:to", "ganja -has:tag"]),
        ("newsgrep search no:dat", ["no:date"]),
        ("newsgrep search -- ganja --l", []),
        ("newsgrep show ", ["<files>"]),
        ("newsgrep search -f ", ["<files>"]),
        ("newsgrep search --index ", ["<folders>"]),
        ("newsgrep sources --move ", ["<files>"]),
        ("newsgrep sources --move old ", ["<files>"]),
        ("newsgrep sources --move old new --dr", ["--dry-run"]),
        ("newsgrep help exi", ["exit"]),
        ("newsgrep config search.li", ["search.limit"]),
        ("newsgrep completion z", ["zsh"]),
        ("newsgrep --ver", ["--version"]),
        ("newsgrep nothing x", []),
    ],
)
def test_what_may_come_next(complete, line, expected):
    """Commands, flags, values of flags, fields, and values of the index, whatever their capitals."""
    assert complete(line) == expected


def test_values_are_those_of_the_index_that_is_named(complete, corpus, folder, monkeypatch):
    """In either form of the flag."""
    monkeypatch.chdir(folder)
    for flag in ("--index ", "--index="):
        named = f"{flag}{shlex.quote(str(corpus))}"
        assert complete(f"newsgrep search {named} --author ays") == ["Aysel Newsgrep"]


def test_a_key_with_a_space_is_completed_in_quotes(complete, write):
    """As the query language reads it."""
    write("letters/to Bo.txt", "Dear Bo.")
    assert complete("newsgrep search mail:letters/") == ['mail:"letters/to Bo.txt"']


def test_the_keys_of_records_are_completed(complete, folder, write, run):
    """A file of several records is completed up to its `#`, and then with their names."""
    lines = [f'{{"id": "{name}", "body": "Story {name} of a port."}}\n' for name in ("a1", "a2", "b c")]
    (folder / "dump.jsonl").write_text("".join(lines))
    write("dune.txt", "A story of sand.")
    run("index", "--index", "own", "dump.jsonl", "dune.txt")
    assert complete("newsgrep show --index own du") == ["dump.jsonl#", "dune.txt"]
    assert complete("newsgrep show --index own dump.jsonl") == ["dump.jsonl#"]
    assert complete("newsgrep open --index own 'dump.jsonl#a") == ["dump.jsonl#a1", "dump.jsonl#a2"]
    assert complete("newsgrep story --index own dump.jsonl#b", "bash") == ["dump.jsonl\\#b\\ c"]
    assert complete("newsgrep diff --index own nosuch") == ["<files>"]


def test_tags_are_completed(complete, run, corpus):
    """As the first argument, whatever flags are before it, in a list, and in a query; then come articles."""
    run("tag", "later,quote", "corpus/010_ganja-missile-strike.txt")
    try:
        for line in ("tag ", "tag --remove ", "tag -e ganja ", f"tag --index {shlex.quote(str(corpus))} "):
            assert complete(f"newsgrep {line}") == ["later", "quote"]
        assert complete("newsgrep tag later,q") == ["later,quote"]
        assert complete("newsgrep search tag:q") == ["tag:quote"]
        assert complete("newsgrep search --tag l") == ["later"]
        assert "<files>" in complete("newsgrep tag later ")
    finally:
        (corpus / "newsgrep-tags.tsv").unlink()


def test_every_command_and_flag_is_there(complete):
    """A flag that is typed already comes again only if it may be given several times."""
    assert complete("newsgrep ") == list(COMMANDS)
    flags = complete("newsgrep search --limit 5 --lang en -")
    assert "--limit" not in flags
    assert {"--lang", "--context", "--help"} <= {*flags}


def test_saved_searches_and_aliases_are_known(complete, run, corpus, person):
    """An alias also with the flags of its command."""
    person('[alias]\nrecent = "search --sort=-date"\n')
    run("save", "karabakh", "ganja OR barda")
    try:
        assert complete("newsgrep search @k") == ["@karabakh"]
        assert complete("newsgrep saved --remove ") == ["karabakh"]
        assert complete("newsgrep save --replace ") == ["karabakh"]
        assert complete("newsgrep save karabakh headl") == ["headline:"]
        assert complete("newsgrep rec") == ["receipt", "recent"]
        assert complete("newsgrep recent --la") == ["--lang", "--last"]
    finally:
        (corpus / "newsgrep-searches.toml").unlink()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("newsgrep search --author ays", r"Aysel\ Newsgrep"),
        ("newsgrep search --author 'ays", "Aysel Newsgrep"),
        ("newsgrep search author:ays", r"\"Aysel\ Newsgrep\""),
        ("newsgrep search --sort=-", "-date"),
    ],
)
def test_bash_gets_what_follows_its_last_break(complete, line, expected):
    """With backslashes where no quotation mark is open."""
    assert complete(line, "bash") == [expected]


def test_an_error_is_no_candidate(folder, run, monkeypatch):
    """Where there is no index nothing is on standard output, which the shell reads."""
    monkeypatch.setenv("_NEWSGREP_COMPLETE", "zsh")
    ended = run("newsgrep search --author a")
    assert (ended.code, ended.out) == (2, "")


@pytest.fixture
def keys(corpus, tmp_path):
    """Type keys in a shell, and return what is on the screen."""
    program = tmp_path / "newsgrep"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m newsgrep "$@"\n')
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
        "HOME": str(tmp_path),
    }

    def type_keys(arguments: list[str], setup: str, typed: str, shown: str) -> str:
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            arguments, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        ) as process:
            os.close(theirs)
            screen = ""
            try:
                for text, awaited in ((setup, "ready"), (typed, shown)):
                    os.write(ours, text.encode())
                    ends = time.monotonic() + 20
                    while awaited not in screen and time.monotonic() < ends:
                        if select.select([ours], [], [], 0.2)[0]:
                            screen += os.read(ours, 65536).decode(errors="replace").replace("\a", "")
            finally:
                process.kill()
                os.close(ours)
        return screen

    return type_keys


SHELLS = {
    "bash": (["bash", "--norc", "-i"], 'eval "$(newsgrep completion bash)"; echo re""ady\n'),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -Uz compinit; compinit -u -D; eval "$(newsgrep completion zsh)"; echo re""ady\n',
    ),
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("typed", "shown"),
    [("newsgrep timel\t", "timeline"), ("newsgrep search --author ays\t", "\\ Newsgrep")],
)
def test_a_shell_completes(keys, shell, typed, shown):
    """On a terminal, with the key Tab."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    assert shown in keys(*SHELLS[shell], typed, shown)


def test_fish_completes(corpus, keys, tmp_path):
    """It has a command that says what Tab would show."""
    if shutil.which("fish") is None:
        pytest.skip("there is no fish here")
    script = (
        "newsgrep completion fish | source; for line in 'newsgrep timel' 'newsgrep search --author ays' "
        "'newsgrep index cor'; complete -C $line; end"
    )
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        ["fish", "--no-config", "-c", script], env=environment, capture_output=True, text=True, timeout=60
    )
    values = [line.split("\t")[0] for line in ended.stdout.splitlines()]
    assert values == ["timeline", "Aysel Newsgrep", "corpus/"], ended.stderr


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_shell_can_read_its_script(run, shell, tmp_path):
    """Without running it."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    script = tmp_path / "script"
    script.write_text(run("completion", shell).out)
    assert subprocess.run([shell, "-n", script], capture_output=True).returncode == 0
