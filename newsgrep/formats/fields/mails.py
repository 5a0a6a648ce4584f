"""Mails in records: Message-IDs in fields of their own, and whole mails with their headers in a field.

>>> message_id_in("<1@example.org>"), message_id_in(17)
('1@example.org', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from newsgrep.article import Article
from newsgrep.encodings.decoding import HEAD
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker

#: How a text begins that may be a mail with its headers. The email library is loaded only for such a text.
_HEADER = re.compile(r"\s*[A-Za-z][A-Za-z-]*:")
#: The characters around Message-IDs in a list without angle brackets.
_AROUND = re.compile(r"[\s,;'\"\[\]]+")


def ids_of(value: object) -> list[str]:
    """Return the Message-IDs in a value: in a text or a list of texts, in angle brackets or not."""
    items = value if isinstance(value, list) else [value]
    texts = [one for one in items if isinstance(one, str) and "@" in one]
    if not texts:
        return []
    from newsgrep.formats.mail.headers import ids_in  # the email library, which most records do without

    texts = [text if "<" in text else _AROUND.sub(" ", text) for text in texts]
    return [one for text in texts for one in ids_in(text) if "@" in one]


def message_id_in(value: object) -> str:
    """Return the Message-ID in a value, '' for none. A number, such as the id of a chat message, is none."""
    return next(iter(ids_of(value)), "")


def whole_mail(record: Mapping[str, object], body: str) -> str:
    """Return the value in a record that is a whole mail with its headers, '' for none.

    body: the text of the record without HTML; it begins as the value does
    """
    if not _HEADER.match(body):
        return ""
    from newsgrep.formats.mail.eml import claims

    texts = (value.lstrip() for value in record.values() if isinstance(value, str))
    return next((text for text in texts if claims(text[:HEAD].replace("\r\n", "\n"))), "")


def article_of_mail(mail: str, make: ArticleMaker, name: str, line: int) -> Article:
    """Return the article of a whole mail. It names attached files, which are not read. Raises ArticleError.

    name: the name of the record; if it is empty, the Message-ID is the name
    """
    from newsgrep.formats.mail import eml

    message = eml.parse_message(mail.encode("utf-8", "surrogateescape"))
    own = eml.message_id(message)
    context = make.context._replace(dates=make.context.dates.alone())
    items = eml.message_items(message, context, lambda: make.key(name or own or f"L{line}"), line)
    articles: Iterator[Article] = (item for item in items if isinstance(item, Article))
    if (article := next(articles, None)) is None:
        raise ArticleError("no text", line)
    return article
