"""The pager: only for what is read, and only on a terminal."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import time

import pytest

SEARCH = ("search", "--color=never", "cassini")


def test_a_terminal_shows_what_the_pager_prints(corpus, terminal):
    """The hits, and the notices in their place."""
    code, screen = terminal(*SEARCH, PAGER="sed 's/^/| /'")
    assert code == 0
    assert all(line.startswith("| ") for line in screen.splitlines())
    assert screen.endswith("| \n| 1 article\n")
    assert "Ingrid Newsgrep · 2017-09-15" in screen


@pytest.mark.parametrize("arguments", [("search", "xyzzy"), ("search", "gan("), ("show", "nothing.txt")])
def test_the_exit_code_is_that_of_the_command(corpus, terminal, arguments):
    """Not that of the pager."""
    plain = terminal(*arguments)
    assert terminal(*arguments, PAGER="cat -") == plain
    assert plain[0] in (1, 2)


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (("--no-pager", *SEARCH), {"PAGER": "sed 's/^/| /'"}),
        ((*SEARCH, "--no-pager"), {"PAGER": "sed 's/^/| /'"}),
        (SEARCH, {"PAGER": ""}),
        (SEARCH, {"PAGER": "cat"}),
        (SEARCH, {"PAGER": "/nowhere/less"}),
        (SEARCH, {"PAGER": "sed 's/^/| /'", "NEWSGREP_PAGER": ""}),
        (("index", "--dry-run", "corpus"), {"PAGER": "sed 's/^/| /'"}),
    ],
)
def test_there_may_be_no_pager(corpus, terminal, arguments, variables):
    """By a flag, by the environment, or as the command's output is none to read."""
    code, screen = terminal(*arguments, **variables)
    assert code == 0
    assert "| " not in screen


@pytest.mark.parametrize("own", ["S", "-i -M", ""])
def test_less_shows_colours_whatever_its_flags_are(corpus, terminal, own):
    """A LESS of the user without R would show the escape sequences themselves."""
    assert terminal(*SEARCH, PAGER="cat > /dev/null; echo =$LESS=", LESS=own) == (0, f"=-R {own}=\n")


def test_a_pipe_has_no_pager(corpus, spawn):
    """Whatever the environment says."""
    assert spawn(*SEARCH, PAGER="sed 's/^/| /'").out == spawn(*SEARCH).out


def test_what_the_pager_does_not_take_is_no_error(corpus, terminal):
    """A person may leave it before the end."""
    assert terminal("search", "--all", "*", PAGER="head -n 1")[0] == 0


@pytest.mark.skipif(shutil.which("less") is None, reason="there is no less here")
def test_less_shows_a_page_and_waits(corpus, start):
    """What is longer than the screen, until q is typed; what fits is left on the screen."""
    ours, theirs = pty.openpty()
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    with start(
        "search", "--all", "*", popen={**streams, "start_new_session": True}, TERM="xterm", LINES="10"
    ) as process:
        os.close(theirs)
        screen, ends = "", time.monotonic() + 30
        while process.poll() is None and time.monotonic() < ends:
            if select.select([ours], [], [], 0.3)[0]:
                try:
                    screen += os.read(ours, 65536).decode(errors="replace")
                except OSError:
                    break
            elif screen:
                os.write(ours, b"q")
        assert process.wait(20) == 0
    os.close(ours)
    assert "Newsgrep · " in screen
    assert " articles" not in screen  # the last line


def test_the_pager_starts_when_there_is_something_to_show(corpus, terminal, tmp_path):
    """A command that prints nothing has none."""
    for flag, is_started in (("-q", False), ("-c", True)):
        code, _ = terminal("search", flag, "cassini", PAGER=f"tee {tmp_path}/started")
        assert (code, (tmp_path / "started").exists()) == (0, is_started)


def test_ctrl_c_ends_a_command_that_waits_for_what_is_typed(corpus, start, tmp_path):
    """It says that it waits; no pager is left behind with an empty screen."""
    ours, theirs = pty.openpty()
    streams = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
    with start("similar", "-", popen=streams, TERM="xterm", PAGER=f"tee {tmp_path}/started") as process:
        os.close(theirs)
        screen = ""
        while "Ctrl-D ends it" not in screen:
            screen += os.read(ours, 65536).decode()
        time.sleep(0.5)  # Python sees a signal right before a read only when something is typed
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        screen += os.read(ours, 65536).decode()
    os.close(ours)
    assert "newsgrep: interrupted" in screen
    assert not (tmp_path / "started").exists()


def test_a_message_alone_starts_no_pager(corpus, terminal, tmp_path):
    """An error is no page to leave."""
    code, screen = terminal("search", "gan(", PAGER=f"tee {tmp_path}/started")
    assert code == 2
    assert "gan(" in screen
    assert not (tmp_path / "started").exists()
