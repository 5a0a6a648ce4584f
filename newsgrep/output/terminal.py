"""What a person sees on a terminal: hits as blocks, articles, the state of an index.

Everything is built of `rich.text.Text` with spans. Nothing of an article or a file name is read as
rich's markup, and none of its control characters is let through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TextIO

from rich.console import Console
from rich.text import Text

from newsgrep.article import LEDE, Article
from newsgrep.output.control_characters import many_lines, one_line, without_surrogates
from newsgrep.output.quantities import count, place, size
from newsgrep.output.streams import accept_any_text
from newsgrep.output.summary import unreadable_line
from newsgrep.results import Explanation, Hit, IndexStats, Passage, Span

_TITLE = "bold"
_LEDE = "italic"
_META = "dim"
_QUERY = "underline"
#: Grep's own: red is legible on light and on dark, and bold shows where colours do not.
_MATCH = "not dim bold red"

_CUT = " …"
_INDENT = 4
_NARROWEST = 20
_LEDE_WIDTH = 100
_LABEL_WIDTH = 11
_MOST_UNREADABLE = 20


class _Console(Console):
    """A console that leaves a closed pipe to its caller, where rich would exit with grep's 'no match'."""

    def on_broken_pipe(self) -> None:
        """Raise what rich has caught."""
        raise BrokenPipeError


def make_console(file: TextIO, *, color: bool, width: int | None = None) -> Console:
    """Return a console on a stream: with colours, whatever the environment says, or with no escape codes."""
    return _Console(
        file=accept_any_text(file),
        color_system="standard" if color else None,
        no_color=not color,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
    )


class TerminalPrinter:
    """Prints a block a hit: title, where it is from, and passages with the matches marked."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._query = ""
        self._first = True

    def hit(self, hit: Hit, query: str = "") -> None:
        """Print a block, below a blank line, and below its query where that is another one than before."""
        lines = [] if self._first else [Text()]
        if query != self._query:
            lines += [_plain(query, _QUERY), Text()]
        self._first, self._query = False, query
        _print([*lines, *_block(hit, self._console)], self._console)

    def close(self) -> None:
        """Print nothing: the last block ends the output."""


class Marker(Protocol):
    """Finds the spans to mark in an article, as a search's Highlighter does."""

    def spans(self, text: str, field: str) -> Sequence[Span]:
        """Return the sorted spans to mark in the text of a field."""

    def byline_spans(self, article: Article) -> Sequence[Span]:
        """Return the sorted spans to mark in the byline."""


def print_article(article: Article, marker: Marker | None, console: Console) -> None:
    """Print a whole article with the matches marked. A lede in a headline's place is not printed twice."""
    title = article.title if article.title_from != LEDE else ""
    title_spans = marker.spans(title, "title") if marker else ()
    byline_spans = marker.byline_spans(article) if marker else ()
    body_spans = marker.spans(article.body, "body") if marker else ()
    body = _marked(article.body, body_spans, fold=many_lines)
    _print(
        [
            *_wrapped(_marked(title, title_spans, _TITLE), console),
            _origin(article, place(article.path, article.line), byline_spans),
            Text(),
            *_wrapped(body, console),
        ],
        console,
    )


def print_status(status: IndexStats, console: Console) -> None:
    """Print the state of an index."""
    days = " to ".join(filter(None, (status.first_day, status.last_day))) or "none"
    rows = {
        "articles": f"{status.articles:,} in {count(status.files, 'file')}",
        "dates": days + (f", {status.undated:,} without a date" if status.undated else ""),
        "authors": ", ".join(f"{author} ({number:,})" for author, number in status.top_authors),
        "language": status.language,
        "size": size(status.size),
        "made by": f"{status.engine}, format {status.format_version}",
        "updated": status.committed_at,
        "duplicates": f"{status.duplicates:,}" if status.duplicates else "",
        "unreadable": f"{len(status.unreadable):,}" if status.unreadable else "",
    }
    lines = [_plain(status.folder, _TITLE)]
    for label, value in rows.items():
        lines += _row(label, value, console) if value else []
    lines += [
        Text(" " * _INDENT) + _plain(unreadable_line(one)) for one in status.unreadable[:_MOST_UNREADABLE]
    ]
    if len(status.unreadable) > _MOST_UNREADABLE:
        more = len(status.unreadable) - _MOST_UNREADABLE
        lines.append(Text(f"{' ' * _INDENT}… and {more:,} more (--json lists them all)"))
    _print(lines, console)


def _row(label: str, value: str, console: Console) -> list[Text]:
    lines = _wrapped(_plain(value), console, indent=_LABEL_WIDTH)
    lines[0] = Text.assemble((label.ljust(_LABEL_WIDTH), _META), lines[0][_LABEL_WIDTH:])
    return lines


def _block(hit: Hit, console: Console) -> list[Text]:
    head, passages = _head(hit)
    lines = [*_wrapped(head, console), _origin(hit.article, _where(hit), hit.byline_spans)]
    for passage in passages:
        lines += _wrapped(_passage(passage), console, indent=_INDENT)
    return lines + _explanation(hit.explanation)


def _where(hit: Hit) -> str:
    """Return what leads to a hit: a place for an editor, or for one article of many its key, for `show`."""
    return hit.key if hit.article.key != hit.article.path else place(hit.path, hit.line)


def _explanation(explanation: Explanation | None) -> list[Text]:
    """Return how the score came about, aligned: lines that are not wrapped."""
    if explanation is None:
        return []
    from newsgrep.output.explanations import rows_of

    return [_plain(" " * _INDENT + row, _META) for row in rows_of(explanation)]


def _head(hit: Hit) -> tuple[Text, Sequence[Passage]]:
    """Return what stands at the top of a block, and the passages that are left for the place below.

    Where the article has no headline and the first passage begins in what would be shown of the lede,
    both are run together: the passage below the lede would say the same again.
    """
    title, passages = hit.article.title, hit.passages
    if hit.article.title_from != LEDE:
        return _marked(title, hit.title_spans, _TITLE), passages
    if passages and passages[0].start <= _LEDE_WIDTH:
        return _passage(_from_beginning(passages[0], hit), _LEDE), passages[1:]
    return _shortened(_marked(title, hit.title_spans, _LEDE)), passages


def _from_beginning(passage: Passage, hit: Hit) -> Passage:
    """Return a passage with all of the body that comes before it, marked as the title is."""
    start = passage.start
    before = hit.article.body[:start]
    is_title = hit.article.title.startswith(before)
    spans = [span for span in hit.title_spans if is_title and span[1] <= start]
    spans += [(first + start, last + start) for first, last in passage.spans]
    return Passage(before + passage.text, 0, tuple(spans), ends_inside=passage.ends_inside)


def _origin(article: Article, where: str, byline_spans: Iterable[Span]) -> Text:
    """Return the line with byline, date, source and place, as far as they are known."""
    parts = [_marked(article.byline, byline_spans), *map(_plain, (article.date, article.source, where))]
    line = Text(" · ").join(part for part in parts if part)
    line.stylize_before(_META)
    return line


def _passage(passage: Passage, style: str = "") -> Text:
    text = Text("… " if passage.starts_inside else "", style=style)
    text.append_text(_marked(passage.text, passage.spans))
    return text.append(_CUT) if passage.ends_inside else text


def _marked(
    text: str, spans: Iterable[Span], style: str = "", *, fold: Callable[[str], str] = one_line
) -> Text:
    """Return text with the matches in it marked.

    It is put together piece by piece, each piece cleaned on its own: nothing has to be counted anew.
    """
    marked = Text(style=style)
    done = 0
    for start, end in spans:
        marked.append(without_surrogates(fold(text[done:start])))
        marked.append(without_surrogates(fold(text[start:end])), _MATCH)
        done = end
    return marked.append(without_surrogates(fold(text[done:])))


def _plain(text: str, style: str = "") -> Text:
    return _marked(text, (), style)


def _shortened(text: Text) -> Text:
    """Return text cut at a word's end, with an ellipsis, where it is longer than a lede may be here."""
    if len(text) <= _LEDE_WIDTH:
        return text
    space = text.plain.rfind(" ", 0, _LEDE_WIDTH + 1)
    return text[: space if space > 0 else _LEDE_WIDTH].append(_CUT)


def _wrapped(text: Text, console: Console, *, indent: int = 0) -> list[Text]:
    """Return text as lines of the console's width, all of them indented; none for empty text."""
    if not text.plain.strip():
        return []
    width = max(console.width - indent, _NARROWEST)
    is_cut = text.plain.endswith(_CUT)
    # The sign of a cut stays with the last word: alone on a line it looks like a word left out there.
    lines = text[: -len(_CUT)].wrap(console, width - len(_CUT)) if is_cut else text.wrap(console, width)
    for line in lines:
        line.rstrip()
    if is_cut:
        lines[-1].append(_CUT)
    return [Text(" " * indent).append_text(line) if line else line for line in lines]


def _print(lines: Iterable[Text], console: Console) -> None:
    """Print lines as they are: one with a long path is wrapped by the terminal, so that a copy is whole."""
    console.print(Text("\n").join(lines), soft_wrap=True)
