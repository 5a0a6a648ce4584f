"""Look up an article by its key, as a search prints it or as the index stores it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from pathlib import Path

from newsgrep.article import Article, key_of, split_key, stored_path
from newsgrep.engine.base import Engine
from newsgrep.errors import ArticleNotFoundError, nearest_name
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import FileRow
from newsgrep.indexing.inspection import original_of
from newsgrep.indexing.key_forms import key_forms

#: A Message-ID as headers have it. A key in this form is read as one if no article has the key.
MESSAGE_ID = re.compile(r"<[^<>]*@[^<>]*>")
_HINT = "newsgrep search --fields key QUERY prints keys"
#: Unknown keys that get a suggestion, at most: more of them come from a list that is out of date, and to
#: compare each with all files takes long.
_MOST_SUGGESTIONS = 10
#: Fewest characters of a part of a file name by which a file is suggested.
_LEAST_PART = 3


def find_article(
    engine: Engine, key: str, catalog_of: Callable[[], AbstractContextManager[Catalog]]
) -> Article | None:
    """Return the article with a key, None if there is none.

    key:        a stored key, one with a path relative to the current folder, path:line as a terminal shows
                it, the path of a file that holds one article, or a Message-ID in angle brackets
    catalog_of: opens the catalog of the index; called only if no article has the key itself
    """
    if found := article_with_key(engine, key):
        return found
    with catalog_of() as catalog:
        files = (catalog.find_file(path) for path, name in key_forms(key, engine.home) if not name)
        only = next((file for file in files if file and file.stored == 1), None)
        return engine.get(key_of(only.path, _first_name(catalog, only))) if only else None


def article_with_key(engine: Engine, key: str) -> Article | None:
    """Return the article with a key itself, in any of its forms, or with a Message-ID in angle brackets.

    Returns the earliest of several mails with one Message-ID, and None if there is no article.
    """
    found = (engine.get(key_of(*form)) for form in key_forms(key, engine.home))
    if (article := next((one for one in found if one is not None), None)) or not MESSAGE_ID.fullmatch(key):
        return article
    from newsgrep.search.conversations import mails_of_id

    own, _ = mails_of_id(engine, key)
    return next(iter(own), None)


def not_found(
    engine: Engine, catalog: Catalog, key: str, shown: Callable[[str], str], *, missed: int
) -> ArticleNotFoundError:
    """Return the error for a key that no article has.

    It says whether the key belongs to a duplicate, to a file with several articles or none, or to a record
    that its file does not have, and names the most similar key.

    shown:  returns a stored key as a hit has it
    missed: how many unknown keys there were, including this one; only the first ones get a suggestion
    """
    suggests = missed <= _MOST_SUGGESTIONS
    if not key.strip():
        return ArticleNotFoundError("the key of an article is empty", _HINT)
    if error := _of_known_file(engine, catalog, key, shown, suggests=suggests):
        error.is_known = True
        return error
    files = {file.path.rpartition("/")[2]: file for file in (catalog.files() if suggests else ())}
    path, record = split_key(key)
    near = _near_file(path.rpartition("/")[2], files)
    hint = f"did you mean {shown(_near_key(catalog, files[near], record))}?" if near else _HINT
    error = ArticleNotFoundError(f"there is no article {key} in the index", hint)
    error.is_similar_known = bool(near)
    return error


def _near_file(name: str, files: Collection[str]) -> str:
    """Return the name of a file that begins with `name`, is spelt like it, or contains it; '' for none."""
    parts = files if len(name) >= _LEAST_PART else ()
    begins = (file for file in parts if file.startswith(name))
    has = (file for file in parts if name in file)
    return next(begins, "") or nearest_name(name, files, 0.7) or next(has, "")


def _near_key(catalog: Catalog, file: FileRow, record: str) -> str:
    """Return the key of the article of a file whose name is most similar to `record`."""
    if file.stored == 1 and not record:
        return key_of(file.path, "")
    names = [row.name for row in catalog.articles_of(file.file) if not row.duplicate]
    return key_of(file.path, nearest_name(record, names, 0.7) or next(iter(names), ""))


def _of_known_file(
    engine: Engine, catalog: Catalog, key: str, shown: Callable[[str], str], *, suggests: bool
) -> ArticleNotFoundError | None:
    """Return the error for a key of a file that the catalog has, or of an article that was deleted."""
    candidates = list(key_forms(key, engine.home))
    for candidate in candidates:
        if catalog.withdrawn.remembers(*candidate):
            return ArticleNotFoundError(
                f"{key} was deleted", f"to take it in again: newsgrep delete --undo {shlex.quote(key)}"
            )
        if original := original_of(catalog, key_of(*candidate)):
            return ArticleNotFoundError(
                f"{key} is not stored, because it is a duplicate", f"it is the same as {shown(original)}"
            )
    for stored, record in candidates:
        if file := catalog.find_file(stored):
            if not record:
                is_whole = stored == stored_path(Path(key), engine.home)
                return _no_single_article(catalog, key if is_whole else key.rpartition(":")[0], file, shown)
            path = key.removesuffix(f"#{record}")
            records = catalog.articles_of(file.file) if suggests else ()
            near = nearest_name(record, (row.name for row in records), 0.7)
            hint = f"did you mean {path}#{near}?" if near else _HINT
            return ArticleNotFoundError(f"there is no article {record} in {path}", hint)
    return None


def _no_single_article(
    catalog: Catalog, key: str, file: FileRow, shown: Callable[[str], str]
) -> ArticleNotFoundError:
    if not file.stored:
        if original := _first_original(catalog, file):
            return ArticleNotFoundError(
                f"no article of {key} is stored, because they are duplicates",
                f"the first is the same as {shown(original)}",
            )
        reason = file.problems[0][1] if file.problems else "it holds none"
        return ArticleNotFoundError(f"there is no article in {key}: {reason}")
    name = _first_name(catalog, file)
    return ArticleNotFoundError(f"{key} holds {file.stored:,} articles", f"name one of them: {key}#{name}")


def _first_name(catalog: Catalog, file: FileRow) -> str:
    """Return the name of the first article of a file that is stored."""
    return next(row.name for row in catalog.articles_of(file.file) if not row.duplicate)


def _first_original(catalog: Catalog, file: FileRow) -> str:
    """Return the key of the article that the first article of a file duplicates; '' if it is no duplicate."""
    first = next(iter(catalog.articles_of(file.file)), None)
    return original_of(catalog, key_of(file.path, first.name)) or "" if first else ""
