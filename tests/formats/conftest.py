"""Fixtures that write a file and read its articles, and that forbid the network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.formats import read_file
from newsgrep.formats.context import ReadContext
from newsgrep.formats.datefields import DateReader
from newsgrep.results import Unreadable
from newsgrep.tuning import DEFAULT_TUNING, SourceLimits

Read = Callable[..., list[Article | Unreadable]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes text or bytes to a file of a suffix and reads it as `n/story`.

    The articles lack the name of their format, which is that of the row: test_table.py.
    """

    def write_and_read(
        content: str | bytes,
        suffix: str = ".txt",
        limits: SourceLimits = DEFAULT_TUNING.sources,
        dates: str = "",
    ) -> list[Article | Unreadable]:
        file = tmp_path / f"story{suffix}"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        found = read_file(file, ReadContext(f"n/story{suffix}", limits=limits, dates=DateReader(dates)))
        return [item._replace(format="") if isinstance(item, Article) else item for item in found]

    return write_and_read


@pytest.fixture
def with_remarks(
    tmp_path: Path,
) -> Callable[..., tuple[list[Article | Unreadable], list[tuple[str, str, int]]]]:
    """Return a function that reads a file of a suffix, and returns what is read and what is remarked."""

    def write_and_read(
        content: bytes, suffix: str = ".txt", encoding: str = ""
    ) -> tuple[list[Article | Unreadable], list[tuple[str, str, int]]]:
        (file := tmp_path / f"a{suffix}").write_bytes(content)
        remarks: list[tuple[str, str, int]] = []
        context = ReadContext(file.name, encoding=encoding, on_remark=lambda *one: remarks.append(one))
        return list(read_file(file, context)), remarks

    return write_and_read


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """Return a function that makes a PDF of pages, each some lines, with properties as PDF writes them."""

    def made(*pages: list[str], properties: str = "") -> bytes:
        kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
        objects = [
            "<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
        ]
        for number, lines in enumerate(pages):
            shown = "".join(f"({line}) Tj T* " for line in lines)
            text = f"BT /F1 9 Tf 12 TL 72 770 Td {shown}ET"
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {5 + 2 * number} 0 R"
                "/Resources<</Font<</F1 3 0 R>>>>>>"
            )
            objects.append(f"<</Length {len(text.encode('latin-1'))}>>stream\n{text}\nendstream")
        objects.append(f"<<{properties}>>")
        data, offsets = b"%PDF-1.4\n", []
        for number, content in enumerate(objects, 1):
            offsets.append(len(data))
            data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
        table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
        size, info = len(objects) + 1, len(objects)
        end = (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R/Info {info} 0 R>>"
        )
        return data + f"{end}\nstartxref\n{len(data)}\n%%EOF\n".encode("latin-1")

    return made


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make any use of the network fail."""

    def refuse(*arguments: object) -> None:
        pytest.fail(f"the network was asked for {arguments}")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)


@pytest.fixture
def article(read):
    """Return a function that reads the one article of a page."""

    def read_one(content: str | bytes) -> Article:
        (found,) = read(content, ".html")
        assert isinstance(found, Article), found
        return found

    return read_one
