"""Posts of Mastodon and other servers with ActivityPub, in an outbox or one after another: an article each.

An export of Mastodon has the posts of an account in `outbox.json`, and its owner in `actor.json` beside it.
A post of another account that the owner shared has no text there, and is remarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BufferedReader

import msgspec

from newsgrep.article import Article
from newsgrep.encodings.text_streams import JSON_ERRORS, decode_stream
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.fields.values import READERS, body_of
from newsgrep.formats.records.jsontext import JsonStream
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_BEGINNING = re.compile(r'\s*\{\s*"@context"\s*:\s*(?:\[\s*)?"https?://www\.w3\.org/ns/activitystreams"')
#: The keys of a collection, or of a page of one, that hold its posts.
_LISTS = frozenset(["orderedItems", "items"])
#: Activities that publish a post, or share a post of another account.
_ACTIVITIES = frozenset(["Create", "Update", "Announce"])
_POSTS = frozenset(["Note", "Article", "Page", "Question", "Event", "Image", "Audio", "Video", "Document"])
#: The address of an account: its site, and its name there.
_ACCOUNT = re.compile(r"https?://([^/?#]+)/(?:[^?#]*/)?@?([^/?#@]+)/?")
_ACTOR, _MOST_ACTOR = "actor.json", 2**20


def claims(beginning: str) -> bool:
    """Whether the text begins as an object of ActivityPub."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each post. Raises ArticleError where the file is cut off or malformed."""
    json_stream = JsonStream(decode_stream(stream, context), context)
    posts = _Posts(context)
    while json_stream.peek():
        known: dict[str, object] = {}
        line = json_stream.line()
        for key in json_stream.members():
            if key in _LISTS and json_stream.peek() == "[":
                for _ in json_stream.elements():
                    yield from posts.articles(*json_stream.value())
            else:
                known[key], _ = json_stream.value()
        yield from posts.articles(known, line)


class _Posts:
    """Reads the posts of one file."""

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._make = ArticleMaker(context)
        data = context.file_beside(_ACTOR, _MOST_ACTOR)
        try:
            self._owner = msgspec.json.decode(data or b"{}", type=dict[str, object])
        except JSON_ERRORS:
            self._owner = {}  # the address of an account also has its name

    def articles(self, value: object, line: int) -> Iterator[Article | Unreadable]:
        """Yield the article of a post, or an Unreadable; nothing for a value that is no post."""
        if isinstance(value, ArticleError):
            yield Unreadable(self._context.path, value.message, line)
        if not isinstance(value, dict):
            return  # such as the address of a post that the owner likes
        kind, inner = str(value.get("type")), value.get("object")
        if kind in _ACTIVITIES:
            post: Mapping[str, object] = inner if isinstance(inner, dict) else {}
        elif kind in _POSTS:
            post = value
        else:
            return
        name = _line("id", post).rstrip("/").rpartition("/")[2] or f"L{line}"
        account = _line("attributedTo", post) or _line("actor", value)
        found = _ACCOUNT.fullmatch(account)
        article = self._make.message(
            name,
            _text(post),
            self._author(account) or (found[2] if found else ""),
            f"@{found[2]}@{found[1]}" if found else "",
            post.get("published") or value.get("published"),
            line,
            title=_line("name", post) or _line("summary", post),
            url=READERS["url"](post.get("url")) or READERS["url"](post.get("id")),
            language=_language(post),
        )
        if article:
            yield article

    def _author(self, account: str) -> str:
        """Return the display name of an account if it belongs to the owner of the export, else ''."""
        return _line("name", self._owner) if account and account == self._owner.get("id") else ""


def _line(key: str, *objects: Mapping[str, object]) -> str:
    """Return the first text under a key as one line."""
    return next(filter(None, (READERS["title"](one.get(key)) for one in objects)), "")


def _text(post: Mapping[str, object]) -> str:
    """Return the text of a post, with the answers of a poll; else the descriptions of its pictures."""
    texts = [body_of(post.get("content"))]
    for key in ("oneOf", "anyOf"):
        answers = post.get(key)
        texts += [
            _line("name", one)
            for one in (answers if isinstance(answers, list) else [])
            if isinstance(one, dict)
        ]
    pictures = post.get("attachment")
    if not any(texts) and isinstance(pictures, list):
        texts = [_line("name", one) for one in pictures if isinstance(one, dict)]
    return "\n\n".join(filter(None, texts))


def _language(post: Mapping[str, object]) -> str:
    """Return the language of a post that has its text in one language."""
    texts = post.get("contentMap")
    return next(iter(texts)) if isinstance(texts, dict) and len(texts) == 1 else ""
