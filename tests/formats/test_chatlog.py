"""Chats that WhatsApp exports as text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import newsgrep
from newsgrep.article import Article
from newsgrep.read_context import ReadContext
from newsgrep.remarks import WORDLESS
from newsgrep.results import Unreadable
from tests.reading import read_file


def read(tmp_path: Path, text: str, **context: object) -> list[Article | Unreadable]:
    """What is read from a chat."""
    (tmp_path / "chat.txt").write_text(text, "utf-8")
    return list(read_file(tmp_path / "chat.txt", ReadContext("chat.txt", **context)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "30/10/2020, 11:25 - Jane Doe: Talks resumed.",
        "30.10.20, 11:25 - Jane Doe: Talks resumed.",
        "2020-10-30 11:25 - Jane Doe: Talks resumed.",
        "[30.10.20, 11:25:00] Jane Doe: Talks resumed.",
        "\u200e[10/30/20, 11:25:00\u202fAM] ~\u202fJane Doe: Talks resumed.",
        "10/30/2020, 11:25 a. m. - Jane Doe: Talks resumed.",
    ],
)
def test_the_forms_of_a_message(tmp_path: Path, line: str) -> None:
    """By the settings of the phone."""
    (found,) = read(tmp_path, f"{line}\n")
    assert isinstance(found, Article)
    assert (found.format, found.body, found.authors) == ("chat", "Talks resumed.", ("Jane Doe",))
    assert found.date[:16] == "2020-10-30T11:25"


def test_the_lines_below_a_message_are_part_of_it(tmp_path: Path) -> None:
    """Up to the next one; a colon may stand in them."""
    text = "30/10/20, 11:25 - Jane Doe: One: a\nTwo\n\nThree: b\n30/10/20, 11:26 - John Roe: Four\n"
    assert [one.body for one in read(tmp_path, text) if isinstance(one, Article)] == [
        "One: a\nTwo\n\nThree: b",
        "Four",
    ]


def test_a_later_date_proves_the_order(tmp_path: Path) -> None:
    """Of all dates of the chat."""
    text = "03/04/20, 11:25 - Jane Doe: One\n30/04/20, 11:25 - Jane Doe: Two\n"
    dates = [one.date[:10] for one in read(tmp_path, text) if isinstance(one, Article)]
    assert dates == ["2020-04-03", "2020-04-30"]


def test_what_is_no_message_is_counted(tmp_path: Path) -> None:
    """Pictures, files and what WhatsApp says itself."""
    remarks: list[str] = []
    text = (
        "30/10/20, 11:25 - Messages are end-to-end encrypted.\n"
        "30/10/20, 11:25 - Jane Doe: <Media omitted>\n"
        "30/10/20, 11:25 - Jane Doe: IMG-1.jpg (file attached)\n"
        "30/10/20, 11:25 - Jane Doe: \u200eimage omitted\n"
        "30/10/20, 11:26 - Jane Doe: Talks resumed.\n"
    )
    (found,) = read(tmp_path, text, on_remark=lambda kind, *_: remarks.append(kind))
    assert isinstance(found, Article)
    assert (found.line, remarks) == (5, [WORDLESS] * 4)


def test_the_chat_is_named_by_its_archive(tmp_path: Path) -> None:
    """As a phone sends it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("_chat.txt", "[30.10.20, 11:25:07] Jane Doe: Talks resumed.\n")
    (tmp_path / "WhatsApp Chat - Harbour.zip").write_bytes(stream.getvalue())
    (found,) = newsgrep.read_articles(tmp_path / "WhatsApp Chat - Harbour.zip")
    assert found.source == "Harbour"


def test_the_person_after_whom_a_chat_is_named_is_an_author(tmp_path: Path) -> None:
    """A conversation of two has the name of the other one."""
    path = tmp_path / "WhatsApp Chat with Jane Doe.txt"
    path.write_text("30/10/20, 11:25 - Jane Doe: One\n30/10/20, 11:26 - John Roe: Two\n", "utf-8")
    authors = [one.authors for one in newsgrep.read_articles(path)]
    assert authors == [("Jane Doe",), ("John Roe",)]


def test_a_text_with_times_is_no_chat(tmp_path: Path) -> None:
    """Such as a programme."""
    (found,) = read(tmp_path, "The programme\n30/10/20, 11:25 - Jane Doe: Talks\n30/10/20, 12:00 - Lunch\n")
    assert isinstance(found, Article)
    assert found.format == "text"
