"""Web pages: what JSON-LD, OpenGraph and meta tags say, and the text of the article.

Where several places speak of a thing, JSON-LD goes before OpenGraph and the meta tags, and these before
what is seen on the page. The body is the articleBody of JSON-LD if that is whole, else what trafilatura
takes for the main text. A date is only what is marked as one; the path of the address (`/2020/10/30/`)
comes after that, then the day of the crawl, each marked as such. A site's own name is no author.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsgrep.article import CRAWL, FIELD, HEADLINE, LEDE, URL, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.charsets import decode_web
from newsgrep.formats.dates import date_in_url
from newsgrep.formats.extras import missing
from newsgrep.formats.htmltext import is_html, plain_text
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import clean, lede_of, one_line, whole
from newsgrep.formats.web import jsonld
from newsgrep.formats.web.facts import Facts

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: The most bytes of a page; those of news are a tenth of a megabyte.
PAGE_LIMIT = 16 * 2**20

#: From how many characters on an articleBody is taken for a whole text, and without a break for a spoilt one.
_SUBSTANTIAL = 250
_LONG_PARAGRAPH = 1500

_CLAIM = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+html|html|head|body|title)\b",
    re.I | re.S,
)
_BLOCK = re.compile(r"<(?:p|br|div|li|h\d)\b", re.I)
_CUT = re.compile(r"(?:…|\.{3}|\[[^\]]{0,20}\])\s*\Z")


@dataclass(frozen=True, slots=True)
class Page:
    """A web page as it came.

    charset: the encoding that the server named
    address: where it was found, '' where that is not known
    crawled: when it was fetched, in ISO form
    """

    data: bytes
    charset: str = ""
    address: str = ""
    crawled: str = ""


def claims(beginning: str) -> bool:
    """Whether a file begins as HTML does."""
    return _CLAIM.match(beginning) is not None


def read(stream: BufferedReader, origin: Origin) -> Iterator[Article]:
    """Yield the article of a page; raises ArticleError."""
    yield article_of(Page(stream.read(PAGE_LIMIT + 1)), origin, origin.key())


def article_of(page: Page, origin: Origin, key: str) -> Article:
    """Return the article of a page by its key; raises ArticleError where there is none."""
    if len(page.data) > PAGE_LIMIT:
        raise ArticleError(too_large())
    maintext, pagemeta = _libraries()
    tree = maintext.parse(decode_web(page.data, origin.encoding, page.charset))
    seen: Facts = pagemeta.facts_of(tree, page.address)
    facts = jsonld.facts_of(maintext.scripts_of(tree), page.address or seen.url).or_else(seen)
    title = _without_site(facts.title, facts.source)
    body = "" if pagemeta.is_redirect(tree) and not facts.is_article else _body(maintext, tree, facts)
    body = _without_title(body, facts.title, title)
    if not body:
        raise ArticleError("no article text")
    url = page.address or facts.url
    date, date_from = (facts.date, FIELD) if facts.date else date_without_field(url, page.crawled)
    return Article(
        key=key,
        path=origin.path,
        body=body,
        title=title or lede_of(body),
        title_from=HEADLINE if title else LEDE,
        authors=tuple(name for name in facts.authors if name.casefold() != facts.source.casefold()),
        date=date,
        date_from=date_from,
        url=url,
        source=facts.source or host_of(url),
        language=facts.language,
        section=facts.section,
    )


def too_large() -> str:
    """Return the reason given for a page that is not read for its size."""
    return f"page larger than {PAGE_LIMIT >> 20} MB"


def host_of(url: str) -> str:
    """Return the host of an address, without `www.`; '' where it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def date_without_field(url: str, crawled: str) -> tuple[str, str]:
    """Return the date of a page that names none, and what gave it: its address, else the crawl."""
    if day := date_in_url(url):
        return day, URL
    return (crawled, CRAWL) if crawled else ("", FIELD)


def _libraries() -> tuple[ModuleType, ModuleType]:
    """Return the modules that stand on lxml; raises ArticleError where that is missing."""
    try:
        from newsgrep.formats.web import maintext, pagemeta
    except ImportError:
        raise missing("trafilatura", "html") from None
    return maintext, pagemeta


def _body(maintext: ModuleType, tree: HtmlElement, facts: Facts) -> str:
    """Return the article's text: the given one, unless it is a teaser or has lost its paragraphs."""
    given = _plain(facts.body)
    is_cut = len(given) < _SUBSTANTIAL or bool(_CUT.search(given[-40:]))
    is_spoilt = len(given) > _LONG_PARAGRAPH and "\n" not in given
    if not is_cut and not is_spoilt:
        return given
    found: str = maintext.extract(tree)
    if not facts.is_article and maintext.is_list_of_links(tree, found):
        return given
    if is_cut:
        return max(given, found, key=len)
    return found if 0.8 < len(found) / len(given) < 1.5 else given


def _plain(text: str) -> str:
    """Return a text from JSON-LD without the tags and entities that some sites leave in it."""
    if "&" in text and not is_html(text):
        text = html.unescape(text)
    parts = re.split(r"\n[^\S\n]*\n\s*", text)
    if is_html(text):
        if not _BLOCK.search(text):  # then its line ends mean something
            parts = [part.replace("\n", "<br>") for part in parts]
        parts = list(map(plain_text, parts))
    paragraphs = (re.sub(r"[^\S\n]*\n\s*", "\n", part).strip() for part in parts)
    return clean(whole("\n\n".join(filter(None, paragraphs))))


def _without_site(title: str, site: str) -> str:
    """Return a title without the name of the site at its end: `Talks resume | Example News`."""
    if not site or not title.casefold().endswith(site.casefold()):
        return title
    bare = re.fullmatch(r"(.*\S)\s*(?:\s[-–—:]|[|·•»/])\s*", title[: -len(site)], re.S)
    return bare[1] if bare else title


def _without_title(body: str, *titles: str) -> str:
    """Return a body without a first paragraph that only says the headline again."""
    first, _, rest = body.partition("\n\n")
    same = one_line(first).casefold() in {title.casefold() for title in titles if title}
    return rest.strip() if same else body
