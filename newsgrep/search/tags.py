"""Tags: names that people give to articles, in a file beside the index, `newsgrep-tags.tsv`.

A line has a tag and the key of an article as the index stores it, with a tab between; lines are sorted. So
other programs can read, edit and merge it, and it can be kept in git. Comments, lines that begin with `#`,
stay at its head. A backslash, a tab and a line end in a key are written `\\`, `\t`, `\n` and `\r`.

If a line cannot be read, such as a conflict mark of git, a search for tags fails, and so does a change by the
user, as the result could be wrong. A search that only shows tags, and an index run, use the other lines and
say so. If a run writes the file, the line stays where it is among the others.

An engine does not know tags: it gets the keys of the articles in place of a filter `tag:NAME`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import NamedTuple

from newsgrep.errors import UsageError, nearest_name, reason_of
from newsgrep.query.nodes import Keys, Node, Tagged, walk
from newsgrep.query.rendering import render
from newsgrep.query.tag_names import tag_name
from newsgrep.sources.file_bytes import open_regular
from newsgrep.whole_files import changing_beside, write_beside

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_SIGNS = {escape: sign for sign, escape in _ESCAPES.items()}

#: Beginnings of the lines that git puts around the two sides of a conflict.
_GIT_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")


class Tags:
    """Which articles have which tags.

    keys:  the keys of the articles that have a tag, by its name; no set is empty
    fault: the error for the lines that cannot be read, None if the whole file was read
    """

    def __init__(self, keys: Mapping[str, frozenset[str]], fault: UsageError | None = None) -> None:
        self.keys = keys
        self.fault = fault

    def whole(self) -> Tags:
        """Return these tags. Raises UsageError if some could not be read."""
        if self.fault is not None:
            raise self.fault
        return self

    def all_keys(self) -> frozenset[str]:
        """Return the keys of all articles that have a tag."""
        return _union(self.keys.values())

    def of(self, key: str) -> tuple[str, ...]:
        """Return the tags of the article with a key, in the order of the alphabet."""
        return tuple(sorted(name for name, keys in self.keys.items() if key in keys))

    def matching(self, node: Tagged) -> Keys:
        """Return the keys of the articles that a filter selects."""
        names = [name for name in self.keys if name.startswith(node.name)] if node.prefix else [node.name]
        return Keys(_union(self.keys.get(name, frozenset()) for name in names), render(node))

    def moved(self, function: Callable[[str], str]) -> Tags:
        """Return the same tags, with each key replaced by what a function makes of it."""
        keys = {name: frozenset(map(function, keys)) for name, keys in self.keys.items()}
        return Tags(keys, self.fault)

    def notices(self, tree: Node) -> list[str]:
        """Return a notice on each tag of a query that no article has, with a similar tag if there is one."""
        asked = dict.fromkeys(node for node in walk(tree) if isinstance(node, Tagged))
        return [self._unknown(node) for node in asked if not self.matching(node).keys]

    def _unknown(self, node: Tagged) -> str:
        if not node.name:
            return "no article has a tag"
        return f"no article has {_a_tag(node)}; {unknown_hint(node.name, self.keys)}"


def joined_tags(several: Iterable[Tags]) -> Tags:
    """Return the tags of several indexes as one."""
    keys: dict[str, frozenset[str]] = {}
    fault = None
    for tags in several:
        fault = fault or tags.fault
        for name, some in tags.keys.items():
            keys[name] = keys.get(name, frozenset()) | some
    return Tags(keys, fault)


def read_tags(file: Path) -> Tags:
    """Read a file of tags; a missing one has none.

    `fault` names the first line that cannot be read. Raises UsageError if the file cannot be read.
    """
    _, parts, fault = _read(file)
    return Tags(joined_tags(Tags(part.keys) for part in parts).keys, fault)


def change_tags(
    file: Path,
    keys: Iterable[str],
    add: Iterable[str],
    remove: Iterable[str],
    mode: int,
    *,
    dry_run: bool = False,
) -> int:
    """Give tags to articles, and take others away; return how many articles changed their tags.

    keys: of the articles, as they are stored
    mode: the permissions of the file, if there is none yet
    dry_run: change nothing

    Raises UsageError for an invalid name, and where the file cannot be read or written.
    """
    added, removed = (list(map(tag_name, names)) for names in (add, remove))
    wanted = frozenset(keys)
    with nullcontext() if dry_run else changing_beside(file):
        comments, before = _read_whole(file)
        after = dict(before)
        for name in added:
            after[name] = after.get(name, frozenset()) | wanted
        for name in removed:
            after[name] = after.get(name, frozenset()) - wanted
        changed = _union(after[name] ^ before.get(name, frozenset()) for name in after)
        if changed and not dry_run:
            _write(file, comments, [_Part("", after)], mode)
    return len(changed)


def rename_tag(file: Path, name: str, new: str) -> int:
    """Give a tag another name, which another tag may have; return how many articles had it.

    Raises UsageError for a tag that no article has, and what `change_tags` raises.
    """
    old, name = tag_name(name), tag_name(new)
    with changing_beside(file):
        comments, keys = _read_whole(file)
        if old not in keys:
            raise UsageError(f"no article has the tag {old}", unknown_hint(old, keys))
        moved = keys.pop(old)
        keys[name] = keys.get(name, frozenset()) | moved
        _write(file, comments, [_Part("", keys)])
    return len(moved)


def move_tags(file: Path, new_keys: Mapping[str, str]) -> None:
    """Move tags from the former keys of articles to their new keys. Call it within `changing_beside`.

    new_keys: by the former keys; empty to remove the tags

    A line that cannot be read stays. Raises UsageError where the file cannot be read or written.
    """
    comments, before, _ = _read(file)
    after = [_Part(unread, _moved(keys, new_keys)) for unread, keys in before]
    if after != before:
        _write(file, comments, after)


def _moved(keys: Mapping[str, frozenset[str]], new_keys: Mapping[str, str]) -> dict[str, frozenset[str]]:
    moved = Tags(keys).moved(lambda key: new_keys.get(key, key)).keys
    return {name: some - {""} for name, some in moved.items()}


def unknown_hint(name: str, known: Iterable[str]) -> str:
    """Return the hint for a tag that no article has: a similar tag, or the command that lists the tags."""
    near = nearest_name(name, known)
    return f"did you mean {near}?" if near else "newsgrep tag lists the tags"


def _a_tag(node: Tagged) -> str:
    return f"a tag that begins with {node.name}" if node.prefix else f"the tag {node.name}"


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)


class _Part(NamedTuple):
    """A part of the file: the unreadable line that it begins with, and the keys by tag of the lines below.

    unread: empty for the first part, at the head of the file
    """

    unread: str
    keys: dict[str, frozenset[str]]


def _read_whole(file: Path) -> tuple[str, dict[str, frozenset[str]]]:
    """Return the comments of a file, and the keys by tag. Raises UsageError if a line cannot be read."""
    comments, parts, fault = _read(file)
    if fault is not None:
        raise fault
    return comments, parts[0].keys


def _read(file: Path) -> tuple[str, list[_Part], UsageError | None]:
    """Return the comments of a file, its parts, and the error if lines cannot be read."""
    comments: list[str] = []
    keys: dict[str, set[str]] = {}
    found: dict[str, set[str]] = {}  # the same sets, by the names as they are written
    parts, faults = [("", keys)], list[UsageError]()
    for number, line in enumerate(text_of_regular_file(file).split("\n"), 1):
        whole, line = f"{line}\n", line.removesuffix("\r")
        if line.startswith("#"):
            comments.append(f"{line}\n")
        elif line:
            name, _, key = line.partition("\t")
            try:
                if name not in found or not key:
                    found[name] = keys.setdefault(_name_in(name, key, f"{file}:{number}"), set())
            except UsageError as error:
                faults.append(error)
                keys, found = {}, {}
                parts.append((whole, keys))
            else:
                found[name].add(
                    re.sub(r"\\[\\tnr]", lambda match: _SIGNS[match[0]], key) if "\\" in key else key
                )
    frozen = [_Part(unread, {name: frozenset(some) for name, some in keys.items()}) for unread, keys in parts]
    return "".join(comments), frozen, _first_of(faults)


def _first_of(faults: Sequence[UsageError]) -> UsageError | None:
    """Return the first error, with the number of the others."""
    if not faults:
        return None
    others = f"; lines that cannot be read: {len(faults):,}" if len(faults) > 1 else ""
    return UsageError(f"{faults[0].message}{others}", faults[0].hint)


def text_of_regular_file(file: Path) -> str:
    """Return the text of a regular file, empty for a missing one."""
    try:
        with open(file, "rb", opener=open_regular) as opened:  # noqa: PTH123
            return opened.read().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise unreadable(file, error) from error


def _name_in(name: str, key: str, line: str) -> str:
    """Return the name of a tag as it is stored. Raises UsageError, with the place, for an invalid line."""
    if name.startswith(_GIT_MARKS):
        raise UsageError(
            f"{line} is a mark of a conflict of git",
            "keep the lines with a tab that are right, and delete the marks",
        )
    if not key:
        raise UsageError(f"{line} is not a tag, a tab and a key", "correct that line")
    try:
        return tag_name(name.strip())
    except UsageError as error:
        raise UsageError(f"{line}: {error.message}", error.hint) from None


def _write(file: Path, comments: str, parts: Iterable[_Part], mode: int = 0o600) -> None:
    """Write a file whole or not at all. One that is there keeps its permissions."""
    escapes = str.maketrans(_ESCAPES)
    text = comments
    for unread, keys in parts:
        lines = (f"{name}\t{key.translate(escapes)}\n" for name in sorted(keys) for key in sorted(keys[name]))
        text += unread + "".join(lines)
    write_beside(file, text.encode("utf-8", "surrogateescape"), mode)


def unreadable(file: Path, error: OSError) -> UsageError:
    """Return the error for a file that cannot be read."""
    return UsageError(
        f"{file} cannot be read: {reason_of(error)}", "look at its permissions, if it is a file"
    )
