"""The text of elements of TEI, in paragraphs, as a reader would want it.

Head lines of pages, pictures and gaps are skipped, and so is an error that has a correction. A line ends
behind a word that is cut, as on a scanned page. In an annotated corpus, each word and each sign is an element
of its own. A note follows its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from newsgrep.clean_text import one_line
from newsgrep.markup.xml_stream import XmlNode, local_name
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
#: The forms in a <choice> that are skipped if there is another form.
_OTHER_FORM = frozenset(["sic", "orig", "abbr"])
_TOKENS = frozenset(["w", "pc", "c"])
_CUT = re.compile(r"(?<=\w)[-\u00ac\u2010\u2011\u2e17=]\s*\Z")


def tei_paragraphs(node: XmlNode, without: Container[XmlNode] = ()) -> list[str]:
    """Return the paragraphs within an element, each one clean line, broken only behind words that are cut.

    without: elements below it to skip
    """
    collector = _Collector(without)
    collector.collect(node)
    return split_paragraphs("".join(collector.pieces))


def line_of(node: XmlNode) -> str:
    """Return the text within an element as one line, '' for None."""
    return one_line(" ".join(tei_paragraphs(node))) if node is not None else ""


class _Collector:
    """Collects the text of elements in pieces, with breaks around each block.

    It may recurse, as lxml limits the depth to 256.
    """

    def __init__(self, without: Container[XmlNode]) -> None:
        self.pieces: list[str] = []
        self._without = without
        self._notes: list[XmlNode] = []

    def collect(self, node: XmlNode) -> None:
        """Collect the text of an element; the notes in a block follow the block."""
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

    def _collect_child(self, child: XmlNode, name: str) -> None:
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

    def _break_line(self, node: XmlNode) -> None:
        """Begin a line or a page between two words, or within a cut word, with or without a hyphen."""
        before = "".join(self.pieces[-3:])
        if _CUT.search(before):
            self.pieces[-3:] = [_CUT.sub("-", before), LINE_END]
        elif node.get("break") != "no":
            self.pieces.append(" ")


def _is_other_form(node: XmlNode, name: str) -> bool:
    """Whether an element has a form of a word that is skipped, as another form stands beside it."""
    around = node.getparent()
    return name in _OTHER_FORM and local_name(around) == "choice" and len(around) > 1


def _tail(child: XmlNode) -> str:
    """Return the text behind an element, without the space between words that an annotated corpus joins."""
    tail: str = child.tail or ""
    is_joined = child.get("join") in ("right", "both") and local_name(child) in _TOKENS
    return tail.lstrip() if is_joined else tail


def outermost_of(node: XmlNode, names: Container[str]) -> Iterator[XmlNode]:
    """Yield the elements of the given local names below an element, without those nested in another one."""
    for child in node.iterchildren("{*}*"):
        if local_name(child) in names:
            yield child
        else:
            yield from outermost_of(child, names)
