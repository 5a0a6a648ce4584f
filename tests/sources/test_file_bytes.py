"""The bytes and the digest of a file."""

from __future__ import annotations

import os

import pytest

from newsgrep.errors import ArticleError
from newsgrep.sources.file_bytes import digest_and_data, file_digest
from newsgrep.sources.streams import open_streams
from newsgrep.sources.walk import Source
from newsgrep.tuning import SourceLimits


def test_the_digest_of_a_file(tmp_path):
    """32 hexadecimal digits; a file that cannot be read is an ArticleError."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"")
    assert file_digest(file) == "e3b0c44298fc1c149afbf4c8996fb924"
    with pytest.raises(ArticleError, match="no such file or directory"):
        file_digest(tmp_path / "gone")


@pytest.mark.parametrize(("size", "data"), [(5, b"Text."), (4, None), (6, None)])
def test_digest_and_bytes_are_those_of_one_reading(tmp_path, size, data):
    """The bytes are not returned if the size is not that of the walk any more."""
    (tmp_path / "a.txt").write_text("Text.")
    source = Source("a.txt", size, 0, f"{tmp_path}/", 0)
    assert digest_and_data(source) == (file_digest(tmp_path / "a.txt"), data)
    assert digest_and_data(source, SourceLimits(small_file_bytes=1)) == (
        file_digest(tmp_path / "a.txt"),
        None,
    )


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path):
    """It came after the file was found, and nobody writes to it."""
    os.mkfifo(tmp_path / "a.txt")
    source = Source("a.txt", 5, 0, f"{tmp_path}/", 0)
    for limits in (SourceLimits(), SourceLimits(small_file_bytes=1)):
        with pytest.raises(ArticleError, match="not a regular file"):
            digest_and_data(source, limits)
    with pytest.raises(OSError, match="not a regular file"):
        next(open_streams(source.location, "a.txt", lambda _: None))
