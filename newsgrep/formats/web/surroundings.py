"""What is on a web page and no part of its article: comments, notices, and what leads to other stories."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from lxml.html import HtmlElement

from newsgrep.formats.web.elements import articles_of_heading, headings, short_text

#: Classes and ids of comments and the forms for them, of what stands in the place of embedded things until
#: the reader consents, of banners that ask for that, and of the buttons, menus and messages of players of
#: videos: Video.js, MediaElement.js and Plyr.
_AROUND = re.compile(
    r"(?:(?:show|article|user|reader|post)[-_])?comments?(?:[-_]+(?:section|container|wrapper|area|list|form))?"
    r"|(?:vjs-|mejs-|mejs__|plyr__)\S*"
    r"|disqus_thread|respond|viafoura\w*"
    r"|(?:sourcepoint|borlabs|_?brlbs|embed-privacy|cmplz)[-_]\S*|borlabscookie"
    r"|(?:\S*[-_])?(?:cookie|consent)[-_](?:banner|notice|placeholder|overlay|message)",
    re.I,
)
#: Texts for those who hear a page instead of seeing it, as `opens in a new window`.
_UNSEEN = frozenset(
    ["sr-only", "sr_only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only"]
    + ["u-visually-hidden", "screenreader-text", "a11y-hidden", "is-visually-hidden"]
)
#: A paragraph that points to another story: `Read more: Bakers sell more`, or its first words alone.
_POINTER = re.compile(
    r"\W*(?:read (?:more|also|next)|also read|see also"
    r"|related(?: (?:stor(?:y|ies)|articles?|posts?|coverage))?|more on this story"
    r"|lesen sie (?:auch|mehr)|auch interessant|mehr zum thema|mehr dazu|siehe auch"
    r"|(?:à )?lire (?:aussi|également)|voir aussi|lea también|lee también|leer más|ver también"
    r"|te puede interesar|leia (?:também|mais)|veja também|leggi anche|vedi anche|lees (?:ook|meer)"
    r"|les (?:også|mer)|läs (?:också|även|mer)|læs (?:også|mere)|lue myös|czytaj (?:też|także|również|więcej)"
    r"|zobacz (?:też|także|również)|čtěte (?:také|též)|читайте (?:также|також)|baca juga)"
    r"(?:\W*|\s*[:：|»>–—-]\s*\S.{0,200}(?<!\.))",
    re.I,
)
#: More characters of classes are not looked at, as answers are kept.
_LONGEST_NAMES = 500
#: What is left of a page has at least so many characters in the paragraphs of its article.
_LEAST = 500
_HEADINGS = "self::h1 or self::h2 or self::h3 or self::h4"


def remove_surroundings(page: HtmlElement) -> None:
    """Remove comments, notices, players, and words that nobody sees, as far as their classes say so."""
    for tag in page.xpath("//*[@class or @id]"):
        is_around, is_unseen = _kinds_of(f"{tag.get('class') or ''} {tag.get('id') or ''}"[:_LONGEST_NAMES])
        if (is_around or (is_unseen and tag.tag in ("span", "small"))) and _is_removable(tag):
            tag.drop_tree()


@lru_cache(maxsize=8192)
def _kinds_of(names: str) -> tuple[bool, bool]:
    """Return whether classes and ids mark surroundings, and whether they mark words that nobody sees."""
    words = names.split()
    return any(map(_AROUND.fullmatch, words)), not _UNSEEN.isdisjoint(words)


def _is_removable(tag: HtmlElement) -> bool:
    return tag.getparent() is not None and tag.tag not in ("body", "main") and tag.find(".//h1") is None


def remove_other_articles(page: HtmlElement) -> None:
    """Remove each <article> of another story, where a long one has the main heading of the page.

    Another story has a main heading of its own, or a heading that is a link to it.
    """
    own = articles_of_heading(page)
    first = next(chain.from_iterable(heading.iterancestors("article") for heading in headings(page)), None)
    if first is None or sum(map(len, first.xpath(".//p//text()"))) < _LEAST:
        return
    around = {first, *first.iterancestors()}
    for article in list(page.iter("article")):
        is_other = article in own or _is_teaser(article)
        if article not in around and is_other and article.getparent() is not None:
            article.drop_tree()


def _is_teaser(article: HtmlElement) -> bool:
    """Whether the heading of an <article> is a link to another page."""
    for heading in article.xpath(f".//*[{_HEADINGS}]")[:1]:
        link = next(chain(heading.iter("a"), heading.iterancestors("a")), None)
        address = "" if link is None else link.get("href") or ""
        return bool(address) and not address.startswith("#") and short_text(heading) == short_text(link)
    return False


def without_pointers(text: str) -> str:
    """Return a text without the paragraphs that only point to other stories.

    >>> without_pointers("The talks go on.\\n\\nRead more: Bakers sell more\\n\\nBoth sides said so.")
    'The talks go on.\\n\\nBoth sides said so.'
    """
    return "\n\n".join(part for part in text.split("\n\n") if not _POINTER.fullmatch(part)) or text
