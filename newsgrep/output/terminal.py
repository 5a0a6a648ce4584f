"""Output for a terminal: hits as blocks, articles, index statistics.

All of it is `rich.text.Text` with spans. No text of an article and no file name is interpreted as markup of
rich, and none of its control characters reaches the terminal.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TextIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from newsgrep.article import LEDE, Article
from newsgrep.output.control_characters import many_lines, printable_line, without_surrogates
from newsgrep.output.links import target_of
from newsgrep.output.marks import pieces
from newsgrep.output.quantities import correspondence, count, location, moment, sent_to, size
from newsgrep.output.styles import Printer
from newsgrep.output.summary import unreadable_line
from newsgrep.output.widths import columns_of, wrapped_to
from newsgrep.results import LEDE_ON_TERMINAL, Explanation, GuessedEncoding, Hit, IndexStats, Passage, Span

if TYPE_CHECKING:
    from newsgrep.output.styles import Output
    from newsgrep.search.highlight import Highlighter

_TITLE = "bold"
_LEDE = "italic"
_META = "dim"
_QUERY = "underline"
#: The style of matches, as in grep: red is legible on light and on dark, bold also without colours.
MATCH = "not dim bold red"

_ELLIPSIS = " …"
_BETWEEN = " · "
_INDENT = 4
_MIN_WIDTH = 20
_LABEL_WIDTH = 11
_RULE_WIDTH = 72
_MAX_UNREADABLE = 20
#: Files with a guessed encoding to name, at most.
_MAX_GUESSED = 3
_MAX_SOURCES = 5


class _Console(Console):
    """A console that raises BrokenPipeError; rich would exit with 1, which means "no match" as in grep."""

    links = False

    def on_broken_pipe(self) -> None:
        """Raise the error that rich has caught."""
        raise BrokenPipeError


def make_console(file: TextIO, *, color: bool, width: int | None = None, links: bool = False) -> _Console:
    """Return a console on a stream, with colours whatever the environment says, or without escape codes.

    links: whether names of files are hyperlinks; only with colours
    """
    if width is None and os.environ.get("COLUMNS", "").strip() == "0":  # 0 means unknown
        width = shutil.get_terminal_size().columns
    console = _Console(
        file=file,
        color_system="standard" if color else None,
        no_color=not color,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.links = links
    return console


class TerminalPrinter(Printer):
    """Prints a block for each hit: title, byline with date and path, and passages with matches marked."""

    def __init__(self, console: _Console) -> None:
        self._console, self._out = console, console.file
        self._query = ""
        self._first = True
        self._is_close = False

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print a block after a blank line; first its query, if that differs from the last one."""
        lines = [] if self._first else [Text()]
        if query != self._query:
            lines += [_marked(query, style=_QUERY), Text()]
            self._is_close = False
        if hit.missing and hit.by_meaning is None and not self._is_close:
            lines += [_rule("some of the words", self._console), Text()]
            self._is_close = True
        self._first, self._query = False, query
        _print([*lines, *_block(hit, self._console)], self._console)


def blocks(out: TextIO, output: Output) -> TerminalPrinter:
    """Return a printer of blocks to a stream."""
    return TerminalPrinter(make_console(out, color=output.color, links=output.links))


class ArticleText(NamedTuple):
    """An article as text with the matches marked, not wrapped yet.

    origin:  byline, date, source and place; each is empty if unknown
    persons: lines with the senders, the recipients and the attachments of a mail
    """

    title: Text
    origin: tuple[Text, ...]
    persons: tuple[Text, ...]
    body: Text


def article_text(article: Article, highlighter: Highlighter | None) -> ArticleText:
    """Return an article as text. The title is empty if a lede stands in for it, as the body has the lede."""
    title = article.title if article.title_from != LEDE else ""
    title_spans = highlighter.spans(title, "title") if highlighter else ()
    byline_spans = highlighter.byline_spans(article) if highlighter else ()
    body_spans = highlighter.spans(article.body, "body") if highlighter else ()
    return ArticleText(
        _marked(title, title_spans, _TITLE),
        _origin(article, location(article.path, article.line), byline_spans),
        tuple(_marked(line, style=_META) for line in correspondence(article)),
        _marked(article.body, body_spans, clean=many_lines),
    )


def print_article(
    article: Article, highlighter: Highlighter | None, console: _Console, tags: Sequence[str] = ()
) -> None:
    """Print a whole article with the matches marked. A lede in place of a headline is only in the body."""
    title, origin, persons, body = article_text(article, highlighter)
    _link(origin[-1], article, article.path, console)
    above = [*wrapped_lines(title, console), *_origin_lines(origin, console)]
    for line in (*persons, *([_tags(tags)] if tags else [])):
        above += wrapped_lines(line, console)
    _print([*above, Text(), *wrapped_lines(body, console)], console)


def print_stats(stats: IndexStats, console: Console) -> None:
    """Print the statistics of an index."""
    days = " to ".join(filter(None, (stats.first_day, stats.last_day))) or "none"
    rows = {
        "articles": f"{stats.articles:,} in {count(stats.files, 'file')}",
        "dates": days + (f", {stats.undated:,} without a date" if stats.undated else ""),
        "authors": ", ".join(f"{author} ({number:,})" for author, number in stats.top_authors),
        "language": stats.language,
        "vectors": f"{stats.vectors:,}, by the model in {stats.model}" if stats.model else "",
        "size": size(stats.size),
        "engine": f"{stats.engine}, index format {stats.format_version}",
        "updated": stats.committed_at,
        "duplicates": f"{stats.duplicates:,}" if stats.duplicates else "",
        "guessed": _guessed(stats.guessed),
        "unreadable": f"{len(stats.unreadable):,}" if stats.unreadable else "",
    }
    lines = [_marked(stats.index, style=_TITLE)]
    for label, value in rows.items():
        lines += _row(label, value, console) if value else []
    lines += [
        Text(" " * _INDENT) + _marked(unreadable_line(item)) for item in stats.unreadable[:_MAX_UNREADABLE]
    ]
    if len(stats.unreadable) > _MAX_UNREADABLE:
        more = len(stats.unreadable) - _MAX_UNREADABLE
        lines.append(Text(f"{' ' * _INDENT}… and {more:,} more (--json lists them all)"))
    _print(lines, console)


def _guessed(encodings: Sequence[GuessedEncoding]) -> str:
    """Return the encodings that were guessed, each with the number of texts and the first files."""
    files: dict[str, list[str]] = {}
    texts = Counter[str]()
    for one in encodings:
        files.setdefault(one.encoding, []).append(printable_line(one.path))
        texts[one.encoding] += one.texts
    return "; ".join(
        f"{encoding} for {count(texts[encoding], 'text')}: {', '.join(paths[:_MAX_GUESSED])}"
        + (", …" if len(paths) > _MAX_GUESSED else "")
        for encoding, paths in files.items()
    )


def _row(label: str, value: str, console: Console) -> list[Text]:
    lines = wrapped_lines(_marked(value), console, indent=_LABEL_WIDTH)
    lines[0] = Text.assemble((label.ljust(_LABEL_WIDTH), _META), lines[0][_LABEL_WIDTH:])
    return lines


class HitText(NamedTuple):
    """A hit as text with the matches marked, not wrapped yet.

    origin: byline, date, source, page and place; each is empty if unknown
    notes:  lines on the words that a close hit lacks, on other versions of the story, and on tags
    """

    head: Text
    origin: tuple[Text, ...]
    passages: list[Text]
    notes: list[Text]


def hit_text(hit: Hit) -> HitText:
    """Return a hit as text."""
    head, passages = _head(hit)
    notes = []
    if hit.by_meaning:
        notes.append(_marked("by meaning: without any of the words", style=_META))
    elif hit.missing:
        notes.append(_marked(f"close: without {', '.join(hit.missing)}", style=_META))
    if hit.versions:
        notes.append(_marked(_versions(hit), style=_META))
    if hit.tags:
        notes.append(_tags(hit.tags))
    origin = _origin(hit.article, _where(hit), hit.byline_spans, hit.page)
    return HitText(head, origin, _passages(hit, passages), notes)


def origin_line(parts: Iterable[Text]) -> Text:
    """Return the parts of an origin, such as byline and date, as one line."""
    line = Text(_BETWEEN).join(part for part in parts if part)
    line.stylize_before(_META)
    return line


def _origin_lines(parts: Sequence[Text], console: Console) -> list[Text]:
    """Return the parts of an origin as lines of the width of the console.

    The place, the last part, is not wrapped, so that it is copied without a line break: if it does not fit,
    it gets a line of its own, which the terminal wraps.
    """
    lines: list[Text] = []
    for part in filter(None, parts):
        if lines and columns_of(f"{lines[-1]}{_BETWEEN}{part}") <= console.width:
            lines[-1] = Text(_BETWEEN).join((lines[-1], part))
        else:
            lines += [part] if part is parts[-1] else wrapped_lines(part, console)
    for line in lines:
        line.stylize_before(_META)
    return lines


def _block(hit: Hit, console: _Console) -> list[Text]:
    head, origin, passages, notes = hit_text(hit)
    _link(origin[-1], hit.article, hit.path, console, hit.page)
    lines = [*wrapped_lines(head, console), *_origin_lines(origin, console)]
    for text in (*passages, *notes):
        lines += wrapped_lines(text, console, indent=_INDENT)
    return lines + _explanation(hit.explanation)


def _link(where: Text, article: Article, path: str, console: _Console, page: int = 0) -> None:
    """Make the place of an article a hyperlink, if the console has links."""
    if console.links and (target := target_of(article, path, page)):
        where.stylize(Style(link=target))


def _rule(title: str, console: Console) -> Text:
    """Return a line across the terminal with a title in it."""
    return Text(f"── {title} ".ljust(min(console.width, _RULE_WIDTH), "─"), _META)


def _versions(hit: Hit) -> str:
    """Say how many other versions of the story there are, and from which sources."""
    sources = dict.fromkeys(version.source for version in hit.versions if version.source)
    named = ", ".join(list(sources)[:_MAX_SOURCES]) + (" …" if len(sources) > _MAX_SOURCES else "")
    return f"+ {count(len(hit.versions), 'other version')}" + (f": {named}" if named else "")


def _tags(tags: Sequence[str]) -> Text:
    return _marked(f"tags: {', '.join(tags)}", style=_META)


def _where(hit: Hit) -> str:
    """Return `path:line`, for an editor; for one of many articles of a file its key, for `newsgrep show`."""
    if not hit.article.path or "#" in hit.article.key:
        return hit.key
    return location(hit.path, 0 if hit.page else hit.line)


def _explanation(explanation: Explanation | None) -> list[Text]:
    """Return how the score is computed, as aligned lines that are not wrapped."""
    if explanation is None:
        return []
    from newsgrep.output.explanations import explanation_as_rows

    return [_marked(" " * _INDENT + row, style=_META) for row in explanation_as_rows(explanation)]


def _head(hit: Hit) -> tuple[Text, Sequence[Passage]]:
    """Return the first line of a block, and the passages to print below it.

    If the article has no headline, and the first passage begins within the part of the lede that is shown in
    its place, the two are joined, as the passage would repeat that text.
    """
    title, passages = hit.title, hit.passages
    if hit.article.title_from != LEDE:
        return _marked(title, hit.title_spans, _TITLE), passages
    if passages and passages[0].start <= LEDE_ON_TERMINAL:
        return _passage(_from_beginning(passages[0], hit), _LEDE), passages[1:]
    return _shortened(_marked(title, hit.title_spans, _LEDE)), passages


def _from_beginning(passage: Passage, hit: Hit) -> Passage:
    """Return a passage extended to the start of the body, with the title's marks in the added text."""
    start = passage.start
    before = hit.article.body[:start]
    is_title = hit.article.title.startswith(before)
    spans = [span for span in hit.title_spans if is_title and span[1] <= start]
    spans += [(first + start, last + start) for first, last in passage.spans]
    return Passage(before + passage.text, 0, tuple(spans), ends_inside=passage.ends_inside)


def _origin(article: Article, where: str, byline_spans: Iterable[Span], page: int = 0) -> tuple[Text, ...]:
    """Return byline, date, source, page and place; each is empty if unknown."""
    sent = sent_to(article)
    between = (" " if sent.startswith("to ") else ", ") if sent and article.byline else ""
    byline = f"{article.byline}{between}{sent}"
    texts = (moment(article.date) or article.date_text, article.source, _page(page), where)
    return (_marked(byline, byline_spans), *map(_marked, texts))


def _page(number: int) -> str:
    return f"page {number:,}" if number else ""


def _passages(hit: Hit, passages: Sequence[Passage]) -> list[Text]:
    """Return the passages of a hit, each with its page if that is not the page of the one before."""
    texts, page = [], hit.page
    for passage in passages:
        before, page = page, hit.article.page_at(passage.place)
        number = "" if page == before else f"{_page(page)}: "
        texts.append(Text.assemble((number, _META), _passage(passage)))
    return texts


def _passage(passage: Passage, style: str = "") -> Text:
    text = Text("… " if passage.starts_inside else "", style=style)
    text.append_text(_marked(passage.text, passage.spans))
    return text.append(_ELLIPSIS) if passage.ends_inside else text


def _marked(
    text: str, spans: Iterable[Span] = (), style: str = "", *, clean: Callable[[str], str] = printable_line
) -> Text:
    """Return text with the matches in it marked.

    Each piece between two marks is cleaned separately, so that cleaning moves no mark.
    """
    marked = Text(style=style)
    for piece in pieces(text, spans):
        marked.append(without_surrogates(clean(piece.text)), MATCH if piece.is_match else None)
    return marked


def _shortened(text: Text) -> Text:
    """Return text; if it is longer than LEDE_ON_TERMINAL, cut it between words and add an ellipsis."""
    if len(text) <= LEDE_ON_TERMINAL:
        return text
    space = text.plain.rfind(" ", 0, LEDE_ON_TERMINAL + 1)
    return text[: space if space > 0 else LEDE_ON_TERMINAL].append(_ELLIPSIS)


def wrapped_lines(text: Text, console: Console, *, indent: int = 0) -> list[Text]:
    """Return text as indented lines of the width of the console; none for an empty text."""
    if not text.plain.strip():
        return []
    width = max(console.width - indent, _MIN_WIDTH)
    is_shortened = text.plain.endswith(_ELLIPSIS)
    # The ellipsis stays with the last word: alone on a line it would look like a gap in the text.
    lines = (
        wrapped_to(width - len(_ELLIPSIS), text[: -len(_ELLIPSIS)], console)
        if is_shortened
        else wrapped_to(width, text, console)
    )
    for line in lines:
        line.rstrip()
    if is_shortened:
        lines[-1].append(_ELLIPSIS)
    return [Text(" " * indent).append_text(line) if line else line for line in lines]


def _print(lines: Iterable[Text], console: Console) -> None:
    """Print lines without wrapping: the terminal wraps a long path, so that it is copied without a break."""
    console.print(Text("\n").join(lines), soft_wrap=True)
