"""Check a mapping against the records: the index must not lose articles by a mistyped key.

When a source gets a new mapping, each of its keys must be in some record, or the run is refused
(`IndexRun.check_mappings`). One file may lack a key, as a rare key is not in every file. But articles that
were read by another mapping stay as they are if they would lose a field.
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
    """Return whether the index has articles of a file that were read by another mapping than now.

    True also for articles that stayed as the file could not be read: they may be older.
    """
    if not (reading.mapping and before.stored):
        return False
    known = ReadOptions.as_marked(before.options)
    return known is None or known.mapping != reading.mapping or not before.digest


def only_by_mapping(
    items: Iterable[Item], path: str, seen: ReadStatistics, is_needed: Callable[[str], bool]
) -> Iterator[Item]:
    """Yield the items of a file if its records have the needed keys; else an Unreadable that says why not.

    seen:      notes the records that are read
    is_needed: says of a field whether the file must not be read without its keys
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
    """Yield the items of the only file of a run. Raises UsageError as soon as no record can have a key.

    In a table, the first record shows that, as all records have the same columns.
    """
    for item in items:
        if seen.is_table and seen.unmet():
            raise misfit_error(seen, "the index")
        yield item


def only_when_met(items: Iterable[Item], seen: ReadStatistics) -> Iterator[Item]:
    """Yield the items as soon as each key of the mapping was in a record; until then they are kept.

    Raises UsageError if a key was in none.
    """
    with Queue[Item]() as held:
        for item in items:
            if seen.misfits():
                held.add(item)
                continue
            yield from held.taken()
            yield item
    if seen.misfits():
        raise misfit_error(seen)


def misfit_error(seen: ReadStatistics, kept: str = "") -> UsageError:
    """Return the error for keys that no record has.

    kept: what is as it was, such as the index; empty where nothing was to change
    """
    hint = f"{keys_shown(seen.keys)}; correct --map"
    if seen.lacks_records:
        hint = f"only records have keys, and {' and '.join(seen.formats)} has none; leave --map out"
    return UsageError(misfit(seen.misfits()), f"{hint}: {kept} is as it was" if kept else hint)


def is_essential(field: str) -> bool:
    """Whether an article without a field says nothing, or does not say what it is about."""
    return field in ("title", "body")


def has_field(article: Article, field: str) -> bool:
    """Whether a record gave an article this field."""
    if field == "title":
        return bool(article.title) and article.title_from == HEADLINE
    if field == "date":
        return bool(article.date or article.date_text) and article.date_from == FIELD
    if field == "id":
        return split_key(article.key)[1] not in ("", f"L{article.line}")
    return bool(getattr(article, "authors" if field == "author" else field))
