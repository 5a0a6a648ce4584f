"""The walk over files and folders."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.errors import UsageError
from newsgrep.results import INDEX, SPECIAL, Skipped, Unreadable
from newsgrep.sources.selection import FileFilter
from newsgrep.sources.walk import Source, Walk, WalkItem, check_roots, one_by_one
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits


def find_sources(
    roots: Sequence[Path],
    listed: Iterable[Path] = (),
    *,
    home: Path,
    file_filter: FileFilter,
    index_dir: Path,
    limits: SourceLimits = DEFAULT_TUNING.sources,
) -> list[WalkItem]:
    """Walk roots, which have to exist, and listed files, as an index run does."""
    check_roots(roots)
    walk = Walk(home, file_filter, index_dir, limits)
    return [item for root in (*roots, *listed) for item in one_by_one(walk.from_root(root))]


@pytest.fixture(params=[1, 50_000], ids=["names on the disk", "names in memory"])
def limits(request):
    """Limits with which folders are sorted on the disk, as those of millions of files are, or in memory."""
    return SourceLimits(folder_entries=request.param)


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
def walk(tmp_path, limits):
    """Return a function that walks roots below the home, and returns all items."""

    def walk_roots(*roots: str, include=(), exclude=(), index_dir=".newsgrep"):
        paths = [tmp_path / root for root in roots or (".",)]
        file_filter, folder = FileFilter(include, exclude), tmp_path / index_dir
        return list(
            find_sources(paths, home=tmp_path, file_filter=file_filter, index_dir=folder, limits=limits)
        )

    return walk_roots


def paths_of(found):
    """Return the stored paths of the sources alone."""
    return [result.path for result in found if isinstance(result, Source)]


def test_a_source_says_what_to_open_and_what_to_store(tmp_path, walk, make):
    """Path, size in bytes and modification time in nanoseconds."""
    make("a/b.txt")
    file = tmp_path / "a" / "b.txt"
    os.utime(file, ns=(1, 1_600_000_000_123_456_789))
    status = file.stat()
    assert walk("a") == [Source("a/b.txt", 5, status.st_mtime_ns, f"{file.parent}/", 2, status.st_ctime_ns)]


def test_order_is_by_path(walk, make):
    """By code points of the whole path, in which a slash comes behind `-` and `.`."""
    paths = [
        *("10.txt", "9.txt", "B.txt", "a-b.txt", "a-c/1.txt", "a.txt", "a/b-c/1.txt", "a/b.txt", "a/b/1.txt"),
        *("a/z.txt", "a0.txt", "b.txt", "c/1.txt"),
    ]
    make(*reversed(paths))
    assert paths_of(walk()) == paths


def test_the_mails_of_a_maildir_have_no_suffix(tmp_path, walk, make, monkeypatch):
    """Those that have arrived are read, wherever in the Maildir the walk begins; all else is as elsewhere."""
    mails = ["1614938400.M1P2.example.org:2,S", "1614938400_7.9.host,U=3:2,RS", "msg7.host:2,"]
    make(*(f"m/cur/{name}" for name in mails), "m/cur/dovecot.index", "m/dovecot-uidlist")
    make("m/new/1614938401.V801I2.example.org", "m/tmp/1614938402.M3.example.org", "m/new/notes.txt")
    new = ["m/new/1614938401.V801I2.example.org", "m/new/notes.txt"]
    assert paths_of(walk()) == [*(f"m/cur/{name}" for name in mails), *new]
    assert paths_of(walk("m/cur", "m/new")) == [*(f"m/cur/{name}" for name in mails), *new]
    assert paths_of(walk(include=["*.txt"])) == ["m/new/notes.txt"]
    monkeypatch.chdir(tmp_path / "m" / "new")
    found = one_by_one(Walk(tmp_path, FileFilter(), tmp_path / ".newsgrep").from_root(Path()))
    assert paths_of(found) == new


NAMES = st.text(alphabet="-.0Aaé\U0001f600", min_size=1, max_size=3).filter(lambda name: name.strip("."))
TREES = st.recursive(
    st.none(), lambda inner: st.dictionaries(NAMES, inner, max_size=5), max_leaves=20
).filter(lambda tree: tree is not None)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES)
def test_paths_ascend_within_a_root(tmp_path_factory, limits, tree):
    """Whatever the names of files and folders are, and none is left out but hidden ones."""
    home = tmp_path_factory.mktemp("home")
    files: set[str] = set()

    def grow(folder: Path, inner: dict[str, Any], above: str, hidden: bool) -> None:
        for name, held in inner.items():
            is_hidden = hidden or name.startswith(".")
            if held is None:
                (folder / f"{name}.txt").touch()
                files.update([] if is_hidden else [f"{above}{name}.txt"])
            else:
                (folder / name).mkdir()
                grow(folder / name, held, f"{above}{name}/", is_hidden)

    grow(home, tree, "", False)
    found = find_sources([home], home=home, file_filter=FileFilter(), index_dir=home / "x", limits=limits)
    assert paths_of(found) == sorted(files)


@pytest.mark.parametrize("odd", ["n0700/in.txt", "n0700.db", "n0700.pdf-", ".n0700.txt", "~$n0700.docx"])
def test_one_entry_unlike_the_others(walk, make, odd):
    """Each file of a large folder comes once, in order, though many entries are looked at together."""
    names = [f"n{number:04}.txt" for number in range(1200)]
    make(*(f"in/{name}" for name in [*names, odd]))
    read = sorted([*names, odd] if odd in ("n0700/in.txt", "n0700.db") else names)
    assert [one.path for one in walk("in") if isinstance(one, Source)] == [f"in/{name}" for name in read]


def test_kinds_that_are_not_read_are_reported(walk, make):
    """By suffix in lower case, the empty one among them."""
    make("a.ODG", "b.TXT", "README", "c.sql.gz", "d.")
    assert walk()[:3] == [Skipped("README", ""), Skipped("a.ODG", ".odg"), walk()[2]]
    assert [result for result in walk() if isinstance(result, Skipped)][2:] == [
        Skipped("c.sql.gz", ".gz"),
        Skipped("d.", "."),
    ]
    assert paths_of(walk()) == ["b.TXT"]


def test_hidden_files_are_left_out_below_a_root(walk, make):
    """A root that is named is walked even if it is hidden."""
    make(".hidden/a.txt", ".hidden/.b.txt", ".c.txt", "d.txt")
    assert walk() == walk("d.txt")
    assert paths_of(walk(".hidden")) == [".hidden/a.txt"]
    assert paths_of(walk(".c.txt")) == [".c.txt"]


def test_what_programs_keep_beside_files_is_left_out(walk, make):
    """`~$report.docx` has the name of a person and no text: it would be listed as damaged every day."""
    make("a/~$report.docx", "a/report.docx", "~$b.txt", "__MACOSX/c.txt", "a/Thumbs.db", "ehthumbs.db")
    make("news.db-wal", "a/news.sqlite3-shm")
    assert [item.path for item in walk()] == ["a/report.docx"]


def test_the_index_folder_is_never_entered(walk, make):
    """Whatever its name is, and however it is reached."""
    make("a/index/1.txt", "a/b.txt")
    assert paths_of(walk(index_dir="a/index")) == ["a/b.txt"]
    assert paths_of(walk("a/index", index_dir="a/index")) == []


def test_other_indexes_are_not_entered(walk, make):
    """They are reported, and one that is named is an error."""
    make("a.txt", "index/MAIN_WRITELOCK", "index/newsgrep_0.json")
    assert walk() == [walk("a.txt")[0], Skipped("index", INDEX)]
    assert walk("index") == [Unreadable("index", "the files of an index are no articles")]


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
    """The path of the root itself does not count."""
    make("x/n/b.txt")
    assert paths_of(walk("x", exclude=["x", "x/n"])) == ["x/n/b.txt"]
    assert paths_of(walk("x", exclude=["n"])) == []


def test_a_named_file_is_taken_whatever_its_suffix(walk, make):
    """Unless it is excluded."""
    make("a.pdf")
    assert paths_of(walk("a.pdf", include=["*.txt"])) == ["a.pdf"]
    assert walk("a.pdf", exclude=["*.pdf"]) == []


def test_no_file_comes_twice(tmp_path, walk, make):
    """Not from roots that overlap, nor by links of either kind."""
    make("a/b/1.txt", "a/2.txt")
    (tmp_path / "z").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "3.txt").symlink_to("2.txt")
    (tmp_path / "a" / "4.txt").hardlink_to(tmp_path / "a" / "2.txt")
    assert paths_of(walk("a/b", ".", "a/2.txt", "a", "z")) == ["a/b/1.txt", "a/2.txt"]


@pytest.mark.parametrize("link", ["a.txt", "n/a.txt", "z.txt"])
def test_a_linked_file_below_a_root_is_read_under_its_own_name(tmp_path, walk, make, link):
    """Whether the link comes before it or behind it, in the same folder or in another."""
    make("n/m.txt")
    (tmp_path / link).symlink_to(tmp_path / "n/m.txt")
    assert paths_of(walk()) == ["n/m.txt"]
    assert paths_of(walk("n", ".")) == ["n/m.txt"]
    assert paths_of(walk(link, ".")) == [link]
    assert paths_of(walk(".", link)) == ["n/m.txt"]


@pytest.mark.parametrize("target", ["n/m.odg", "n/.m.txt", ".n/m.txt", "drafts/m.txt", "../m.txt"])
def test_a_linked_file_that_is_not_read_itself_is_read_by_one_link(tmp_path, walk, make, target):
    """A file of another suffix, a hidden or an excluded one, and one outside the roots."""
    make(f"home/{target}")
    (tmp_path / "home" / "b.txt").symlink_to(target)
    (tmp_path / "home" / "c.txt").symlink_to(target)
    assert paths_of(walk("home", exclude=["drafts"])) == ["home/b.txt"]
    named = (tmp_path / "home" / target).resolve().relative_to(tmp_path).as_posix()
    assert paths_of(walk(named, "home", exclude=["drafts"])) == [named]
    assert paths_of(walk("home", named, exclude=["drafts"])) == ["home/b.txt"]


@pytest.mark.parametrize("link", ["a", "z"])
def test_a_file_in_a_linked_folder_comes_once(tmp_path, walk, make, link):
    """By the folder's name or by the link's, whichever is first, though another link leads to the file."""
    make("home/n/m.txt", "out/1.txt")
    home = tmp_path / "home"
    (home / link).symlink_to(home / "n")
    (home / "out").symlink_to(tmp_path / "out")
    for name in ("0.txt", "y.txt"):
        (home / name).symlink_to("n/m.txt")
    (home / "zz.txt").symlink_to(tmp_path / "out" / "1.txt")
    first = "home/a/m.txt" if link == "a" else "home/n/m.txt"
    assert paths_of(walk("home")) == [first, "home/out/1.txt"]
    assert paths_of(walk("home/zz.txt", "home", "out")) == ["home/zz.txt", first]
    assert paths_of(walk("out", "home/n", "home", "home/y.txt")) == ["out/1.txt", "home/n/m.txt"]


def test_a_root_within_a_root_does_not_change_what_was_read(tmp_path, walk, make):
    """Globs are relative to the root that a file was read below: here the first."""
    make("x/n/m.txt", "y/1.txt")
    (tmp_path / "link.txt").symlink_to("x/n/m.txt")
    assert paths_of(walk("y", "x/..", "x", "link.txt", exclude=["n/*"])) == ["y/1.txt", "x/n/m.txt"]


KINDS = st.lists(st.sampled_from(["file", "folder", "link", "second name"]), min_size=1, max_size=12)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=KINDS, data=st.data())
def test_every_file_comes_exactly_once(tmp_path_factory, limits, kinds, data):
    """However folders, links, second names and roots are mixed."""
    home = tmp_path_factory.mktemp("home")
    folders, files = [home], []
    for number, kind in enumerate(kinds):
        path = data.draw(st.sampled_from(folders)) / f"{data.draw(st.sampled_from('az'))}{number}"
        if kind == "folder":
            path.mkdir()
            folders.append(path)
        elif kind == "link":
            target = data.draw(st.sampled_from(folders + files))
            path.with_suffix(".txt" if target in files else "").symlink_to(target)
        elif kind == "file" or not files:
            path.with_suffix(".txt").touch()
            files.append(path.with_suffix(".txt"))
        else:
            path.with_suffix(".txt").hardlink_to(data.draw(st.sampled_from(files)))
    roots = data.draw(st.lists(st.sampled_from(folders + files), max_size=3))
    found = list(
        find_sources([*roots, home], home=home, file_filter=FileFilter(), index_dir=home / "x", limits=limits)
    )
    inodes = [Path(item.location).stat().st_ino for item in found if isinstance(item, Source)]
    assert sorted(inodes) == sorted({file.stat().st_ino for file in files})


def test_loops_of_links_end(tmp_path, walk, make):
    """A link to a folder above is not followed again; one to itself is reported."""
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
    """It may have led to a file or a folder."""
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
def test_a_folder_without_permission_is_reported(tmp_path, walk, make):
    """The others are walked."""
    make("a/1.txt", "b/2.txt")
    (tmp_path / "a").chmod(0)
    found = walk()
    (tmp_path / "a").chmod(0o700)
    assert found[0] == Unreadable("a/", "permission denied")
    assert paths_of(found) == ["b/2.txt"]


@pytest.mark.parametrize("root", ["a", "."])
def test_a_folder_that_cannot_be_listed_is_reported(walk, make, monkeypatch, root):
    """The others are walked, as a root and below one."""
    make("a/1.txt", "b/2.txt")
    scandir = os.scandir

    def refuse(folder):
        if Path(folder).name == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found = walk(root, "b")
    assert found[0] == Unreadable("a/", "permission denied")
    assert paths_of(found) == ["b/2.txt"]


def test_a_root_that_does_not_exist(walk, make):
    """It is a usage error, raised before anything is walked."""
    make("a.txt")
    with pytest.raises(UsageError, match="gone: no such file or directory") as caught:
        walk("a.txt", "gone")
    assert caught.value.hint


def test_a_name_that_is_not_utf_8_is_kept(tmp_path, walk):
    """The stored path leads back to the file."""
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (tmp_path / name).write_text("Text.")
    except OSError:
        pytest.skip("this file system has only UTF-8 names")
    (source,) = walk()
    assert (source.path, Path(source.location).read_text()) == (name, "Text.")


def test_sources_outside_the_home_have_absolute_paths(tmp_path, make):
    """As the index stores them."""
    make("out/a.txt", "home/b.txt")
    home, none = tmp_path / "home", tmp_path / "none"
    found = find_sources([tmp_path / "out"], home=home, file_filter=FileFilter(), index_dir=none)
    assert paths_of(found) == [(tmp_path / "out" / "a.txt").as_posix()]


def test_a_listed_file_that_is_gone_is_unreadable(tmp_path, make):
    """The list may be older than the folder; the others are walked."""
    make("a.txt")
    listed = iter([tmp_path / "gone.txt", tmp_path / "a.txt"])
    found = find_sources([], listed, home=tmp_path, file_filter=FileFilter(), index_dir=tmp_path / "index")
    assert [item.path for item in found] == ["gone.txt", "a.txt"]
