"""Files that are written as a whole or not at all."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from newsgrep.whole_files import named_file, read_named, whole_file, whole_folder


def test_a_file_is_replaced_when_all_is_written(tmp_path):
    """Until then the one before is there; afterwards nothing else is in the folder."""
    file = tmp_path / "a.json"
    file.write_text("before")
    with whole_file(file) as out:
        out.write("Król\r\n")
        assert file.read_text() == "before"
    assert (file.read_bytes(), list(tmp_path.iterdir())) == ("Król\r\n".encode(), [file])


def test_a_file_without_an_end_is_refused(tmp_path):
    """As a device that somebody names; one of the most bytes is read."""
    with pytest.raises(OSError, match="larger than 1 MB"):
        read_named(Path("/dev/zero"), 1_000_000)
    (tmp_path / "a").write_bytes(b"abc")
    assert read_named(tmp_path / "a", 3) == b"abc"
    with pytest.raises(OSError, match="larger than"):
        read_named(tmp_path / "a", 2)
    assert read_named(Path(os.devnull)) == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_file_is_for_its_owner_unless_more_is_given(tmp_path):
    """Whatever the umask is."""
    for mode in (0o600, 0o644):
        with whole_file(tmp_path / "a", mode) as out:
            out.write("x")
        assert (tmp_path / "a").stat().st_mode & 0o777 == mode


def test_a_file_stays_as_it_is_after_an_error(tmp_path):
    """And no part of the new one is left behind."""
    file = tmp_path / "a.json"
    file.write_text("before")

    def write() -> None:
        with whole_file(file) as out:
            out.write("after")
            raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write()
    assert (file.read_text(), list(tmp_path.iterdir())) == ("before", [file])


def test_an_error_names_the_file(tmp_path):
    """Not the hidden one beside it."""
    with pytest.raises(FileNotFoundError) as caught, whole_file(tmp_path / "no" / "a.json"):
        pass
    assert caught.value.filename == str(tmp_path / "no" / "a.json")


@pytest.fixture
def small_files():
    """Let no file be larger than 10 bytes: that stands in for a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_an_error_on_a_full_disk_names_the_file(tmp_path, small_files):
    """Which the system does not name."""
    with pytest.raises(OSError, match="too large") as caught, whole_file(tmp_path / "a.json") as out:
        out.write("x" * 20)
    assert caught.value.filename == str(tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_a_person_names_keeps_its_permissions_and_stays_a_link(tmp_path):
    """A new one has those of the umask."""
    file, link = tmp_path / "a.json", tmp_path / "link"
    link.symlink_to("a.json")
    umask = os.umask(0o027)
    try:
        for mode in (0o640, 0o604):
            with named_file(link) as out:
                out.write(str(mode))
            assert (file.read_text(), file.stat().st_mode & 0o777) == (str(mode), mode)
            file.chmod(0o604)
    finally:
        os.umask(umask)
    assert link.is_symlink()


def test_a_pipe_that_a_person_names_is_written_to(tmp_path):
    """It is not replaced by a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with named_file(pipe) as out:
        out.write("text")
    assert os.read(reader, 9) == b"text"
    os.close(reader)
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_folder_has_all_that_was_written_when_the_block_ends(tmp_path):
    """It is a new one, or one that was empty; until then it has nothing that can be seen."""
    for folder in (tmp_path / "new" / "one", tmp_path / "empty"):
        folder.parent.mkdir(exist_ok=True)
        with whole_folder(folder) as inside:
            (inside / "a").mkdir()
            (inside / "a" / "b.txt").write_text("text")
            assert [*folder.glob("[!.]*")] == []
        assert [*folder.iterdir()] == [folder / "a"]
        assert (folder / "a" / "b.txt").read_text() == "text"


def test_nothing_is_left_of_a_folder_that_cannot_be_written(tmp_path, small_files):
    """And the error names the folder."""
    (tmp_path / "empty").mkdir()

    def write(folder) -> None:
        with whole_folder(folder) as inside:
            (inside / "a").write_text("a")
            (inside / "b.txt").write_text("x" * 20)

    for folder in (tmp_path / "new", tmp_path / "empty"):
        with pytest.raises(OSError, match="too large") as caught:
            write(folder)
        assert caught.value.filename == str(folder)
    assert [*tmp_path.rglob("*")] == [tmp_path / "empty"]
