"""NITF, the News Industry Text Format: one article a file, with a DTD's or with a schema's namespace."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import persons
from newsgrep.formats.dates import read_date
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import clean, lede_of, one_line
from newsgrep.formats.wire.xmltree import Node, elements, first, outermost, paragraphs, root_of, text_of

#: Where the date of publication stands, the best first: element and attribute.
_DATES = (
    ("pubdata", "date.publication"),
    ("date.issue", "norm"),
    ("date.release", "norm"),
    ("story.date", "norm"),
)
#: The attribute that tells the language of an element.
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def claims(beginning: str) -> bool:
    """Whether the root of the document is an NITF article."""
    return root_of(beginning) == "nitf"


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article]:
    """Yield the article of an NITF document; raises ArticleError."""
    for root in elements(stream, "nitf", origin.encoding):
        yield _article(root, origin)
        return
    raise ArticleError("no <nitf> in it")


def headline_of(root: Node) -> str:
    """Return the headline of an NITF element, else its title."""
    return text_of(first(root, "hl1", "title"))


def authors_of(root: Node) -> tuple[str, ...]:
    """Return the persons of the first byline that is printed: those marked as such, else those it names."""
    bylines = [node for node in outermost(root, "byline") if node.get("class") != "normalized_byline"]
    byline = next(filter(text_of, bylines), None)
    if byline is None:
        return ()
    marked = tuple(filter(None, map(text_of, outermost(byline, "person"))))
    if marked:
        return tuple(dict.fromkeys(marked))
    for title in list(outermost(byline, "byttl")):
        title.text = None
        del title[:]
    return persons(text_of(byline))


def body_of(root: Node) -> str:
    """Return the dateline and the paragraphs of the content: its full text where a block is called that."""
    content = next(outermost(root, "body.content"), None)
    if content is None:
        return ""
    blocks = [node for node in outermost(content, "block") if node.get("class") == "full_text"]
    found = [line for node in blocks or [content] for line in paragraphs(node)]
    dateline = text_of(next(outermost(root, "dateline"), None))
    if dateline and found and not found[0].startswith(dateline):
        found[0] = f"{dateline} {found[0]}"
    return "\n\n".join(found)


def moment_of(written: str, line: int) -> str:
    """Return a date in ISO form, empty for none; raises ArticleError for one that cannot be read."""
    try:
        return read_date(written) if written.strip() else ""
    except ArticleError as error:
        raise ArticleError(error.message, line) from None


def _article(root: Node, origin: Origin) -> Article:
    body, title, line = body_of(root), headline_of(root), root.sourceline or 1
    if not body and not title:
        raise ArticleError("no text", line)
    dates = (_attribute(root, name, attribute) for name, attribute in _DATES)
    return Article(
        key=origin.key(),
        path=origin.path,
        body=body,
        title=title or lede_of(body),
        title_from=HEADLINE if title else LEDE,
        authors=authors_of(root),
        date=moment_of(next(filter(None, dates), ""), line),
        url=_attribute(root, "pubdata", "ex-ref"),
        source=_attribute(root, "pubdata", "name") or text_of(next(outermost(root, "distributor"), None)),
        language=one_line(root.get(LANGUAGE, "")),
        section=_attribute(root, "pubdata", "position.section"),
        line=line,
    )


def _attribute(root: Node, name: str, attribute: str) -> str:
    """Return an attribute of the first element of a name that has it, as one clean line."""
    values = (one_line(clean(node.get(attribute, ""))) for node in outermost(root, name))
    return next(filter(None, values), "")
