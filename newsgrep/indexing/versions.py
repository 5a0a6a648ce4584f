"""The versions of an article: its former texts, and other articles with its address."""

from __future__ import annotations

from collections.abc import Callable

from newsgrep.article import Article, key_of
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.fingerprints import fingerprints_of
from newsgrep.results import TextVersion


def versions_of(
    catalog: Catalog, article: Article, get: Callable[[str], Article | None], shown: Callable[[str], str]
) -> list[TextVersion]:
    """Return the texts of a stored article and of those with its address, in the order in which they came.

    A text that is the same as the one before it is left out.

    get:   returns a stored article by its key
    shown: returns a stored key in the form that the user sees
    """
    found = catalog.article_by_key(article.key)
    if found is None:
        return [TextVersion(shown(article.key), article, 0)]
    file, row = found
    versions = []
    for path, one in [(file.path, row)] if row.address is None else catalog.versions(row.address):
        key = key_of(path, one.name)
        former = catalog.corrections.of(path, one.name)
        versions += [TextVersion(shown(key), text.former(), text.since) for text in former]
        versions.append(TextVersion(shown(key), get(key), former[-1].replaced if former else one.added))
    versions.sort(key=lambda version: version.since)
    texts = [version.article and fingerprints_of(version.article)[1] for version in versions]
    return [
        version
        for version, text, before in zip(versions, texts, [None, *texts], strict=False)
        if text is None or text != before
    ]
