"""NITF, the News Industry Text Format: one article a file, with or without the namespace of the schema."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bylines.persons import persons, strip_by
from newsgrep.clean_text import one_clean_line, one_line
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, outermost, root_name
from newsgrep.markup.xml_text import first_text, paragraphs, text_within
from newsgrep.read_context import ReadContext

#: The elements and attributes that hold the date of publication, the best first.
_DATES = (
    ("pubdata", "date.publication"),
    ("date.issue", "norm"),
    ("date.release", "norm"),
    ("story.date", "norm"),
)
#: The attribute with the language of an element.
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def claims(beginning: str) -> bool:
    """Whether the root of the document is an NITF article."""
    return root_name(beginning) == "nitf"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of an NITF document. Raises ArticleError."""
    for root in iterate_elements(stream, "nitf", context):
        yield _article(root, context)
        return
    raise ArticleError("no <nitf> element in the file")


def nitf_within(node: XmlNode) -> XmlNode:
    """Return the NITF element within another, an empty one if there is none."""
    return next(outermost(node, "nitf"), node.makeelement("nitf"))


def nitf_headline(root: XmlNode) -> str:
    """Return the headline of an NITF element, else its title."""
    return first_text(root, "hl1", "title")


def nitf_authors(root: XmlNode) -> tuple[str, ...]:
    """Return the persons of the printed bylines: those in <person>, else those in the text."""
    bylines = [node for node in outermost(root, "byline") if node.get("class") != "normalized_byline"]
    marked = [text for byline in bylines for text in map(text_within, outermost(byline, "person"))]
    if any(marked):
        return tuple(dict.fromkeys(name for text in marked for name in persons(text)))
    for title in [title for byline in bylines for title in outermost(byline, "byttl")]:
        title.text = None
        del title[:]
    return persons(", ".join(filter(None, (strip_by(text_within(byline)) for byline in bylines))))


def nitf_body(root: XmlNode) -> str:
    """Return the dateline and the paragraphs of the content, or only its blocks of class full_text."""
    content = next(outermost(root, "body.content"), None)
    if content is None:
        return ""
    blocks = [node for node in outermost(content, "block") if node.get("class") == "full_text"]
    found = [line for node in blocks or [content] for line in paragraphs(node)]
    dateline = next(outermost(root, "dateline"), None)
    if dateline is not None:
        for date in list(outermost(dateline, "story.date")):
            date.text = None
    return with_dateline(text_within(dateline), found)


def with_dateline(dateline: str, body: list[str]) -> str:
    """Return the text of paragraphs, with the dateline before the first one unless it begins with it."""
    place = re.match(r"\w+", dateline)
    if body and place and not place[0].isdigit() and not body[0].lower().startswith(place[0].lower()):
        body = [f"{dateline} {body[0]}", *body[1:]]
    return "\n\n".join(body)


def _article(root: XmlNode, context: ReadContext) -> Article:
    return ArticleMaker(context)(
        None,
        title=nitf_headline(root),
        body=nitf_body(root),
        dates=(_attribute(root, *place) for place in _DATES),
        authors=nitf_authors(root),
        url=_attribute(root, "pubdata", "ex-ref"),
        source=_attribute(root, "pubdata", "name") or first_text(root, "distributor"),
        language=one_line(root.get(LANGUAGE, "")),
        section=_attribute(root, "pubdata", "position.section"),
        line=root.sourceline or 1,
    )


def _attribute(root: XmlNode, name: str, attribute: str) -> str:
    """Return an attribute of the first element of a name that has it, as one clean line."""
    values = (one_clean_line(node.get(attribute, "")) for node in outermost(root, name))
    return next(filter(None, values), "")
