"""Reading a segment from the disk: its files, the sections in them, and postings decoded to arrays.

A segment has n terms, f surface forms, p postings (one for each document that has a term), o occurrences and
d documents. Entries are ordered by term, then by document, then by position. Types are "<u4" (unsigned
32-bit, little-endian) unless given; offsets are "<u8" where a segment is so large that it needs them.

    .trm  term_text, term_ends    bytes of the terms (stems in UTF-8, ascending); (n) offset where each ends
          form_text, form_ends    (f) the same for the surface forms, by term, then ascending
          forms_sorted            (f) numbers of the surface forms, ascending by form
          term_index, form_index  every 64th term and surface form, ascending, NUL-separated: dictionary.py
          term_postings           (n + 1) index of the first posting of each term
          term_positions          (n + 1) index of its first occurrence
          term_gaps               (n + 1) offset in bytes of its first document gap
          term_occurrence_forms   (n + 1) index of its first entry in `occurrence_forms`
          term_forms              (n + 1) number of its first surface form
          term_first_document     (n) its first document
          term_max_weight         (n) its largest weight in a document
          term_min_length         (n) the length of its shortest document, which no search needs any more
    .gap  gaps                    differences between successive documents of a term, after the first, in 1, 2
                                  or 4 bytes each, as the largest difference of the term needs
    .frq  frequencies             (p) count and weight in a byte: frequencies.py
    .pos  positions               (o) position in the document, patched "<u2": patched.py, positions.py
    .frm  occurrence_forms        surface form of each occurrence, counted from the first form of its term,
                                  patched "|u1"; only for terms with several surface forms
    .art  stored fields           the articles in compressed blocks: stored_fields.py
    .col  column.<name>           (d × width) required and optional columns: columns.py
          key_hashes, key_documents   (d) keys of articles: hash_table.py
          source.*, language.*, url.*, path.*   keyword fields: keywords.py
          section.*, title_from.*, host.*, format.*, authors.*    optional keyword fields
          senders.*, recipients.*    the same, where a document has a value
          attachments.*, attached_as.*   the same
          shingles.*                    hashes of words in a row: shingles.py
          message_ids.*                 hashes of Message-IDs: hash_table.py

Each file has the section `file <name of the file>`, too, which is empty. A reader ignores sections that it
does not know, so that a later version can add some.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from newsgrep.article import MAIL_FORMATS, Article
from newsgrep.engine.segment.columns import Columns
from newsgrep.engine.segment.dictionary import TermDictionary, TermIndex
from newsgrep.engine.segment.frequencies import FrequencyReader
from newsgrep.engine.segment.gaps import GAP_TYPES, decode_gaps
from newsgrep.engine.segment.hash_table import KEYS, MESSAGE_IDS, HashTable, hashes_of
from newsgrep.engine.segment.info import FILES
from newsgrep.engine.segment.keywords import KeywordReader
from newsgrep.engine.segment.patched import PatchedReader
from newsgrep.engine.segment.positions import PositionFields
from newsgrep.engine.segment.sections import OFFSETS, Array, Section, SectionReader, damaged
from newsgrep.engine.segment.shingles import StoredShingles, read_shingles
from newsgrep.engine.segment.stored_fields import StoredFieldsReader
from newsgrep.errors import IndexDamagedError
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning

if TYPE_CHECKING:
    from newsgrep.engine.segment.meanings import MeaningVectors
    from newsgrep.engine.segment.vectors import SegmentVectors

#: Tables of offsets, which have one entry more than there are terms; and tables of plain numbers.
OFFSET_TABLES = ("term_postings", "term_positions", "term_gaps", "term_occurrence_forms", "term_forms")
NUMBER_TABLES = ("term_first_document", "term_max_weight", "term_min_length")

#: Document numbers as int64, with which numpy indexes fastest.
Documents = Array


class SegmentReader:
    """Reads one segment. Documents, terms and surface forms are numbered from 0 within it.

    Every method raises IndexDamagedError if it reads a damaged block.

    terms, forms:  the terms, and the surface forms, in UTF-8, by number
    columns:       numbers of each document
    fields:        the field of each position
    keywords:      source, language, URL and path of each document
    stored_fields: articles as bytes
    """

    def __init__(self, stem: Path, tuning: SegmentTuning = DEFAULT_TUNING.segment) -> None:
        """Open the files whose names begin with `stem`. Raises IndexDamagedError or FileNotFoundError."""
        self.files = {suffix: SectionReader(stem.with_name(stem.name + suffix)) for suffix in FILES}
        self._tuning = tuning
        terms = self.files[".trm"]
        self.terms = TermDictionary(terms, "term")
        self.forms = TermDictionary(terms, "form")
        self.term_index = TermIndex(terms, "term", len(self.terms))
        self.form_index = TermIndex(terms, "form", len(self.forms))
        count = len(self.terms)
        (
            self.term_postings, self.term_positions, self._term_gaps, self._term_occurrence_forms,
            self.term_forms,
        ) = (terms.section(name, *OFFSETS, count=count + 1) for name in OFFSET_TABLES)  # fmt: skip
        self._term_first_document, self._term_max_weight = (
            terms.section(name, *OFFSETS, count=count) for name in NUMBER_TABLES[:2]
        )
        self._forms_sorted = terms.section("forms_sorted", "<u4", count=len(self.forms))
        self._gaps = self.files[".gap"].section("gaps", "|u1")
        self._frequencies = FrequencyReader(self.files[".frq"])
        self._positions = PatchedReader(self.files[".pos"], "positions")
        self._occurrence_forms = PatchedReader(self.files[".frm"], "occurrence_forms")
        self.stored_fields = StoredFieldsReader(self.files[".art"])
        self.keys = HashTable(self.files[".col"], KEYS)
        self.document_count = len(self.keys)
        self.columns = Columns(self.files[".col"], self.document_count)
        self.fields = PositionFields(self.columns)
        self.keywords = KeywordReader(self.files[".col"], self.document_count)
        self.vectors: SegmentVectors | None = None
        self.meaning: MeaningVectors | None = None

    def shingles(self) -> StoredShingles | None:
        """Return the shingles of all documents, None if an older newsgrep wrote the segment without them."""
        return read_shingles(self.files[".col"], self.document_count)

    def message_ids(self) -> HashTable | None:
        """Return the Message-IDs of mails, None if an older newsgrep wrote the segment without them."""
        file = self.files[".col"]
        return HashTable(file, MESSAGE_IDS, self.document_count) if MESSAGE_IDS[0] in file.names() else None

    def keeps_message_ids(self) -> bool:
        """Return whether the Message-IDs of all mails are known; True for a segment without mails."""
        formats = self.keywords.column("format")
        has_mails = formats is None or not MAIL_FORMATS.isdisjoint(formats.values)
        return not has_mails or self.message_ids() is not None

    def release(self) -> None:
        """Let the system reuse the memory of file pages read so far."""
        for file in self.files.values():
            file.release()

    # -- terms and surface forms

    def term_hashes(self) -> Array:
        """Return the CRC-32 of each term."""
        hashes = array("I")
        for _, data, ends in self.terms.batches(self._tuning.dictionary_batch):
            bounds = pairwise([0, *ends.tolist()])
            hashes.extend(crc32(data[start:end]) for start, end in bounds)
        return np.frombuffer(hashes, np.uint32)

    def find_term(self, text: bytes) -> int:
        """Return the number of a term, -1 if the segment does not have it."""
        term = self.first_term_from(text)
        return term if term < len(self.terms) and self.terms[term] == text else -1

    def first_term_from(self, text: bytes) -> int:
        """Return the number of the first term >= `text`."""
        return self.term_index.lower_bound(text, self.terms.__getitem__)

    def find_form(self, text: bytes) -> int:
        """Return the number of a surface form, -1 if the segment does not have it."""
        for form in self.forms_from(text):
            return form if self.forms[form] == text else -1
        return -1

    def forms_from(self, text: bytes) -> Iterator[int]:
        """Yield the numbers of the surface forms >= `text`, ascending by form."""
        for index in range(self._form_lower_bound(text), len(self._forms_sorted)):
            yield self._forms_sorted[index]

    def has_form_between(self, first: bytes, last: bytes) -> bool:
        """Return whether the segment has a surface form >= `first` and < `last`."""
        form = next(self.forms_from(first), None)
        return form is not None and self.forms[form] < last

    def forms_with_prefix(self, prefix: bytes) -> Array:
        """Return the numbers of the surface forms that begin with a prefix, ascending by form."""
        # UTF-8 has no byte 0xff: it is greater than anything that can follow the prefix.
        return self._forms_sorted[self._form_lower_bound(prefix) : self._form_lower_bound(prefix + b"\xff")]

    def _form_lower_bound(self, text: bytes) -> int:
        order = self._forms_sorted
        return self.form_index.lower_bound(text, lambda index: self.forms[order[index]])

    def surface_forms(self) -> Iterator[tuple[int, bytes, Array]]:
        """Yield all surface forms in batches: number of the first, their text, and where in it each ends."""
        return self.forms.batches(self._tuning.dictionary_batch)

    def terms_of_forms(self, forms: Array) -> Array:
        """Return the term of each given surface form."""
        starts = self.term_forms[:]
        # With another type for `forms`, numpy would convert all of `starts` to a common type.
        return np.searchsorted(starts, forms.astype(starts.dtype), "right") - 1

    # -- postings

    def document_frequency(self, term: int) -> int:
        """Return the number of documents that have a term."""
        count = self.term_postings[term + 1] - self.term_postings[term]
        if not 0 < count <= self.document_count:
            raise self._damaged(term, f"is in {count:,} documents of {self.document_count:,}")
        return count

    def document_frequencies(self, terms: Array) -> Array:
        """Return for each given term the number of documents that have it."""
        starts = self.term_postings[:]
        return np.asarray(starts[terms + 1].astype(np.int64) - starts[terms])

    def documents(self, term: int) -> Documents:
        """Return the documents that have a term, ascending."""
        count = self.document_frequency(term)
        documents = np.empty(count, np.int64)
        documents[0] = self._term_first_document[term]
        if count > 1:
            gaps = self._gaps.data(self._term_gaps[term], self._term_gaps[term + 1])
            width = len(gaps) // (count - 1)
            if width not in GAP_TYPES or len(gaps) != width * (count - 1):
                raise self._damaged(term, f"has {len(gaps):,} bytes for {count:,} documents")
            documents[1:] = np.frombuffer(gaps, GAP_TYPES[width])
            np.add.accumulate(documents, out=documents)
        if documents[-1] >= self.document_count:  # they ascend
            raise self._damaged(term, f"is in document {documents[-1]:,} of {self.document_count:,}")
        return documents

    def _damaged(self, term: int, what: str) -> IndexDamagedError:
        return damaged(self.files[".trm"].path, f"is damaged: term {term} {what}")

    def weights(self, term: int) -> Array:
        """Return the frequency of a term, weighted by field, in each of its documents."""
        start, end = self.term_postings[term], self.term_postings[term + 1]
        return self._frequencies.weights(start, end, self._term_max_weight[term])

    def counts(self, term: int) -> Array:
        """Return the number of occurrences of a term in each of its documents."""
        counts = self._frequencies.counts(self.term_postings[term], self.term_postings[term + 1])
        if counts.sum(dtype=np.int64) != self.occurrence_count(term):
            raise self._damaged(term, "has another number of occurrences than its documents")
        return counts

    def occurrence_count(self, term: int) -> int:
        """Return the number of occurrences of a term in all documents."""
        return self.term_positions[term + 1] - self.term_positions[term]

    def positions(self, term: int, start: int = 0, end: int | None = None) -> Array:
        """Return the positions of a term's occurrences from `start` to `end`, document after document."""
        first = self.term_positions[term]
        last = self.term_positions[term + 1] if end is None else first + end
        return self._positions.slice(first + start, last)

    def occurrence_forms(self, term: int, start: int = 0, end: int | None = None) -> Array | None:
        """Return the surface form of a term's occurrences from `start` to `end`; None if it has only one.

        Forms are counted from the first form of the term.
        """
        first, last = self._term_occurrence_forms[term], self._term_occurrence_forms[term + 1]
        if first == last:
            return None
        if last - first != self.occurrence_count(term):
            raise self._damaged(term, "has forms of other occurrences")
        return self._occurrence_forms.slice(first + start, last if end is None else first + end)

    def decode_counts(self, start: int, end: int) -> tuple[Array, Array, Array]:
        """Return the number of postings of each term of a range, and the documents and counts of them all."""
        frequencies = np.diff(self.term_postings[start : end + 1].astype(np.int64))
        documents = self._decode_documents_of_range(start, end, frequencies)
        return frequencies, documents, self._frequencies.counts(*self._postings_of_range(start, end))

    def _postings_of_range(self, start: int, end: int) -> tuple[int, int]:
        return self.term_postings[start], self.term_postings[end]

    def decode_terms(self, start: int, end: int) -> tuple[Array, Array, Array, Array, Array]:
        """Return the documents, weights, counts, positions and occurrence forms of a range of terms.

        Forms are counted from the first form of the range.
        """
        frequencies = np.diff(self.term_postings[start : end + 1].astype(np.int64))
        if len(frequencies) and not 0 < frequencies.min() <= frequencies.max() <= self.document_count:
            raise self._damaged(start, "or one after it is in more documents than there are, or in none")
        if np.any(np.diff(self.term_positions[start : end + 1].astype(np.int64)) < frequencies):
            raise self._damaged(start, "or one after it has fewer occurrences than documents")
        postings = self._postings_of_range(start, end)
        occurrences = self.term_positions[start], self.term_positions[end]
        counts, positions = self._frequencies.counts(*postings), self._positions.slice(*occurrences)
        forms = self._decode_forms_of_range(start, end)
        form_count = self.term_forms[end] - self.term_forms[start]
        if np.any(np.diff(self.term_forms[start : end + 1].astype(np.int64)) < 1) or form_count > len(
            self.forms
        ):
            raise self._damaged(start, "or one after it has no forms")
        if counts.sum(dtype=np.int64) != len(positions) or int(forms.max(initial=0)) >= form_count:
            raise self._damaged(start, "or one after it has other occurrences or forms than it says")
        documents = self._decode_documents_of_range(start, end, frequencies)
        return documents, self._frequencies.weights(*postings), counts, positions, forms

    def _decode_documents_of_range(self, start: int, end: int, frequencies: Array) -> Documents:
        """Decode the gaps of many terms at once: one running sum, minus its value where each term begins."""
        bytes_each: Array = np.diff(self._term_gaps[start : end + 1].astype(np.int64))
        gap_counts = frequencies - 1
        widths = bytes_each // np.maximum(gap_counts, 1)
        if not np.all(np.isin(widths[gap_counts > 0], (1, 2, 4))) or np.any(
            widths * gap_counts != bytes_each
        ):
            raise self._damaged(start, "or one after it has gaps of other documents")
        data = np.frombuffer(self._gaps.data(self._term_gaps[start], self._term_gaps[end]), np.uint8)
        gaps = decode_gaps(data, widths, gap_counts)
        ends = np.cumsum(frequencies)
        first = ends - frequencies
        steps = np.zeros(int(ends[-1]), np.int64)
        follows = np.ones(len(steps), np.bool_)
        follows[first] = False
        steps[follows] = gaps
        sums = np.cumsum(steps)
        documents = sums + np.repeat(self._term_first_document[start:end] - sums[first], frequencies)
        if int(documents.max()) >= self.document_count or int(documents.min()) < 0:
            raise self._damaged(start, "or one after it is in a document that there is not")
        return np.asarray(documents)

    def _decode_forms_of_range(self, start: int, end: int) -> Array:
        if end - start == 1:  # one term may have very many occurrences: its forms stay in the narrow type
            forms = self.occurrence_forms(start)
            return np.zeros(self.occurrence_count(start), np.uint8) if forms is None else forms
        occurrences: Array = np.diff(self.term_positions[start : end + 1].astype(np.int64))
        stored_counts: Array = np.diff(self._term_occurrence_forms[start : end + 1].astype(np.int64))
        if np.any(stored_counts[stored_counts != 0] != occurrences[stored_counts != 0]):
            raise self._damaged(start, "or one after it has forms of other occurrences")
        first_form = self.term_forms[start:end].astype(np.int64) - self.term_forms[start]
        forms = np.repeat(first_form, occurrences)
        stored = self._occurrence_forms.slice(
            self._term_occurrence_forms[start], self._term_occurrence_forms[end]
        )
        forms[np.repeat(stored_counts > 0, occurrences)] += stored
        return np.asarray(forms)

    # -- articles

    def document_of_key(self, key: str) -> int:
        """Return the document with a key, -1 if there is none."""
        return next(
            (one for one in self.keys.candidates(key) if self.article(one).key == key),
            -1,
        )

    def documents_of_keys(self, keys: Collection[str]) -> Iterator[int]:
        """Yield the documents with any of these keys, ascending."""
        wanted = frozenset(keys)
        # In the order of documents, as neighbours are decompressed together.
        for document in np.unique(self.keys.documents_of(hashes_of(keys))).tolist():
            if self.article(document).key in wanted:
                yield document

    def article(self, document: int) -> Article:
        """Return a document's article."""
        return self.stored_fields.article(document)


def term_ranges(starts: Section, most: int, most_terms: int = 1 << 62) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms that are read together: first term, and the one after the last.

    starts:     one of the OFFSET_TABLES
    most:       the most that a range may have of what the table counts, unless a single term has more
    most_terms: the most terms of a range
    """
    start, terms = 0, len(starts) - 1
    while start < terms:
        limit = starts[start] + most
        end = bisect_left(range(terms), limit + 1, start, key=lambda term: starts[term + 1])
        end = min(max(end, start + 1), start + most_terms)
        yield start, end
        start = end
