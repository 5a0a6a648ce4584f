"""Standard input that is read as a whole, for keys, a query or a text."""

from __future__ import annotations

import io

import pytest

from newsgrep.cli.standard_streams import read_whole
from newsgrep.errors import UsageError


class Endless(io.RawIOBase):
    """What has as many bytes as are asked for, as /dev/zero."""

    def read(self, size: int = -1, /) -> bytes:
        """Return NULs. Raises OverflowError if all bytes are asked for."""
        return bytes(size)


def test_input_is_read_to_its_end():
    """As text or as bytes."""
    assert (read_whole(io.StringIO("a\nb")), read_whole(io.BytesIO(b"a\n"))) == ("a\nb", b"a\n")


def test_input_without_an_end_is_refused():
    """It does not fill the memory."""
    with pytest.raises(UsageError, match="standard input is longer than 100 MB"):
        read_whole(Endless())
