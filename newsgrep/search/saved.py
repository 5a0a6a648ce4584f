"""Saved searches: a file beside the index, `newsgrep-searches.toml`, that people read, edit and keep in git.

    # Of the beat. Comments above and between the tables stay.
    [karabakh]
    query = "ganja OR barda"
    since = "2020-09"
    source = ["reuters", "azer*"]

A table is a search: `query`, a text or a list of texts, any of which has to match, and the filters of
SearchRequest. The file is read by `tomllib`. To write, a table is appended, or its lines are replaced. The
new text is read again before it is written, and refused if another search in it has changed. So no library
that writes TOML is needed, and comments stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from newsgrep.config import IndexPlace, file_beside, index_place
from newsgrep.config.settings_files import parse_toml, read_file
from newsgrep.errors import NewsgrepError, UsageError, nearest_name
from newsgrep.query.nodes import Node
from newsgrep.search.request import NAMES, SearchRequest, parse_request
from newsgrep.whole_files import changing_beside, write_beside

FILE = "newsgrep-searches.toml"
#: Saved searches in a chain where each names the next, at most.
MAX_DEPTH = 20

_NAME = re.compile(r"[^\W_][\w-]{0,99}")
_LISTS = ("query", *NAMES)
_TEXTS = ("since", "until", "last")
_SWITCHES = ("any", "literal")
_KEYS = (*_LISTS, *_TEXTS, *_SWITCHES)


def saved_files(folders: Sequence[IndexPlace]) -> list[Path]:
    """Return the file of saved searches of each given index; of the usual index if none is given."""
    return [file_beside(index_place(folder), FILE) for folder in folders or (None,)]


class SavedSearches:
    """Saved searches by name, and their query trees."""

    def __init__(
        self,
        searches: Mapping[str, SearchRequest],
        within: tuple[str, ...] = (),
        folders: tuple[IndexPlace, ...] = (),
        unlike: Mapping[str, tuple[Path, Path]] = {},
    ) -> None:
        """Take the searches, the names of the searches that are being read, and the indexes to search.

        unlike: by the name of each search that differs between two files, these files
        """
        self.searches = searches
        self._within = within
        self._folders = folders
        self._unlike = unlike

    @classmethod
    def read(cls, files: Iterable[Path], folders: Iterable[IndexPlace] = ()) -> SavedSearches:
        """Read the searches of files that may be missing. Of two with one name, `searches` has the first.

        folders: the indexes to search, none for the usual one

        Raises UsageError for a file that is no file of saved searches.
        """
        found: dict[str, tuple[Path, SearchRequest]] = {}
        unlike: dict[str, tuple[Path, Path]] = {}
        for file in files:
            for name, request in _requests(file, read_file(file)).items():
                first, other = found.setdefault(name, (file, request))
                if other != request:
                    unlike[name] = (first, file)
        searches = {name: request for name, (_, request) in found.items()}
        return cls(searches, folders=tuple(folders), unlike=unlike)

    def tree(self, name: str) -> Node:
        """Return the tree of a search.

        Raises UsageError for a search that is unknown, wrong or in a cycle, or that differs between files.
        """
        if name not in self.searches:
            raise self.unknown(name)
        if name in self._unlike:
            raise UsageError(self._difference(name), "give one of them another name, or write the query out")
        if name in self._within:
            chain = " -> ".join(f"@{one}" for one in (*self._within[self._within.index(name) :], name))
            raise UsageError(
                f"saved searches name one another in a circle: {chain}", "remove one of these names"
            )
        if len(self._within) == MAX_DEPTH:
            raise UsageError(f"more than {MAX_DEPTH} saved searches name one another", "write one out")
        try:
            # Equivalents are added later, to the whole query that names this search.
            request = replace(self.searches[name], folders=self._folders, no_equivalents=True)
            inner = SavedSearches(self.searches, (*self._within, name), self._folders, self._unlike)
            return parse_request(request, inner.tree).tree
        except NewsgrepError as error:
            if self._within:
                raise
            raise UsageError(
                f"the saved search @{name} cannot be read: {error.message}", error.hint
            ) from error

    def differences(self) -> list[str]:
        """Return a sentence for each search that differs between files, so that it cannot be used."""
        return [self._difference(name) for name in self._unlike]

    def _difference(self, name: str) -> str:
        one, other = self._unlike[name]
        return f"the saved search @{name} is one in {one} and another in {other}"

    def unknown(self, name: str) -> UsageError:
        """Return the error for a name that no search has, with the most similar name of a search."""
        near = nearest_name(name[:100].lower(), self.searches)
        hint = f"did you mean @{near}?" if near else "newsgrep saved lists them"
        if not self.searches:
            hint = "none is saved yet: newsgrep save NAME QUERY"
        return UsageError(f"there is no saved search @{name[:100]}", hint)


def save_search(file: Path, name: str, request: SearchRequest, *, overwrite: bool = False) -> None:
    """Save a search in a file, which is made if it is missing.

    overwrite: whether to replace a search with this name

    Raises UsageError for an invalid name, for a name that is taken, for a search that cannot be read, and if
    the file cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name} cannot be a name", "a name has letters, digits, - and _: karabakh-2020")
    with changing_beside(file, "--index DIR keeps it beside another index, and a search of both knows it"):
        text = read_file(file)
        before = _requests(file, text)
        if name in before and not overwrite:
            raise UsageError(f"there is a saved search @{name} already", "to replace it, add --replace")
        table = _table(name, request)
        lines = _without(text, name)
        wanted = {**before, name: _requests(file, table)[name]}
        _write(file, f"{lines}\n{table}" if lines else table, name, wanted, request.folders)


def remove_search(file: Path, name: str) -> None:
    """Remove a search from a file. Raises UsageError for an unknown search, and for one that others name."""
    with changing_beside(file):
        text = read_file(file)
        before = SavedSearches(_requests(file, text))
        if name not in before.searches:
            raise before.unknown(name)
        rest = {other: request for other, request in before.searches.items() if other != name}
        for other, request in rest.items():
            if name in _names_in(request, before):
                raise UsageError(f"@{other} names @{name}", f"remove @{other} first, or save it again")
        _write(file, _without(text, name), "", rest)


def _names_in(request: SearchRequest, searches: SavedSearches) -> set[str]:
    """Return the names of the saved searches in a request, up to the place where it cannot be read."""
    named: set[str] = set()

    def tree(name: str) -> Node:
        named.add(name)
        return searches.tree(name)

    with suppress(NewsgrepError):
        parse_request(request, tree)
    return named


def _write(
    file: Path,
    text: str,
    name: str,
    wanted: Mapping[str, SearchRequest],
    folders: tuple[IndexPlace, ...] = (),
) -> None:
    """Write a text to a file, whole or not at all. Raises UsageError if it does not have the wanted searches.

    name: of a search in it that must be readable, empty for none
    """
    try:
        is_wanted = _requests(file, text) == wanted
    except UsageError:
        is_wanted = False
    if not is_wanted:
        raise UsageError(f"{file} is written in a way that cannot be changed here", "edit it by hand")
    if name:
        SavedSearches(wanted, folders=folders).tree(name)
    write_beside(file, text.encode())


def _requests(file: Path, text: str) -> dict[str, SearchRequest]:
    """Return the searches in the text of a file."""
    tables = parse_toml(file, text)
    return {name: _request(f"{file}: [{name}]", name, table) for name, table in tables.items()}


def _request(where: str, name: str, table: Any) -> SearchRequest:
    if not isinstance(table, dict):
        raise UsageError(f"{where} is no table", f'write [{name}], and query = "…" in the next line')
    if not _NAME.fullmatch(name):
        raise UsageError(f"{where} cannot be a name", "a name has letters, digits, - and _: karabakh-2020")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KEYS:
            near = nearest_name(key, _KEYS)
            hint = f"did you mean {near}? " if near else ""
            raise UsageError(f"{where} has no setting {key}", f"{hint}there are {', '.join(_KEYS)}")
        values["queries" if key == "query" else key] = _value(f"{where}: {key}", key, value)
    return SearchRequest(**values)


def _value(where: str, key: str, value: Any) -> Any:
    if key in _SWITCHES:
        if isinstance(value, bool):
            return value
        raise UsageError(f"{where} is neither true nor false", f"write {key} = true")
    if key in _TEXTS:
        if isinstance(value, str):
            return value
        raise UsageError(f"{where} is no text", f'write it in quotes: {key} = "{value}"')
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise UsageError(f"{where} is neither a text nor a list of texts", f'write {key} = "…"')
    return tuple(values)


def _table(name: str, request: SearchRequest) -> str:
    values: dict[str, Any] = {"query": request.queries}
    values |= {key: getattr(request, key) for key in _KEYS[1:]}
    lines = [f"{key} = {_toml(value)}\n" for key, value in values.items() if value or isinstance(value, str)]
    key = name if name.isascii() else _toml(name)
    return "".join((f"[{key}]\n", *lines))


def _toml(value: Any) -> str:
    """Return a value in TOML, whose texts, lists and truth values are written as in JSON."""
    if isinstance(value, tuple | list):
        value = value[0] if len(value) == 1 else list(value)
    return json.dumps(value, ensure_ascii=False)


def _without(text: str, name: str) -> str:
    """Return the text of a file without the table of a name, and with the comments around it."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines(keepends=True):
        if header := re.match(r"\s*\[\s*(\"?)([^\"\]]+?)\1\s*\]", line):
            inside = header[2] == name
            if inside:
                continue
        if not inside or not line.strip() or line.lstrip().startswith("#"):
            kept.append(line)
    joined = "".join(kept).rstrip("\r\n \t")
    return f"{joined}\n" if joined else ""
