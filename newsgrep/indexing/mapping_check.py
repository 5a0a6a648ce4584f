"""A mapping that does not fit: what the index has of a file does not go for a key that was mistyped.

A source that is read by another mapping than before has to have each of its keys in some record, or the run
is refused (`IndexRun.check_mappings`). One file of it may lack a key, as a rare one does not occur in all.
But articles that were read by another mapping stay where this one would take a field from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from newsgrep.article import FIELD, HEADLINE, Article, split_key
from newsgrep.errors import UsageError, keys_shown, misfit
from newsgrep.indexing.catalog.rows import FileRow
from newsgrep.indexing.file_reader import Item
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.read_statistics import ReadStatistics
from newsgrep.results import Unreadable
from newsgrep.spill import Queue


def was_read_otherwise(before: FileRow, reading: ReadOptions) -> bool:
    """Return whether the index has articles of a file that were not read by the mapping it is read by now.

    Those that stay of a file that could not be read may be such, too.
    """
    if not (reading.mapping and before.stored):
        return False
    known = ReadOptions.as_marked(before.options)
    return known is None or known.mapping != reading.mapping or not before.digest


def only_by_mapping(
    items: Iterable[Item], path: str, seen: ReadStatistics, is_needed: Callable[[str], bool]
) -> Iterator[Item]:
    """Yield what a file gives if its records have the keys that are needed; else what is wrong in its place.

    seen:      notes the records that are read
    is_needed: whether a file without the keys that are named for a field must not be read
    """
    with Queue[Item]() as held:
        for item in items:
            if seen.unmet():
                held.add(item)
                continue
            yield from held.taken()
            yield item
        if not any(map(is_needed, seen.unmet())):
            yield from held.taken()
            return
    seen.forget_remarks()
    yield Unreadable(path, f"{misfit(seen.unmet())}: {keys_shown(seen.keys)}", rest_is_lost=True)


def refused_early(items: Iterable[Item], seen: ReadStatistics) -> Iterator[Item]:
    """Yield what the only file of a run gives. Raises UsageError once it is known that no record has a key.

    That is at the first record of a table, as all have its columns.
    """
    for item in items:
        if seen.is_table and seen.unmet():
            raise misfit_error(seen)
        yield item


def misfit_error(seen: ReadStatistics) -> UsageError:
    """Return the error for keys that no record has."""
    hint = f"{keys_shown(seen.keys)}; correct --map: the index is as it was"
    return UsageError(misfit(seen.unmet()), hint)


def is_essential(field: str) -> bool:
    """Whether an article without a field says nothing, or does not say what it is about."""
    return field in ("title", "body")


def has_field(article: Article, field: str) -> bool:
    """Whether an article has a field that a record gave it."""
    if field == "title":
        return bool(article.title) and article.title_from == HEADLINE
    if field == "date":
        return bool(article.date or article.date_text) and article.date_from == FIELD
    if field == "id":
        return split_key(article.key)[1] not in ("", f"L{article.line}")
    return bool(getattr(article, "authors" if field == "author" else field))
