"""From a key as a person has it, of a search's output or of the index, to the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from newsgrep.article import Article
from newsgrep.engine.base import Engine
from newsgrep.errors import NewsgrepError
from newsgrep.indexing.catalog import Catalog, FileRow
from newsgrep.indexing.inspection import original_of
from newsgrep.sources.walk import stored_path

_HINT = "newsgrep search --fields key QUERY prints keys"


def find_article(engine: Engine, catalog: Catalog, key: str) -> Article:
    """Return the article with a key, which may be as printed (seen from the current folder) or as stored.

    Raises NewsgrepError, which names what may have been meant, where there is none.
    """
    for candidate in _stored(key, engine.home):
        if article := engine.get(candidate):
            return article
    raise _unknown(engine, catalog, key)


def _stored(key: str, home: Path) -> Iterator[str]:
    """Yield what the key may be in the index. A `#` may belong to the path or part it from the record."""
    yield stored_path(Path(key), home)
    for end, character in enumerate(key):
        if character == "#":
            yield stored_path(Path(key[:end]), home) + key[end:]
    yield key
    place, colon, line = key.rpartition(":")  # as a block on a terminal has it: path:line
    if colon and line.isdigit():
        yield stored_path(Path(place), home)


def _unknown(engine: Engine, catalog: Catalog, key: str) -> NewsgrepError:
    """Return the error for a key that no article has: a whole file, a record not in it, or neither."""
    for candidate in _stored(key, engine.home):
        if original := original_of(catalog, candidate):
            return NewsgrepError(f"{key} is left out as a duplicate", f"it is the same as {original}")
    for candidate in _stored(key, engine.home):
        if file := catalog.find_file(candidate):
            return _no_single_article(catalog, key, file)
    path, mark, record = key.rpartition("#")
    if mark and (file := catalog.find_file(stored_path(Path(path), engine.home))):
        near = _nearest(record, (row.name for row in catalog.articles_of(file.file)))
        hint = f"did you mean {path}#{near}?" if near else _HINT
        return NewsgrepError(f"there is no article {record} in {path}", hint)
    names = {file.path.rpartition("/")[2]: file.path for file in catalog.files()}
    near = _nearest(key.rpartition("/")[2], names)
    return NewsgrepError(
        f"there is no article {key} in the index", f"did you mean {names[near]}?" if near else _HINT
    )


def _no_single_article(catalog: Catalog, key: str, file: FileRow) -> NewsgrepError:
    if not file.stored:
        reason = file.problems[0][1] if file.problems else "it holds none"
        return NewsgrepError(f"there is no article in {key}: {reason}")
    name = next(row.name for row in catalog.articles_of(file.file) if not row.duplicate)
    return NewsgrepError(f"{key} holds {file.stored:,} articles", f"name one of them: {key}#{name}")


def _nearest(name: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, names, n=1, cutoff=0.7)), "")
