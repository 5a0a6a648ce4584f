"""What a rebuild loses: files that the run does not read, and articles that cannot be read again."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

from newsgrep.article import STDIN
from newsgrep.errors import UsageError
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import FROM_FILE, FROM_STDIN
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.plan import nearest_source
from newsgrep.results import FROM_PROGRAM_ALONE


def check_unrepeatable(catalog: CatalogWriter) -> None:
    """Raise UsageError if the new index lacks articles of the former one that came from no file."""
    if number := _unrepeatable(catalog).total():
        articles = "an article that was" if number == 1 else f"{number:,} articles that were"
        raise UsageError(
            f"a rebuild would lose {articles} piped in or added by a program, and cannot be read again",
            "to discard what came so: --discard-piped",
        )


def dropped_by(catalog: CatalogWriter, home: Path) -> dict[str, int]:
    """Return how many articles the former index has that the new one lacks, by their source.

    Those of a file count if the new index has none of it: it was not read, is gone, or cannot be read now.
    """
    catalog.index_rows()
    former = catalog.former
    dropped = Counter[str]()
    for file in former.rows(Catalog.files):
        if file.origin == FROM_FILE and file.stored:
            now = catalog.find_file(file.path)
            if now is None or not now.stored + now.duplicates:
                source = former.find_source(file.path) or nearest_source(former, file.path, home)
                dropped[source.path if source else file.path] += file.stored
    return dict(dropped + _unrepeatable(catalog))


def _unrepeatable(catalog: CatalogWriter) -> Counter[str]:
    """Return how many articles that came from no file are missing, by where they came from."""
    missing = Counter[str]()
    for file in catalog.former.rows(Catalog.files):
        if file.origin == FROM_FILE:
            continue
        now = catalog.find_file(file.path)
        names = {row.name for row in catalog.articles_of(now.file)} if now else set()
        rows = catalog.former.rows(partial(Catalog.articles_of, file=file.file))
        number = sum(not row.duplicate and row.name not in names for row in rows)
        missing[STDIN if file.origin == FROM_STDIN else FROM_PROGRAM_ALONE] += number
    return +missing
