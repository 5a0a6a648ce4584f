"""METS with ALTO: the articles of a scanned issue, as its library found them on the pages.

A METS file lists the parts of pages that each article has, and describes the issue and its articles. The
pages lie beside it. If it names no articles, each page is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BufferedReader, BytesIO
from typing import NamedTuple

from newsgrep.article import GUESS, SEVERAL, Article
from newsgrep.bylines.persons import person
from newsgrep.clean_text import letters_of
from newsgrep.encodings.decoding import HEAD, decode_head
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.scans.issue import Area, Description, Division, Issue
from newsgrep.formats.scans.pagefiles import (
    ADVERTISEMENT,
    PageParagraph,
    day_in_path,
    joined_paragraphs,
    read_page_file,
)
from newsgrep.formats.scans.pagetext import PageText
from newsgrep.markup.xml_stream import root_name
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

#: Divisions that contain articles and are no articles.
_CONTAINERS = frozenset(["newspaper", "periodical", "volume", "issue", "supplement", "content"])
_ARTICLE, _SECTION = "article", "section"
#: Parts of an issue that are no article: its name and price, and who published it.
_MASTHEAD = frozenset(["title section", "titlesection", "publishing stmt"])
_HEADINGS = frozenset(["heading", "title", "overline", "subtitle", "subheadline", "headline"])
#: All articles together have at most this many parts of pages, and this many times the text of the pages.
_MOST_AREAS, _MOST_COPIES = 1_000_000, 8
#: The most characters of a headline that is taken from a page.
_LONGEST_HEADLINE = 300


def claims(beginning: str) -> bool:
    """Whether the root of the document is METS."""
    return root_name(beginning) == "mets"


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of an issue, and an Unreadable for each page that cannot be read.

    Yields nothing if the pages cannot be opened, as in a tar. Raises ArticleError for broken XML or no page.
    """
    issue = Issue.read(stream, context)
    if context.beside is None or not issue.pages:
        return
    pages = _Pages(issue, context)
    if not pages.by_name and not pages.has_structure:
        raise ArticleError(f"none of its pages can be read: {pages.unreadable[0].reason}")
    yield from pages.unreadable
    yield from _IssueReader(issue, pages, context).articles()


class _Pages:
    """The pages of an issue.

    by_name:       the pages by the names of their files
    unreadable:    the reasons why other pages cannot be read
    has_structure: whether one of the files is another METS file, which then has the articles
    numbers:       the numbers of the pages in the issue, by the names of their files

    Articles may share parts of pages, but within a limit: a small file could name a page a million times.
    """

    def __init__(self, issue: Issue, context: ReadContext) -> None:
        self.by_name: dict[str, PageText] = {}
        self.unreadable: list[Unreadable] = []
        self.has_structure = False
        self.numbers = issue.page_numbers()
        self._names = issue.pages
        named: dict[str, set[str]] = {}
        for area in issue.areas():
            named.setdefault(issue.pages.get(area.file, ""), set()).update((area.begin, area.end))
        for name in dict.fromkeys(issue.pages.values()):
            try:
                self._read(name, context, named.get(name, set()))
            except ArticleError as error:
                self.unreadable.append(Unreadable(context.path, f"page {name}: {error.message}"))
        self._left = _MOST_AREAS + _MOST_COPIES * sum(page.size for page in self.by_name.values())

    def _read(self, name: str, context: ReadContext, named: set[str]) -> None:
        data = read_page_file(name, context)
        if claims(decode_head(data[:HEAD])):
            self.has_structure = True
        else:
            self.by_name[name] = PageText.read(BytesIO(data), context, named)

    def paragraphs(self, area: Area) -> list[PageParagraph]:
        """Return the text of a part of a page. Raises ArticleError if all parts far exceed the pages."""
        name = self._names.get(area.file, "")
        page = self.by_name.get(name)
        found = page.paragraphs(area.begin, area.end) if page else []
        self.spend(1 + sum(map(len, found)))
        return [PageParagraph(text, self.numbers[name]) for text in found]

    def spend(self, size: int) -> None:
        """Count characters or visited divisions. Raises ArticleError if both together are too many."""
        self._left -= size
        if self._left < 0:
            raise ArticleError("names the same parts of its pages again and again")


class _Origin(NamedTuple):
    """What articles have in common: the date and language of their issue, the newspaper, and sections."""

    date: str = ""
    source: str = ""
    language: str = ""
    sections: tuple[str, ...] = ()

    def within(self, description: Description) -> _Origin:
        """Return the origin of the articles in a container; the outermost title names the newspaper."""
        is_dated = bool(description.date) and description.date in description.title
        title = "" if is_dated else description.title
        return self._replace(
            date=description.date or self.date,
            source=self.source or (description.host or title).rstrip(" ."),
            language=description.language or self.language,
        )


class _Unit(NamedTuple):
    """A division that becomes an article, and its parts of pages, each with whether it is a heading."""

    division: Division
    origin: _Origin
    areas: Iterable[tuple[Area, bool]]


class _IssueReader:
    """Reads the articles of an issue."""

    def __init__(self, issue: Issue, pages: _Pages, context: ReadContext) -> None:
        self._issue = issue
        self._pages = pages
        self._context = context
        self._make = ArticleMaker(context)
        self._divisions = {division.name: division for division in issue.divisions()}

    def articles(self) -> Iterator[Article]:
        """Yield the articles in the order of the issue, or the pages if there are none."""
        found = False
        for division in self._issue.structures.get("logical", ()):
            for unit in self._units(division, _Origin()):
                if article := self._article(unit):
                    found = True
                    yield article
        if not found and not self._pages.has_structure:
            yield from self._whole_pages()

    def _units(
        self, division: Division, origin: _Origin, around: list[tuple[Area, bool]] | None = None
    ) -> Iterator[_Unit]:
        """Yield a unit for each article, and one for the rest of each section, which is in no article.

        around: the rest of the section around the division, to which its parts are added if it is no article
        """
        kind, description = division.kind, self._description(division)
        if kind in _MASTHEAD:
            return
        within = origin
        if kind in _CONTAINERS:
            within = origin.within(description)
        elif kind == _SECTION:
            around = []
            title = description.title or division.label
            within = origin._replace(sections=(*origin.sections, title) if title else origin.sections)
        elif around is None or division.described_by or kind == _ARTICLE:
            yield _Unit(division, origin, self._areas(division))
            return
        if around is not None:
            around.extend((area, kind in _HEADINGS) for area in division.areas)
        for part in division.parts:
            yield from self._units(part, within, around)
        if kind == _SECTION and around is not None:
            yield _Unit(division, origin, around)

    def _areas(self, division: Division, is_heading: bool = False) -> Iterator[tuple[Area, bool]]:
        """Yield the parts of pages of a division, of its inner ones, and of the physical ones it leads to."""
        is_heading = is_heading or division.kind in _HEADINGS
        for name in self._issue.links.get(division.name, ()):
            if name in self._divisions:
                for inner in self._divisions[name].below():
                    self._pages.spend(1)
                    yield from ((area, is_heading) for area in inner.areas)
        yield from ((area, is_heading) for area in division.areas)
        for part in division.parts:
            yield from self._areas(part, is_heading)

    def _description(self, division: Division) -> Description:
        """Return the description of a division; of several one with a title, if possible."""
        found = [self._issue.descriptions.get(name, Description()) for name in division.described_by]
        return max(found, key=lambda one: (bool(one.title), bool(one.date)), default=Description())

    def _article(self, unit: _Unit) -> Article | None:
        """Return the article of a unit; None if it has no text, such as the rest of a section."""
        kind, description = unit.division.kind, self._description(unit.division)
        texts = [(found, is_head) for area, is_head in unit.areas for found in self._pages.paragraphs(area)]
        title = description.title
        if not title:
            title = " ".join(found.text for found, is_head in texts if is_head)
            title = title if len(title) <= _LONGEST_HEADLINE else ""
        body, pages = joined_paragraphs(_without_title(texts, title))
        if not body and (kind == _SECTION or not texts):
            return None
        sections = (
            (*unit.origin.sections, ADVERTISEMENT) if kind.startswith("advert") else unit.origin.sections
        )
        return self._dated(
            unit.origin,
            Article(
                key=self._make.key(unit.division.name or f"L{unit.division.line}"),
                path=self._context.path,
                title=title,
                authors=tuple(filter(None, map(person, description.authors))),
                body=body,
                pages=pages,
                source=unit.origin.source,
                language=description.language or unit.origin.language,
                section=SEVERAL.join(sections),
                line=unit.division.line,
            ),
        )

    def _whole_pages(self) -> Iterator[Article]:
        """Yield each page as an article."""
        dates = (description.date for description in self._issue.descriptions.values())
        origin = _Origin(date=next(filter(None, dates), ""))
        for division in self._divisions.values():
            if division.kind in _CONTAINERS:
                origin = origin.within(self._description(division))
        for name, page in self._pages.by_name.items():
            body, pages = joined_paragraphs(
                PageParagraph(text, self._pages.numbers[name]) for text in page.paragraphs()
            )
            if body:
                yield self._dated(
                    origin,
                    Article(
                        key=self._make.key(name),
                        path=self._context.path,
                        body=body,
                        pages=pages,
                        source=origin.source,
                        language=page.language or origin.language,
                    ),
                )

    def _dated(self, origin: _Origin, article: Article) -> Article:
        """Return an article with the date of its issue, or the date in the name of its file."""
        date, date_text = self._context.dates.read(origin.date)
        if date:
            return article._replace(date=date)
        # Transkribus has the name of the issue only in the label.
        if guessed := day_in_path(f"{self._context.path}/{self._context.member}/{self._issue.label}"):
            return article._replace(date=guessed, date_from=GUESS)
        return article._replace(date_text=date_text)


def _without_title(texts: Sequence[tuple[PageParagraph, bool]], title: str) -> Iterator[PageParagraph]:
    """Yield the paragraphs of an article, without headings and a first one that repeat its title."""
    letters = letters_of(title)
    for number, (found, is_heading) in enumerate(texts):
        if not ((is_heading or not number) and letters_of(found.text) in letters):
            yield found
