"""Inversion: from articles to postings, with arrays.

1. Texts are collected into windows small enough for the caches of a processor. A window is split into raw
   tokens, and a vocabulary that remembers the analysis of every raw token gives the numbers of their surface
   forms, all at once. Only these numbers are kept of the articles: four bytes a token.
2. At the end the forms that occur are ranked by term and form, and the alphabet is cut into term ranges. The
   tokens are partitioned by term range, and the tokens of a range are sorted by term. Both are radix sorts of
   numbers of one or two bytes. They are stable, so that tokens stay in the order of articles and positions. A
   posting begins wherever term or article change.

A token is one occurrence of a surface form. positions.py says how its place in the article is counted.

A lede that stands in for a missing title is not indexed again as the title: it would count as a title in the
ranking, which makes results worse. A search in titles also looks at such a lede in its place in the body.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import compress
from operator import ne

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from newsgrep.analysis.analyzer import as_read
from newsgrep.batching import batched_by_size
from newsgrep.encoded_article import EncodedArticle
from newsgrep.engine.bm25f import WEIGHTS
from newsgrep.engine.segment.positions import AUTHOR_GAP, FIELD_GAP
from newsgrep.engine.segment.sections import Array, mark_changes
from newsgrep.engine.segment.shingles import ShingleCounter, Shingles
from newsgrep.engine.segment.token_table import WHITE_SPACE
from newsgrep.engine.segment.vocabulary import Vocabulary
from newsgrep.paragraphs import lede_size
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning

_WHITE = re.compile(b"[%b]" % WHITE_SPACE)


class PostingsBatch(Struct, frozen=True):
    """Postings of many terms, ascending by term, then by document, then by position.

    terms:            stems in UTF-8, ascending
    forms:            surface forms in UTF-8 of each term, ascending within the term
    term_forms:       (terms + 1) index of each term's first surface form
    term_postings:    (terms + 1) index of each term's first posting
    documents:        (postings) document number
    weights:          (postings) number of occurrences weighted by field
    counts:           (postings) number of occurrences
    positions:        (occurrences) position in the document
    occurrence_forms: (occurrences) index into `forms`
    """

    terms: list[bytes]
    forms: list[bytes]
    term_forms: Array
    term_postings: Array
    documents: Array
    weights: Array
    counts: Array
    positions: Array
    occurrence_forms: Array


class Lengths(Struct, frozen=True):
    """Lengths of articles in words, an entry for each article: weighted by field, of body, title and lede.

    shingles:      of the bodies
    digit_percent: how many of a hundred words of the body have a digit
    """

    weighted: npt.NDArray[np.uint32]
    body: npt.NDArray[np.uint32]
    title: npt.NDArray[np.uint32]
    lede: npt.NDArray[np.uint32]
    shingles: Shingles
    digit_percent: Array


#: The kinds of regions of an article, with the weight of their words and the gap in positions after them.
_LEDE, _REST, _TITLE, _AUTHOR = range(4)
_WEIGHT_OF = np.array([WEIGHTS["body"], WEIGHTS["body"], WEIGHTS["title"], WEIGHTS["author"]])
_GAP_AFTER = np.array([0, FIELD_GAP, FIELD_GAP, AUTHOR_GAP])
_UNTITLED, _TITLED = array("b", [_LEDE, _REST]), array("b", [_LEDE, _REST, _TITLE])

#: An occurrence packed into one number: article, position and weight.
_ARTICLE_AT, _POSITION_AT = 32, 4
_POSITION, _WEIGHT = (1 << _ARTICLE_AT - _POSITION_AT) - 1, (1 << _POSITION_AT) - 1

#: Bytes of memory that a token and a region take until they are sorted.
_BYTES_PER_TOKEN, _BYTES_PER_REGION = 8, 32

#: The most terms, or forms, of a term range: as many as two bytes can number.
_RANGE_TERMS = 1 << 16


class Inverter:
    """Collects articles and inverts them together.

    An article consists of regions: lede, rest of the body, title, and each author.

    size: approximate bytes of memory of pending texts, tokens and regions
    """

    def __init__(self, vocabulary: Vocabulary, tuning: SegmentTuning = DEFAULT_TUNING.segment) -> None:
        self._vocabulary = vocabulary
        self._tuning = tuning
        self._texts: list[bytes] = []
        self._region_ends = array("q")
        self._pending = 0
        self._tokens: list[Array] = []
        self._kinds = array("b")
        self._lengths: list[Array] = []
        self._article_ends = array("i")
        self.size = 0

    def __len__(self) -> int:
        return len(self._article_ends)

    def add(self, article: EncodedArticle) -> None:
        """Add an article. Its document number is the number of articles added before."""
        is_titled, authors = not article.lede_is_title, article.authors
        own = [article.body, article.title, *authors] if is_titled else [article.body, *authors]
        texts = [*map(as_read, own)]
        self._kinds += _TITLED if is_titled else _UNTITLED
        if authors:
            self._kinds += array("b", [_AUTHOR]) * len(authors)
        self._article_ends.append(len(self._kinds))
        self.size += _BYTES_PER_REGION * (len(texts) + 1)
        lede = lede_size(article.body)
        if max(map(len, texts)) > self._tuning.window_bytes:
            self._tokenise_large(texts, lede)
            return
        before, ends = self._pending, self._region_ends
        ends.append(before + lede)
        pending = before
        for text in texts:
            pending += len(text) + 1
            ends.append(pending)
        self._texts += texts
        self._pending = pending
        self.size += pending - before
        if pending >= self._tuning.window_bytes:
            self._tokenise()

    def _tokenise_large(self, texts: Sequence[bytes], lede: int) -> None:
        """Tokenise the texts of an article with a large one, a window at a time; `lede` ends in the first."""
        self._tokenise()
        body, *others = texts
        for region in (body[:lede], body[lede:], *others):
            total = 0
            for window in _windows(region, self._tuning.window_bytes):
                tokens, counts = self._vocabulary.form_numbers([window], [len(window)])
                self._tokens.append(tokens)
                total += int(counts[0])
            self.size += _BYTES_PER_TOKEN * total
            self._lengths.append(np.array([total]))

    def _tokenise(self) -> None:
        """Tokenise the pending texts."""
        if self._texts:
            tokens, counts = self._vocabulary.form_numbers(self._texts, self._region_ends)
            self._tokens.append(tokens)
            self._lengths.append(counts)
            self.size += _BYTES_PER_TOKEN * len(tokens) - self._pending
            self._texts, self._region_ends, self._pending = [], array("q"), 0

    def invert(self) -> tuple[Iterator[PostingsBatch], Lengths]:
        """Return the postings of all articles, a term range at a time, and the lengths of the articles."""
        self._tokenise()
        kinds = np.array(self._kinds, np.int8)
        lengths = np.concatenate([np.zeros(0, np.int64), *self._lengths])
        ends = np.array(self._article_ends, np.int64)
        per_article = np.diff(ends, prepend=0)
        article_of = np.repeat(np.arange(len(ends)), per_article)
        weights = _WEIGHT_OF[kinds]
        positions = _region_positions(lengths, kinds, ends - per_article, per_article)
        first = (article_of << _ARTICLE_AT) + (positions << _POSITION_AT) + weights
        tokens, self._tokens = self._tokens, []
        bodies = np.where(kinds <= _REST, article_of, -1)
        shingles = _shingles(self._vocabulary, tokens, lengths, bodies, len(ends), self._tuning)
        postings = _sorted_postings(self._vocabulary, tokens, lengths, first, self._tuning)
        return postings, _article_lengths(lengths, kinds, weights, article_of, len(ends), shingles)


def _windows(data: bytes, size: int) -> Iterator[bytes]:
    """Cut a long text at white space into pieces of about `size` bytes."""
    start = 0
    while space := _WHITE.search(data, start + size):
        yield data[start : space.start()]
        start = space.end()
    yield data[start:]


def _region_positions(lengths: Array, kinds: npt.NDArray[np.int8], first: Array, per_article: Array) -> Array:
    """Return the position of each region's first word in its article."""
    sizes = lengths + _GAP_AFTER[kinds]
    before = np.cumsum(sizes) - sizes
    return np.asarray(before - np.repeat(before[first], per_article) if len(first) else before)


def _article_lengths(
    lengths: Array,
    kinds: npt.NDArray[np.int8],
    weights: Array,
    article_of: Array,
    articles: int,
    shingles: tuple[Shingles, Array],
) -> Lengths:
    def total(values: Array) -> npt.NDArray[np.uint32]:
        return np.bincount(article_of, values, articles).astype(np.uint32)

    return Lengths(
        weighted=total(lengths * weights),
        body=total(lengths * (kinds <= _REST)),
        title=total(lengths * (kinds == _TITLE)),
        lede=total(lengths * (kinds == _LEDE)),
        shingles=shingles[0],
        digit_percent=shingles[1],
    )


def _shingles(
    vocabulary: Vocabulary,
    tokens: Sequence[Array],
    lengths: Array,
    bodies: Array,
    articles: int,
    tuning: SegmentTuning,
) -> tuple[Shingles, Array]:
    """Return the shingles of all bodies, and how many of a hundred words of each have a digit.

    bodies: the article of each region that belongs to a body, -1 for others
    """
    counter = ShingleCounter(articles)
    hashes, has_digit = vocabulary.hashes.of(vocabulary.forms)
    ends = np.cumsum(lengths)
    start = 0
    for batch in batched_by_size(tokens, len, tuning.partition_tokens):
        numbers = np.concatenate(batch)
        end = start + len(numbers)
        counter.add(numbers, _per_token(bodies, ends, start, end), hashes, has_digit)
        start = end
    inside = bodies >= 0
    return counter.finish(np.bincount(bodies[inside], lengths[inside], articles).astype(np.int64))


def _per_token(of_regions: Array, ends: Array, start: int, end: int) -> Array:
    """Return for each token from `start` to `end` the entry of its region; `ends` says where regions end."""
    since, until = np.searchsorted(ends, start, "right"), np.searchsorted(ends, end, "left") + 1
    sizes = np.diff(np.clip(ends[since:until], start, end), prepend=start)
    return np.repeat(of_regions[since:until], sizes)


def _sorted_postings(
    vocabulary: Vocabulary, tokens: list[Array], lengths: Array, first: Array, tuning: SegmentTuning
) -> Iterator[PostingsBatch]:
    """Sort the tokens of all regions by term, and yield them as postings, a term range at a time.

    `lengths` has the number of tokens of each region, and `first` the packed occurrence of its first token.
    Empties the list of tokens to free its memory.
    """
    order = _TermOrder(vocabulary, tokens, tuning)
    batches = _occurrences(tokens, lengths, first, tuning.partition_tokens)
    partitions = [_RadixPartition(order, numbers, occurrences) for numbers, occurrences in batches]
    for term_range in range(len(order.first_terms) - 1):
        buckets = [partition.bucket(term_range) for partition in partitions]
        ranks = np.concatenate([ranks for ranks, _ in buckets])
        occurrences = np.concatenate([occurrences for _, occurrences in buckets])
        yield _range_postings(order, term_range, ranks, occurrences)


class _TermOrder:
    """The surface forms that occur, ranked by term, then by form, and cut into term ranges.

    terms:       stems, ascending
    forms:       surface forms by rank
    term_forms:  (terms + 1) rank of each term's first form
    first_terms: (ranges + 1) index of each range's first term
    rank_of:     rank of each form by its number in the vocabulary, counted from the first of its range
    range_of:    range of each form by its number in the vocabulary
    """

    def __init__(self, vocabulary: Vocabulary, tokens: list[Array], tuning: SegmentTuning) -> None:
        known = vocabulary.forms
        counts = np.zeros(len(known), np.int64)
        for batch in batched_by_size(tokens, len, max(tuning.partition_tokens, len(known))):
            counts += np.bincount(np.concatenate(batch), minlength=len(known))
        ascending = np.array(vocabulary.sorted_numbers(), np.int64)
        ascending = ascending[counts[ascending] > 0]
        numbers = ascending.tolist()
        self.forms = [*map(known.__getitem__, numbers)]
        stems = [*map(vocabulary.terms.__getitem__, numbers)]
        is_new = [True, *map(ne, stems[1:], stems)][: len(stems)]
        self.terms = [*compress(stems, is_new)]
        self.term_forms = np.append(np.flatnonzero(np.array(is_new, np.bool_)), len(stems))
        before = np.append(0, np.cumsum(counts[ascending]))[self.term_forms]
        self.first_terms = _term_ranges(before, self.term_forms, tuning.range_tokens)
        first_forms = self.term_forms[self.first_terms]
        sizes = np.diff(first_forms)
        widest = int(sizes.max(initial=0))
        self.rank_of = np.zeros(len(known), np.min_scalar_type(widest))
        self.rank_of[ascending] = np.arange(len(ascending)) - np.repeat(first_forms[:-1], sizes)
        self.range_of = np.zeros(len(known), np.min_scalar_type(len(sizes)))
        self.range_of[ascending] = np.repeat(np.arange(len(sizes)), sizes)


def _term_ranges(before: Array, term_forms: Array, range_tokens: int) -> Array:
    """Return the first term of each term range, and at the end the number of terms.

    `before` has the number of tokens before each term. A range has at most `range_tokens` tokens and less
    than _RANGE_TERMS forms, or it is a single term.
    """
    first_terms, terms = [0], len(term_forms) - 1
    while (first := first_terms[-1]) < terms:
        last = min(
            int(np.searchsorted(before, before[first] + range_tokens, "right")),
            int(np.searchsorted(term_forms, term_forms[first] + _RANGE_TERMS, "right")),
        )
        first_terms.append(max(first + 1, last - 1))
    return np.array(first_terms)


def _occurrences(
    tokens: list[Array], lengths: Array, first: Array, batch_size: int
) -> Iterator[tuple[Array, Array]]:
    """Yield form numbers and packed occurrences of about `batch_size` tokens at a time; empties the list."""
    ends = np.cumsum(lengths)
    offsets = first - ((ends - lengths) << _POSITION_AT)
    tokens.reverse()
    start = 0
    for batch in batched_by_size((tokens.pop() for _ in range(len(tokens))), len, batch_size):
        numbers = np.concatenate(batch)
        end = start + len(numbers)
        occurrences = _per_token(offsets, ends, start, end)
        occurrences += np.arange(start, end) << _POSITION_AT
        yield numbers, occurrences
        start = end


class _RadixPartition:
    """Some tokens, partitioned by term range: one pass of a radix sort."""

    def __init__(self, order: _TermOrder, numbers: Array, occurrences: Array) -> None:
        ranges = order.range_of.take(numbers)
        by_range = np.argsort(ranges, kind="stable")
        self._ranks = order.rank_of.take(numbers).take(by_range)
        self._occurrences = occurrences.take(by_range)
        self._starts = np.append(0, np.cumsum(np.bincount(ranges, minlength=len(order.first_terms))))

    def bucket(self, term_range: int) -> tuple[Array, Array]:
        """Return the ranks and occurrences of the tokens of a term range."""
        chosen = slice(self._starts[term_range], self._starts[term_range + 1])
        return self._ranks[chosen], self._occurrences[chosen]


def _range_postings(order: _TermOrder, term_range: int, ranks: Array, occurrences: Array) -> PostingsBatch:
    """Return the postings of a term range from the ranks and the ascending occurrences of its tokens."""
    first, last = order.first_terms[term_range : term_range + 2].tolist()
    term_forms = order.term_forms[first : last + 1] - order.term_forms[first]
    term_of = np.repeat(np.arange(last - first, dtype=np.uint16), np.diff(term_forms))
    terms = term_of.take(ranks)
    by_term = np.argsort(terms, kind="stable")
    terms, ranks, occurrences = terms.take(by_term), ranks.take(by_term), occurrences.take(by_term)
    documents = occurrences >> _ARTICLE_AT
    starts = np.flatnonzero(mark_changes(terms) | mark_changes(documents))
    return PostingsBatch(
        terms=order.terms[first:last],
        forms=order.forms[order.term_forms[first] : order.term_forms[last]],
        term_forms=term_forms,
        term_postings=np.append(np.flatnonzero(mark_changes(terms.take(starts))), len(starts)),
        documents=documents.take(starts),
        weights=np.add.reduceat(occurrences & _WEIGHT, starts),
        counts=np.diff(starts, append=len(ranks)),
        positions=(occurrences >> _POSITION_AT) & _POSITION,
        occurrence_forms=ranks,
    )
