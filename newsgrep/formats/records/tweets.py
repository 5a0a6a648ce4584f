"""The archive of an account that X, formerly Twitter, gives to its owner: one article per post.

>>> post_text({"full_text": "Talks: https://t.co/a &amp; more", "entities": {"urls": [
...     {"url": "https://t.co/a", "expanded_url": "https://example.org/talks"}]}})
'Talks: https://example.org/talks & more'

A file is JavaScript: it assigns an array to a variable. The name of the account is in `account.js` beside it.
Posts of more than 280 characters are cut in `tweets.js`, and whole in `note-tweet.js`.
"""

from __future__ import annotations

import html
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

_BEGINNING = re.compile(r"\s*window\.YTD\.(?:tweets?|note_tweet|community_tweet)\.part\d+\s*=\s*\[")
_LONGEST_NAME = 200
_KINDS = ("tweet", "noteTweet")
_ACCOUNT, _MOST_ACCOUNT = "account.js", 2**20


def claims(beginning: str) -> bool:
    """Whether the text begins as a file of posts."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each post. Raises ArticleError where the file is cut off or malformed."""
    json_stream = JsonStream(_value(decode_stream(stream, context)), context)
    make = ArticleMaker(context)
    user, name = _account(context)
    for _ in json_stream.elements():
        value, line = json_stream.value()
        if isinstance(value, ArticleError):
            yield Unreadable(context.path, value.message, line)
        elif not isinstance(value, dict):
            yield Unreadable(context.path, "not a JSON object", line)
        elif article := _article(value, line, user, name, make):
            yield article


def post_text(post: Mapping[str, object]) -> str:
    """Return the text of a post, with its short links replaced by the addresses that they lead to."""
    text = next((one for key in ("full_text", "text") if isinstance(one := post.get(key), str)), "")
    entities = post.get("entities")
    links = entities.get("urls") if isinstance(entities, dict) else post.get("urls")
    for link in links if isinstance(links, list) else []:
        short, whole = (
            (link.get(key) for key in ("url", "expanded_url")) if isinstance(link, dict) else ("", "")
        )
        if short and isinstance(short, str) and whole and isinstance(whole, str):
            text = text.replace(short, whole)
    return clean_any(html.unescape(text)).strip()


def _value(chunks: Iterator[str]) -> Iterator[str]:
    """Yield the text of a file without the name of the variable."""
    beginning = ""
    for chunk in chunks:
        beginning += chunk
        if "=" in chunk or len(beginning) > _LONGEST_NAME:
            break
    yield beginning.partition("=")[2]
    yield from chunks


def _account(context: ReadContext) -> tuple[str, str]:
    """Return the name of the account and the name of its owner, '' if unknown."""
    data = context.file_beside(_ACCOUNT, _MOST_ACCOUNT)
    try:
        listed = msgspec.json.decode(
            (data or b"").partition(b"=")[2], type=list[dict[str, dict[str, object]]]
        )
        account = next(iter(listed[0].values())) if listed else {}
    except (*JSON_ERRORS, StopIteration):
        return "", ""  # posts count without the name of their author, too
    user, name = (one_clean_line(str(account.get(key) or "")) for key in ("username", "accountDisplayName"))
    return user, name or user


def _article(
    value: Mapping[str, object], line: int, user: str, name: str, make: ArticleMaker
) -> Article | None:
    post = next((one for kind in _KINDS if isinstance(one := value.get(kind), dict)), value)
    core = post.get("core")
    number, note, language = (
        one_clean_line(str(post.get(key) or "")) for key in ("id_str", "noteTweetId", "lang")
    )
    number = number or one_clean_line(str(post.get("id") or ""))
    return make.message(
        number or note or f"L{line}",
        post_text(core if isinstance(core, dict) else post),
        name,
        f"@{user}" if user else "",
        post.get("created_at") or post.get("createdAt"),
        line,
        url=f"https://x.com/{user or 'i'}/status/{number}" if number.isdecimal() else "",
        language=language if len(language) == 2 else "",  # others, such as `und` and `qme`, are no languages
    )
