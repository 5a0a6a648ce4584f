"""Channels of Slack and Discord."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from newsgrep.article import Article
from newsgrep.read_context import ReadContext
from newsgrep.remarks import WORDLESS
from newsgrep.results import Unreadable
from newsgrep.sources.no_articles import read_beside
from tests.reading import read_file

#: 2020-10-30 at noon.
TIME = "1604059200.000200"
USERS = [{"id": "U1", "name": "jane", "profile": {"real_name": "Jane Doe"}}, {"id": "U2", "name": "john"}]


def slack(folder: Path, *messages: dict[str, object], **context: object) -> list[Article | Unreadable]:
    """What is read from a day of a channel."""
    (folder / "news").mkdir()
    (folder / "users.json").write_text(json.dumps(USERS))
    (folder / "channels.json").write_text(json.dumps([{"id": "C1", "name": "news"}]))
    file = folder / "news/2020-10-30.json"
    file.write_text(
        json.dumps([{"type": "message", "ts": TIME, **message} for message in messages], indent=1)
    )
    beside = partial(read_beside, str(file))
    return list(read_file(file, ReadContext("news/2020-10-30.json", beside=beside, **context)))  # type: ignore[arg-type]


def test_a_message_of_slack(tmp_path: Path) -> None:
    """Its marks stand for names, channels and links."""
    text = "<@U2>: see <https://example.org/1|the talks> in <#C2|world> &amp; <https://example.org/2>"
    (found,) = slack(tmp_path, {"user": "U1", "text": text})
    assert isinstance(found, Article)
    assert found.body == "@john: see the talks in #world & https://example.org/2"
    assert (found.authors, found.source, found.date) == (("Jane Doe",), "news", "2020-10-30T12:00:00Z")
    assert (found.format, found.key) == ("slack", f"news/2020-10-30.json#{TIME}")


def test_who_came_and_went_is_counted(tmp_path: Path) -> None:
    """And so are files without words; what a program wrote is read."""
    remarks: list[str] = []
    (found,) = slack(
        tmp_path,
        {"user": "U1", "subtype": "channel_join", "text": "<@U1> has joined the channel"},
        {"user": "U1", "subtype": "file_share", "text": ""},
        {"username": "Harbour bot", "subtype": "bot_message", "text": "Talks resumed."},
        on_remark=lambda kind, *_: remarks.append(kind),
    )
    assert isinstance(found, Article)
    assert (found.authors, remarks) == (("Harbour bot",), [WORDLESS] * 2)


def discord(folder: Path, *messages: dict[str, object], **context: object) -> list[Article | Unreadable]:
    """What is read from a channel."""
    head = {"guild": {"id": "1", "name": "Harbour"}, "channel": {"id": "2", "name": "news"}}
    day = {"type": "Default", "timestamp": "2020-10-30T12:00:00+00:00", "author": {"name": "jane"}}
    (folder / "a.json").write_text(json.dumps({**head, "messages": [{**day, **one} for one in messages]}))
    return list(read_file(folder / "a.json", ReadContext("a.json", **context)))  # type: ignore[arg-type]


def test_a_message_of_discord(tmp_path: Path) -> None:
    """With its address, and the name that its author has in the channel."""
    author = {"name": "jane", "nickname": "Jane Doe"}
    (found,) = discord(tmp_path, {"id": "3", "content": "Talks resumed.", "author": author})
    assert isinstance(found, Article)
    assert (found.body, found.authors, found.source) == ("Talks resumed.", ("Jane Doe",), "Harbour #news")
    assert (found.url, found.date[:10]) == ("https://discord.com/channels/1/2/3", "2020-10-30")


def test_what_discord_says_itself_is_counted(tmp_path: Path) -> None:
    """And so are pictures without words."""
    remarks: list[str] = []
    found = discord(
        tmp_path,
        {"id": "3", "type": "GuildMemberJoin", "content": "Joined the server."},
        {"id": "4", "content": "", "attachments": [{"url": "a.png"}]},
        on_remark=lambda kind, *_: remarks.append(kind),
    )
    assert (found, remarks) == ([], [WORDLESS] * 2)
