"""Files of a scanned issue: pages in ALTO, and the METS file that has their articles."""

from __future__ import annotations

from collections.abc import Iterable

MODS = (
    '<dmdSec ID="{name}"><mdWrap><xmlData><mods xmlns="http://www.loc.gov/mods/v3">{inner}</mods></xmlData>'
    "</mdWrap></dmdSec>"
)
ISSUE = MODS.format(
    name="I",
    inner="<titleInfo><title>The Example Post.</title></titleInfo>"
    "<originInfo><dateIssued>1824-02-17</dateIssued></originInfo>",
)


def page(blocks: dict[str, list[str]], language: str = "") -> str:
    """A page: blocks of lines; the words of all are W1, W2 and so on. A hyphen ends a cut line."""
    number, parts = 0, []
    for name, lines in blocks.items():
        parts.append(f'<TextBlock ID="{name}" LANG="{language}">')
        for line in lines:
            parts.append("<TextLine>")
            for word in line.removesuffix("-").split():
                number += 1
                parts.append(f'<String ID="W{number}" CONTENT="{word}"/><SP/>')
            parts.append('<HYP CONTENT="-"/></TextLine>' if line.endswith("-") else "</TextLine>")
        parts.append("</TextBlock>")
    inner = "".join(parts)
    return (
        f'<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#"><Layout><Page>{inner}</Page></Layout></alto>'
    )


def mets(logical: str, rest: str = "", pages: Iterable[str] = ("p1.xml",), described: str = ISSUE) -> str:
    """A METS file with a logical structure, the files of pages as F1, F2 and so on, and other parts."""
    files = "".join(
        f'<file ID="F{number}"><FLocat xlink:href="{name}"/></file>' for number, name in enumerate(pages, 1)
    )
    return (
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"{described}<fileSec><fileGrp>{files}</fileGrp></fileSec>"
        f'<structMap TYPE="LOGICAL"><div TYPE="ISSUE" ID="log1" DMDID="I">{logical}</div></structMap>'
        f"{rest}</mets>"
    )


def area(*names: str, file: str = "F1") -> str:
    """Parts of a page, each from one element to the end of that, or to another: `W1 W3`."""
    found = []
    for name in names:
        begin, _, end = name.partition(" ")
        found.append(f'<area FILEID="{file}" BEGIN="{begin}" END="{end}"/>')
    return f"<fptr>{''.join(found)}</fptr>"
