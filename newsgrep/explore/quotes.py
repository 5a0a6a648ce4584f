"""Quotations in the articles that match, each with its sentence, which may name the speaker.

They are found by their marks (textmatch/quotations.py), in every language that uses these. Who spoke is not
guessed: a speaker is looked for in the sentence, and in an earlier one to which its pronoun refers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.tokenizer import words_with_spans
from newsgrep.article import Article, key_with_path
from newsgrep.engine.base import Engine
from newsgrep.explore.concordance import matches_in, on_one_line
from newsgrep.explore.line_stream import LineStream, sampled
from newsgrep.explore.question import Question
from newsgrep.query.clauses import combine
from newsgrep.query.nodes import And
from newsgrep.results import Span
from newsgrep.search.highlight import Highlighter
from newsgrep.textmatch.attribution import named_before
from newsgrep.textmatch.quotations import QuotedSentence, quotations

#: Replaces quoted words in the sentence around them.
_ELLIPSIS = "…"


class Quotation(Struct, frozen=True):
    """A quotation, and the sentence that it is from.

    key, path: of its article, as a hit has them
    date:      of its article, empty if unknown
    quote:     the quoted words without the marks; pieces of one sentence have ` … ` between them
    context:   the sentence with `…` in place of the quoted words; if it has no other words, the one before it
    page:      the page of the file on which the quotation begins; 0 if pages are not known
    speaker_in: where the wanted speaker is named: in the `sentence`, or in one `before` it, which then
               begins the context; empty if no speaker was asked for
    """

    key: str
    path: str
    date: str
    quote: str
    context: str
    page: int = 0
    speaker_in: str = ""


class _Match(NamedTuple):
    """A quotation of an article, before it is made a line.

    named: the parts of an earlier sentence that names the speaker; empty if its own sentence does
    """

    article: Article
    found: QuotedSentence
    speaker_in: str = ""
    named: Sequence[Span] = ()


class Quotations(LineStream[Quotation]):
    """The quotations in the articles that match a query, as lines, in the order of the articles' dates."""


def quotes(
    engine: Engine,
    question: Question,
    speaker: Question | None,
    shown_path: Callable[[str], str],
    *,
    least: int,
    sample: int | None,
    seed: int,
) -> Quotations:
    """Return the quotations in the articles that match a question; see `Explorer.quotations`."""
    asked = [question, *([speaker] if speaker and speaker is not question else [])]
    tree = combine(And, [one.tree for one in asked])
    found = engine.search(tree, sort="date", limit=None, offset=0)
    articles = (article for _, article in found.articles)
    matches: Iterable[_Match] = _matches(engine.language, articles, question, speaker, least)
    if sample is not None:
        matches = sampled(matches, sample, seed, lambda match: match.article.key)
    notices = dict.fromkeys(notice for one in asked for notice in one.notices)
    return Quotations((_line(match, shown_path) for match in matches), found.total, tuple(notices))


def _matches(
    language: str, articles: Iterable[Article], question: Question, speaker: Question | None, least: int
) -> Iterator[_Match]:
    analyzer = analyzer_for(language)
    wanted = Highlighter(question.tree, analyzer)
    speaking = Highlighter(speaker.tree, analyzer) if speaker else None
    for article in articles:
        found = [*quotations(article.body)]
        if not found:
            continue
        spans = matches_in(article, wanted)[-1][1]
        names = matches_in(article, speaking)[-1][1] if speaking else []
        before = named_before(article.body, found, names) if names else [None] * len(found)
        for one, named in zip(found, before, strict=True):
            is_wanted = not spans or _overlap(spans, [(one.start, one.end), *one.pieces])
            if not (is_wanted and _has_words(article.body, one, least)):
                continue
            if speaking is None:
                yield _Match(article, one)
            elif _overlap(names, one.beside()):
                yield _Match(article, one, "sentence")
            elif named is not None:
                yield _Match(article, one, "before", named)


def _has_words(text: str, quotation: QuotedSentence, least: int) -> bool:
    words = 0
    for start, end in quotation.pieces:
        for raw in text[start:end].split():
            words += sum(1 for _ in words_with_spans(raw, frozenset()))
            if words >= least:
                return True
    return False


def _overlap(spans: Sequence[Span], others: Iterable[Span]) -> bool:
    return any(start < until and begin < end for begin, until in others for start, end in spans)


def _line(match: _Match, shown_path: Callable[[str], str]) -> Quotation:
    article, found, speaker_in, named = match
    path = shown_path(article.path)
    quote = f" {_ELLIPSIS} ".join(on_one_line(article.body[start:end]).strip() for start, end in found.pieces)
    return Quotation(
        key_with_path(article.key, path),
        path,
        article.date,
        quote,
        _context(article.body, found, named),
        article.page_at(found.pieces[0][0]),
        speaker_in,
    )


def _context(text: str, found: QuotedSentence, named: Sequence[Span]) -> str:
    own = _with_gaps(text, found.beside())
    if not named:
        return own
    between = _ELLIPSIS if text[named[-1][1] : found.start].strip() else ""
    return " ".join(filter(None, [_with_gaps(text, named), between, own]))


def _with_gaps(text: str, beside: Sequence[Span]) -> str:
    """Return a sentence with an ellipsis for each quoted part; empty if it has no other words."""
    shown = _ELLIPSIS.join(text[start:end] for start, end in beside)
    return on_one_line(shown).strip() if any(map(str.isalnum, shown)) else ""
