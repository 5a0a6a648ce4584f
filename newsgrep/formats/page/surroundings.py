"""Remove what is no part of the article of a web page: comments, notices, and pointers to other stories."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from itertools import chain, takewhile

from lxml.html import HtmlElement

from newsgrep.formats.page.elements import articles_of_heading, headings, short_text

#: Classes and ids of comments and their forms; of placeholders of embedded media until the reader consents;
#: of banners that ask for consent; and of the controls of video players: Video.js, MediaElement.js and Plyr.
_AROUND = re.compile(
    r"(?:(?:show|article|user|reader|post)[-_])?comments?(?:[-_]+(?:section|container|wrapper|area|list|form))?"
    r"|(?:vjs-|mejs-|mejs__|plyr__)\S*"
    r"|disqus_thread|respond|viafoura\w*"
    r"|(?:sourcepoint|borlabs|_?brlbs|embed-privacy|cmplz)[-_]\S*|borlabscookie"
    r"|(?:\S*[-_])?(?:cookie|consent)[-_](?:banner|notice|placeholder|overlay|message)",
    re.I,
)
#: Classes and ids of boxes about the author, mostly below the article.
_ABOUT_AUTHOR = re.compile(
    r"about[-_]?(?:the[-_]?)?authors?(?:[-_](?:box|section|wrapper|container))?"
    r"|(?:(?:post|entry|article|single|story)[-_]{1,2})?authors?[-_]?(?:bio|biography|box|description|profile|card)"
    r"(?:[-_]{1,2}(?:box|section|wrapper|container|text|content))?"
    r"|bio[-_]?box|saboxplugin-wrap|abh_box\S*|m-a-box|pp-multiple-authors-boxes-wrapper",
    re.I,
)
#: The words after the name of an author in a biography, and the words before it.
_IS = "is|are|covers|writes|reports|can be reached|may be reached|ist|arbeitet|schreibt|est|es|è|é|jest"
_REACH = "(?:You can )?(?:[Ff]ollow|[Cc]ontact|[Rr]each|[Ee]-?mail)"
#: The most characters of a box about the author, or of a paragraph of that kind.
_LONGEST_BOX = 2_000
#: Classes of texts for screen readers, such as `opens in a new window`.
_UNSEEN = frozenset(
    ["sr-only", "sr_only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only"]
    + ["u-visually-hidden", "screenreader-text", "a11y-hidden", "is-visually-hidden"]
)
_REMARKS = frozenset(["span", "small", "h2", "h3", "h4", "h5", "h6"])
_LONGEST_REMARK = 40
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
#: The last line of a text, if it says who has the rights.
_RIGHTS = re.compile(
    r"\n[<(\[]?\s*(?:copyrights?\b|[©ⓒ]|\(c\)\s?(?:19|20)\d\d|all rights reserved|저작권자"
    r"|版[权權]所有|著作權所有)[^\n]{0,150}\Z",
    re.I,
)
#: The most characters of classes and ids that are checked: they are the keys of a cache.
_LONGEST_NAMES = 500
#: The fewest characters of paragraphs that are a second copy of a text; fewer may be repeated on purpose.
_COPIED = 1_200
#: Other articles are removed only if the paragraphs of the article have at least this many characters.
_LEAST = 500
_HEADINGS = "self::h1 or self::h2 or self::h3 or self::h4"


def remove_surroundings(page: HtmlElement) -> None:
    """Remove comments, notices, video controls and texts for screen readers, by their classes and ids.

    Also the box that Google Translate puts into a page, with a heading of its own.
    """
    for tag in page.xpath("//body//div[@id='goog-gt-tt' or @id='goog-gt-vt']"):
        tag.drop_tree()
    for tag in page.xpath("//div[@class='commentOnSelection']"):  # readers of ForumMagnum comment on the text
        del tag.attrib["class"]
    for tag in page.xpath("//*[@class or @id]"):
        is_around, is_unseen = _kinds_of(f"{tag.get('class') or ''} {tag.get('id') or ''}"[:_LONGEST_NAMES])
        if (is_around or (is_unseen and _is_remark(tag))) and _is_removable(tag):
            tag.drop_tree()


@lru_cache(maxsize=8192)
def _kinds_of(names: str) -> tuple[bool, bool]:
    """Return whether classes and ids mark surroundings, and whether they mark texts for screen readers."""
    words = names.split()
    return any(map(_AROUND.fullmatch, words)), not _UNSEEN.isdisjoint(words)


def _is_remark(tag: HtmlElement) -> bool:
    """Whether an element for screen readers is a remark within a text or a heading of a part, not a text."""
    return tag.tag in _REMARKS or tag.tag in ("div", "p") and len(tag.text_content()) <= _LONGEST_REMARK


def _is_removable(tag: HtmlElement) -> bool:
    return tag.getparent() is not None and tag.tag not in ("body", "main") and tag.find(".//h1") is None


def remove_author_boxes(page: HtmlElement) -> None:
    """Remove the boxes about the author, by their classes and ids. They may have the names of the authors."""
    for tag in page.xpath("//*[@class or @id]"):
        names = f"{tag.get('class') or ''} {tag.get('id') or ''}"[:_LONGEST_NAMES]
        is_box = _is_author_box(names) and tag.tag != "article" and _is_removable(tag)
        if is_box and len("".join(tag.itertext())) <= _LONGEST_BOX:
            tag.drop_tree()


@lru_cache(maxsize=8192)
def _is_author_box(names: str) -> bool:
    return any(map(_ABOUT_AUTHOR.fullmatch, names.split()))


def remove_other_articles(page: HtmlElement) -> None:
    """Remove each <article> of another story, if a long <article> has the main heading of the page.

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


def without_copies(text: str) -> str:
    """Return a text without the second copy of its paragraphs.

    Some pages have a text for each width of the screen.

    >>> story = "\\n\\n".join(f"On day {day} the talks went on. " * 9 for day in range(9))
    >>> without_copies(f"{story}\\n\\nSubscribe\\n\\n{story}") == f"{story}\\n\\nSubscribe"
    True
    """
    paragraphs = text.split("\n\n")
    kept: list[str] = []
    first: dict[str, int] = {}
    place = 0
    while place < len(paragraphs):
        run = _run_of_copies(paragraphs, first.setdefault(paragraphs[place], place), place)
        if sum(map(len, run)) >= _COPIED:
            place += len(run)
        else:
            kept.append(paragraphs[place])
            place += 1
    return "\n\n".join(kept)


def _run_of_copies(paragraphs: list[str], first: int, second: int) -> list[str]:
    """Return the paragraphs from a place on that repeat those from an earlier place on."""
    places = zip(range(first, second), range(second, len(paragraphs)), strict=False)
    same = takewhile(lambda pair: paragraphs[pair[0]] == paragraphs[pair[1]], places)
    return [paragraphs[place] for place, _ in same]


def without_rights(text: str) -> str:
    """Return a text without the lines at its end that say who has the rights.

    >>> without_rights("The talks go on.\\n\\n© 2020 Example Post. All rights reserved.")
    'The talks go on.'
    """
    while (found := _RIGHTS.search(text)) and text[: found.start()].strip():
        text = text[: found.start()].rstrip()
    return text


def without_biographies(text: str, authors: Collection[str]) -> str:
    """Return a text without the paragraphs at its end that say who its authors are, or how to reach them.

    >>> without_biographies("The talks go on.\\n\\nJane Doe is a reporter. Follow her: @jd", ["Jane Doe"])
    'The talks go on.'
    """
    paragraphs = text.split("\n\n")
    names = "|".join(map(re.escape, authors))
    while names and len(paragraphs) > 1 and _is_biography(paragraphs[-1], names):
        paragraphs.pop()
    return "\n\n".join(paragraphs)


def _is_biography(paragraph: str, names: str) -> bool:
    """Whether a paragraph begins by saying who an author is, or how to reach an author."""
    about = rf"(?:{names}),? (?:{_IS})\b|(?:{_REACH})\b.{{0,20}}?\b(?:{names}|him|her|them)\b.*@"
    return len(paragraph) <= _LONGEST_BOX and re.match(about, paragraph, re.S) is not None
