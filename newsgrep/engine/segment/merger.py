"""Merging: several segments become one, without their deleted documents, in bounded memory.

Terms are merged a stretch of the alphabet at a time, each stretch small enough that the postings of all
segments for it fit the memory allowed. Within a stretch the place of every posting in the result follows
from counting: of a term, those of the first segment come first, then those of the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from newsgrep.engine.segment.dictionary import bisect
from newsgrep.engine.segment.inverter import Postings
from newsgrep.engine.segment.reader import COLUMNS, SegmentReader
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.writer import SegmentWriter

#: Occurrences that a stretch of terms may have; each takes some 100 bytes while it is merged. A spelling with
#: its term counts as several.
STRETCH, _A_WORD = 2_000_000, 6


@dataclass(frozen=True, slots=True)
class Part:
    """A segment to merge, and which of its documents are to be kept: all, or those marked."""

    reader: SegmentReader
    kept: Array | None = None

    @property
    def document_count(self) -> int:
        """The number of documents kept."""
        return self.reader.document_count if self.kept is None else int(np.count_nonzero(self.kept))

    def renumbered(self, base: int) -> Array:
        """Return the new number of each document, -1 for those left out."""
        if self.kept is None:
            return np.arange(base, base + self.reader.document_count)
        return np.where(self.kept, np.cumsum(self.kept) - 1 + base, -1)


def merge_segments(parts: Sequence[Part], stem: Path, stretch: int = STRETCH) -> None:
    """Write the kept documents of some segments as one segment, in their order."""
    writer = SegmentWriter(stem)
    try:
        _write_documents(parts, writer)
        bases = np.cumsum([0, *(part.document_count for part in parts)])
        numbers = [part.renumbered(int(base)) for part, base in zip(parts, bases[:-1], strict=True)]
        for merged in _merged_stretches(parts, numbers, stretch):
            writer.write_postings(merged)
            for part in parts:
                part.reader.release()
        writer.close()
    except BaseException:
        writer.abandon()
        raise


def _write_documents(parts: Sequence[Part], writer: SegmentWriter) -> None:
    keys, columns = [], {name: [] for name in COLUMNS}  # type: ignore[var-annotated]
    for part in parts:
        chosen = slice(None) if part.kept is None else part.kept
        for name in COLUMNS:
            columns[name].append(part.reader.columns[name][:][chosen])
        keys.append(part.reader.document_keys()[chosen])
        writer.tags.copy(part.reader.tags, part.kept)
        if part.kept is None:
            writer.articles.copy(part.reader.articles)
        else:
            for document in np.flatnonzero(part.kept).tolist():
                writer.articles.add(part.reader.articles.data(document))
        part.reader.release()
    writer.write_columns(
        {name: np.concatenate(values) for name, values in columns.items()}, np.concatenate(keys)
    )


def _merged_stretches(parts: Sequence[Part], numbers: Sequence[Array], stretch: int) -> Iterator[Postings]:
    """Yield the merged postings, a stretch of terms at a time."""
    starts = [0] * len(parts)
    while any(start < part.reader.term_count for start, part in zip(starts, parts, strict=True)):
        ends = _next_ends(parts, starts, stretch)
        pieces = [
            _decode(part.reader, start, end, number)
            for part, start, end, number in zip(parts, starts, ends, numbers, strict=True)
            if start < end
        ]
        yield _joined(pieces)
        starts = ends


def _next_ends(parts: Sequence[Part], starts: list[int], stretch: int) -> list[int]:
    """Return where the next stretch ends: at the same term in all, near `stretch` occurrences."""
    share = stretch // len(parts)
    limits = []
    for part, start in zip(parts, starts, strict=True):
        reader = part.reader
        if start < reader.term_count:
            end = max(start + 1, _term_at(reader, _weight_before(reader, start) + share))
            if end < reader.term_count:
                limits.append(reader.term_text(end))
    if not limits:
        return [part.reader.term_count for part in parts]
    first = min(limits)
    return [part.reader.first_term_from(first) for part in parts]


def _weight_before(reader: SegmentReader, term: int) -> int:
    """Return what the terms before one weigh, as many occurrences."""
    return reader.term_places[term] + _A_WORD * reader.term_words[term]


def _term_at(reader: SegmentReader, weight: int) -> int:
    """Return the last term before which there is no more than this."""
    return bisect(reader.term_count + 1, partial(_weight_before, reader), weight + 1) - 1


def _decode(reader: SegmentReader, start: int, end: int, numbers: Array) -> Postings:
    """Return the postings of a stretch of a segment's terms, renumbered, without the documents left out."""
    term_postings = reader.term_postings[start : end + 1].astype(np.int64)
    first_word = reader.term_words[start]
    term_words = reader.term_words[start : end + 1].astype(np.int64) - first_word
    documents, weights, counts, places, forms = reader.decode_terms(start, end)
    postings = Postings(
        terms=[reader.term_text(term) for term in range(start, end)],
        words=[reader.word_text(word) for word in range(first_word, first_word + int(term_words[-1]))],
        term_words=term_words,
        term_postings=term_postings - term_postings[0],
        documents=numbers[documents],
        weights=weights,
        counts=counts,
        places=places,
        forms=forms,
    )
    return (
        postings
        if numbers[-1] == numbers[0] + len(numbers) - 1 and numbers[0] >= 0
        else _without_gone(postings)
    )


def _without_gone(postings: Postings) -> Postings:
    """Leave out the documents numbered -1, and the terms and words that nothing is left of."""
    kept = postings.documents >= 0
    kept_occurrences = np.repeat(kept, postings.counts)
    per_term = np.diff(np.concatenate(([0], np.cumsum(kept)))[postings.term_postings])
    forms = postings.forms[kept_occurrences]
    used_words = np.zeros(len(postings.words), np.bool_)
    used_words[forms] = True
    words_before = np.concatenate(([0], np.cumsum(used_words)))
    has_any = per_term > 0
    return Postings(
        terms=[term for term, left in zip(postings.terms, has_any.tolist(), strict=True) if left],
        words=[word for word, used in zip(postings.words, used_words.tolist(), strict=True) if used],
        term_words=np.append(words_before[postings.term_words[:-1]][has_any], words_before[-1]),
        term_postings=np.concatenate(([0], np.cumsum(per_term[has_any]))),
        documents=postings.documents[kept],
        weights=postings.weights[kept],
        counts=postings.counts[kept],
        places=postings.places[kept_occurrences],
        forms=words_before[forms],
    )


def _joined(pieces: Sequence[Postings]) -> Postings:
    """Join postings whose documents follow one another, term by term."""
    if len(pieces) == 1:
        return pieces[0]
    terms = sorted(set().union(*(piece.terms for piece in pieces)))
    number_of = {term: number for number, term in enumerate(terms)}
    term_maps = [np.array([number_of[term] for term in piece.terms], np.int64) for piece in pieces]
    words, term_words, word_maps = _joined_words(pieces, term_maps, len(terms))
    if len(terms) == 1:
        return _of_one_term(pieces, terms, words, word_maps)
    frequencies = [np.diff(piece.term_postings) for piece in pieces]
    occurrences = [_per_term(piece) for piece in pieces]
    term_postings, posting_places = _interleaved(term_maps, frequencies, len(terms))
    _, occurrence_places = _interleaved(term_maps, occurrences, len(terms))

    def scattered(name: str, places: list[Array]) -> Array:
        joined = np.empty(sum(map(len, places)), np.int64)
        for piece, place in zip(pieces, places, strict=True):
            joined[place] = getattr(piece, name)
        return joined

    forms = np.empty(sum(map(len, occurrence_places)), np.int64)
    for piece, place, word_map in zip(pieces, occurrence_places, word_maps, strict=True):
        forms[place] = word_map[piece.forms]
    return Postings(
        terms=terms,
        words=words,
        term_words=term_words,
        term_postings=term_postings,
        documents=scattered("documents", posting_places),
        weights=scattered("weights", posting_places),
        counts=scattered("counts", posting_places),
        places=scattered("places", occurrence_places),
        forms=forms,
    )


def _of_one_term(
    pieces: Sequence[Postings], terms: list[bytes], words: list[bytes], word_maps: list[Array]
) -> Postings:
    """Join postings of the same term; there may be very many, which are left as narrow as they are."""
    narrow = np.min_scalar_type(len(words))
    forms = [word_map.astype(narrow)[piece.forms] for piece, word_map in zip(pieces, word_maps, strict=True)]
    return Postings(
        terms=terms,
        words=words,
        term_words=np.array([0, len(words)]),
        term_postings=np.array([0, sum(len(piece.documents) for piece in pieces)]),
        documents=np.concatenate([piece.documents for piece in pieces]),
        weights=np.concatenate([piece.weights for piece in pieces]),
        counts=np.concatenate([piece.counts for piece in pieces]),
        places=np.concatenate([piece.places for piece in pieces]),
        forms=np.concatenate(forms),
    )


def _per_term(piece: Postings) -> Array:
    """Return the number of occurrences of each term."""
    return np.diff(np.concatenate(([0], np.cumsum(piece.counts, dtype=np.int64)))[piece.term_postings])


def _interleaved(term_maps: list[Array], sizes: list[Array], terms: int) -> tuple[Array, list[Array]]:
    """Return where each term begins in the result, and the place in it of every entry of every piece."""
    total = np.zeros(terms, np.int64)
    for term_map, size in zip(term_maps, sizes, strict=True):
        total[term_map] += size
    starts = np.concatenate(([0], np.cumsum(total)))
    filled = starts[:-1].copy()
    places = []
    for term_map, size in zip(term_maps, sizes, strict=True):
        ends = np.cumsum(size)
        places.append(
            np.arange(ends[-1] if len(ends) else 0) + np.repeat(filled[term_map] - (ends - size), size)
        )
        filled[term_map] += size
    return starts, places


def _joined_words(
    pieces: Sequence[Postings], term_maps: list[Array], terms: int
) -> tuple[list[bytes], Array, list[Array]]:
    """Unite the words of each term; return them, where each term's begin, and each piece's renumbering."""
    pairs = [
        list(zip(np.repeat(term_map, np.diff(piece.term_words)).tolist(), piece.words, strict=True))
        for piece, term_map in zip(pieces, term_maps, strict=True)
    ]
    united = sorted(set().union(*pairs))
    number_of = {pair: number for number, pair in enumerate(united)}
    maps = [np.array([number_of[pair] for pair in piece], np.int64) for piece in pairs]
    per_term = np.bincount([term for term, _ in united], minlength=terms)
    return [word for _, word in united], np.concatenate(([0], np.cumsum(per_term))), maps
