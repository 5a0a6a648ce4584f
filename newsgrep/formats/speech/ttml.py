"""TTML and its older name DFXP, the subtitles of broadcasters: a file is one article.

https://www.w3.org/TR/ttml2/ defines it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.clean_text import one_clean_line
from newsgrep.formats.speech.cues import Cue
from newsgrep.formats.speech.recording import spoken_article
from newsgrep.formats.speech.spoken import spoken_text
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, local_name, root_name
from newsgrep.read_context import ReadContext

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CLOCK = re.compile(
    r"(?:(?P<hours>\d{1,4}):)?(?P<minutes>\d{1,4}):(?P<seconds>\d{1,4}(?:[.,]\d{1,9})?)(?::.*)?"
)
_OFFSET = re.compile(r"(?P<number>\d{1,15}(?:\.\d{1,9})?)(?P<unit>h|m|s|ms|f|t)?")
#: Seconds of a unit; frames and ticks have a rate that the file may give.
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "": 1.0}
_RATES = {"f": ("frameRate", 30.0), "t": ("tickRate", 10_000_000.0)}


def claims(beginning: str) -> bool:
    """Whether the root of the document is TTML's."""
    return root_name(beginning) == "tt"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of what is spoken, nothing if there are no words. Raises ArticleError."""
    cues: list[Cue] = []
    language = title = ""
    end = 0.0
    for node in iterate_elements(stream, ("p", "title"), context):
        root = node.getroottree().getroot()
        language = language or root.get(_LANGUAGE) or root.get("lang") or ""
        if local_name(node) == "title":
            title = title or one_clean_line("".join(node.itertext()))
        else:
            start = _time(node, "begin", root, end)
            length = _time(node, "dur", root, 0.0)
            end = _time(node, "end", root, start + length)
            cues.append(Cue(start, end, _lines(node)))
    if body := spoken_text(cues):
        yield spoken_article(body, title, language, context)


def _time(node: XmlNode, name: str, root: XmlNode, other: float) -> float:
    """Return a time of an element, or of the first one within it, in seconds; `other` if there is none."""
    text = next(filter(None, (inner.get(name) for inner in node.iter("{*}*"))), "").strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes = int(clock["hours"] or 0), int(clock["minutes"])
        return hours * 3600 + minutes * 60 + float(clock["seconds"].replace(",", "."))
    if offset := _OFFSET.fullmatch(text):
        unit = offset["unit"] or ""
        return float(offset["number"]) * (_SECONDS.get(unit) or 1 / _rate(root, *_RATES[unit]))
    return other


def _rate(root: XmlNode, name: str, other: float) -> float:
    """Return how many frames or ticks a second has, as the root says."""
    found = next((value for key, value in root.attrib.items() if key.rpartition("}")[2] == name), "")
    return float(found) if found.isdecimal() and int(found) else other


def _lines(node: XmlNode) -> list[str]:
    """Return the lines of a cue; a dash begins the words of another speaker."""
    text = "".join(_pieces(node))
    lines = filter(None, map(one_clean_line, text.split("\n")))
    return [re.sub(r"\A(?=[-\u2010\u2013] ?[^\W\d])", "\n", line) for line in lines]


def _pieces(node: XmlNode) -> Iterator[str]:
    """Yield the text within an element, with a line end for each break element, not for lines of the file."""
    yield (node.text or "").replace("\n", " ")
    for child in node:
        if local_name(child) == "br":
            yield "\n"
        elif local_name(child) != "metadata":
            yield from _pieces(child)
        yield (child.tail or "").replace("\n", " ")
