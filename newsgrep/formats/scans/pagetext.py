"""The words of a scanned page, in blocks and lines; in ALTO each block has an identifier.

https://www.loc.gov/standards/alto/ defines it. A word that is cut at the end of a line has two parts there,
and each may have the whole word beside it.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Container, Iterator
from typing import BinaryIO

from newsgrep.clean_text import clean, one_line
from newsgrep.formats.scans.pagefiles import PageParagraph
from newsgrep.formats.scans.pagenumbers import Sheets, whole_number
from newsgrep.formats.scans.pageregions import Regions
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, local_name
from newsgrep.read_context import ReadContext

#: Signs by which a program shows that a word goes on in the next line.
_CUT = "-\u00ac\u2010\u2e17"


class PageText:
    """The words of the page or pages of a file in reading order, and the words of some of its elements.

    language: the language of most blocks, as the file has it; '' if it has none
    sheets:   the numbers of the pages
    """

    def __init__(self, named: Container[str] = ()) -> None:
        self.language = ""
        self.sheets = Sheets()
        self._named = named
        self._words: list[str] = []
        self._lines, self._blocks = array("L"), array("L")
        self._spans: dict[str, tuple[int, int]] = {}

    @classmethod
    def read(cls, stream: BinaryIO, context: ReadContext, named: Container[str] = ()) -> PageText:
        """Return the page, or the pages, of a file. Raises ArticleError for broken XML, or too large a block.

        named: the identifiers of elements whose text will be asked for
        """
        page, languages, lines = cls(named), Counter[str](), 0
        regions = Regions()
        names = ("TextBlock", "ReadingOrder", "TextRegion", "TranskribusMetadata")
        for number, block in enumerate(iterate_elements(stream, names, context)):
            if local_name(block) == "TranskribusMetadata":
                page.sheets.counted = whole_number(block.get("pageNr", ""))
                continue
            if local_name(block) != "TextBlock":  # PAGE XML
                regions.add(block)
                continue
            page.sheets.add(next(block.iterancestors("{*}Page"), None), number)
            languages[block.get("LANG") or block.get("language") or ""] += 1
            start = len(page._words)
            for line in block.iterchildren("{*}TextLine"):
                lines += 1
                page._add_line(line, lines, number)
            for element in (block, *block.iterancestors()):
                page._add_span(element, start)
        for number, region in enumerate(regions.in_order()):
            for text in region:
                lines += 1
                page.add_line(text, lines, number)
        page.language = max(languages, key=lambda name: (bool(name), languages[name]), default="")
        return page

    @property
    def size(self) -> int:
        """The number of characters of its words."""
        return sum(map(len, self._words))

    def paragraphs(self, begin: str = "", end: str = "") -> list[str]:
        """Return the paragraphs from the element `begin` to `end`, of `begin` alone, or of the whole page.

        An element that does not exist has no text.
        """
        first, last = self._spans.get(begin, (0, 0)) if begin else (0, len(self._words))
        if end:
            last = max(last, self._spans.get(end, (0, 0))[1])
        return [text for text, _ in self._paragraphs(first, last)]

    def with_numbers(self, name: str) -> Iterator[PageParagraph]:
        """Yield all paragraphs with the numbers of their pages, 0 for an unknown one.

        name: the name of the file
        """
        number_of = self.sheets.numbers(name)
        for text, block in self._paragraphs(0, len(self._words)):
            yield PageParagraph(text, number_of(block))

    def add_line(self, text: str, number: int, block: int) -> None:
        """Add the text of a whole line, with the number of the line and of its block on the page."""
        if text:
            self._words.append(f"{text.rstrip(_CUT)}-" if text.endswith(tuple(_CUT)) else text)
            self._lines.append(number)
            self._blocks.append(block)

    def _add_line(self, line: XmlNode, number: int, block: int) -> None:
        start, is_whole = len(self._words), True
        for element in line.iterchildren("{*}String", "{*}HYP"):
            if local_name(element) == "String":
                text, is_whole = _text_of(element)
                self._words.append(text)
                self._lines.append(number)
                self._blocks.append(block)
                self._add_span(element, len(self._words) - 1)
            elif not is_whole:
                self._words[-1] = f"{self._words[-1].rstrip(_CUT)}-"
        self._add_span(line, start)

    def _add_span(self, element: XmlNode, start: int) -> None:
        name = element.get("ID")
        if name in self._named:
            self._spans[name] = (self._spans.get(name, (start, 0))[0], len(self._words))

    def _paragraphs(self, first: int, last: int) -> Iterator[tuple[str, int]]:
        """Yield the text and the number of each block. Lines are joined, except behind a word that is cut."""
        text, before = "", first
        for at in range(first, last):
            if not self._words[at]:
                continue
            if text and self._blocks[at] != self._blocks[before]:
                yield text, self._blocks[before]
                text = ""
            is_cut = self._lines[at] != self._lines[before] and text.endswith("-")
            text += ("\n" if is_cut else " " if text else "") + self._words[at]
            before = at
        if text:
            yield text, self._blocks[before]


def _text_of(string: XmlNode) -> tuple[str, bool]:
    """Return the text of a word, and whether the whole of a cut word replaces its two parts.

    If the file has the whole word, this is the text of the first part, and the text of the second part is ''.
    But a hyphen in the whole word may be part of the word or not: then both parts keep their own text.
    """
    part, whole, text = string.get("SUBS_TYPE"), string.get("SUBS_CONTENT", ""), string.get("CONTENT", "")
    if whole and part and not any(sign in whole for sign in _CUT):
        return (one_line(clean(whole)) if part == "HypPart1" else ""), True
    return one_line(clean(text)), False
