"""The export of an account at Medium: a page for each post. A draft, which has no address, is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bounded_bytes import read_bounded
from newsgrep.clean_text import clean
from newsgrep.encodings.declared import decode_web
from newsgrep.errors import ArticleError
from newsgrep.extras import missing_library
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.page.metadata import clean_line, first_url, persons_in_bylines
from newsgrep.markup.html_text import plain_text
from newsgrep.markup.html_tree import elements_of_class
from newsgrep.read_context import ReadContext
from newsgrep.remarks import UNPUBLISHED

_POST = re.compile(
    r"""class="h-entry".*data-field="(?:body|subtitle)"|data-field="body" class="e-content""", re.S
)


def claims(beginning: str) -> bool:
    """Whether a page has the marks of an exported post."""
    return _POST.search(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of a post, nothing for a draft. Raises ArticleError for a post without text."""
    data = read_bounded(stream, context.limits.page_bytes, "page")
    try:
        from lxml.html import tostring

        from newsgrep.formats.page.maintext import parse_page
    except ImportError:
        raise missing_library("lxml", "xml") from None
    page = parse_page(decode_web(data, context.encoding, on_remark=context.remark))
    url = first_url(link.get("href") for link in elements_of_class(page, "p-canonical"))
    if not url:
        context.remark(UNPUBLISHED, "", 1)
        return
    title = next(
        (line for node in elements_of_class(page, "p-name") if (line := clean_line(node.text_content()))), ""
    )
    content = next(page.iterfind(".//section[@data-field='body']"), None)
    markup = tostring(content, encoding="unicode", with_tail=False) if content is not None else ""
    first, _, rest = clean(plain_text(markup)).partition("\n\n")
    body = rest if clean_line(first).casefold() == title.casefold() else f"{first}\n\n{rest}".strip()
    if not body and not title:
        raise ArticleError("no article text")
    yield ArticleMaker(context)(
        None,
        title=title,
        body=body,
        dates=(time.get("datetime") for time in elements_of_class(page, "dt-published")),
        authors=persons_in_bylines(node.text_content() for node in elements_of_class(page, "p-author")),
        url=url,
        source="Medium",
        section=next(
            filter(None, (clean_line(node.text_content()) for node in elements_of_class(page, "p-tag"))), ""
        ),
        line=1,
    )
