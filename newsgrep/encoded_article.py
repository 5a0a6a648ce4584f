"""EncodedArticle: the fields of an encoded article, with its body undecoded, as decoding it takes longest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import MsgspecError, Raw
from msgspec.msgpack import Decoder

from newsgrep.article import ATTACHED_TO, LEDE, ArticleRecord, host_of, relations_of

_LEDE = LEDE.encode()
_decode_parts = Decoder(ArticleRecord[Raw]).decode


class EncodedArticle(NamedTuple):
    """The fields of an encoded article in UTF-8, from which a segment is built.

    relations: of a mail: its `relations_of`; of an attachment: the key of its mail
    """

    key: bytes
    path: bytes
    title: bytes
    title_from: bytes
    date: str
    url: bytes
    source: bytes
    language: bytes
    section: bytes
    body: bytes
    authors: list[bytes]
    format: bytes
    senders: list[bytes]
    recipients: list[bytes]
    attachments: list[bytes]
    attached_as: list[bytes]
    relations: list[bytes]

    @property
    def host(self) -> bytes:
        """The host of the address."""
        return host_of(self.url.decode("utf-8", "replace")).encode()

    @property
    def lede_is_title(self) -> bool:
        """Whether the lede stands in for a missing title."""
        return self.title_from == _LEDE


def encoded_article_of(data: bytes) -> EncodedArticle:
    """Return the fields of an encoded article. Raises ValueError for other data."""
    try:
        parts = _decode_parts(data)
    except MsgspecError as error:
        raise ValueError(f"no encoded article: {error}") from error
    return EncodedArticle(
        parts.key, parts.path, _utf_8_of(parts.title), parts.title_from.encode(), parts.date,
        parts.url.encode(), parts.source.encode(), parts.language.encode(), parts.section.encode(),
        _utf_8_of(parts.body), _encoded(parts.authors), parts.format.encode(), _encoded(parts.senders),
        _encoded(parts.recipients), _encoded(parts.attachments), _encoded(filter(None, [parts.attached_as])),
        [*_encoded(relations_of(parts.message_id, parts.answers, parts.thread_index)), *_mail_of(parts)],
    )  # fmt: skip


def _mail_of(parts: ArticleRecord[Raw]) -> list[bytes]:
    name = f"#{parts.attached_as}".encode()
    return [ATTACHED_TO.encode() + parts.key.removesuffix(name)] if parts.attached_as else []


def _encoded(texts: Iterable[str]) -> list[bytes]:
    return [text.encode() for text in texts]


def _utf_8_of(text: Raw) -> bytes:
    """Return a MessagePack string in UTF-8, without the header with its length."""
    data = bytes(text)
    return data[_HEADER_SIZES.get(data[0], 1) :]


#: The length of the header of a string by its first byte; a short string has a header of one byte.
_HEADER_SIZES = {0xD9: 2, 0xDA: 3, 0xDB: 5}
