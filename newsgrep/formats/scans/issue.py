"""The structure of a scanned issue by METS, as data: its divisions, their descriptions, and its page files.

https://www.loc.gov/standards/mets/ defines METS, and https://www.loc.gov/standards/mods/ the descriptions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from msgspec import Struct, field

from newsgrep.clean_text import one_clean_line
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, local_name, outermost
from newsgrep.markup.xml_text import first_text, text_within
from newsgrep.read_context import ReadContext

_HREF = "{http://www.w3.org/1999/xlink}href"
_LABEL, _FROM, _TO = (f"{{http://www.w3.org/1999/xlink}}{name}" for name in ("label", "from", "to"))
_PAGE = re.compile(r"(?:file:(?://)?)?(?:\./)?(?P<name>[^:?#]+\.xml)", re.IGNORECASE)
#: The roles of writers: codes and names of MARC.
_WRITERS = frozenset(["", "aut", "author", "cre", "creator"])


class Area(NamedTuple):
    """A part of a page: the identifiers of its file and of its first and last element, '' for all of it."""

    file: str
    begin: str = ""
    end: str = ""


class Description(Struct, frozen=True):
    """What MODS or Dublin Core says of an issue or an article; empty if it says nothing.

    host: the title of the publication that it appeared in
    """

    title: str = ""
    host: str = ""
    date: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()


class Division(Struct):
    """A division of the structure: its kind in lower case, label, descriptions, and inner divisions.

    areas: its parts of pages, without the areas of its inner divisions
    line:  its line in the file
    order: its number among its neighbours, 0 if the file gives none
    """

    name: str
    kind: str
    label: str
    described_by: tuple[str, ...]
    areas: list[Area]
    parts: list[Division]
    line: int
    order: int = 0

    def below(self) -> Iterator[Division]:
        """Yield the division and all within it, in order."""
        yield self
        for part in self.parts:
            yield from part.below()


class Issue(Struct):
    """A METS file.

    label:        the name that the file gives itself
    descriptions: the descriptions by their identifiers
    pages:        the names of the page files, relative to the METS file, by their identifiers
    structures:   the outermost divisions of each structure, by its type in lower case
    links:        the identifiers of the physical divisions to which a logical one leads, by its identifier
    """

    label: str = ""
    descriptions: dict[str, Description] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    structures: dict[str, list[Division]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, stream: BinaryIO, context: ReadContext) -> Issue:
        """Return what a METS file says. Raises ArticleError for XML that is broken or too large."""
        issue = cls()
        names = ("dmdSec", "amdSec", "fileSec", "structMap", "structLink")
        for node in iterate_elements(stream, names, context):
            issue.label = issue.label or node.getroottree().getroot().get("LABEL", "")
            match local_name(node):
                case "dmdSec":
                    issue.descriptions[node.get("ID", "")] = _description(node)
                case "fileSec":
                    issue.pages |= dict(_pages(node))
                case "structMap":
                    kind = node.get("TYPE", "").lower()
                    issue.structures.setdefault(kind, []).extend(map(_division, node.iterchildren("{*}div")))
                case "structLink":
                    for first, second in _links(node):
                        issue.links.setdefault(first, []).append(second)
        return issue

    def divisions(self) -> Iterator[Division]:
        """Yield all divisions of all structures."""
        for found in self.structures.values():
            for division in found:
                yield from division.below()

    def page_numbers(self) -> dict[str, int]:
        """Return the number of each page in the issue by the name of its file: as given, else its place."""
        numbers = {name: number for number, name in enumerate(dict.fromkeys(self.pages.values()), start=1)}
        for page in self.divisions():
            if page.kind == "page" and page.order:
                files = (area.file for part in page.below() for area in part.areas)
                numbers |= {self.pages[file]: page.order for file in files if file in self.pages}
        return numbers

    def areas(self) -> Iterator[Area]:
        """Yield the parts of pages of all divisions."""
        for division in self.divisions():
            yield from division.areas


def page_name(address: str) -> str:
    """Return the name of a page file, relative to the METS file, by its address there; '' if it is refused.

    The file has to be within the folder of the METS file, or within a folder beside that.
    """
    match = _PAGE.fullmatch(address.strip())
    parts = [part for part in match["name"].split("/") if part != "."] if match else []
    inner = parts[1:] if parts[:1] == [".."] else parts
    return "/".join(parts) if inner and ".." not in inner and "" not in inner else ""


def _description(node: XmlNode) -> Description:
    record = next(outermost(node, "mods"), node)
    hosts = [item for item in record.iterchildren("{*}relatedItem") if item.get("type") == "host"]
    titles = (_title(title) for title in record.iterchildren("{*}titleInfo"))
    languages = sorted(outermost(record, "languageTerm"), key=lambda term: term.get("type") != "code")
    dates = sorted(outermost(record, "dateIssued"), key=lambda date: date.get("keyDate") != "yes")
    return Description(
        title=" ".join(filter(None, titles)) or first_text(record, "title"),
        host=next(filter(None, (first_text(host, "title") for host in hosts)), ""),
        date=next(filter(None, map(text_within, dates)), "") or first_text(record, "date"),
        language=next(filter(None, map(text_within, languages)), ""),
        authors=tuple(filter(None, map(_writer, record.iterchildren("{*}name")))),
    )


def _title(title: XmlNode) -> str:
    """Return a title with its leading `The` or the like, which MODS keeps apart, and its subtitle."""
    article, main, subtitle = (first_text(title, name) for name in ("nonSort", "title", "subTitle"))
    between = "" if article.endswith(("'", "’")) else " "
    whole = f"{article}{between}{main}".strip()
    return f"{whole}: {subtitle}" if subtitle else whole


def _writer(name: XmlNode) -> str:
    """Return the name of a writer; '' for a person in another role."""
    roles = [text_within(role).lower() for role in outermost(name, "roleTerm")]
    if name.get("type", "personal") != "personal" or not _WRITERS.intersection(roles or [""]):
        return ""
    parts = {part.get("type", ""): text_within(part) for part in name.iterchildren("{*}namePart")}
    return parts.get("") or " ".join(filter(None, (parts.get("given"), parts.get("family"))))


def _pages(section: XmlNode) -> Iterator[tuple[str, str]]:
    for file in outermost(section, "file"):
        addresses = (location.get(_HREF, "") for location in file.iterchildren("{*}FLocat"))
        if name := next(filter(None, map(page_name, addresses)), ""):
            yield file.get("ID", ""), name


def _division(node: XmlNode) -> Division:
    areas = []
    for pointer in node.iterchildren("{*}fptr"):
        inner = [_area(area) for area in outermost(pointer, "area")]
        areas += inner or [_area(pointer)]
    return Division(
        name=node.get("ID", ""),
        kind=node.get("TYPE", "").lower().replace("_", " "),
        label=one_clean_line(node.get("LABEL", "")),
        described_by=tuple(node.get("DMDID", "").split()),
        areas=areas,
        parts=list(map(_division, node.iterchildren("{*}div"))),
        line=node.sourceline or 1,
        order=int(order) if (order := node.get("ORDER", "")).isdecimal() and len(order) < 7 else 0,
    )


def _area(node: XmlNode) -> Area:
    return Area(node.get("FILEID", ""), node.get("BEGIN", ""), node.get("END", ""))


def _links(section: XmlNode) -> Iterator[tuple[str, str]]:
    """Yield pairs of identifiers; the first of a group leads to all others."""
    for link in section.iterchildren("{*}smLink"):
        yield link.get(_FROM, "").lstrip("#"), link.get(_TO, "").lstrip("#")
    for group in section.iterchildren("{*}smLinkGrp"):
        names = [node.get(_HREF, "").lstrip("#") for node in group.iterchildren("{*}smLocatorLink")]
        yield from ((names[0], name) for name in names[1:])
