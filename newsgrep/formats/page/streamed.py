"""Pages that React streams: their late parts stand at the end, and a script moves them to their places."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

#: `$RS` moves a segment (S) to a placeholder (P), `$RC` and `$RR` complete a boundary (B) with a segment.
_MOVE = re.compile(r'\$R([SCR])\("([^"\s]{1,60})","([^"\s]{1,60})"')


def has_streamed_parts(text: str) -> bool:
    """Whether the text of a page has a script that moves parts of it.

    >>> has_streamed_parts('<div hidden id="S:1"></div><script>$RS("S:1","P:1")</script>')
    True
    """
    return _MOVE.search(text) is not None


def place_streamed_parts(page: HtmlElement) -> None:
    """Move the late parts of a page to their places, as its scripts do."""
    places = {tag.get("id"): tag for tag in page.iter("template") if tag.get("id")}
    parts = {tag.get("id"): tag for tag in page.iterfind(".//div[@hidden]") if tag.get("id")}
    for script in page.iter("script"):
        for kind, first, second in _MOVE.findall(script.text or ""):
            part, place = (first, second) if kind == "S" else (second, first)
            if part in parts and place in places:
                _move(parts.pop(part), places.pop(place))


def _move(part: HtmlElement, place: HtmlElement) -> None:
    """Put a part before the template that marks its place, unless that is within the part itself."""
    if place.getparent() is not None and part not in place.iterancestors():
        part.attrib.pop("hidden")
        place.addprevious(part)
        place.drop_tree()
