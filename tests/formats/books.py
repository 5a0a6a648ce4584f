"""EPUB for tests."""

from __future__ import annotations

from tests.formats.workbooks import zipped

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
)
PROPERTIES = "<dc:title>Harbour Watch</dc:title><dc:language>en</dc:language><dc:date>2020-10-17</dc:date>"


def page(text: str, head: str = "") -> str:
    """A page of a book."""
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>{head}</head><body>{text}</body></html>'


def nav(items: str) -> str:
    """A table of contents of version 3, of items of a list."""
    marks = '<nav epub:type="landmarks"><ol><li><a href="a.xhtml">Z</a></li></ol></nav>'
    return page(f'{marks}<nav epub:type="toc"><ol>{items}</ol></nav>')


def ncx(points: str) -> str:
    """A table of contents of version 2."""
    return f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'


def point(label: str, path: str, below: str = "") -> str:
    """A line of one."""
    return f'<navPoint><navLabel><text>{label}</text></navLabel><content src="{path}"/>{below}</navPoint>'


def epub(
    pages: dict[str, str],
    contents: str = "",
    properties: str = PROPERTIES,
    others: dict[str, str] | None = None,
) -> bytes:
    """A book of some pages, with a table of contents of either version."""
    kind, name = (
        ("application/x-dtbncx+xml", "toc.ncx")
        if "<ncx" in contents
        else ("application/xhtml+xml", "nav.xhtml")
    )
    items = "".join(
        f'<item id="i{number}" href="{path}" media-type="application/xhtml+xml"/>'
        for number, path in enumerate(pages)
    )
    if contents:
        role = "" if "<ncx" in contents else 'properties="nav"'
        items += f'<item id="toc" href="{name}" media-type="{kind}" {role}/>'
    refs = "".join(f'<itemref idref="i{number}"/>' for number in range(len(pages)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{properties}</metadata>'
        f'<manifest>{items}</manifest><spine><itemref idref="toc"/>{refs}</spine></package>'
    )
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/content.opf": package,
    }
    members |= {f"OEBPS/{path}": text for path, text in pages.items()}
    if contents:
        members[f"OEBPS/{name}"] = contents
    return zipped({**members, **(others or {})})
