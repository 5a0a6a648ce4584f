"""Files that are written as a whole or not at all."""

from __future__ import annotations

import os
import resource

import pytest

from newsgrep.whole_files import whole_file


def test_a_file_is_replaced_when_all_is_written(tmp_path):
    """Until then the one before is there; afterwards nothing else is in the folder."""
    file = tmp_path / "a.json"
    file.write_text("before")
    with whole_file(file) as out:
        out.write("Król\r\n")
        assert file.read_text() == "before"
    assert (file.read_bytes(), list(tmp_path.iterdir())) == ("Król\r\n".encode(), [file])


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


def test_an_error_on_a_full_disk_names_the_file(tmp_path):
    """Which the system does not name; a limit on the size of files stands in for the disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        with pytest.raises(OSError, match="too large") as caught, whole_file(tmp_path / "a.json") as out:
            out.write("x" * 20)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.filename == str(tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []
