"""Authors in the visible markup of a web page: hCard, links to authors, and bylines beside the headline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from newsgrep.bylines.east_asian import names_beside_title
from newsgrep.bylines.persons import are_persons, is_byline, persons, split_date, strip_by
from newsgrep.formats.page.elements import (
    MOST,
    articles_of_heading,
    attribute_words,
    beside_heading,
    headings,
    is_aside,
    is_inset,
    is_of_other_article,
    lines_of_names,
    names_text,
    short_text,
)

_LONGEST_NAME, _LONGEST_BYLINE, _LONGEST_BOX = 60, 120, 300
#: The most authors of one story; a page with more has several stories.
_MOST_NAMES = 4
_BYLINE_CLASS = re.compile(r"(?:\A|[-_]|\b\w*?)(?:by-?line|author|writer|autor|auteur|reporter)")
#: How many elements with a class are searched for a byline on the whole page.
_MOST_LOOKED_AT = 10_000
#: Words in such a class that tell that the element is about the author, or is no byline at all.
_NO_BYLINE_CLASS = re.compile(
    r"bio|desc|about|avatar|image|photo|comment|related|more|social|share|copyright|credit"
)
#: The folder of a site with the pages of its authors, and a name in it.
_AUTHORS_PAGE = re.compile(
    r"(?:\A|/)(?:authors?|autor(?:es|en|i|in)?|auteurs?|writers?|reporters?|journalist(?:e|en|s)?|profil[es]?"
    r"|newsteam|staff|people|contributors?|columnists?|redakt(?:eur|or)e?n?|editors|by)/+[^/?]*[^\W\d_]{2}"
    r"|[?&]author=[^\W\d_]{2}",
    re.I,
)
#: Words in a link to an author that show that its text is no mere name: `More from Jane Doe`.
_MORE = re.compile(
    r"\b(?:more|all|follow|posts?|mehr|alle|beiträge|articles?|view|about|über|profil\w*|website|zur|zum"
    r"|sponsor\w*|gesponsert\w*)\b|[:!?]|\b\d",
    re.I,
)


def visible_bylines(page: HtmlElement, title: str) -> Iterator[tuple[str, ...]]:
    """Yield the names in each kind of mark that a page has, the most reliable first."""
    tags = page.xpath("//*[contains(@class, 'card') or contains(@class, 'p-author')]")
    cards = filter(_is_card_of_author, tags)
    yield _names(page, (_name_in_card(card) for card in islice(cards, MOST)))
    links = (link for link in page.iter("a") if "author" in attribute_words(link, "rel"))
    yield _names(page, islice(links, MOST))
    beside = beside_heading(page, title)
    marked = ((tag, line) for tag in beside if (line := _marked_byline(tag)))
    yield next(((line,) for tag, line in marked if not _is_of_others(tag)), ())
    yield _names(page, (tag for tag in beside if _leads_to_author(tag) and not _is_of_others(tag)))
    lines = ((tag, line) for tag in beside if (line := _whole_byline(tag)))
    yield next(((line,) for tag, line in lines if not _is_of_others(tag)), ())
    yield _only_byline(page)


def _only_byline(page: HtmlElement) -> tuple[str, ...]:
    """Return the only line with the class of a byline on the whole page; none if there are several."""
    own = articles_of_heading(page)
    lines: dict[tuple[str, ...], str] = {}
    for tag in islice(page.iterfind(".//*[@class]"), _MOST_LOOKED_AT):
        if not (line := _marked_byline(tag)) or _is_of_others(tag) or is_of_other_article(tag, own):
            continue
        if not _MORE.search(line):
            lines.setdefault(persons(line), line)
    return tuple(lines.values()) if len(lines) == 1 else ()


def _is_of_others(tag: HtmlElement) -> bool:
    return is_aside(tag) or is_inset(tag)


def _marked_byline(tag: HtmlElement) -> str:
    """Return the line with only persons in an element with the class of a byline; '' for none."""
    if not _has_class_of_byline(tag):
        return ""
    lines = lines_of_names(tag)
    if sum(map(len, lines)) > _LONGEST_BOX:
        return ""
    lines = [line for line in (*lines, " ".join(lines)) if len(line) <= _LONGEST_BYLINE]
    return next((line for line in lines if are_persons(persons(line)) or names_beside_title(line)), "")


def _has_class_of_byline(tag: HtmlElement) -> bool:
    words = attribute_words(tag, "class", "id")
    return any(_BYLINE_CLASS.search(word) and not _NO_BYLINE_CLASS.search(word) for word in words)


def _leads_to_author(tag: HtmlElement) -> bool:
    """Whether an element is a link from the name of a person to a page in the folder of authors."""
    address = tag.get("href") or ""
    return tag.tag == "a" and bool(_AUTHORS_PAGE.search(address)) and are_persons(persons(names_text(tag)))


def _whole_byline(tag: HtmlElement) -> str:
    """Return the byline that an element is, with commas between its lines; '' for none."""
    line = short_text(tag)
    if len(line) > _LONGEST_BYLINE:
        return ""
    is_led = len(tag) > 0 and strip_by(line) != line
    apart = ", ".join(lines_of_names(tag)) if is_led else ""
    if line and not strip_by(line) and (following := tag.getnext()) is not None:
        apart = f"{line} {next(iter(lines_of_names(following)), '')}"  # the label is in an element of its own
    return next(filter(_is_whole_byline, filter(None, (apart, line))), "")


def _is_whole_byline(line: str) -> bool:
    """Whether a line consists of a `By` or the title of a reporter, persons, and perhaps a date."""
    if len(line) > _LONGEST_BYLINE:
        return False
    names = split_date(line)[0]
    return is_byline(names) or bool(names_beside_title(names))


def _is_card_of_author(tag: HtmlElement) -> bool:
    """Whether an element is the hCard of an author, by its own classes or its parent's."""
    words, outer = attribute_words(tag, "class"), tag.getparent()
    if words.isdisjoint(("vcard", "h-card", "p-author")):
        return False
    around = attribute_words(outer, "class") if outer is not None else frozenset()
    return bool(words & {"author", "p-author", "byline"} or around & {"author", "byline", "post-author"})


def _name_in_card(card: HtmlElement) -> HtmlElement:
    inner = (tag for tag in islice(card.iter(), MOST) if attribute_words(tag, "class") & {"fn", "p-name"})
    return next(inner, card)


def _names(page: HtmlElement, tags: Iterable[HtmlElement]) -> tuple[str, ...]:
    """Return the names in elements, those in the article of the heading if any; none if they are many."""
    own = articles_of_heading(page)
    found = [
        (tag, names_text(tag)) for tag in tags if not is_aside(tag) and not is_of_other_article(tag, own)
    ]
    named = [(tag, text) for tag, text in found if 0 < len(text) <= _LONGEST_NAME and not _MORE.search(text)]
    articles = {outer for heading in headings(page) for outer in heading.iterancestors("article", "main")}
    here = [text for tag, text in named if articles & set(tag.iterancestors())]
    names = tuple(dict.fromkeys(here or [text for _, text in named]))
    return names if len(names) <= _MOST_NAMES else ()
