"""Channels in an export of Slack, with a file for each day: one article per message.

>>> readable_text("See <https://example.org/1|the talks>, <@U1> &amp; <!here>", {"U1": "Jane Doe"})
'See the talks, @Jane Doe & @here'

The folder of a file names the channel; `users.json` above it has the names of the members. Notices of who
came and went, and files without words, have no article; they are remarked.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BufferedReader
from pathlib import PurePosixPath

import msgspec

from newsgrep.article import Article
from newsgrep.clean_text import clean_any, one_clean_line
from newsgrep.encodings.text_streams import JSON_ERRORS, decode_stream
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.records.jsontext import JsonStream
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_BEGINNING = re.compile(r"\s*\[\s*\{")
_SIGNS = (re.compile(r'"type"\s*:\s*"message"'), re.compile(r'"ts"\s*:\s*"\d{9,10}\.\d{6}"'))
#: The subtypes of messages that somebody wrote.
_WRITTEN = frozenset(["", "bot_message", "file_comment", "file_share", "me_message", "thread_broadcast"])
_LINK = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")
_USERS, _MOST_USERS = "../users.json", 2**25

_Object = Mapping[str, object]


def claims(beginning: str) -> bool:
    """Whether the text begins as a list of messages with their times."""
    return _BEGINNING.match(beginning) is not None and all(sign.search(beginning) for sign in _SIGNS)


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each message. Raises ArticleError where the file is cut off or malformed."""
    json_stream = JsonStream(decode_stream(stream, context), context)
    make = ArticleMaker(context)
    channel = one_clean_line(PurePosixPath(context.member or context.path).parent.name)
    names = _names_of_users(context)
    for _ in json_stream.elements():
        value, line = json_stream.value()
        if not isinstance(value, dict):
            reason = value.message if isinstance(value, ArticleError) else "not a JSON object"
            yield Unreadable(context.path, reason, line)
        elif article := _article(value, line, channel, names, make):
            yield article


def readable_text(written: str, names: Mapping[str, str]) -> str:
    """Return the text of a message, with links, names and entities in place of their marks.

    names: the names of the members, by their identifiers
    """

    def shown(match: re.Match[str]) -> str:
        kind, target, label = match.groups()
        if kind == "@":
            return f"@{names.get(target) or label or target}"
        if kind:
            return ("#" if kind == "#" else "@") + (label or target)
        return label or target

    return clean_any(html.unescape(_LINK.sub(shown, written))).strip()


def _article(
    message: _Object, line: int, channel: str, names: Mapping[str, str], make: ArticleMaker
) -> Article | None:
    user, time, text = (str(message.get(key) or "") for key in ("user", "ts", "text"))
    is_written = str(message.get("subtype") or "") in _WRITTEN
    profile = message.get("user_profile")
    author = names.get(user) or _name(profile if isinstance(profile, dict) else message)
    return make.message(
        time or f"L{line}",
        readable_text(text, names) if is_written else "",
        author,
        channel,
        _moment(time),
        line,
    )


def _moment(time: str) -> object:
    try:
        return datetime.fromtimestamp(int(time.partition(".")[0]), UTC)
    except (ValueError, OverflowError, OSError):
        return time


def _names_of_users(context: ReadContext) -> dict[str, str]:
    """Return the names of the members by their identifiers; none if there is no list of them."""
    data = context.file_beside(_USERS, _MOST_USERS) or b"[]"
    try:
        users = msgspec.json.decode(data, type=list[dict[str, object]])
    except JSON_ERRORS:
        return {}
    return {str(user.get("id")): _name({**user, **profile}) for user in users for profile in [_profile(user)]}


def _profile(user: _Object) -> dict[str, object]:
    profile = user.get("profile")
    return profile if isinstance(profile, dict) else {}


def _name(record: _Object) -> str:
    """Return the name of a member, or of a program that wrote a message."""
    values = (record.get(key) for key in ("real_name", "display_name", "username", "name"))
    return next((one_clean_line(value) for value in values if isinstance(value, str) and value.strip()), "")
