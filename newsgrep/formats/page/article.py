"""The article of a web page: the metadata of JSON-LD, OpenGraph and meta tags, and the text of the article.

JSON-LD goes before OpenGraph and meta tags, and these before the visible text. The body is the articleBody of
JSON-LD if that is complete, else the main text as `maintext` finds it. The date is the first of these: one
marked as the date of publication, the day in the URL (`/2020/10/30/`), a day shown beside the headline, the
guess of htmldate, the time of the crawl; `date_from` says which. The name of the site is no author.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement
from msgspec.structs import replace

from newsgrep.article import FIELD, GUESS, PAGE, Article
from newsgrep.bylines.persons import bare_name, is_byline, persons, split_date
from newsgrep.clean_text import clean_any, one_line
from newsgrep.encodings.declared import decode_web
from newsgrep.errors import ArticleError
from newsgrep.formats.page import datemarks, jsonld, maintext, metatags
from newsgrep.formats.page.elements import is_large
from newsgrep.formats.page.metadata import PageMetadata, first_date, first_url, site_of, with_date
from newsgrep.formats.page.page import Page, fallback_date
from newsgrep.formats.page.surroundings import (
    without_biographies,
    without_copies,
    without_pointers,
    without_rights,
)
from newsgrep.markup.html_text import is_html, plain_text
from newsgrep.read_context import ReadContext

#: An articleBody with fewer characters than the first is cut; one with more than the second, and without a
#: line break, has lost its paragraphs.
_SUBSTANTIAL = 250
_LONG_PARAGRAPH = 1500
#: If the text of the page is more than _TEASER times as long as the articleBody, this is a teaser. If the <p>
#: elements have less than _PART of its length, the page has text in other elements too.
_TEASER, _PART = 1.5, 0.6

_BLOCK = re.compile(r"<(?:p|br|div|li|h\d)\b", re.I)
_BAR = re.compile(r"\s+(?:[-–—:]|--)\s|\s*[|｜·•»/_]")
_BEFORE_TITLE = re.compile(r"(?:[-–—|｜·•»_：:])\Z")
_ANY_BAR = re.compile(r"\s[-–—]+\s|(?<=[\u3040-\u9fff])-+|\s*(?:[|｜»_]|::)+\s*")
#: The elements that may show a headline, and the most characters of one.
_SHOWING = ("div", "span", "p", "h2", "h3", "td", "font", "strong")
_LONGEST = 500
#: Characters that the heading and the title of a page write in different ways.
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "\xa0": " "})
#: Marks of a dialect of Markdown in the articleBody of Condé Nast's sites: embedded media and their captions,
#: rules, and attributes of links.
_CONDE_NAST = re.compile(
    r"\[#[a-z]+: ?[^\]\n]{1,200}\](?:\|\|\|[^|]{0,2000}\|\|\|)?|^\+\+\+[\w -]*$|\{: ?[\w-]+=[^}\n]{0,99}\}",
    re.M,
)
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\([^()\s]{1,2000}\)")
#: The separator of author and date on one line above a text, and the most characters of such a line.
_BETWEEN = re.compile(r"\s*[|·•,]\s*|\s+[-–—/]\s+|\s+(?=\d)")
_LONGEST_HEAD = 100
#: The headline of JSON-LD should have 110 characters at most; some programs cut a longer one.
_CUT_HEADLINE = 90
_BEHIND_HEADLINE = re.compile(r"\s*[-–—|｜·•»*/_:：]")
_CUT = re.compile(r"(?:…|\.{3}|\[[^\]]{0,20}\])\s*\Z")
#: The mark of the program that saved a page: a comment of Chrome, Edge, Internet Explorer, SingleFile,
#: HTTrack or Monolith, or meta tags of Save Page WE. A comment further down may belong to an embedded page.
_MARKED_WITHIN = 100_000
_SAVED = re.compile(
    r"""<!--\s*(?:
        saved\ from\ url=\(\d{4,9}\)(?P<browser>\S{1,2000})
      | Page\ saved\ with\ SingleFile\s+url:\ (?P<single>\S{1,2000})
        (?:\s+saved\ date:\ (?P<single_day>[^\n(]{1,99}))?
      | Mirrored\ from\ (?P<mirror>\S{1,2000})\ by\ HTTrack[^,\n]{1,99},\ (?P<mirror_day>[^\n]{1,40}?)\ *-->
      | Saved\ from\ (?P<monolith>https?:\S{1,2000})\ at\ (?P<monolith_day>\S{1,40})\ using\ monolith
    )""",
    re.X,
)
_SAVED_META = re.compile(r"<meta name=\"savepage-(url|date)\" content=\"([^\"]{1,2000})\"")


def article_of(page: Page, context: ReadContext, key: str) -> Article:
    """Return the article of a page, with the given key. Raises ArticleError if there is none."""
    text = decode_web(page.data, context.encoding, page.charset, context.remark)
    if not page.url:
        address, saved = saved_at(text)
        page = Page(page.data, page.charset, address, page.crawled or saved)
    tree = maintext.parse_page(text)
    visible = metatags.metadata_in_markup(tree, page.url)
    headings, scripts = metatags.heading_texts(tree), maintext.json_ld_scripts(tree)
    described = jsonld.metadata_in_jsonld(scripts, page.url or visible.url, headings)
    metadata = with_date(described.or_else(visible), context.dates)
    if _is_cut_headline(described.title, visible.title):
        metadata = replace(metadata, title=visible.title)
    title = _without_site(metadata.title, metadata.source, headings)
    if title == metadata.title:
        title = _shown_part(tree, title)
    url = page.url or metadata.url
    date, date_from, date_text = metadata.date, FIELD, ""
    if not date:
        order = context.dates.given
        date, date_from, date_text = _unmarked_date(tree, metadata, url, page.crawled, order)
    is_redirect = metatags.is_redirect(tree) and not metadata.is_article
    body = "" if is_redirect else without_pointers(without_copies(_article_text(tree, metadata)))
    authors = metadata.authors or _authors_above(body)
    body = _without_head(body, (metadata.title, title), authors, date)
    body = without_biographies(without_rights(body), authors)
    if not body:
        raise ArticleError("no article text")
    return Article(
        key=key,
        path=context.path,
        body=body,
        title=title,
        authors=authors,
        date=date,
        date_from=date_from,
        date_text=date_text,
        url=url,
        source=metadata.source if metadata.source not in ("", metadata.title) else site_of(url),
        language=metadata.language,
        section=metadata.section,
    )


def _is_cut_headline(headline: str, title: str) -> bool:
    """Whether a headline lacks the end of a title that has no name of a site behind it."""
    is_beginning = (
        len(headline) >= _CUT_HEADLINE and len(title) > len(headline) and title.startswith(headline)
    )
    return is_beginning and not _BEHIND_HEADLINE.match(title, len(headline))


def _unmarked_date(
    tree: HtmlElement, metadata: PageMetadata, url: str, crawled: str, order: str
) -> tuple[str, str, str]:
    """Return the date of a page that marks none, its origin, and a date text that is not understood.

    The most reliable source goes first. `order` is the order of day and month, if the user gives it.
    """
    unread = metadata.date_text
    day, origin = fallback_date(url, "")
    if not day:
        day, shown = datemarks.date_beside_heading(tree, metadata.title, metadata.language, order)
        origin, unread = PAGE, unread or shown
    if not day and not unread:  # htmldate would choose one of the readings of an ambiguous date
        day, origin = datemarks.guessed_date(tree, url), GUESS
    return (day, origin, metadata.date_text) if day else (*fallback_date("", crawled), unread)


def _article_text(tree: HtmlElement, metadata: PageMetadata) -> str:
    """Return the text of the article: the articleBody, unless it is a teaser or has lost its paragraphs."""
    given = _plain_body(metadata.body)
    is_cut = len(given) < _SUBSTANTIAL or bool(_CUT.search(given[-40:]))
    has_lost_paragraphs = len(given) > _LONG_PARAGRAPH and "\n" not in given
    is_complete = not is_cut and not has_lost_paragraphs
    if is_complete and (is_large(tree) or _PART < maintext.length_of_paragraphs(tree) / len(given) < _TEASER):
        return given
    found = maintext.main_text(tree)
    if not metadata.is_article and maintext.is_list_of_links(tree, found):
        return given
    if is_cut:
        return max(given, found, key=len)
    if len(found) > _TEASER * len(given):
        return found
    return found if has_lost_paragraphs and len(found) > 0.8 * len(given) else given


def _plain_body(text: str) -> str:
    """Return the articleBody of JSON-LD without the tags and entities that some sites leave in it."""
    if _CONDE_NAST.search(text):
        text = _LINK.sub(r"\1", _CONDE_NAST.sub("", text))
    if "&" in text and not is_html(text):
        text = html.unescape(text)
    parts = re.split(r"\n[^\S\n]*\n\s*", text)
    if is_html(text):
        if not _BLOCK.search(text):  # then its line ends separate lines
            parts = [part.replace("\n", "<br>") for part in parts]
        parts = list(map(plain_text, parts))
    paragraphs = (re.sub(r"[^\S\n]*\n\s*", "\n", part).strip() for part in parts)
    return clean_any("\n\n".join(filter(None, paragraphs)))


def _without_site(title: str, site: str, headings: list[str]) -> str:
    """Return a title without the name of the site at its end, as in `Talks resume | Example News`.

    What follows a heading of the page and a bar is such a name, unless the heading is the name of the site.
    So is what precedes one and a bar, if it begins with the name of the site, or the site has none.
    """
    folded = title.translate(_QUOTES).casefold()
    for heading in headings:
        is_site = bare_name(heading) == bare_name(site)
        before = title[: -len(heading)].rstrip()
        is_after_site = _BEFORE_TITLE.search(before) and before.casefold().startswith(site.casefold())
        if not site and before.endswith((":", "：")):  # may be a heading over it: `Opinion: `
            is_after_site = False
        if folded.endswith(heading.translate(_QUOTES).casefold()) and is_after_site and not is_site:
            return title[-len(heading) :]
        if (
            folded.startswith(heading.translate(_QUOTES).casefold())
            and _BAR.match(title, len(heading))
            and not is_site
        ):
            return title[: len(heading)]
    if not site or not title.casefold().endswith(site.casefold()):
        return title
    bare = re.fullmatch(r"(.*[^\s-])\s*(?:\s(?:[-–—:]|--)|[|｜·•»/_：])\s*", title[: -len(site)], re.S)
    return bare[1] if bare else title


def _shown_part(page: HtmlElement, title: str) -> str:
    """Return the part of a title before a bar, or after `::`, that the page shows alone; else the title.

    It is for pages whose headline is no heading, and whose site has no name: `Talks resume_Example Net`.
    """
    bars = list(_ANY_BAR.finditer(title))
    parts = {title[bar.end() :] for bar in bars if "::" in bar[0]} | {title[: bar.start()] for bar in bars}
    long = {part for part in parts if 2 * len(part) >= len(title)}
    shown = long and {
        one_line(tag.text) for tag in page.iter(*_SHOWING) if tag.text and len(tag.text) < _LONGEST
    }
    return max(long & shown, key=len, default=title)


def _authors_above(body: str) -> tuple[str, ...]:
    """Return the persons of a byline that is the first line of a text, as news agencies write it."""
    first = body.partition("\n")[0]
    line = split_date(first)[0] if len(first) <= _LONGEST_HEAD else ""
    return persons(line) if is_byline(line) else ()


def _without_head(body: str, titles: Iterable[str], authors: Sequence[str], date: str) -> str:
    """Return a body without the paragraphs before its text that only repeat headline, byline and date."""
    folded = {title.casefold() for title in titles if title}

    def is_byline(line: str) -> bool:
        names = persons(line)
        return bool(names) and set(names).issubset(authors)

    def is_day(line: str) -> bool:
        return bool(date) and first_date([line])[:10] == date[:10]

    def repeats(line: str) -> bool:
        if line.casefold() in folded:
            return True
        if len(line) > _LONGEST_HEAD:
            return False
        parts = ((line[: between.start()], line[between.end() :]) for between in _BETWEEN.finditer(line))
        return (
            is_byline(line)
            or is_day(line)
            or any(
                is_byline(one) and is_day(other) or is_day(one) and is_byline(other) for one, other in parts
            )
        )

    first, _, rest = body.partition("\n\n")
    while first and (repeats(one_line(first)) or all(map(repeats, first.split("\n")))):
        first, _, rest = rest.strip().partition("\n\n")
    return f"{first}\n\n{rest}" if rest else first


def saved_at(text: str) -> tuple[str, str]:
    """Return the address of a saved page, and when it was saved, in ISO form; '' for each that is unknown.

    >>> saved_at("<!-- saved from url=(0024)https://example.org/lake -->")
    ('https://example.org/lake', '')
    """
    if not (mark := _SAVED.search(text, 0, _MARKED_WITHIN)):
        tags = dict(_SAVED_META.findall(text))
        return first_url([tags.get("url")]), _saved_day(tags.get("date"))
    found = mark.groupdict()
    address = found["browser"] or found["single"] or found["monolith"] or found["mirror"]
    if found["mirror"] and "://" not in address:
        address = f"http://{address}"
    return first_url([address]), _saved_day(
        found["single_day"] or found["mirror_day"] or found["monolith_day"]
    )


def _saved_day(written: str | None) -> str:
    """Return a time in ISO form, from the form of JavaScript, HTTP or ISO; '' for none."""
    return first_date([written.partition("(")[0]]) if written else ""
