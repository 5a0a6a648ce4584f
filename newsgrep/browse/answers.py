"""What the reader asks an index: hits page by page, articles, facets and the timeline, names."""

from __future__ import annotations

import time
from collections.abc import Sequence

from msgspec import Struct
from rich.style import Style
from rich.text import Span, Text

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.article import Article
from newsgrep.browse.lines import RENDERING
from newsgrep.browse.wanted import Wanted
from newsgrep.config import Place
from newsgrep.explore.explorer import Explorer
from newsgrep.explore.facets import FacetCounts, parse_facets
from newsgrep.explore.timeline import Timeline
from newsgrep.index import Index
from newsgrep.output.diagnosis import diagnosis_lines
from newsgrep.output.terminal import MATCH, article_text
from newsgrep.results import Hit, Version
from newsgrep.search.highlight import Highlighter
from newsgrep.search.request import ParsedRequest, parse_request
from newsgrep.search.service import SearchOptions, version_of

#: Hits that are made at once.
PAGE = 24
#: Values of a facet that are shown.
TOP = 8

_MATCH_STYLE = Style.parse(MATCH)


class Answer(Struct, frozen=True):
    """The answer to a search, with the first page of its hits.

    size:    number of hits: articles, or stories where they are folded
    seconds: that it took
    """

    wanted: Wanted
    request: ParsedRequest
    total: int
    size: int
    notices: tuple[str, ...]
    hits: list[Hit]
    highlighter: Highlighter
    seconds: float


class Reading(Struct, frozen=True):
    """An article, wrapped to a width, with the line of each match."""

    key: str
    article: Article
    lines: list[Text]
    matches: list[int]


class Overview(Struct, frozen=True):
    """What stands in the side panel."""

    facets: tuple[FacetCounts, ...]
    timeline: Timeline


def search(index: Explorer, wanted: Wanted, width: int) -> Answer:
    """Answer a search. Raises what `Index.search` raises.

    width: characters of a passage, about
    """
    started = time.perf_counter()
    request = parse_request(wanted.request)
    results = index.search_parsed(request, _options(wanted, width, 0))
    return Answer(
        wanted=wanted,
        request=request,
        total=results.total,
        size=results.total if results.stories is None else results.stories,
        notices=results.notices,
        hits=list(results),
        highlighter=Highlighter(results.query, analyzer_for(index.open().language)),
        seconds=time.perf_counter() - started,
    )


def pages(index: Explorer, answer: Answer, numbers: Sequence[int], width: int) -> dict[int, list[Hit]]:
    """Return some pages of the hits of an answer, by number."""
    return {
        number: list(index.search_parsed(answer.request, _options(answer.wanted, width, number * PAGE)))
        for number in numbers
    }


def _options(wanted: Wanted, width: int, offset: int) -> SearchOptions:
    return SearchOptions(
        limit=PAGE, offset=offset, sort=wanted.order, passages=1, width=max(width, 60), fold=wanted.fold
    )


def why_nothing(index: Explorer, request: ParsedRequest) -> list[str]:
    """Return the reasons why a request finds nothing, in words."""
    diagnosis = index.search_parsed(request, SearchOptions(limit=1)).diagnosis
    return [] if diagnosis is None else diagnosis_lines(diagnosis)


def read(key: str, article: Article, highlighter: Highlighter, width: int) -> Reading:
    """Return an article wrapped to a width, with the matches numbered in the style of their spans."""
    title, origin, body = article_text(article, highlighter)
    lines: list[Text] = []
    seen: dict[int, int] = {}
    number = 0
    for text in (title, origin, Text(), body):
        spans = []
        for span in text.spans:
            if span.style == MATCH:
                spans.append(Span(span.start, span.end, _MATCH_STYLE + Style(meta={"match": number})))
                number += 1
            else:
                spans.append(span)
        text.spans = spans
        for line in text.wrap(RENDERING, max(width, 1)) if text else ([Text()] if lines else []):
            for span in line.spans:
                if isinstance(span.style, Style) and span.style.meta:
                    seen.setdefault(span.style.meta["match"], len(lines))
            lines.append(line)
    return Reading(key, article, lines, [seen[number] for number in sorted(seen)])


def overview(index: Explorer, request: ParsedRequest, *, fold: bool) -> Overview:
    """Count the articles of a request by facets and by period."""
    facets = parse_facets("source,author,year,section,lang")
    report = index.facets_parsed(request, facets, TOP, fold=fold, share=False)
    return Overview(report.tables, index.timeline_parsed([request], fold=fold, share=False))


def versions(index: Explorer, key: str) -> list[tuple[Version, Article, float]]:
    """Return the versions of the story of an article, earliest first, each with its share of common text."""
    return [(version_of(one.article, index.shown_path), one.article, one.share) for one in index.story(key)]


def generations(folders: Sequence[Place]) -> list[int]:
    """Return the generation of each index as it is now."""
    return [Index(folder).open().generation for folder in folders]
