"""The table of contents of EPUB, in the forms of its versions 2 and 3: lines that name files.

>>> lines = [(1, "World", "a"), (2, "Talks resume", "b"), (2, "Talks end", "c")]
>>> entries = entries_by_file([ContentsLine(*line) for line in lines])
>>> entries["b"].label, entries["b"].section, sorted(entries["a"].below)
('Talks resume', 'World', ['b', 'c'])
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from newsgrep.clean_text import one_clean_line

_KIND = "epub:type"


class ContentsLine(NamedTuple):
    """A line of a table of contents: how deep it is, its text, and the file that it names, '' for none."""

    depth: int
    label: str
    path: str


class Entry(NamedTuple):
    """What a table of contents says of a file: its name, the name of its part, and the files below it."""

    label: str
    section: str
    below: set[str]


def linked_member(href: str, place: str) -> str:
    """Return the name of the member to which a link in the member `place` leads; '' for no other member."""
    target = unquote(href.partition("#")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(place), target)) if target else ""


def lines_of_page(page: Any, place: str) -> Iterator[ContentsLine]:
    """Yield the lines of a table of contents that is a page, parsed as HTML."""
    for nav in page.iter("nav"):
        if nav.get(_KIND, "toc") == "toc":
            for item in nav.iter("li"):
                name = next((one for one in item if one.tag in ("a", "span")), None)
                if name is not None:
                    depth = sum(1 for _ in item.iterancestors("ol"))
                    yield ContentsLine(depth, line_within(name), linked_member(name.get("href", ""), place))


def lines_of_ncx(tree: Any, place: str) -> Iterator[ContentsLine]:
    """Yield the lines of a table of contents of version 2, parsed as XML."""
    for point in tree.iter("{*}navPoint"):
        label, content = point.find("{*}navLabel"), point.find("{*}content")
        depth = sum(1 for _ in point.iterancestors("{*}navPoint"))
        href = "" if content is None else content.get("src", "")
        yield ContentsLine(depth, "" if label is None else line_within(label), linked_member(href, place))


def entries_by_file(lines: Sequence[ContentsLine]) -> dict[str, Entry]:
    """Return the entry of each file by its name; if several lines name a file, the first counts."""
    entries: dict[str, Entry] = {}
    above: list[tuple[ContentsLine, set[str]]] = []
    for line in lines:
        while above and above[-1][0].depth >= line.depth:
            above.pop()
        for other, below in above:
            if line.path != other.path:
                below.add(line.path)
        entry = Entry(line.label, above[-1][0].label if above else "", set())
        if line.path:
            entry = entries.setdefault(line.path, entry)
        above.append((line, entry.below))
    return entries


def line_within(element: Any) -> str:
    """Return all text in an element as one line."""
    return one_clean_line("".join(element.itertext()))
