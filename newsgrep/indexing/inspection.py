"""What an index holds, by its engine and its catalog together: statistics, problems, duplicates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from msgspec.structs import asdict

from newsgrep.article import key_of, split_key
from newsgrep.engine.base import IndexEngine
from newsgrep.indexing.catalog.catalog_files import catalog_errors
from newsgrep.indexing.catalog.opening import open_catalog
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import FROM_PROGRAM, guessed_encodings_of
from newsgrep.results import IndexStats


@contextmanager
def catalog_of(engine: IndexEngine) -> Iterator[Catalog]:
    """Open the catalog of the index that an engine has open. Raises IndexDamagedError."""
    folder, index = engine.catalog_folder(), engine.place
    with (
        closing(open_catalog(folder, engine.generation, engine.articles, index)) as catalog,
        catalog_errors(catalog.file, index),
    ):
        yield catalog


def index_stats(engine: IndexEngine) -> IndexStats:
    """Return the state of an index."""
    with catalog_of(engine) as catalog:
        files, _, duplicates = catalog.totals()
        noted = list(catalog.files_with_notes())
    unreadable = [problem for row in noted for problem in row.unreadable()]
    guessed = [one for row in noted for one in guessed_encodings_of(row)]
    stats = asdict(engine.stats())
    return IndexStats(**stats, files=files, unreadable=unreadable, guessed=guessed, duplicates=duplicates)


def index_problems(engine: IndexEngine) -> Iterator[str]:
    """Yield the problems of an index, a line each. Reads all of it.

    If engine and catalog have none, compares the articles of the two.
    """
    has_problems = False
    for problem in engine.check():
        has_problems = True
        yield problem
    with catalog_of(engine) as catalog:
        for problem in catalog.problems():
            has_problems = True
            yield problem
        if not has_problems:
            yield from _differences(engine, catalog)


def _differences(engine: IndexEngine, catalog: Catalog) -> Iterator[str]:
    """Yield the differences between the articles of an engine and of its catalog."""
    import hashlib

    from newsgrep.indexing.parse import DIGEST_SIZE
    from newsgrep.spill import SortedRows

    known = SortedRows()
    rows = 0
    for key, digest in catalog.stored_keys():
        known.add(key.encode("utf-8", "surrogatepass"), digest)
        rows += 1
    held = SortedRows()
    count = 0
    for key, data in engine.encoded_articles():
        held.add(key.encode("utf-8", "surrogatepass"), hashlib.sha256(data).digest()[:DIGEST_SIZE])
        count += 1
    yield from _unequal(iter(known), iter(held))
    if rows != len(known):
        yield f"{rows - len(known)} articles of the catalog have the key of another"
    if count != len(held):
        yield f"{count - len(held)} articles are there twice"


def _unequal(known: Iterator[tuple[Any, ...]], held: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    """Compare two sorted lists of keys with digests."""
    one, other = next(known, None), next(held, None)
    while one or other:
        if other is None or (one and one[0] < other[0]):
            yield f"the article {_text(one)} is missing"
            one = next(known, None)
        elif one is None or other[0] < one[0]:
            yield f"the article {_text(other)} is of no file"
            other = next(held, None)
        else:
            if one[1] != other[1]:
                yield f"the article {_text(one)} is not the one that was indexed"
            one, other = next(known, None), next(held, None)


def _text(row: tuple[Any, ...] | None) -> str:
    assert row is not None
    return str(row[0], "utf-8", "surrogatepass")


def path_of_key(catalog: Catalog, key: str) -> str:
    """Return the path of the file of an article by its key; empty if it is in none, or the file is gone."""
    path, _ = split_key(key)
    file = catalog.find_file(path)
    return path if file and file.origin != FROM_PROGRAM else ""


def duplicates_of(catalog: Catalog, key: str) -> list[str]:
    """Return the keys of the articles that are left out as duplicates of a stored one, in their order."""
    found = catalog.article_by_key(key)
    if found is None:
        return []
    rows = catalog.sharing(found[1].fingerprints, found[1].id, duplicates=True)
    places = {(path, row.ordinal): (key_of(path, row.name), row.text) for path, row in rows}
    copies = [places[place] for place in sorted(places)]
    return [copy for copy, text in copies if text == found[1].text or original_of(catalog, copy) == key]


def all_duplicates(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the key of each duplicate with the key of the article that is stored in its place, by path."""
    for key in list(catalog.duplicate_keys()):
        yield key, original_of(catalog, key)


def original_of(catalog: Catalog, key: str) -> str:
    """Return the key of the article that is stored in place of a duplicate, empty for any other key."""
    found = catalog.article_by_key(key)
    if found is None or not found[1].duplicate:
        return ""
    rows = catalog.sharing(found[1].fingerprints, found[1].id, duplicates=False)
    return next((key_of(path, row.name) for path, row in rows), "")
