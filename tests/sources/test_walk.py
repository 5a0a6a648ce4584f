"""The walk over files and folders."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from newsgrep.errors import ArticleError, UsageError
from newsgrep.results import SPECIAL, Skipped, Unreadable
from newsgrep.sources.walk import FileFilter, Source, Walk, check_roots, digest, stored_path


@pytest.fixture(autouse=True, params=[1, 50_000], ids=["names on the disk", "names in memory"])
def _several(request, monkeypatch):
    """Walk as in folders of millions, too, whose names do not fit the memory."""
    monkeypatch.setattr("newsgrep.sources.walk._SEVERAL", request.param)


@pytest.fixture
def make(tmp_path):
    """Return a function that makes files below the home by their paths."""

    def make_files(*paths: str) -> None:
        for path in paths:
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("Text.")

    return make_files


@pytest.fixture
def walk(tmp_path):
    """Return a function that walks roots below the home, and gives all that is found."""

    def walk_roots(*roots: str, include=(), exclude=(), leave_out=".newsgrep"):
        paths = [tmp_path / root for root in roots or (".",)]
        check_roots(paths)
        found = Walk(tmp_path, FileFilter(include, exclude), tmp_path / leave_out)
        return [one for path in paths for one in found.from_root(path)]

    return walk_roots


def paths_of(found):
    """Return the stored paths of the sources alone."""
    return [result.path for result in found if isinstance(result, Source)]


def test_a_source_says_what_to_open_and_what_to_store(tmp_path, walk, make):
    """Path, size in bytes and modification time in nanoseconds."""
    make("a/b.txt")
    file = tmp_path / "a" / "b.txt"
    os.utime(file, ns=(1, 1_600_000_000_123_456_789))
    assert walk("a") == [Source("a/b.txt", 5, file.stat().st_mtime_ns, f"{file.parent}/", 2)]


def test_order_is_by_path(walk, make):
    """The order of bytes, as the catalog has it; it does not depend on the system."""
    make("b.txt", "a/z.txt", "a/b/1.txt", "a.txt", "c/1.txt", "B.txt", "10.txt", "9.txt")
    assert paths_of(walk()) == [
        "10.txt",
        "9.txt",
        "B.txt",
        "a.txt",
        "a/b/1.txt",
        "a/z.txt",
        "b.txt",
        "c/1.txt",
    ]


def test_kinds_that_are_not_read_are_told(walk, make):
    """By suffix in lower case, the empty one among them."""
    make("a.PDF", "b.TXT", "README", "c.sql.gz", "d.")
    assert walk()[:3] == [Skipped("README", ""), Skipped("a.PDF", ".pdf"), walk()[2]]
    assert [result for result in walk() if isinstance(result, Skipped)][2:] == [
        Skipped("c.sql.gz", ".gz"),
        Skipped("d.", "."),
    ]
    assert paths_of(walk()) == ["b.TXT"]


def test_hidden_ones_are_left_out_below_a_root(walk, make):
    """A root that is named is walked even if it is hidden."""
    make(".hidden/a.txt", ".hidden/.b.txt", ".c.txt", "d.txt")
    assert walk() == walk("d.txt")
    assert paths_of(walk(".hidden")) == [".hidden/a.txt"]
    assert paths_of(walk(".c.txt")) == [".c.txt"]


def test_the_index_folder_is_never_entered(walk, make):
    """Whatever its name is, and however it is reached."""
    make("a/index/1.txt", "a/b.txt")
    assert paths_of(walk(leave_out="a/index")) == ["a/b.txt"]
    assert paths_of(walk("a/index", leave_out="a/index")) == []


@pytest.mark.parametrize(
    ("include", "exclude", "paths"),
    [
        ([], ["drafts"], ["a.txt", "n/b.txt"]),
        ([], ["drafts/"], ["a.txt", "n/b.txt"]),
        ([], ["./drafts/*"], ["a.txt", "n/b.txt"]),
        ([], ["*/c.*"], ["a.txt", "drafts/d/e.txt", "n/b.txt"]),
        ([], ["b.txt", "e.txt"], ["a.txt", "drafts/c.txt"]),
        (["*.log"], [], ["n/notes.log"]),
        (["n/*"], [], ["n/b.txt", "n/notes.log"]),
        (["*.log", "*.txt"], ["n"], ["a.txt", "drafts/c.txt", "drafts/d/e.txt"]),
        (["[ab].txt"], ["a*"], ["n/b.txt"]),
        (["(b).txt"], [], []),
    ],
)
def test_globs(walk, make, include, exclude, paths):
    """They see the path below the root and the bare name; exclude wins; include takes any suffix."""
    make("a.txt", "n/b.txt", "n/notes.log", "drafts/c.txt", "drafts/d/e.txt")
    assert paths_of(walk(include=include, exclude=exclude)) == paths


def test_globs_are_relative_to_the_root(walk, make):
    """The root's own place does not count."""
    make("x/n/b.txt")
    assert paths_of(walk("x", exclude=["x", "x/n"])) == ["x/n/b.txt"]
    assert paths_of(walk("x", exclude=["n"])) == []


def test_a_named_file_is_taken_whatever_its_suffix(walk, make):
    """Only exclude holds against it."""
    make("a.pdf")
    assert paths_of(walk("a.pdf", include=["*.txt"])) == ["a.pdf"]
    assert walk("a.pdf", exclude=["*.pdf"]) == []


def test_nothing_comes_twice(tmp_path, walk, make):
    """Not from roots that overlap, nor over links of either kind."""
    make("a/b/1.txt", "a/2.txt")
    (tmp_path / "z").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "3.txt").symlink_to("2.txt")
    (tmp_path / "a" / "4.txt").hardlink_to(tmp_path / "a" / "2.txt")
    assert paths_of(walk("a/b", ".", "a/2.txt", "a", "z")) == ["a/b/1.txt", "a/2.txt"]


def test_loops_of_links_end(tmp_path, walk, make):
    """A link to a folder above is followed no second time; one to itself is told."""
    make("a/1.txt")
    (tmp_path / "a" / "0up").symlink_to(tmp_path)
    (tmp_path / "a" / "here").symlink_to(".")
    (tmp_path / "a" / "self").symlink_to("self")
    found = walk()
    assert paths_of(found) == ["a/1.txt"]
    assert [result.path for result in found if isinstance(result, Unreadable)] == ["a/self"]


def test_linked_folders_are_followed(tmp_path, make, walk):
    """The stored path is the link's."""
    make("outside/1.txt", "home/a.txt")
    (tmp_path / "home" / "link").symlink_to(tmp_path / "outside")
    assert paths_of(walk("home")) == ["home/a.txt", "home/link/1.txt"]


def test_a_broken_link_is_unreadable(tmp_path, walk):
    """It may have been a file or a folder: it is told."""
    (tmp_path / "a.txt").symlink_to("gone")
    assert walk() == [Unreadable("a.txt", "broken link")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_pipes_and_sockets_are_never_opened(tmp_path, walk, monkeypatch):
    """Opening one would wait for ever."""
    os.mkfifo(tmp_path / "a.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("b.txt")
        assert walk() == [Skipped("a.txt", SPECIAL), Skipped("b.txt", SPECIAL)]
    assert walk("a.txt") == [Unreadable("a.txt", "not a regular file")]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_listed(tmp_path, walk, make):
    """It is told, and the rest goes on."""
    make("a/1.txt", "b/2.txt")
    (tmp_path / "a").chmod(0)
    found = walk()
    (tmp_path / "a").chmod(0o700)
    assert found[0] == Unreadable("a", "permission denied")
    assert paths_of(found) == ["b/2.txt"]


@pytest.mark.parametrize("root", ["a", "."])
def test_a_folder_that_fails_to_list(walk, make, monkeypatch, root):
    """The same, for those who may read everything."""
    make("a/1.txt", "b/2.txt")
    scandir = os.scandir

    def refuse(folder):
        if Path(folder).name == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found = walk(root, "b")
    assert found[0] == Unreadable("a", "permission denied")
    assert paths_of(found) == ["b/2.txt"]


def test_a_root_that_does_not_exist(walk, make):
    """It is a mistake of the call, told before anything is walked."""
    make("a.txt")
    with pytest.raises(UsageError, match="gone: no such file or directory") as caught:
        walk("a.txt", "gone")
    assert caught.value.hint


def test_names_that_are_not_utf_8(tmp_path, walk):
    """They survive, and lead back to the file."""
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (tmp_path / name).write_text("Text.")
    except OSError:
        pytest.skip("this file system has only UTF-8 names")
    (source,) = walk()
    assert source.path == name
    assert source.file.read_text() == "Text."


@pytest.mark.parametrize(
    ("file", "stored"),
    [
        ("/home/news/a/b.txt", "a/b.txt"),
        ("/home/news/../news/a.txt", "a.txt"),
        ("/home/newspaper/a.txt", "/home/newspaper/a.txt"),
        ("/home/news", "."),
        ("/elsewhere/./a.txt", "/elsewhere/a.txt"),
    ],
)
def test_stored_path(file, stored):
    """Relative below the home, else absolute."""
    assert stored_path(Path(file), Path("/home/news")) == stored


def test_stored_path_of_relative_paths(tmp_path, monkeypatch):
    """The working folder counts for both."""
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert stored_path(Path("b.txt"), Path("..")) == "a/b.txt"
    assert stored_path(Path("../b.txt"), Path()) == (tmp_path / "b.txt").as_posix()


def test_sources_outside_the_home_have_absolute_paths(tmp_path, make):
    """As the index stores them."""
    make("out/a.txt", "home/b.txt")
    walk = Walk(tmp_path / "home", FileFilter(), tmp_path / "none")
    assert paths_of(walk.from_root(tmp_path / "out")) == [(tmp_path / "out" / "a.txt").as_posix()]


def test_digest(tmp_path):
    """32 hexadecimal digits of the bytes; an unreadable file is an ArticleError."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"")
    assert digest(file) == "e3b0c44298fc1c149afbf4c8996fb924"
    with pytest.raises(ArticleError, match="no such file or directory"):
        digest(tmp_path / "gone")
