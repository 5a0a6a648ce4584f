r"""The archive of an account on Facebook or Instagram: posts, comments and the messages of chats.

>>> repaired_text("K\u00c3\u00b6ln"), repaired_text("Köln"), repaired_text(7)
('Köln', 'Köln', '')

Each byte of the UTF-8 of a text is written as a character. The name of the account is in the file of its
profile. A post without words that shares a page gets the title and the address of this page. Pictures without
a description have no article, and are remarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BufferedReader

import msgspec

from newsgrep.article import Article
from newsgrep.clean_text import clean_any, one_clean_line
from newsgrep.encodings.text_streams import JSON_ERRORS, decode_stream
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.records.jsontext import JsonStream
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_OBJECT = r'\{\s*"'
#: How a file of posts, of comments or of a chat begins, on Facebook or Instagram; and a sign that it has one.
_BEGINNING = re.compile(
    rf'\s*(?:{_OBJECT}(?:\w*(?:posts|comments)_v2|participants|ig_\w+|comments_\w+)"\s*:\s*)?\[\s*{_OBJECT}'
    r'(?:timestamp|name|data|media|title|attachments|uri|creation_timestamp|media_list_data|string_map_data)"'
)
_SIGN = re.compile(
    r'"timestamp_ms"\s*:|"creation_timestamp"\s*:|"string_map_data"\s*:\s*\{(?s:.*?)"value"\s*:\s*"[^"]'
    r'|"timestamp"\s*:\s*\d{9,10}\s*[,}](?s:.*?)"(?:data|attachments)"\s*:\s*\['
    r'|"data"\s*:\s*\[(?s:.*?)"timestamp"\s*:\s*\d{9,10}\s*[,}]'
)
_DATA = "data"
_TIMES = ("timestamp", "creation_timestamp")
#: The object with a comment on Instagram, and the key of its text in English; otherwise the first key has it.
_ENTRIES, _COMMENT = "string_map_data", "Comment"
#: The file of the profile, relative to the file of the posts; the keys in it with the name, and its limit.
_PROFILES = (
    "../profile_information/profile_information.json",
    "../../personal_information/profile_information/profile_information.json",
)
_PROFILE_KEYS, _MOST_PROFILE = ("profile_v2", "profile"), 2**20
_FACEBOOK, _INSTAGRAM = "Facebook", "Instagram"

_Object = Mapping[str, object]


def claims(beginning: str) -> bool:
    """Whether the text begins as a list of posts or comments, or as a chat."""
    return _BEGINNING.match(beginning) is not None and _SIGN.search(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each post. Raises ArticleError where the file is cut off or malformed."""
    json_stream = JsonStream(decode_stream(stream, context), context)
    account = _Account(context)
    if json_stream.peek() == "[":
        for _ in json_stream.elements():
            yield from account.articles(*json_stream.value())
        return
    chat: dict[str, object] = {}
    for key in json_stream.members():
        if key != "messages" and json_stream.peek() == "[":
            for _ in json_stream.elements():
                value, line = json_stream.value()
                if key != "participants":
                    yield from account.articles(value, line)
        else:  # of a chat, whose title comes after its messages
            chat[key], line = json_stream.value()
    messages = chat.get("messages")
    for number, message in enumerate(messages if isinstance(messages, list) else (), 1):
        yield from account.message(message, number, one_clean_line(repaired_text(chat.get("title"))))


def repaired_text(value: object) -> str:
    """Return a text with its bytes, which are written as characters, decoded; '' for another value."""
    if not isinstance(value, str):
        return ""
    try:
        return clean_any(value.encode("latin-1").decode())
    except UnicodeError:
        return clean_any(value)


class _Account:
    """Reads the posts of one file."""

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._make = ArticleMaker(context)
        self._name = _name_of_account(context)

    def articles(self, value: object, line: int) -> Iterator[Article | Unreadable]:
        """Yield the article of a post or a comment, or an Unreadable; nothing if it has no text."""
        if not isinstance(value, dict):
            reason = value.message if isinstance(value, ArticleError) else "not a JSON object"
            yield Unreadable(self._context.path, reason, line)
            return
        comment = next((one for one in _objects(value.get(_DATA), "comment")), {})
        texts = [repaired_text(comment.get("comment"))]
        texts += [repaired_text(one.get("post")) for one in _dicts(value.get(_DATA))]
        media, page = list(_attached(value, "media")), next(_attached(value, "external_context"), {})
        parts = _parts_of_comment(value)
        texts += [repaired_text(one.get("value")) for one in parts[:1]]
        is_instagram = isinstance(value.get("media"), list) or "creation_timestamp" in value or bool(parts)
        media += _dicts(value.get("media"))
        for key in ("description", "title") if is_instagram else ("description",):
            texts += [repaired_text(one.get(key)) for one in media]
        if is_instagram:
            texts.append(repaired_text(value.get("title")))
        body = "\n\n".join(dict.fromkeys(filter(None, map(str.strip, texts))))
        title = one_clean_line(repaired_text(page.get("name")))
        times = (one.get(key) for one in (value, *media, *parts) for key in _TIMES)
        article = self._make.message(
            f"L{line}",
            body or title,
            one_clean_line(repaired_text(comment.get("author"))) or self._name,
            _INSTAGRAM if is_instagram else _FACEBOOK,
            next(filter(None, times), None),
            line,
            title=title if body else "",
            url=one_clean_line(repaired_text(page.get("url"))),
        )
        if article:
            yield article

    def message(self, value: object, number: int, chat: str) -> Iterator[Article]:
        """Yield the article of a message of a chat, or nothing without a text."""
        message: _Object = value if isinstance(value, dict) else {}
        time = message.get("timestamp_ms")
        share = next(_objects([message], "share"), {})
        article = self._make.message(
            f"{number}",
            repaired_text(message.get("content")).strip(),
            one_clean_line(repaired_text(message.get("sender_name"))),
            chat or _FACEBOOK,
            time,
            1,
            url=one_clean_line(repaired_text(share.get("link"))),
        )
        if article:
            yield article


def _name_of_account(context: ReadContext) -> str:
    """Return the name of the owner of the archive, '' if its profile is not there."""
    for file in _PROFILES:
        try:
            data = context.file_beside(file, _MOST_PROFILE) or b"{}"
            profile = msgspec.json.decode(data, type=dict[str, object])
        except JSON_ERRORS:
            continue
        for inner in (one for key in _PROFILE_KEYS for one in _objects([profile], key)):
            for name in _objects([inner], "name"):
                return one_clean_line(repaired_text(name.get("full_name")))
    return ""


def _attached(post: _Object, key: str) -> Iterator[_Object]:
    """Yield the attachments of a post under a key, such as a page or pictures."""
    for attachment in _dicts(post.get("attachments")):
        yield from _objects(attachment.get(_DATA), key)


def _parts_of_comment(post: _Object) -> list[_Object]:
    """Return the parts of a comment on Instagram, its text first; none for another post."""
    parts = post.get(_ENTRIES)
    return _dicts([parts.get(_COMMENT), *parts.values()]) if isinstance(parts, dict) else []


def _objects(items: object, key: str) -> Iterator[_Object]:
    """Yield the object under a key of each object in a list."""
    for item in _dicts(items):
        if isinstance(inner := item.get(key), dict):
            yield inner


def _dicts(items: object) -> list[_Object]:
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
