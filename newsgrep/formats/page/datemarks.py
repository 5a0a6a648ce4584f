"""Dates in the visible markup of a web page: marked as such, or shown beside the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import filterfalse, islice

from lxml.html import HtmlElement

from newsgrep.clean_text import one_line
from newsgrep.dates.reading import date_of, read_date
from newsgrep.formats.page.elements import (
    MOST,
    attribute_words,
    beside_heading,
    is_large,
    next_to_heading,
    short_text,
)
from newsgrep.formats.page.metadata import first_date

#: The most characters in an element that shows a date: with a class for dates, and without one.
_LONGEST, _SHORT = 100, 70
_TEXT_TAGS = frozenset(
    ["p", "div", "span", "time", "small", "em", "i", "b", "strong", "footer", "header", "dd", "h2"]
)
_TEXT_TAGS |= frozenset(["h3", "h4", "h5", "h6", "font", "center", "address", "abbr", "section", "ul", "td"])
_COMMENTS = frozenset(["comment", "comments", "comment-list", "h-cite"])
_PUBLISHED = frozenset(["published", "dt-published", "pubdate"])
_DATE_CLASS = re.compile(
    r"(?:\A|[a-z]*[-_])(?:date|datum|datetime|pubdate|published|publication|posted|posted-on|timestamp|dateline"
    r"|erschienen|fecha|meta)(?:[-_][a-z]*)*\Z"
)
_OTHER_CLASS = re.compile(
    r"updat|modif|chang|event|comment|birth|\bbday|expire|deadline|start|end-|related|copyright"
)
_OTHER_LABEL = re.compile(
    r"\b(?:updated?|modified|changed|stand|aktualisiert|geändert|mis à jour|actualizado|atualizado|aggiornato"
    r"|bijgewerkt|oppdatert|uppdaterad|zaktualizowano|обновлено|güncellen\w*)\b.*",
    re.I,
)
#: What stands before the day of publication, where another day is shown, too.
_PUBLISHED_LABEL = re.compile(
    r"\b(?:published|posted|erschienen|veröffentlicht|publié|publicado|publicada|pubblicato|gepubliceerd|publicerad"
    r"|publisert|udgivet|julkaistu|opublikowano|publikováno|опубликовано|опубліковано|yayınlan\w+|dərc \w+)"
    r"(?:\W{1,3}(?:on|am|le|el|em|il|op|den))?\W{0,3}\Z",
    re.I,
)
_DAY_FIRST_IN_ENGLISH = frozenset(["gb", "uk", "ie", "au", "nz", "in", "sg", "my", "ng", "ke", "pk"])
_YEAR_FIRST = ("zh", "ja", "ko", "hu", "lt", "mn", "fa")
#: The name of a month, which has signs of vowels in the scripts of India and Thailand; in Syria two words.
_MONTH = r"(?:(?:تشرين|كانون) )?[^\W\d_][^\s\d,./()|:;–—-]{1,14}"
_DAY = re.compile(
    r"\b(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?\s?[./-]\s?\d\d?\s?[./-]\s?\d{4}|(?<![.\d])\d\d?\.\d\d?\.\d\d(?![.\d])"
    r"|\d{4}\s?[年년]\s?\d\d?\s?[月월]\s?\d\d?\s?[日일]|\d\d? tháng \d\d?,? (?:năm )?\d{4}"
    rf"|\d\d?(?:\.|st|nd|rd|th|er)?[\s-](?:de |of )?{_MONTH}(?:\.[ก-ฮ])?(?:\s?/\s?{_MONTH})?\.?,?[\s-]"
    r"(?:de |พ\.ศ\. )?\d{4}"
    rf"|{_MONTH}\.?\s\d\d?(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{4}}\.\s?{_MONTH}\s\d\d?)(?!\d)"
)


def publication_time(page: HtmlElement) -> str:
    """Return the date that an element marks: the first in the article, else the only one of the page."""
    for within in (".//time[@pubdate]", ".//article//time[@datetime]", ".//main//time[@datetime]"):
        if (time := next(filterfalse(_is_of_others, page.iterfind(within)), None)) is not None:
            return first_date([time.get("datetime")])
    times = {time.get("datetime") for time in page.iterfind(".//time[@datetime]") if not _is_of_others(time)}
    if len(times) == 1 and (found := first_date(times)):
        return found
    marked = (tag for tag in page.iterfind(".//*[@title]") if attribute_words(tag, "class") & _PUBLISHED)
    days = [found for tag in islice(marked, MOST) if (found := first_date([tag.get("title")]))]
    return days[0] if len({day[:10] for day in days}) == 1 else ""


def _is_of_others(tag: HtmlElement) -> bool:
    """Whether an element is in a comment, by the classes of Microformats and WordPress, or beside the text.

    An element is beside the text if it is in an <aside> or a <nav>, and in no <article>.
    """
    outer = list(tag.iterancestors())
    names = {one.tag for one in outer}
    is_beside = "article" not in names and not names.isdisjoint(("aside", "nav"))
    return is_beside or any(attribute_words(one, "class", "id") & _COMMENTS for one in outer)


def date_beside_heading(page: HtmlElement, title: str, language: str, order: str = "") -> tuple[str, str]:
    """Return the one day that is shown beside the main heading, and the text of an ambiguous day, or ''.

    Both are '' if there is no day, and if there are several, unless only one is next to the heading. Elements
    with a class for dates go before others.

    language: of the page, such as `de` or `en-US`; it tells the order of day and month
    order:    of day and month, if the user gives it
    """
    if is_large(page):
        return "", ""
    tags, unread = beside_heading(page, title), ""
    for choose in (_texts_of_dates, _short_texts):
        texts = choose(tags)
        days, text = _days_shown(texts, language, order)
        if len(days) > 1:
            labelled, _ = _days_shown(texts, language, order, is_labelled=True)
            if len(labelled) == 1:
                return labelled.pop(), ""
            near = next_to_heading(page, title)
            next_days, _ = _days_shown(choose([tag for tag in tags if tag in near]), language, order)
            return next_days.pop() if len(next_days) == 1 else "", ""
        if days:
            return days.pop(), ""
        unread = unread or text
    return "", unread


def _days_shown(
    texts: list[str], language: str, order: str, is_labelled: bool = False
) -> tuple[set[str], str]:
    """Return the days in the given texts, and the text of the first ambiguous day, or ''.

    is_labelled: whether a label such as `Published` has to stand before a day
    """
    readings = [
        (read_date(day), order or ("dmy" if "." in day else _order_in(language)), day)
        for text in texts
        for day in _days_in(text, is_labelled)
    ]
    days = {found[:10] for reading, known, _ in readings if (found := date_of(reading, known))}
    return days, next((day for reading, _, day in readings if reading.choices), "")


def guessed_date(page: HtmlElement, url: str) -> str:
    """Return the day of publication that htmldate guesses from the whole page; '' for none."""
    if is_large(page):
        return ""
    try:
        from htmldate import find_date
    except ImportError:  # it comes with trafilatura
        return ""
    page = deepcopy(page)
    for tag in list(page.iter("meta")):
        if _OTHER_CLASS.search(
            " ".join(tag.get(key) or "" for key in ("property", "name", "itemprop")).lower()
        ):
            tag.drop_tree()
    try:
        return find_date(page, extensive_search=False, original_date=True, url=url or None) or ""
    except Exception:  # it documents no exceptions; a page that it cannot read has no date
        return ""


def _order_in(language: str) -> str:
    """Return the usual order of day, month and year in a language, '' for a language with several."""
    code = language.lower().replace("_", "-")
    name, _, region = code.partition("-")
    if name == "en":
        return "mdy" if region == "us" else "dmy" if region in _DAY_FIRST_IN_ENGLISH else ""
    return "" if name in ("", *_YEAR_FIRST) else "dmy"


def _texts_of_dates(tags: list[HtmlElement]) -> list[str]:
    """Return the texts of the elements with a class for dates."""
    classes = ((tag, attribute_words(tag, "class", "id", "itemprop")) for tag in tags)
    dates = [tag for tag, words in classes if any(map(_DATE_CLASS.match, words)) and not _is_other(words)]
    return _texts_of(dates, _LONGEST)


def _short_texts(tags: list[HtmlElement]) -> list[str]:
    """Return the texts of all short elements, except links, pictures and quotations."""
    quoted = {inner for tag in tags if tag.tag == "blockquote" for inner in tag.iter()}
    plain = [tag for tag in tags if tag.tag in _TEXT_TAGS and tag not in quoted]
    return _texts_of([tag for tag in plain if not _is_other(attribute_words(tag, "class", "id"))], _SHORT)


def _is_other(words: frozenset[str]) -> bool:
    return any(map(_OTHER_CLASS.search, words))


def _texts_of(tags: list[HtmlElement], longest: int) -> list[str]:
    return [text for text in map(short_text, tags) if len(text) <= longest and "©" not in text]


def _days_in(text: str, is_labelled: bool = False) -> Iterator[str]:
    text = _OTHER_LABEL.sub("", text)
    for match in _DAY.finditer(text):
        if is_labelled and not _PUBLISHED_LABEL.search(text, 0, match.start()):
            continue
        yield re.sub(r"(?<=\d)\s*([./-])\s*(?=\d)", r"\1", one_line(match[0]))
