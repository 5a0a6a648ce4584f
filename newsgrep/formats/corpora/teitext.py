"""The text of elements of TEI, in paragraphs, as a reader would want it.

Head lines of pages, pictures and what was left out are no text; of an error and its correction only the
correction is. A line ends behind a word that is cut, as on a scanned page. Words and signs of a corpus that
is annotated stand in elements of their own. A note follows its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from newsgrep.clean_text import one_line
from newsgrep.markup.xml_stream import Node, local_name
from newsgrep.markup.xml_text import BREAK, LINE_END, split_paragraphs

_BLOCKS = frozenset(
    ["p", "ab", "head", "l", "seg", "u", "sp", "speaker", "stage", "item", "row", "div", "lg", "list"]
    + ["table", "opener", "closer", "salute", "signed", "dateline", "byline", "trailer", "postscript"]
    + ["epigraph", "argument", "body", "front", "back", "titlePart", "text", "group"]
)
_BROKEN_BEFORE = frozenset(["lb", "pb", "cb"])
_SKIPPED = frozenset(
    ["fw", "gap", "figure", "graphic", "formula", "desc", "figDesc", "interpGrp", "linkGrp", "teiHeader"]
)
#: Of two forms in a <choice> the one that is not read.
_OTHER_FORM = frozenset(["sic", "orig", "abbr"])
_TOKENS = frozenset(["w", "pc", "c"])
_CUT = re.compile(r"(?<=\w)[-\u00ac\u2010\u2011\u2e17=]\s*\Z")


def paragraphs(node: Node, without: Container[Node] = ()) -> list[str]:
    """Return the paragraphs within an element, each a clean line except for words that are cut at line ends.

    without: elements below it to pass over
    """
    collector = _Collector(without)
    collector.collect(node)
    return split_paragraphs("".join(collector.pieces))


def line_of(node: Node) -> str:
    """Return the text within an element as one line, '' for None."""
    return one_line(" ".join(paragraphs(node))) if node is not None else ""


class _Collector:
    """Collects the text of elements in pieces, with breaks around each block.

    lxml limits the depth to 256.
    """

    def __init__(self, without: Container[Node]) -> None:
        self.pieces: list[str] = []
        self._without = without
        self._notes: list[Node] = []

    def collect(self, node: Node) -> None:
        """Collect the text of an element, and the notes in it behind."""
        is_block = local_name(node) in _BLOCKS
        self.pieces += [BREAK if is_block else "", node.text or ""]
        for child in node:
            if child not in self._without:
                self._collect_child(child, local_name(child))
            self.pieces.append(_tail(child))
        if is_block:
            self.pieces.append(BREAK)
            notes, self._notes = self._notes, []
            for note in notes:
                self.collect(note)
                self.pieces.append(BREAK)

    def _collect_child(self, child: Node, name: str) -> None:
        if name in _BROKEN_BEFORE:
            self._break_line(child)
        elif name == "note":
            self._notes.append(child)
        elif name == "cell":
            self.pieces.append(" ")
            self.collect(child)
            self.pieces.append(" ")
        elif name not in _SKIPPED and not _is_other_form(child, name):
            self.collect(child)

    def _break_line(self, node: Node) -> None:
        """Begin a line or page: between words, or within one that is cut, with or without a sign for that."""
        before = "".join(self.pieces[-3:])
        if _CUT.search(before):
            self.pieces[-3:] = [_CUT.sub("-", before), LINE_END]
        elif node.get("break") != "no":
            self.pieces.append(" ")


def _is_other_form(node: Node, name: str) -> bool:
    """Whether an element has the form of a word that is not read, as another stands beside it."""
    around = node.getparent()
    return name in _OTHER_FORM and local_name(around) == "choice" and len(around) > 1


def _tail(child: Node) -> str:
    """Return the text behind an element; none between two words that an annotated corpus joins."""
    tail: str = child.tail or ""
    is_joined = child.get("join") in ("right", "both") and local_name(child) in _TOKENS
    return tail.lstrip() if is_joined else tail


def outermost_of(node: Node, names: Container[str]) -> Iterator[Node]:
    """Yield the elements of some local names below an element that are not nested in another of them."""
    for child in node.iterchildren("{*}*"):
        if local_name(child) in names:
            yield child
        else:
            yield from outermost_of(child, names)
