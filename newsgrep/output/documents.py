"""Documents to read and to print: hits with their passages, or whole articles.

Markdown is for notes, and for pandoc, which converts it to a file of a word processor. HTML is one page that
runs no script and loads nothing, whatever the articles contain.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TextIO

from newsgrep.article import LEDE
from newsgrep.output.control_characters import many_lines, printable_line, shown_line, without_surrogates
from newsgrep.output.links import web_address
from newsgrep.output.marks import pieces
from newsgrep.output.quantities import count, moment, sent_to
from newsgrep.output.styles import Printer
from newsgrep.paragraphs import paragraph_gaps
from newsgrep.results import LEDE_ON_TERMINAL, Hit, Passage, Span, short_title

if TYPE_CHECKING:
    from newsgrep.output.styles import Output

#: The title of a page without a query.
_NO_QUERY = "Articles"
_NO_TITLE = "Without a title"
_BOLD = ("**", "**")

#: `newsgrep.sources.own_files` recognises documents by these beginnings, so that no run indexes them.
_MARKDOWN_BEGINNING = "<!-- newsgrep -->\n\n"
_PAGE = """\
<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="generator" content="newsgrep">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
"""
_STYLE = """\
:root { color-scheme: light dark }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.5 Georgia, serif }
body { overflow-wrap: break-word }
h1 { font: 600 1rem/1.4 monospace; border-bottom: 1px solid; padding-bottom: .5rem }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2rem 0 .25rem; break-after: avoid }
.origin, .note, nav li { font: .85rem/1.4 sans-serif; overflow-wrap: anywhere }
blockquote { margin: .75rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid #8888 }
mark { background: #ffe066; color: black; print-color-adjust: exact; -webkit-print-color-adjust: exact }
@media print { h2 a::after { content: " " attr(href); font: .75rem sans-serif; overflow-wrap: anywhere } }
"""


class DocumentPrinter(Printer):
    """Prints an entry for each hit or article, below a heading for each query."""

    def __init__(self, out: TextIO, _: Output | None = None) -> None:
        self._out = out
        self._query = ""

    def begin(self, query: str, note: str) -> None:
        """Print a query as a heading, and below it a note, such as how many articles match."""
        self._start(query)
        self._note(note)

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print a hit with its passages as quotations; first the query as a heading, if it is a new one."""
        self._start(query)
        self._head(hit)
        for passage in hit.passages:
            self._quote(passage)
        self._end(hit)

    def article(self, hit: Hit, spans: Sequence[Span] = (), query: str = "") -> None:
        """Print an article with its whole text.

        hit:   the article, with the matches in its title and byline
        spans: the matches in its body
        """
        self._start(query)
        self._head(hit)
        for text, inside in _paragraphs(hit.body, spans):
            self._paragraph(text, inside)
        self._end(hit)

    def _start(self, query: str) -> None:
        if query and query != self._query:
            self._query = query
            self._heading(query)

    @abstractmethod
    def _heading(self, query: str) -> None:
        """Print a query as a heading."""

    @abstractmethod
    def _head(self, hit: Hit) -> None:
        """Print the title of an article, and its byline, date, source and key."""

    @abstractmethod
    def _quote(self, passage: Passage) -> None:
        """Print a passage."""

    @abstractmethod
    def _paragraph(self, text: str, spans: Iterable[Span]) -> None:
        """Print a paragraph of a whole text."""

    def _end(self, hit: Hit) -> None:
        """Print the notes of a hit, and end its entry."""
        for note in _notes(hit):
            self._note(note)

    @abstractmethod
    def _note(self, text: str) -> None:
        """Print a line that is not from an article."""


class MarkdownPrinter(DocumentPrinter):
    """Prints Markdown as CommonMark and pandoc read it: titles as headings, passages as quotations."""

    def __init__(self, out: TextIO, _: Output | None = None) -> None:
        super().__init__(out)
        self._is_empty = True

    def _start(self, query: str) -> None:
        if self._is_empty:
            self._out.write(_MARKDOWN_BEGINNING)
        self._is_empty = False
        super()._start(query)

    def _heading(self, query: str) -> None:
        self._out.write(f"# {_markdown(shown_line(query))}\n\n")

    def _head(self, hit: Hit) -> None:
        title = _with_marks(*_title(hit), _markdown, _BOLD)
        address = web_address(hit.url)
        self._out.write(f"## [{title}](<{address}>)\n\n" if address else f"## {title}\n\n")
        byline = _with_marks(hit.article.byline, hit.byline_spans, _markdown, _BOLD)
        parts = (byline, *map(_markdown, _origin(hit)), _code(shown_line(hit.key)))
        self._out.write(" · ".join(filter(None, parts)) + "\n\n")

    def _quote(self, passage: Passage) -> None:
        text = _with_marks(passage.text, passage.spans, _markdown, _BOLD)
        self._out.write(f"> {_with_ellipses(_not_a_block(text), passage)}\n\n")

    def _paragraph(self, text: str, spans: Iterable[Span]) -> None:
        marked = _with_marks(text, spans, _markdown, _BOLD, clean=many_lines)
        lines = (_not_a_block(line.strip()) for line in marked.split("\n"))
        self._out.write("\n".join(filter(None, lines)) + "\n\n")

    def _note(self, text: str) -> None:
        self._out.write(f"{_not_a_block(_markdown(text))}\n\n")


class HtmlPrinter(DocumentPrinter):
    """Prints a page. A temporary file holds the articles, as the table of contents comes before them."""

    def __init__(self, out: TextIO, _: Output | None = None) -> None:
        super().__init__(TemporaryFile("w+", encoding="utf-8"))  # noqa: SIM115  # close() closes it
        self._page = out
        self._title = ""
        self._contents: list[str] = []
        self._number = 0

    def article(self, hit: Hit, spans: Sequence[Span] = (), query: str = "") -> None:
        """Print an article with its whole text, and add it to the table of contents."""
        super().article(hit, spans, query)
        origin = escape(" · ".join(filter(None, _origin(hit))))
        title = escape(shown_line(_title(hit)[0]))
        self._contents.append(f'<li><a href="#article-{self._number}" dir="auto">{title}</a> {origin}</li>\n')

    def close(self) -> None:
        """Print the page."""
        with self._out as body:
            self._page.write(_PAGE.format(title=self._title or _NO_QUERY, style=_STYLE))
            if len(self._contents) > 1:
                self._page.write(f"<nav><ol>\n{''.join(self._contents)}</ol></nav>\n")
            body.seek(0)
            copyfileobj(body, self._page)
            self._page.write("</body>\n</html>\n")
        self._page.flush()

    def _heading(self, query: str) -> None:
        heading = escape(shown_line(query))
        self._title = self._title or heading
        self._out.write(f"<h1>{heading}</h1>\n")

    def _head(self, hit: Hit) -> None:
        self._number += 1
        language = f' lang="{escape(shown_line(hit.language))}"' if hit.language else ""
        title = _html(*_title(hit))
        if address := web_address(hit.url):
            title = f'<a href="{escape(address)}">{title}</a>'
        byline = _html(hit.article.byline, hit.byline_spans)
        parts = (byline, *map(escape, _origin(hit)), f"<code>{escape(shown_line(hit.key))}</code>")
        self._out.write(f'<article id="article-{self._number}"{language}>\n<h2 dir="auto">{title}</h2>\n')
        self._out.write(f'<p class="origin">{" · ".join(filter(None, parts))}</p>\n')

    def _quote(self, passage: Passage) -> None:
        text = _with_ellipses(_html(passage.text, passage.spans), passage)
        self._out.write(f'<blockquote dir="auto">{text}</blockquote>\n')

    def _paragraph(self, text: str, spans: Iterable[Span]) -> None:
        self._out.write(f'<p dir="auto">{_html(text, spans, clean=many_lines)}</p>\n')

    def _note(self, text: str) -> None:
        self._out.write(f'<p class="note">{escape(text)}</p>\n')

    def _end(self, hit: Hit) -> None:
        super()._end(hit)
        self._out.write("</article>\n")


def _title(hit: Hit) -> tuple[str, Sequence[Span]]:
    """Return the title of an article with its matches: the headline, or the beginning of the lede."""
    title, spans = hit.title, hit.title_spans
    if hit.article.title_from == LEDE:
        title = short_title(hit.article, LEDE_ON_TERMINAL)
        spans = tuple(span for span in spans if span[1] <= len(title.removesuffix(" …")))
    return (title, spans) if title.strip() else (_NO_TITLE, ())


def _origin(hit: Hit) -> Iterator[str]:
    """Yield who sent a mail to whom, the date, the source and the page; each is empty if unknown."""
    yield shown_line(sent_to(hit.article))
    yield from map(shown_line, (moment(hit.date) or hit.article.date_text, hit.source))
    yield f"page {hit.page:,}" if hit.page and hit.passages else ""


def _notes(hit: Hit) -> Iterator[str]:
    if hit.by_meaning:
        yield "Found by meaning: without any of the words"
    elif hit.missing:
        yield shown_line(f"Without {', '.join(hit.missing)}")
    if hit.versions:
        yield f"And {count(len(hit.versions), 'other version')}"
    if hit.tags:
        yield shown_line(f"Tags: {', '.join(hit.tags)}")


def _paragraphs(body: str, spans: Sequence[Span]) -> Iterator[tuple[str, list[Span]]]:
    """Yield the paragraphs of a body, each with its matches. A match across two is cut at the gap."""
    start = number = 0
    for end, following in [*(gap.span() for gap in paragraph_gaps(body)), (len(body), len(body))]:
        while number < len(spans) and spans[number][1] <= start:
            number += 1
        inside, at = [], number
        while at < len(spans) and spans[at][0] < end:
            inside.append((max(spans[at][0], start) - start, min(spans[at][1], end) - start))
            at += 1
        yield body[start:end], inside
        start = following


def _with_marks(
    text: str,
    spans: Iterable[Span],
    escaped: Callable[[str], str],
    marks: tuple[str, str],
    clean: Callable[[str], str] = printable_line,
) -> str:
    """Return a text as markup, with marks before and after each match.

    escaped: escapes what has a meaning in the markup
    clean:   replaces control characters
    """
    before, after = marks
    return "".join(
        f"{before}{escaped(shown)}{after}" if piece.is_match else escaped(shown)
        for piece in pieces(text, spans)
        if (shown := without_surrogates(clean(piece.text)))
    )


def _with_ellipses(text: str, passage: Passage) -> str:
    return f"{'… ' if passage.starts_inside else ''}{text}{' …' if passage.ends_inside else ''}"


def _html(text: str, spans: Iterable[Span], clean: Callable[[str], str] = printable_line) -> str:
    return _with_marks(text, spans, escape, ("<mark>", "</mark>"), clean)


#: Signs that have a meaning anywhere in a line of Markdown, for CommonMark, pandoc or GitHub.
_INLINE = re.compile(r"[\\`*_\[\]{<>~|$^]|&(?=[#\w])|(?<!\w)[@#]")
#: A number or a letter at the beginning of a line that makes it a list; for pandoc also `(a)` and `iv.`.
_NUMBER = re.compile(r"\(?(?:\d{1,9}|[a-z]|[ivxlcdm]+)(?=[.)](?:\s|$))", re.IGNORECASE)


def _markdown(text: str) -> str:
    """Return text with escapes, so that no character of it is markup."""
    return _INLINE.sub(r"\\\g<0>", text)


def _not_a_block(line: str) -> str:
    """Return a line of Markdown with an escape if it would begin a list, a heading or a table."""
    if line.startswith(("-", "+", "=", ":", "%")):
        return f"\\{line}"
    return _NUMBER.sub(r"\g<0>\\", line, count=1) if _NUMBER.match(line) else line


def _code(text: str) -> str:
    """Return text as code, between fences that are longer than any run of backticks in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"{fence}{text}{fence}"
