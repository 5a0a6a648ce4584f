"""Whose index is used: that of another user only if it is named. And who may read an index."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

COMMANDS = [["search", "ganja"], ["status"], ["index", "news"], ["show", "news/ganja.txt"]]


@pytest.fixture
def foreign(write, folder, run, monkeypatch):
    """The index of another user in a folder above the current one."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    run("index", "news")
    (folder / "mine/news").mkdir(parents=True)
    (folder / "mine/news/ganja.txt").write_text("A private text on Ganja.")
    monkeypatch.chdir(folder / "mine")
    user = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: user)
    return folder / ".newsgrep"


@pytest.mark.parametrize("arguments", COMMANDS)
def test_the_index_of_another_user_is_refused(foreign, run, arguments):
    """As git does it; nothing is written to it, and the error says how to allow it."""
    before = {file.name: file.read_bytes() for file in foreign.iterdir()}
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert f"the index in {foreign} belongs to another user" in ended.err
    assert f"NEWSGREP_SAFE_DIRECTORY={foreign}" in ended.err
    assert "--index .newsgrep" in ended.err
    assert {file.name: file.read_bytes() for file in foreign.iterdir()} == before


def test_an_index_that_is_named_is_used(foreign, run, monkeypatch, folder):
    """By --index, by NEWSGREP_INDEX, or by a list of safe folders; an own one is used beside it."""
    assert run("search", "--index", str(foreign), "-c", "missiles").out == "1\n"
    monkeypatch.setenv("NEWSGREP_INDEX", str(foreign))
    assert run("search", "-c", "missiles").out == "1\n"
    monkeypatch.delenv("NEWSGREP_INDEX")
    for safe in (str(foreign), f"/nowhere:{folder}", "*"):
        monkeypatch.setenv("NEWSGREP_SAFE_DIRECTORY", safe)
        assert run("search", "-c", "missiles").out == "1\n", safe
    for other in ("/nowhere", "", str(folder / "mine")):
        monkeypatch.setenv("NEWSGREP_SAFE_DIRECTORY", other)
        assert run("search", "-c", "missiles").code == 2, other
    assert run("index", "--index", ".newsgrep", "news").code == 0


def test_sudo_is_the_user_who_called_it(foreign, run, monkeypatch):
    """Root uses the index of the user of whom sudo tells."""
    owner = foreign.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("SUDO_UID", str(owner))
    assert run("search", "-c", "missiles").out == "1\n"


def test_an_index_is_private_unless_it_is_shared(write, folder, run):
    """When it is made, and later, with its tags; umask takes away what it always does."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    before = os.umask(0o027)
    try:
        run("index", "news")
        run("tag", "quote", "news/ganja.txt")
        shared = [folder / ".newsgrep", folder / "newsgrep-tags.tsv"]
        assert [one.stat().st_mode & 0o777 for one in shared] == [0o700, 0o600]
        assert run("index", "--share", "--dry-run", "news").code == 0
        assert [one.stat().st_mode & 0o777 for one in shared] == [0o700, 0o600]
        assert run("index", "--share", "news").code == 0
        assert [one.stat().st_mode & 0o777 for one in shared] == [0o750, 0o640]
        assert run("index", "--share", "--index", "other", "news").code == 0
        assert (folder / "other").stat().st_mode & 0o777 == 0o750
    finally:
        os.umask(before)


def test_config_prints_the_rest(foreign, run, folder, monkeypatch):
    """The project of another user is reported, and its settings do not count."""
    (folder / "newsgrep.toml").write_text("[search]\nlimit = 3\n")
    (folder / "config.toml").write_text("[search]\nfold = true\n")
    monkeypatch.setenv("NEWSGREP_CONFIG", str(folder / "config.toml"))
    ended = run("config")
    assert ended.code == 2
    names = [line.split("\t")[0] for line in ended.lines]
    assert ("search.fold" in names, "NEWSGREP_CONFIG" in names, "search.limit" in names) == (
        True,
        True,
        False,
    )
    assert "belongs to another user" in ended.err
    assert run("config", "--path").lines == [str(folder / "config.toml")]


def test_a_folder_that_cannot_be_looked_into_has_no_index_to_use(folder, run, monkeypatch):
    """Then an index has to be named; settings and help are printed."""
    is_dir = Path.is_dir

    def refused(path: Path) -> bool:
        if path.name == ".newsgrep":
            raise PermissionError(13, "Permission denied", str(path))
        return is_dir(path)

    monkeypatch.setattr(Path, "is_dir", refused)
    ended = run("search", "ganja")
    assert (ended.code, "cannot be seen: permission denied" in ended.err) == (2, True)
    assert "cannot be seen" in run("config").err
    assert run("help", "exit").code == 0
