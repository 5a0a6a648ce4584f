"""`newsgrep browse` in a real terminal, which tmux gives: pipes, signals, other programs, the clipboard."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Terminal:
    """A shell in a terminal of tmux, with the archive as its folder."""

    def __init__(self, folder: Path, socket: Path) -> None:
        """Start the shell; its prompt is `$ `."""
        self._tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
        shell = f"env PS1='$ ' PYTHONPATH={ROOT} TERM=tmux-256color sh"
        self.tmux("new-session", "-d", "-x", "100", "-y", "30", "-c", str(folder), shell)
        self.tmux("set", "-s", "set-clipboard", "on")
        self.wait_for("$")

    def tmux(self, *arguments: str) -> str:
        """Run a command of tmux."""
        return subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True).stdout

    def press(self, *keys: str) -> None:
        """Press keys, by the names that tmux gives them."""
        self.tmux("send-keys", *keys)

    def type(self, line: str) -> None:
        """Type a line, and Enter."""
        self.tmux("send-keys", "-l", line)
        self.press("Enter")

    @property
    def screen(self) -> str:
        """What is on the screen."""
        return self.tmux("capture-pane", "-p")

    def wait_for(self, text: str) -> None:
        """Wait until a text is on the screen."""
        wait(lambda: text in self.screen, lambda: self.screen)

    def browse(self, arguments: str = "", before: str = "") -> None:
        """Start a reader whose output goes to a file, between two looks at the state of the terminal."""
        program = f"{sys.executable} -m newsgrep browse {arguments}"
        self.type(f"clear; stty -g >before; {before} {program} >out 2>errors; echo ended $?; stty -g >after")
        self.wait_for("F1 keys")


def wait(is_so: Callable[[], object], shown: Callable[[], str] = str) -> None:
    """Wait until something is so, for ten seconds at most."""
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end, shown()
        time.sleep(0.05)


@pytest.fixture
def terminal(archive: Path, tmp_path: Path) -> Iterator[Terminal]:
    """A terminal of its own server, in a folder that holds a copy of the archive."""
    shutil.copytree(archive.parent, tmp_path / "archive")
    opened = Terminal(tmp_path / "archive", tmp_path / "s")
    yield opened
    opened.tmux("kill-server")


def test_marked_articles_leave_on_standard_output(terminal, tmp_path):
    """The interface is on the terminal though output goes to a file; the terminal is as it was."""
    terminal.browse("-0 storm", before="echo ferry |")
    terminal.wait_for("1 of 3 · best first")
    terminal.press("Down", "m", "m")
    terminal.wait_for("2 marked")
    terminal.press("e")
    terminal.wait_for("It is copied")
    terminal.press("Enter")
    wait(lambda: "It is copied" not in terminal.screen)
    terminal.press("q")
    terminal.wait_for("ended 0")
    folder = tmp_path / "archive"
    wait(lambda: (folder / "after").exists() and (folder / "after").read_text())
    keys = (folder / "out").read_text().split("\0")
    assert len(keys) == 3
    assert keys[2] == ""
    assert {*keys[:2]} < {f"a.jsonl#{number}" for number in "124"}
    assert (folder / "errors").read_text() == "newsgrep search -- storm\n"
    assert (folder / "before").read_text() == (folder / "after").read_text()
    assert "best first" not in terminal.screen


@pytest.mark.parametrize(("end", "code"), [("C-c", 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_the_terminal_is_given_back(terminal, tmp_path, end, code):
    """After Ctrl-C and signals; nothing is printed, and the exit code says what ended it."""
    folder = tmp_path / "archive"
    terminal.browse("storm", before="sh -c 'echo $$ >process; exec \"$@\"' -")
    terminal.press("Down", "m")
    terminal.wait_for("1 marked")
    if isinstance(end, str):
        terminal.press(end)
    else:
        subprocess.run(["kill", f"-{end.value}", (folder / "process").read_text().strip()], check=True)
    terminal.wait_for(f"ended {code}")
    wait(lambda: (folder / "after").exists() and (folder / "after").read_text())
    assert (folder / "out").read_text() == ""
    assert (folder / "before").read_text() == (folder / "after").read_text()
    terminal.type("echo typed")
    terminal.wait_for("typed\n")


def test_other_programs_get_the_terminal(terminal, tmp_path):
    """The editor gets the line of the first match, $BROWSER the address; then the reader goes on."""
    folder = tmp_path / "archive"
    for name in ("vi", "surf"):
        script = folder / name
        script.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" >{folder}/{name}.got\nstty size >>{folder}/{name}.got\n'
        )
        script.chmod(0o755)
    rows = (folder / "a.jsonl").read_text().splitlines()
    rows.append('{"id": "6", "title": "Address", "body": "A gale.", "url": "https://news.example/a?b=1&c=2"}')
    (folder / "a.jsonl").write_text("\n".join(rows) + "\n")
    terminal.type(f"{sys.executable} -m newsgrep index -q a.jsonl; echo indexed")
    terminal.wait_for("indexed\n")
    terminal.browse("gale", before=f"VISUAL={folder}/vi BROWSER={folder}/surf")
    terminal.wait_for("1 of 1")
    terminal.press("Down", "o")
    wait(lambda: (folder / "vi.got").exists() and (folder / "vi.got").read_text().count("\n") == 3)
    assert (folder / "vi.got").read_text().splitlines() == ["+6", str(folder / "a.jsonl"), "30 100"]
    terminal.wait_for("1 of 1")
    terminal.press("O")
    wait(lambda: (folder / "surf.got").exists() and (folder / "surf.got").read_text())
    assert (folder / "surf.got").read_text().splitlines()[0] == "https://news.example/a?b=1&c=2"
    terminal.wait_for("1 of 1")
    terminal.press("q")
    terminal.wait_for("ended 0")


def test_vowel_signs_move_no_border(terminal, tmp_path):
    """A line in Hindi ends at the border of its pane, as all lines do: each of its signs has a column."""
    row = '{"id": "7", "title": "नि नि नि", "body": "A gale. नि नि नि नि"}'
    (tmp_path / "archive" / "b.jsonl").write_text(row)
    terminal.type(f"{sys.executable} -m newsgrep index -q b.jsonl; echo indexed")
    terminal.wait_for("indexed\n")
    terminal.browse("gale")
    wait(lambda: terminal.screen.count("A gale. नि नि नि नि") == 2)  # in the list, and the article
    lines = [line for line in terminal.screen.splitlines() if "नि" in line]
    assert len(lines) >= 2
    assert all(line.endswith("│") and line.count("│") == 4 for line in lines), "\n".join(lines)
    terminal.press("Down", "q")
    terminal.wait_for("ended 0")


def test_copies_reach_the_clipboard(terminal):
    """By OSC 52, which tmux takes into a buffer of its own."""
    terminal.browse("tickets")
    terminal.wait_for("1 of 1")
    terminal.press("Down", "y")
    terminal.wait_for("citation")
    terminal.press("k")
    terminal.wait_for("copied: the key")
    wait(lambda: terminal.tmux("show-buffer") == "a.jsonl#3")
    terminal.press("q")
    terminal.wait_for("ended 0")


def test_a_smaller_terminal_shows_one_pane(terminal):
    """At 60 columns the hits or the article; a larger one shows both again."""
    terminal.browse("tickets")
    terminal.wait_for("The ferry costs more.")
    terminal.tmux("resize-window", "-x", "60", "-y", "20")
    wait(lambda: terminal.screen.count("Ferry tickets dearer") == 1)
    terminal.press("Enter")
    terminal.press("Enter")
    terminal.wait_for("a.jsonl:3")
    terminal.tmux("resize-window", "-x", "100", "-y", "30")
    terminal.press("Escape")
    wait(lambda: terminal.screen.count("Ferry tickets dearer") == 2)
    terminal.press("q")
    terminal.wait_for("ended 0")
