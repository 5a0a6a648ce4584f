"""Find deleted mails by their Message-IDs. Only the files have these, so the files are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from newsgrep.article import STDIN, key_of, split_key
from newsgrep.formats.mail.headers import ids_in
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.read_articles import read_articles
from newsgrep.search.lookup import MESSAGE_ID


def with_deleted_mails(keys: Iterable[str], catalog: Catalog, home: Path) -> Iterator[str]:
    """Yield the keys; replace a Message-ID in angle brackets by the key of the deleted mail that has it.

    A Message-ID stays as it is if no deleted mail has it, or if the file of the mail is gone.
    """
    for key in keys:
        is_identifier = isinstance(key, str) and MESSAGE_ID.fullmatch(key)
        yield (_deleted_mail(ids_in(key)[:1], catalog, home) if is_identifier else "") or key


def _deleted_mail(identifiers: list[str], catalog: Catalog, home: Path) -> str:
    rows = catalog.withdrawn.rows()
    deleted = {(row.path, row.name) for row in rows}
    for path in dict.fromkeys(row.path for row in rows):
        file = home / path
        if path == STDIN or not file.is_file():
            continue
        for article in read_articles(file, on_problem=lambda _: None):
            name = split_key(article.key)[1]
            if article.message_id in identifiers and (path, name) in deleted:
                return key_of(str(file), name)
    return ""
