"""TEI: a newspaper, a debate or another text that scholars edited, as its articles.

https://tei-c.org defines it, and projects use it in their own ways. In a debate, each speech is an article.
In an issue of a paper, each division of the type `article` is one, and so is each division beside these, such
as the advertisements. Any other document is one article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BufferedReader, BytesIO
from itertools import pairwise
from typing import NamedTuple

from newsgrep.article import SEVERAL, Article
from newsgrep.bylines.persons import person, persons
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.corpora.teiheader import article_of_header, spoken_name
from newsgrep.formats.corpora.teitext import line_of, outermost_of, tei_paragraphs
from newsgrep.markup.xml_stream import XmlNode, iterate_elements, local_name, root_name
from newsgrep.read_context import ReadContext

_ROOTS = frozenset(["TEI", "TEI.2", "teiCorpus"])
#: Lists of persons, organisations and terms, which a corpus has in files without texts.
_LISTS = frozenset(["listPerson", "listOrg", "taxonomy"])
_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
#: The identifier of a corpus, with which the identifiers of its documents begin.
_CORPUS = re.compile(r"[A-Z]\w{2,20}-[\w-]{2,20}")
_DIVISIONS = frozenset(["div", "div1", "div2", "div3", "div4"])
#: The types and subtypes of articles; the Deutsches Textarchiv (DTA) puts a `j` before them.
_ARTICLES = frozenset(["article", "jarticle"])
_MASTHEADS = frozenset(["masthead", "jtitle"])


class _Unit(NamedTuple):
    """An element that becomes an article, the elements within that do not belong to it, and its sections."""

    node: XmlNode
    without: frozenset[XmlNode] = frozenset()
    sections: tuple[str, ...] = ()


def claims(beginning: str) -> bool:
    """Whether the root of the document is TEI, or a list that belongs to a corpus."""
    root = root_name(beginning)
    return root in _ROOTS or root in _LISTS and _NAMESPACE in beginning


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the articles of each document; nothing for a list. Raises ArticleError for broken XML."""
    make = ArticleMaker(context)
    for document in iterate_elements(stream, ("TEI", "TEI.2"), context):
        reader = _Document(document, make)
        yield from reader.articles()


class _Document:
    """Reads the articles of a document."""

    def __init__(self, document: XmlNode, make: ArticleMaker) -> None:
        self._document = document
        self._make = make
        self._header = article_of_header(document, make.context)
        self._names = dict(_named(document)) | _names_beside(document.get(_ID, ""), make.context)

    def articles(self) -> Iterator[Article]:
        """Yield the articles of the document in its order."""
        texts = list(self._document.iterchildren("{*}text"))
        for text in texts:
            if text.find(".//{*}u") is not None:
                yield from self._speeches(text)
            elif any(map(_is_article, text.iterfind(".//{*}div"))):
                for unit in _units(text, ()):
                    yield from self._article(unit)
            else:
                yield from self._whole(text)

    def _speeches(self, text: XmlNode) -> Iterator[Article]:
        """Yield an article for each speech, without the notes in it, such as applause."""
        for speech in text.iterfind(".//{*}u"):
            if body := tei_paragraphs(speech, frozenset(speech.iterfind(".//{*}note"))):
                heads = (line_of(head) for head in speech.getparent().iterchildren("{*}head"))
                header = self._header._replace(section=next(filter(None, heads), ""), title="")
                who = self._speaker(speech.get("who", ""))
                yield self._made(speech, header, body, tuple(filter(None, [who])))

    def _speaker(self, who: str) -> str:
        """Return the name of a speaker, else the words of the identifier, such as `#DoeJane.1950`."""
        name = next(iter(who.split()), "").rpartition("#")[2]
        return self._names.get(name) or " ".join(_words(name))

    def _article(self, unit: _Unit) -> Iterator[Article]:
        """Yield the article of a division, nothing if it has no text."""
        heads = [head for head in unit.node.iterchildren("{*}head") if head not in unit.without]
        # DTA puts author and place into the head, or behind the text.
        places = [place for head in heads for place in head.iterchildren("{*}dateline")]
        bylines = [
            line for node in (unit.node, *heads) for line in _bylines(node) if line not in unit.without
        ]
        apart = unit.without.union(heads, bylines, places)
        title = " ".join(part for head in heads for part in tei_paragraphs(head, apart.difference(heads)))
        body = [*filter(None, map(line_of, places)), *tei_paragraphs(unit.node, apart)]
        if body or title:
            header = self._header._replace(title=title, section=SEVERAL.join(unit.sections))
            yield self._made(unit.node, header, body, _authors(bylines))

    def _whole(self, text: XmlNode) -> Iterator[Article]:
        """Yield the document as one article."""
        heads = list(outermost_of(text, frozenset(["head"])))[:1]
        repeated = [head for head in heads if line_of(head) == self._header.title]
        if body := tei_paragraphs(text, frozenset(repeated)):
            authors = tuple(filter(None, map(person, self._header.authors)))
            yield self._made(self._document, self._header, body, authors)

    def _made(self, node: XmlNode, header: Article, body: list[str], authors: tuple[str, ...]) -> Article:
        line, article = node.sourceline or 1, header._replace(body="\n\n".join(body))
        if node is not self._document or node.getparent() is not None:
            article = article._replace(key=self._make.key(node.get(_ID) or f"L{line}"))
        return article._replace(authors=tuple(dict.fromkeys(authors)), line=line)


def _is_article(division: XmlNode) -> bool:
    return not _ARTICLES.isdisjoint(_kinds(division))


def _kinds(division: XmlNode) -> set[str]:
    return {division.get("type", "").lower(), division.get("subtype", "").lower()}


def _units(node: XmlNode, sections: tuple[str, ...]) -> Iterator[_Unit]:
    """Yield the articles below an element, then the rest of its text, outside its divisions."""
    parts = list(outermost_of(node, _DIVISIONS))
    for part in parts:
        if not _MASTHEADS.isdisjoint(_kinds(part)):
            continue
        if _is_article(part) or not any(map(_is_article, part.iterfind(".//{*}div"))):
            yield _Unit(part, sections=sections)
        else:
            heads = filter(None, map(line_of, part.iterchildren("{*}head")))
            yield from _units(part, (*sections, *heads))
    # The head names the section: if nothing else is left, there is no article.
    others = frozenset(parts).union(node.iterchildren("{*}head"))
    if tei_paragraphs(node, others):
        yield _Unit(node, others, sections)


def _bylines(node: XmlNode) -> Iterator[XmlNode]:
    """Yield the children of an element that name the writers."""
    for child in node.iterchildren("{*}byline", "{*}docAuthor", "{*}bibl"):
        if local_name(child) != "bibl" or child.find("{*}author") is not None:
            yield child


def _authors(bylines: list[XmlNode]) -> tuple[str, ...]:
    """Return the persons that are marked up in bylines, else the persons in their text."""
    marked = [name for line in bylines for name in line.iterfind(".//{*}persName")]
    if marked:
        return tuple(filter(None, map(spoken_name, marked)))
    return tuple(name for line in bylines for name in persons(line_of(line)))


def _named(node: XmlNode) -> Iterator[tuple[str, str]]:
    """Yield the identifiers and names of the persons that are described below an element."""
    for described in node.iterfind(".//{*}person"):
        name = described.find("{*}persName")
        if name is not None and described.get(_ID):
            yield described.get(_ID), spoken_name(name)


def _names_beside(document: str, context: ReadContext) -> dict[str, str]:
    """Return the names of persons by their identifiers, from the file in which ParlaMint lists them.

    It lies beside the document or in the folder above. If it is broken there are no names: a run reports the
    list itself, and the speeches keep the words of the identifiers.

    document: the identifier of the document, `ParlaMint-GB_2019-07-31` in the corpus `ParlaMint-GB`
    """
    corpus, mark, _ = document.partition("_")
    if not mark or not _CORPUS.fullmatch(corpus):
        return {}
    largest = context.limits.record_bytes
    for folder in ("", "../"):
        if data := context.file_beside(f"{folder}{corpus}-listPerson.xml", largest):
            try:
                return _persons_of_list(data) if len(data) <= largest else {}
            except ArticleError:
                return {}
    return {}


@lru_cache(maxsize=2)
def _persons_of_list(data: bytes) -> dict[str, str]:
    """Return the persons of a list, by their identifiers. Raises ArticleError for broken XML."""
    lists = iterate_elements(BytesIO(data), "listPerson", ReadContext("listPerson.xml"))
    return {name: person for node in lists for name, person in _named(node)}


def _words(name: str) -> list[str]:
    """Return the words of an identifier that may be names."""
    pieces = [
        f" {sign}" if sign.isupper() and not before.isupper() else sign
        for before, sign in pairwise(f" {name}")
    ]
    return [word for word in re.split(r"[\W_]+", "".join(pieces)) if word and not word.isdigit()]
