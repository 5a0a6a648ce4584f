"""Values of sources, persons, paths and the like that may be meant where no article has the typed one.

A value is compared with the values of some articles, and each of its words with the words of the index
that are spelt like it. So it costs about the same in an index of any size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from newsgrep.article import sections_of, stored_path
from newsgrep.engine.base import Engine
from newsgrep.errors import nearest_name
from newsgrep.query.nodes import And, Has, Keyword, MatchAll, Node

#: The newest articles, whose values are given as examples, at most.
_NEWEST = 50
#: Articles below a folder whose paths are compared with a path, at most: if it has more, some of them.
_COMPARED = 1_000
#: Words of a value that are looked at, and words of the index like each, at most.
_MOST_WORDS, _MOST_CANDIDATES = 8, 40
#: Folders and name of a path that are looked at, at most; a deeper path has no near one.
_MOST_PARTS = 32
#: Fewest letters of a word that is compared; and how similar values and parts of a path have to be.
_LEAST_LETTERS, _SIMILAR = 3, 0.7


def examples_of(engine: Engine, field: str) -> tuple[str, ...] | None:
    """Return values of a field that the newest articles have; None for a field with many values."""
    if field not in ("source", "site", "section", "lang", "format"):
        return None
    with_value = MatchAll() if field == "format" else Has("source" if field == "site" else field)
    newest = engine.search(with_value, sort="-date", limit=_NEWEST, offset=0)
    name = {"lang": "language", "site": "source"}.get(field, field)
    found = [getattr(article, name) for _, article in newest.articles]
    if field == "section":
        found = [section for sections in found for section in sections_of(sections)]
    values = dict.fromkeys(found)
    values.pop("", None)
    return tuple(values) if values or field != "site" else None  # URLs have sites, too


def nearest_value(engine: Engine, value: str, field: str, examples: Sequence[str] | None) -> str:
    """Return a value of a field that is spelt nearly like one that no article has; empty if there is none.

    examples: values that articles have, if they are known
    """
    is_whole = field in ("lang", "format")  # no article has the language Hans, which is a word of zh-Hans
    with_words = () if is_whole else examples or ()
    words = (word for one in with_words for word in re.findall(r"\w+", one))
    folded: dict[str, str] = {one.casefold(): one for one in (*words, *(examples or ()))}
    if near := folded.get(nearest_name(value.casefold(), folded, _SIMILAR), ""):
        return near
    if is_whole:
        return ""
    return (_near_path(engine, value) if field == "path" else "") or _near_words(engine, value, field)


def _near_words(engine: Engine, value: str, field: str) -> str:
    """Return a value with each word that the field does not have replaced by the nearest one that it has."""
    for word in re.findall(r"\w+", value)[:_MOST_WORDS]:
        if engine.count(Keyword(word, field)):
            continue
        candidates = engine.nearest(word, _MOST_CANDIDATES) if len(word) >= _LEAST_LETTERS else ()
        near = next((one for one in candidates if engine.count(Keyword(one, field))), None)
        if near is None:
            return ""
        value = re.sub(rf"\b{re.escape(word)}\b", near, value)
    return value if engine.count(Keyword(value, field)) else ""


def _near_path(engine: Engine, value: str) -> str:
    """Return a path with each folder or name that no article has replaced by the nearest one at its place."""
    forms = (value, stored_path(Path(value), engine.home)) if "/" in value else (value,)
    found = (_with_near_parts(engine, form.split("/")) for form in dict.fromkeys(forms))
    return next(filter(None, found), "")


def _with_near_parts(engine: Engine, parts: Sequence[str]) -> str:
    path = ""
    if len(parts) > _MOST_PARTS:
        return ""
    for place, part in enumerate(parts):
        before = f"{path}/" if place else ""
        if part and not engine.count(Keyword(f"{before}{part}", "path")):
            names = {name.casefold(): name for name in _names_below(engine, path, part)}
            part = names.get(nearest_name(part.casefold(), sorted(names), _SIMILAR), "")
            if not part:
                return ""
        path = f"{before}{part}"
    return path if engine.count(Keyword(path, "path")) else ""


def _names_below(engine: Engine, path: str, like: str) -> Iterator[str]:
    """Yield the names of files and folders below a path, of some articles; all names for an empty path.

    like: a name that is not there; names with words of it come first, as a folder may have very many others
    """
    below = Keyword(path, "path") if path else Has("path")
    name = re.compile(rf"(?:^|/){re.escape(path)}/([^/]+)" if path else r"([^/]+)", re.IGNORECASE)
    for query in dict.fromkeys((_with_words(engine, below, like), below)):
        for _, article in engine.search(query, sort="random", limit=_COMPARED, offset=0).articles:
            yield from name.findall(article.path)


def _with_words(engine: Engine, query: Node, name: str) -> Node:
    """Return a query for the words of a name in the path, too: the rarest, and those that stand beside it."""
    words = [Keyword(word, "path") for word in re.findall(r"[^\W_]+", name)[:_MOST_WORDS]]
    numbers = {word: engine.count(And((query, word))) for word in words}
    for word in sorted(filter(numbers.get, numbers), key=lambda word: numbers[word]):
        if engine.count(both := And((query, word))):
            query = both
    return query
