"""PAGE XML, which Transkribus and OCR-D write: the regions of a scanned page in reading order.

https://github.com/PRImA-Research-Lab/PAGE-XML defines it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from newsgrep.clean_text import clean, one_line
from newsgrep.markup.xml_stream import XmlNode, local_name

#: Types of regions that are not part of the text of the page.
_BESIDE_TEXT = frozenset(["page-number", "signature-mark", "catch-word"])


class Regions:
    """The regions of a page, which a file may have in any order."""

    def __init__(self) -> None:
        self._order: dict[str, int] = {}
        self._regions: list[tuple[str, list[str]]] = []

    def add(self, node: XmlNode) -> None:
        """Add a region, or the order in which regions are read."""
        if local_name(node) == "ReadingOrder":
            places = count(len(self._order))
            references = (part.get("regionRef") for part in node.iter("{*}*"))
            self._order.update((name, next(places)) for name in references if name)
        elif node.get("type") not in _BESIDE_TEXT:
            lines = list(filter(None, map(_text_of, node.iterchildren("{*}TextLine"))))
            self._regions.append((node.get("id", ""), lines or _text_of(node).split("\n")))

    def in_order(self) -> Iterator[list[str]]:
        """Yield the lines of each region in reading order, then of other regions in the order of the file."""
        last = len(self._order)
        for _, lines in sorted(self._regions, key=lambda region: self._order.get(region[0], last)):
            if any(lines):
                yield lines


def _text_of(node: XmlNode) -> str:
    """Return the best text of a line, a region or a word; if it has none, the text of its words.

    A program may give several readings; the one without an index, or with the lowest index, is the best.
    """
    readings = sorted(
        node.iterchildren("{*}TextEquiv"), key=lambda reading: _number(reading.get("index", ""))
    )
    texts = (reading.findtext("{*}Unicode") or "" for reading in readings)
    words = (_text_of(word) for word in node.iterchildren("{*}Word"))
    found = next(filter(None, texts), "") or " ".join(filter(None, words))
    return "\n".join(map(one_line, clean(found).strip().split("\n")))


def _number(index: str) -> int:
    return int(index) if index.isdecimal() else 0
