"""Follow articles: find the keys that they have after a run has moved them.

An article is found by its name in its file, or in the file as it was renamed; else by its text: a duplicate
may be stored in its place, or it may be another record now, as lines were inserted before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from newsgrep.article import key_of
from newsgrep.indexing.catalog.history import is_line
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import ArticleRow
from newsgrep.indexing.catalog.writer import CatalogWriter


def new_keys(
    catalog: CatalogWriter, keys: Collection[str], new_paths: Mapping[str, str], *, rebuild: bool
) -> dict[str, str]:
    """Return former key -> new key of the articles whose key changed in this run.

    The new key is empty if the article is gone, and another record has moved to its line. Any other article
    that is gone is left out.

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
    return _copy(before, now, path, there[1]) or key  # it is a duplicate of that article now


def _copy(before: Catalog, now: Catalog, path: str, wanted: ArticleRow) -> str:
    """Return the key under which an article of a file is stored now, by its text; empty for none."""
    same = now.sharing((None, wanted.text), 0, duplicates=False)
    ordered = sorted((other != path, other, row.ordinal, row.name) for other, row in same)
    copies = (key_of(other, name) for _, other, _, name in ordered)
    return next((copy for copy in copies if not _had(before, copy, wanted)), "")


def _stored(catalog: Catalog, key: str) -> ArticleRow | None:
    """Return the row of an article that is stored."""
    found = catalog.article_by_key(key)
    return None if found is None or found[1].duplicate else found[1]


def _had(before: Catalog, key: str, old: ArticleRow) -> bool:
    """Return whether a key had the text of an article before, too, and so is an article of its own."""
    found = _stored(before, key)
    return found is not None and found.text == old.text


def _was_elsewhere(before: Catalog, path: str, row: ArticleRow) -> bool:
    """Return whether the article of a row was another record of its file."""
    same = before.sharing((None, row.text), 0, duplicates=False)
    return any(other == path and known.name != row.name for other, known in same)
