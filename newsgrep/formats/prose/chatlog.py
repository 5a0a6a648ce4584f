"""Chats as text in the form that WhatsApp exports: one article per message.

    30/10/2020, 11:25 - Jane Doe: Talks resumed.          [30.10.20, 11:25:07] Jane Doe: Talks resumed.

The lines below such a line are part of its message. The chat has the name of the file. Messages of the
program itself, and pictures, are only counted. The dates of a chat prove the order of day and month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from pathlib import PurePosixPath

from newsgrep.article import Article
from newsgrep.bounded_bytes import too_large
from newsgrep.clean_text import clean_any, one_clean_line
from newsgrep.encodings.text_streams import mend, read_lines
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_MARK = "[\u200e\u200f\u202a\u202c]*"
_DAY = r"(?P<{0}>\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}})\.?,?"
_CLOCK = r"(?P<{0}>\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?)(?:[ \u00a0\u202f]?(?P<{1}>[ap])\.?[ \u00a0]?m\b\.?)?"
_LINE = re.compile(
    rf"{_MARK}(?:\[{_DAY.format('day')}\s+{_CLOCK.format('clock', 'half')}\]\s"
    rf"|{_DAY.format('day_2')}\s+{_CLOCK.format('clock_2', 'half_2')} [-–] )(?P<rest>.*)",
    re.I | re.S,
)
_AUTHOR = re.compile(r"(?P<author>[^:\n]{1,80}): ?(?P<text>.*)", re.S)
#: What stands for a picture or a file, in any language; and the marks before messages of the program itself.
_LEFT_OUT = re.compile(r"\s*<[^<>\n]{3,60}>\s*|\s*\S+\.\w{3,4} \([^()\n]{5,40}\)\s*")
_NOTICE = ("\u200e", "\u200f")
#: The words before the name of a chat in the name of its file; and names of files without a name of a chat.
_CHAT_WITH = re.compile(r"whatsapp[ _-]*chat(?: (?:with|mit|avec|con|com|met|med|c|z)\b)?[ _-]*", re.I)
_NO_NAME = frozenset(["_chat", "chat", ""])
_FIRST_LINES = 12
_SHORT_YEAR = re.compile(r"(?P<before>\A\d\d?([./])\d\d?\2)(?P<year>\d\d)\Z")


def claims(beginning: str) -> bool:
    """Whether at least two of the first lines begin messages, or the only line does."""
    if not _LINE.match(beginning.lstrip("\n ")):
        return False
    lines = [line for line in beginning.split("\n") if line.strip()][:_FIRST_LINES]
    found = [match for match in map(_LINE.match, lines) if match]
    return any(_AUTHOR.match(match["rest"]) for match in found) and len(found) >= min(2, len(lines))


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each message. Raises ArticleError if the file does not begin with one."""
    make = ArticleMaker(context)
    chat = name_of_chat(context)
    begun: re.Match[str] | None = None
    parts: list[str] = []
    begins, size = 1, 0
    for number, line in enumerate(read_lines(stream, context), 1):
        match = _LINE.match(line)
        if match is None and begun is None and line.strip():
            raise ArticleError("not a chat: no message begins the file", number)
        if match is not None:
            yield from _articles(begun, parts, begins, chat, make)
            begun, parts, begins, size = match, [match["rest"]], number, 0
        else:
            parts.append(line)
        size += len(line)
        if size > context.limits.record_bytes:
            raise too_large("message", context.limits.record_bytes, begins)
    yield from _articles(begun, parts, begins, chat, make)


def name_of_chat(context: ReadContext) -> str:
    """Return the name of a chat by the name of its file, or of the archive or the folder that holds it.

    >>> name_of_chat(ReadContext("WhatsApp Chat with Jane Doe.txt"))
    'Jane Doe'
    >>> name_of_chat(ReadContext("in/WhatsApp Chat - Harbour.zip", member="_chat.txt"))
    'Harbour'
    """
    for path in (PurePosixPath(context.member), PurePosixPath(context.path)):
        for stem in (path.stem, path.parent.name):
            name = _CHAT_WITH.sub("", stem, count=1).strip(" _-")
            if stem.lower() not in _NO_NAME and name:
                return one_clean_line(name)
    return ""


def _articles(
    begun: re.Match[str] | None, parts: list[str], line: int, chat: str, make: ArticleMaker
) -> Iterator[Article | Unreadable]:
    """Yield the article of a message, nothing if it has no text, or the reason why it cannot be read."""
    if begun is None:
        return
    try:
        (whole,) = mend(["".join(parts)], make.context, line)
    except ArticleError as error:
        yield Unreadable(make.context.path, error.message, line)
        return
    said = _AUTHOR.match(whole)
    author, text = (said["author"], said["text"]) if said else ("", "")
    is_text = not text.startswith(_NOTICE) and not _LEFT_OUT.fullmatch(text)
    article = make.message(
        f"L{line}",
        clean_any(text).strip() if is_text else "",
        one_clean_line(author).strip("~ \u202f"),
        chat,
        _time(begun),
        line,
    )
    if article:
        yield article


def _time(begun: re.Match[str]) -> str:
    """Return the time of a message as one text. A year of two digits comes last, between slashes and dots."""
    day, clock, half = (begun[name] or begun[f"{name}_2"] or "" for name in ("day", "clock", "half"))
    day = _SHORT_YEAR.sub(r"\g<before>20\g<year>", day)
    return f"{day} {clock.replace('.', ':')}{f' {half}m' if half else ''}"
