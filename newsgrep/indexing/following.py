"""Follow articles: under which keys they are once a run has moved them.

An article is known again by its name in its file, in a renamed file by the name that it had, and else by its
text: a copy that was not stored takes its place, or another record, as lines were put in before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from newsgrep.article import key_of
from newsgrep.indexing.catalog.optional import is_line
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import ArticleRow
from newsgrep.indexing.catalog.writer import CatalogWriter


def new_keys(
    catalog: CatalogWriter, keys: Collection[str], new_paths: Mapping[str, str], *, rebuild: bool
) -> dict[str, str]:
    """Return the keys that articles have after this run, by those that they had, where they differ.

    The key is empty where an article is gone, and a record that has moved has its line. The key of any other
    article that is gone is left out.

    keys:      of the articles to follow
    new_paths: of renamed files, by the paths that they had
    rebuild:   whether the catalog takes the place of another one
    """
    catalog.index_rows()  # else a new catalog is searched as a whole for each key
    followed = keys if rebuild else [key for key in catalog.keys_that_left() if key in keys]

    def moved(before: Catalog) -> Iterator[tuple[str, str]]:
        for key in followed:
            if (new := _new_key(key, before, catalog, new_paths)) != key:
                yield key, new

    return dict(catalog.former.rows(moved) if rebuild else moved(catalog.published()))


def _new_key(key: str, before: Catalog, now: Catalog, new_paths: Mapping[str, str]) -> str:
    found, there = before.article_by_key(key), now.article_by_key(key)
    if found is None or found[1].duplicate:
        return key
    path, old = found[0].path, found[1]
    here = None if there is None or there[1].duplicate else there[1]
    if here and (here.text == old.text or not is_line(old.name)):
        return key
    renamed = key_of(new_paths.get(path, path), old.name)
    if renamed != key and _stored(now, renamed):
        return renamed
    if copy := _copy(before, now, path, old):
        return copy
    if there is None or _was_elsewhere(before, path, there[1]):
        return "" if here else key
    if here:
        return key
    return _copy(before, now, path, there[1]) or key  # its new text is stored there


def _copy(before: Catalog, now: Catalog, path: str, wanted: ArticleRow) -> str:
    """Return the key of an article that may be another one of a file, by its text; empty for none."""
    same = now.sharing((None, wanted.text), 0, duplicates=False)
    ordered = sorted((other != path, other, row.ordinal, row.name) for other, row in same)
    copies = (key_of(other, name) for _, other, _, name in ordered)
    return next((copy for copy in copies if not _had(before, copy, wanted)), "")


def _stored(catalog: Catalog, key: str) -> ArticleRow | None:
    """Return the row of an article that is stored."""
    found = catalog.article_by_key(key)
    return None if found is None or found[1].duplicate else found[1]


def _had(before: Catalog, key: str, old: ArticleRow) -> bool:
    """Return whether there was an article with the same text as another, which is one of its own."""
    found = _stored(before, key)
    return found is not None and found.text == old.text


def _was_elsewhere(before: Catalog, path: str, row: ArticleRow) -> bool:
    """Return whether the article of a row was another record of its file."""
    same = before.sharing((None, row.text), 0, duplicates=False)
    return any(other == path and known.name != row.name for other, known in same)
