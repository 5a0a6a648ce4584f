"""Channels of Discord, as DiscordChatExporter writes them in JSON: one article per message.

Pictures without words, and messages of Discord itself, have no article; they are remarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.clean_text import clean_any, one_clean_line
from newsgrep.encodings.text_streams import decode_stream
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.records.jsontext import JsonStream
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_BEGINNING = re.compile(r'\s*\{\s*"guild"\s*:\s*\{\s*"id"\s*:')
#: The types of messages that somebody wrote.
_WRITTEN = frozenset(["Default", "Reply", "ThreadStarterMessage", "ChatInputCommand", "0", "19"])

_Object = Mapping[str, object]


def claims(beginning: str) -> bool:
    """Whether the text begins as the export of a channel."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each message. Raises ArticleError where the export is cut off or malformed."""
    json_stream = JsonStream(decode_stream(stream, context), context)
    make = ArticleMaker(context)
    known: dict[str, object] = {}
    for key in json_stream.members():
        if key != "messages" or json_stream.peek() != "[":
            known[key], _ = json_stream.value()
            continue
        for _ in json_stream.elements():
            yield from _articles(*json_stream.value(), known, make)


def _articles(
    message: object, line: int, known: _Object, make: ArticleMaker
) -> Iterator[Article | Unreadable]:
    """Yield the article of a message, or an Unreadable; nothing if it has no text."""
    if not isinstance(message, dict):
        reason = message.message if isinstance(message, ArticleError) else "not a JSON object"
        yield Unreadable(make.context.path, reason, line)
        return
    guild, channel, author = _inner(known, "guild"), _inner(known, "channel"), _inner(message, "author")
    is_written = str(message.get("type")) in _WRITTEN
    article = make.message(
        _line(message, "id") or f"L{line}",
        clean_any(str(message.get("content") or "")).strip() if is_written else "",
        _line(author, "nickname") or _line(author, "name"),
        " #".join(filter(None, (_line(guild, "name"), _line(channel, "name")))),
        message.get("timestamp"),
        line,
        url=_address(guild, channel, message),
    )
    if article:
        yield article


def _address(guild: _Object, channel: _Object, message: _Object) -> str:
    parts = [_line(guild, "id"), _line(channel, "id"), _line(message, "id")]
    parts[0] = "@me" if parts[0] == "0" else parts[0]
    return f"https://discord.com/channels/{'/'.join(parts)}" if all(parts) else ""


def _inner(record: _Object, key: str) -> _Object:
    value = record.get(key)
    return value if isinstance(value, dict) else {}


def _line(record: _Object, key: str) -> str:
    value = record.get(key)
    return one_clean_line(value) if isinstance(value, str) else ""
