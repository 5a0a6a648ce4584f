"""Where the index is that a folder names: never among the files of a person."""

from __future__ import annotations

import subprocess

import pytest

import newsgrep


@pytest.fixture
def notes(write, folder, monkeypatch):
    """A folder of notes, which is a checkout of git, and the current one; an article lies beside it."""
    write("news/flood.txt", "The flood reached Elmford.")
    write("notes/notes.md", "Call Elmford.")
    subprocess.run(["git", "init", "-q", folder / "notes"], check=True)
    monkeypatch.chdir(folder / "notes")
    return folder / "notes"


@pytest.mark.parametrize("way", ["flag", "environment", "python"])
def test_a_folder_with_files_has_the_index_in_a_folder_of_its_own(notes, run, monkeypatch, way):
    """However it is named, to write and to read: git and backups go on to see the files."""
    before = notes.stat().st_mode
    flag = ("--index", ".") if way == "flag" else ()
    if way == "environment":
        monkeypatch.setenv("NEWSGREP_INDEX", str(notes))
    if way == "python":
        newsgrep.Index(".").update("../news")
    else:
        assert run("index", "-q", *flag, "../news").code == 0
    assert sorted(file.name for file in notes.iterdir()) == [".git", ".newsgrep", "notes.md"]
    assert notes.stat().st_mode == before
    status = subprocess.run(["git", "status", "-s"], cwd=notes, capture_output=True, text=True, check=True)
    assert status.stdout == "?? notes.md\n"
    assert run("search", *flag, "-c", "flood").out == "1\n"
    assert len(newsgrep.open_index(notes)) == len(newsgrep.Index(notes)) == 1


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_files_becomes_the_index(notes, run, name):
    """It stays so when there are files in it, and when it has lost its table of contents."""
    (notes / "empty").mkdir()
    assert run("index", "-q", "--index", name, "../news").code == 0
    (notes / name / "own.txt").write_text("A note.")
    assert run("search", "--index", name, "-c", "flood").out == "1\n"
    next((notes / name).glob("_MAIN_*.toc")).unlink()
    ended = run("search", "--index", name, "flood")
    assert (ended.code, ended.out) == (2, "")
    assert f"the index in {notes / name} has lost its file _MAIN_0.toc" in ended.err


def test_a_folder_of_the_usual_name_is_the_index_whatever_is_in_it(notes, run):
    """Such as what a person has put there."""
    (notes / ".newsgrep").mkdir()
    (notes / ".newsgrep/own.txt").write_text("A note.")
    assert run("index", "-q", "--index", ".newsgrep", "../news").code == 0
    assert not (notes / ".newsgrep/.newsgrep").exists()


def test_a_folder_without_an_index_is_no_index(notes, run):
    """The error names the folder where the index would be."""
    ended = run("search", "--index", ".", "flood")
    assert (ended.code, ended.out) == (2, "")
    assert f"there is no index in {notes / '.newsgrep'}" in ended.err


def test_a_link_to_the_index_of_a_project_is_that_index(notes, folder, run):
    """To search and to index: its paths start from the project, whatever the link is called."""
    assert run("index", "-q", "--index", ".newsgrep", "../news").code == 0
    (folder / "press").symlink_to(notes / ".newsgrep")
    found = run("search", "--index", "../press", "-l", "flood")
    assert found.out == run("search", "--index", ".newsgrep", "-l", "flood").out == "../news/flood.txt\n"
    assert run("index", "--index", "../press").err.startswith("1 unchanged\n")


def test_an_index_may_lie_behind_a_link_called_as_usual(notes, folder, run):
    """As on another disk; its paths start from the folder of the link."""
    (folder / "disk").mkdir()
    (notes / ".newsgrep").symlink_to(folder / "disk")
    assert run("index", "-q", "../news").code == 0
    assert (folder / "disk/MAIN_WRITELOCK").exists()
    assert run("search", "-l", "flood").out == "../news/flood.txt\n"
