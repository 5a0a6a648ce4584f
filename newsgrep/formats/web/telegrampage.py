"""The HTML pages that Telegram exports from a chat, a thousand messages each: one article per message.

The name of the chat is at the top of a page. A message that follows one of the same person has no name. A
forwarded message has a block with the name of its author and its text. If only the chat itself writes, it is
a channel, and counts as no author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING

from newsgrep.article import Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.clean_text import clean, one_clean_line, with_lines
from newsgrep.encodings.declared import decode_web
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.markup.html_text import plain_text
from newsgrep.markup.html_tree import elements_of_class, parse_piece
from newsgrep.read_context import ReadContext

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PAGE = re.compile(r'<div class="page_header">.*<div class="text bold">', re.S)
_MESSAGE = re.compile(r'<div class="message (?P<kind>default|service)\b[^"]*" id="message(?P<number>-?\d+)">')
_DATE = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC([+-]\d\d:\d\d))?")
_BOT = re.compile(r"\s+via @\w+\Z")


def claims(beginning: str) -> bool:
    """Whether the beginning of a page has the marks of an exported chat."""
    return _PAGE.search(beginning) is not None and _MESSAGE.search(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of each message. Raises ArticleError where there is none."""
    data = read_bounded(stream, context.limits.page_bytes, "page")
    markup = decode_web(data, context.encoding, on_remark=context.remark)
    make = ArticleMaker(context)
    found = list(_MESSAGE.finditer(markup))
    if not found:
        raise ArticleError("no message of a chat in the page")
    ends = [match.start() for match in found[1:]] + [len(markup)]
    chat = _text(parse_piece(markup[: found[0].start()]), "page_header")
    author, names, articles = "", set[str](), list[Article]()
    for (match, line), end in zip(with_lines(found), ends, strict=True):
        is_day = int(match["number"]) < 0  # the heading of a day
        if is_day:
            continue
        message = parse_piece(markup[match.start() : end])
        forwarded = next(elements_of_class(message, "forwarded body"), None)
        author = _name_above(message, forwarded) or author
        names.add(author)
        writer = _text(message, "signature details") if forwarded is None else _text(forwarded, "from_name")
        article = make.message(
            match["number"],
            _body(message) if match["kind"] == "default" else "",
            writer or author,
            chat,
            _date(message),
            line,
        )
        if article:
            articles.append(article)
    is_channel = names <= {chat, ""}
    for article in articles:
        yield article._replace(authors=()) if is_channel and article.authors == (chat,) else article


def _text(tree: HtmlElement, classes: str) -> str:
    """Return the text of the first element with the given classes as one line, without the date in it."""
    node = next(elements_of_class(tree, classes), None)
    if node is None:
        return ""
    for date in node.xpath(".//span[contains(@class, 'details')]"):
        date.drop_tree()
    return _BOT.sub("", one_clean_line(node.text_content()))


def _name_above(message: HtmlElement, forwarded: HtmlElement | None) -> str:
    """Return the name above a message, and not the one in its forwarded block; '' for none."""
    for node in elements_of_class(message, "from_name"):
        if forwarded is None or forwarded not in node.iterancestors():
            return _BOT.sub("", one_clean_line(node.text_content()))
    return ""


def _body(message: HtmlElement) -> str:
    """Return the text of a message, with the question and the answers of a poll."""
    from lxml.html import tostring

    texts = [
        plain_text(tostring(node, encoding="unicode", with_tail=False))
        for classes in ("text", "question bold", "answer")
        for node in elements_of_class(message, classes)
    ]
    return clean("\n\n".join(filter(None, texts)))


def _date(message: HtmlElement) -> str:
    """Return the time when a message was sent, in ISO form; with its time zone in exports since 2022."""
    written = next((node.get("title", "") for node in elements_of_class(message, "date details")), "")
    found = _DATE.fullmatch(written.strip())
    if not found:
        return written
    day, month, year, time, zone = found.groups(default="")
    return f"{year}-{month}-{day}T{time}{zone}"
