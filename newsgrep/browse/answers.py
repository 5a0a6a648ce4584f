"""The questions of the reader to an index: hits, articles, facets, timeline, versions and tags."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from msgspec import Struct
from rich.style import Style
from rich.text import Span, Text

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import Article
from newsgrep.browse.line_list import RENDERING
from newsgrep.browse.wanted import Wanted
from newsgrep.config import IndexPlace
from newsgrep.errors import UsageError
from newsgrep.explore.explorer import Explorer
from newsgrep.explore.facets import FacetCounts
from newsgrep.explore.timeline import Timeline
from newsgrep.index import Index
from newsgrep.output.diagnosis import diagnosis_lines, spelling_line
from newsgrep.output.terminal import MATCH, article_text, origin_line
from newsgrep.output.widths import wrapped_to
from newsgrep.results import Hit, Version
from newsgrep.search.highlight import Highlighter
from newsgrep.search.hit_maker import version_of
from newsgrep.search.options import SearchOptions
from newsgrep.search.request import ParsedRequest, parse_request
from newsgrep.search.tagging import Tagging

#: Hits that are made at once.
PAGE = 24
#: Characters of an article that are wrapped and shown first; the whole article follows.
BEGINNING = 30_000
#: Values of each facet to show.
TOP = 8

_MATCH_STYLE = Style.parse(MATCH)


class Answer(Struct, frozen=True):
    """The answer to a search, with the first page of its hits.

    size:    number of hits: articles, or stories if they are folded, and articles with some of the words
    seconds: how long the search took
    """

    wanted: Wanted
    request: ParsedRequest
    total: int
    size: int
    notices: tuple[str, ...]
    hits: list[Hit]
    highlighter: Highlighter
    seconds: float


class WrappedArticle(Struct, frozen=True):
    """An article, or its beginning, wrapped to a width.

    matches: the number of the line in which each match begins
    """

    key: str
    article: Article
    lines: list[Text]
    matches: list[int]


class Overview(Struct, frozen=True):
    """The contents of the side panel."""

    facets: tuple[FacetCounts, ...]
    timeline: Timeline


def answer_search(index: Explorer, wanted: Wanted, width: int) -> Answer:
    """Answer a search. Raises what `Index.search` raises.

    width: characters of a passage, about
    """
    started = time.perf_counter()
    request = parse_request(wanted.request)
    results = index.search_parsed(request, _options(wanted, width, 0))
    close = results.close_hits if results.total < PAGE else []
    return Answer(
        wanted=wanted,
        request=request,
        total=results.total,
        size=results.found + len(close),
        notices=results.notices,
        hits=[*results, *close],
        highlighter=Highlighter(results.query, analyzer_for(index.open().language)),
        seconds=time.perf_counter() - started,
    )


def pages(index: Explorer, answer: Answer, numbers: Sequence[int], width: int) -> dict[int, list[Hit]]:
    """Return some pages of the hits of an answer, by number, for a pane of `width` columns."""
    return {
        number: list(index.search_parsed(answer.request, _options(answer.wanted, width, number * PAGE)))
        for number in numbers
    }


def _options(wanted: Wanted, width: int, offset: int) -> SearchOptions:
    return SearchOptions(
        limit=PAGE, offset=offset, sort=wanted.order, passages=1, width=max(width, 60), fold=wanted.fold
    )


def remarks(index: Explorer, request: ParsedRequest) -> list[str]:
    """Return why a request finds nothing, in words, or other spellings that the user may mean."""
    results = index.search_parsed(request, SearchOptions(limit=1))
    if results.diagnosis is not None:
        return diagnosis_lines(results.diagnosis)
    return [spelling_line(found) for found in results.spellings]


def wrap(
    key: str,
    article: Article,
    highlighter: Highlighter,
    width: int,
    is_wanted: Callable[[], bool] = lambda: True,
) -> WrappedArticle | None:
    """Return an article wrapped to a width. The style of the span of each match has the match's number.

    is_wanted: called between paragraphs, as a text of megabytes takes seconds; if it returns False, stop and
               return None
    """
    title, origin, persons, body = article_text(article, highlighter)
    reading = WrappedArticle(key, article, [], [])
    for text in (title, origin_line(origin), *persons, Text(), body):
        _number_matches(text, len(reading.matches))
        reading.matches.extend(-1 for _ in _matches_in(text))
        for paragraph in text.split("\n", allow_blank=True) if text or reading.lines else ():
            if not is_wanted():
                return None
            for line in wrapped_to(max(width, 1), paragraph, RENDERING) if paragraph else [Text()]:
                for number in _matches_in(line):
                    if reading.matches[number] < 0:  # a match over several lines counts for the first one
                        reading.matches[number] = len(reading.lines)
                reading.lines.append(line)
    return reading


def _matches_in(line: Text) -> list[int]:
    return [span.style.meta["match"] for span in line.spans if isinstance(span.style, Style)]


def _number_matches(text: Text, first: int) -> None:
    """Give the span of each match a style with its number, counted from `first`."""
    number = first
    for place, span in enumerate(text.spans):
        if span.style == MATCH:
            style = _MATCH_STYLE + Style(meta={"match": number})
            text.spans[place] = Span(span.start, span.end, style)
            number += 1


def overview(index: Explorer, request: ParsedRequest, *, fold: bool) -> Overview:
    """Count the articles of a request by facets and by period."""
    by = ("source", "author", "year", "section", "lang", "from", "to", "tag")
    report = index.facets(request, by=by, top=TOP, fold=fold, share=False)
    return Overview(report.tables, index.timeline(request, fold=fold, share=False))


def listed_versions(index: Explorer, key: str) -> list[tuple[Version, Article, float]]:
    """Return the versions of the story of an article, earliest first, each with its share of common text."""
    return [(version_of(one.article, index.shown_path), one.article, one.share) for one in index.story(key)]


def generations(folders: Sequence[IndexPlace]) -> list[int]:
    """Return the current generation of each index."""
    return [Index(folder).open().generation for folder in folders]


def tag(index: Explorer, keys: Sequence[str], add: Sequence[str], remove: Sequence[str]) -> int:
    """Add tags to articles, and remove tags; return how many articles changed.

    Raises UsageError if several indexes are searched.
    """
    if isinstance(index, Tagging):
        return index.tag(keys, add, remove=remove)
    raise UsageError("tags are given in one index at a time", "leave, and name one --index")
