"""A segment on disk: which files it has, what is in their sections, and reading them.

With n terms, p postings and o occurrences, in the order of the terms:

    .trm    term_text, term_ends       the stems in UTF-8, ascending, and where each ends
            term_sample, word_sample   some of the stems, and of the spellings, ascending: see texts.py
            term_postings, term_places (n + 1) where a term's postings and occurrences begin
            term_gaps, term_forms      (n + 1) where its document gaps (in bytes) and its forms begin
            term_first                 (n) its first document
            term_weight, term_length   (n) its largest weight and shortest article: bounds for its score
            term_words                 (n + 1) where its spellings begin
            word_text, word_ends       the spellings in UTF-8, by term, then ascending
            words_ascending            the numbers of the spellings, ascending by spelling
    .gap    gaps      differences of a term's documents after the first, in as few bytes as its largest needs
    .frq    (p) the number of occurrences, and the frequency weighted by field
    .plc    places    (o) position in the article
    .frm    forms     which spelling of its term an occurrence has, for terms with more than one
    .art    articles  as stored.py has them
    .num    length, body_length, title_length, lede_length, lede_is_title (0 or 1), day, and keys (sorted
            hashes) with key_documents; tags as tags.py has them

The frequencies are frequencies.py's bytes, places and forms escaped.py's numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit, setrlimit

import numpy as np
import numpy.typing as npt

from newsgrep.article import Article
from newsgrep.engine.bm25f import WEIGHTS
from newsgrep.engine.segment.dictionary import Sample, Texts, bisect
from newsgrep.engine.segment.frequencies import FrequencyReader
from newsgrep.engine.segment.keywords import TagReader
from newsgrep.engine.segment.patched import PatchedReader
from newsgrep.engine.segment.positions import GAP
from newsgrep.engine.segment.sections import Array, Section, SectionReader
from newsgrep.engine.segment.stored_fields import ArticleReader

FILES = (".trm", ".gap", ".frq", ".plc", ".frm", ".art", ".num")

#: Files that a process may have open beside those of segments.
_OTHER_FILES = 100

COLUMNS = ("length", "body_length", "title_length", "lede_length", "lede_is_title", "day")

#: The fields of an article in the order of their places.
FIELD_ORDER = ("body", "title", "author")

#: Document numbers, 64 bits each, as numpy indexes with them.
Documents = Array


def key_hash(key: bytes) -> int:
    """Return the number a key is found by."""
    import hashlib  # takes 6 ms, and a search hashes nothing

    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "little")


def allow_segments(count: int) -> None:
    """Have the system allow so many segments to be open, if it may: the usual limit is below 150 of them."""
    most, limit = getrlimit(RLIMIT_NOFILE)
    wanted = count * len(FILES) + _OTHER_FILES
    if most != RLIM_INFINITY and wanted > most:
        enough = wanted if limit == RLIM_INFINITY else min(wanted, limit)
        setrlimit(RLIMIT_NOFILE, (enough, limit))


class SegmentReader:
    """Reads one segment. Documents, terms and words are numbered from 0 within it."""

    def __init__(self, stem: Path) -> None:
        """Open the files whose names begin with `stem`. Raises IndexDamagedError or FileNotFoundError."""
        self.files = {suffix: SectionReader(stem.with_name(stem.name + suffix)) for suffix in FILES}
        terms = self.files[".trm"]
        self._terms = Texts(terms, "term")
        self._words = Texts(terms, "word")
        self.term_sample = Sample(terms, "term", len(self._terms))
        self.word_sample = Sample(terms, "word", len(self._words))
        self.term_postings = terms.section("term_postings")
        self.term_places = terms.section("term_places")
        self._term_gaps = terms.section("term_gaps")
        self._term_forms = terms.section("term_forms")
        self._term_first = terms.section("term_first")
        self.term_weight = terms.section("term_weight")
        self.term_length = terms.section("term_length")
        self.term_words = terms.section("term_words")
        self._words_ascending = terms.section("words_ascending")
        self._gaps = self.files[".gap"].section("gaps")
        self._frequencies = FrequencyReader(self.files[".frq"])
        self._places = PatchedReader(self.files[".plc"], "places")
        self._forms = PatchedReader(self.files[".frm"], "forms")
        self._decoded: dict[int, Documents] = {}
        numbers = self.files[".num"]
        self.columns = _Columns(numbers)
        self._keys, self._key_documents = numbers.section("keys"), numbers.section("key_documents")
        self.articles = ArticleReader(self.files[".art"])
        self.document_count = len(self._keys)
        self.tags = TagReader(numbers, self.document_count)

    @property
    def term_count(self) -> int:
        """The number of terms."""
        return len(self._terms)

    @property
    def word_count(self) -> int:
        """The number of spellings."""
        return len(self._words)

    def term_text(self, term: int) -> bytes:
        """Return a term's text in UTF-8."""
        return self._terms[term]

    def word_text(self, word: int) -> bytes:
        """Return a spelling in UTF-8."""
        return self._words[word]

    def find_term(self, text: bytes) -> int:
        """Return the number of a term, -1 where the segment does not have it."""
        term = self.first_term_from(text)
        return term if term < self.term_count and self._terms[term] == text else -1

    def first_term_from(self, text: bytes) -> int:
        """Return the number of the first term that is not less than a text."""
        return self._terms.first_from(text, self.term_sample)

    def term_of_word(self, word: int) -> int:
        """Return the term whose spelling a word is."""
        return bisect(len(self.term_words), self.term_words.__getitem__, word + 1) - 1

    def find_word(self, text: bytes) -> int:
        """Return the number of a spelling, -1 where the segment does not have it."""
        for word in self.words_from(text):
            return word if self._words[word] == text else -1
        return -1

    def words_from(self, text: bytes) -> Iterator[int]:
        """Yield the spellings that are not less than a text, ascending."""
        for place in range(self._first_place_from(text), len(self._words_ascending)):
            yield self._words_ascending[place]

    def words_with_prefix(self, prefix: bytes) -> Array:
        """Return the spellings that begin with a prefix, ascending."""
        # No UTF-8 has this byte: it is greater than all that may follow the prefix.
        return self._words_ascending[
            self._first_place_from(prefix) : self._first_place_from(prefix + b"\xff")
        ]

    def _first_place_from(self, text: bytes) -> int:
        order = self._words_ascending
        return self.word_sample.first_from(text, lambda place: self._words[order[place]])

    def spellings(self) -> Iterator[tuple[int, bytes, Array]]:
        """Yield all spellings, many at a time: the first's number, they in UTF-8, and where each ends."""
        return self._words.stretches()

    def terms_of_words(self, words: Array) -> Array:
        """Return the terms whose spellings some words are."""
        begins = self.term_words[:]
        # Of two kinds numpy would make a third, in a copy of all.
        return np.searchsorted(begins, words.astype(begins.dtype), "right") - 1

    def document_frequencies(self, terms: Array) -> Array:
        """Return the number of documents that have each of some terms."""
        begins = self.term_postings[:]
        return np.asarray(begins[terms + 1].astype(np.int64) - begins[terms])

    def document_frequency(self, term: int) -> int:
        """Return the number of documents that have a term."""
        return self.term_postings[term + 1] - self.term_postings[term]

    def documents(self, term: int) -> Documents:
        """Return the documents that have a term, ascending.

        Those of the last few terms are kept: a phrase asks for each of its terms more than once.
        """
        if term not in self._decoded:
            if len(self._decoded) >= _KEPT:
                del self._decoded[next(iter(self._decoded))]
            self._decoded[term] = self._decode(term)
        return self._decoded[term]

    def forget(self) -> None:
        """Let go of what was decoded."""
        self._decoded.clear()

    def release(self) -> None:
        """Let go of the memory that holds what was read of the files."""
        for file in self.files.values():
            file.release()

    def _decode(self, term: int) -> Documents:
        count = self.document_frequency(term)
        documents = np.empty(count, np.int64)
        documents[0] = self._term_first[term]
        if count > 1:
            gaps = self._gaps.data(self._term_gaps[term], self._term_gaps[term + 1])
            documents[1:] = np.frombuffer(gaps, _GAP_TYPES[len(gaps) // (count - 1)])
            np.add.accumulate(documents, out=documents)
        return documents

    def weights(self, term: int) -> Array:
        """Return the weighted frequency of a term in each of its documents."""
        start, end = self.term_postings[term], self.term_postings[term + 1]
        return self._frequencies.weights(start, end, self.term_weight[term])

    def counts(self, term: int) -> Array:
        """Return how often a term occurs in each of its documents."""
        return self._frequencies.counts(self.term_postings[term], self.term_postings[term + 1])

    def occurrence_count(self, term: int) -> int:
        """Return how often a term occurs."""
        return self.term_places[term + 1] - self.term_places[term]

    def places(self, term: int, start: int = 0, end: int | None = None) -> Array:
        """Return where a term stands, document after document; of its occurrences some, if asked for."""
        first = self.term_places[term]
        return self._places.slice(first + start, self.term_places[term + 1] if end is None else first + end)

    def forms(self, term: int, start: int = 0, end: int | None = None) -> Array | None:
        """Return which of its spellings each occurrence of a term has; None where there is but one."""
        first, last = self._term_forms[term], self._term_forms[term + 1]
        if first == last:
            return None
        return self._forms.slice(first + start, last if end is None else first + end)

    def whole_postings(self, number: int, *, spelling: bool) -> tuple[list[int], list[float], list[bytes]]:
        """Return documents, weights and places (as 32-bit numbers) of a term or of a spelling."""
        term = self.term_of_word(number) if spelling else number
        documents, counts = self.documents(term), self.counts(term).astype(np.int64)
        owners, places = np.repeat(np.arange(len(documents)), counts), self.places(term).astype("<u4")
        forms = self.forms(term) if spelling else None
        if forms is None:
            weights = self.weights(term)
        else:
            chosen = forms == number - self.term_words[term]
            owners, places = owners[chosen], places[chosen]
            weights = np.bincount(owners, self.place_weights(documents[owners], places), len(documents))
        values = np.split(places, np.cumsum(np.bincount(owners, minlength=len(documents)))[:-1])
        kept = [place for place, value in enumerate(values) if len(value)]
        return (
            documents[kept].tolist(),
            weights[kept].astype(float).tolist(),
            [values[i].tobytes() for i in kept],
        )

    def place_weights(self, documents: Documents, places: Array) -> Documents:
        """Return the weight of the field that each place lies in."""
        return np.asarray(_FIELD_WEIGHTS[self.place_fields(documents, places)])

    def in_field(self, field: str, documents: Documents, places: Array, words: int) -> npt.NDArray[np.bool_]:
        """Mark the places from which a number of words lie in a field of their documents, or in the lead."""
        of_lead = field in ("title", "lead")
        inside = self.place_fields(documents, places) == FIELD_ORDER.index("title" if of_lead else field)
        if of_lead:
            in_lede = places + words <= self.columns["lede_length"].take(documents).astype(np.int64)
            if field == "title":
                in_lede &= self.columns["lede_is_title"].take(documents) > 0
            inside |= in_lede
        return np.asarray(inside)

    def place_fields(self, documents: Documents, places: Array) -> Documents:
        """Return in which field of its document each place lies, as an index into FIELD_ORDER."""
        body = self.columns["body_length"].take(documents).astype(np.int64)
        title_end = body + GAP + self.columns["title_length"].take(documents)
        return np.where(places < body, 0, np.where(places < title_end, 1, 2))

    def decode_terms(self, start: int, end: int) -> tuple[Array, Array, Array, Array, Array]:
        """Return documents, weights, counts, places and forms of a stretch of terms, one after the other.

        Forms are numbers of spellings from the first spelling of the stretch on.
        """
        frequencies = np.diff(self.term_postings[start : end + 1].astype(np.int64))
        postings = self.term_postings[start], self.term_postings[end]
        occurrences = self.term_places[start], self.term_places[end]
        return (
            self._decode_documents(start, end, frequencies),
            self._frequencies.weights(*postings),
            self._frequencies.counts(*postings),
            self._places.slice(*occurrences),
            self._decode_forms(start, end),
        )

    def _decode_documents(self, start: int, end: int, frequencies: Array) -> Documents:
        """Undo the gaps of many terms at once: one running sum, less what it was when each term began."""
        bytes_each: Array = np.diff(self._term_gaps[start : end + 1].astype(np.int64))
        gap_counts = frequencies - 1
        width = np.repeat(bytes_each // np.maximum(gap_counts, 1), gap_counts)
        offsets = np.cumsum(width) - width
        data = np.frombuffer(self._gaps.data(self._term_gaps[start], self._term_gaps[end]), np.uint8)
        gaps = data[offsets].astype(np.int64)
        for byte in (1, 2, 3):
            wider = np.flatnonzero(width > byte)
            gaps[wider] |= data[offsets[wider] + byte].astype(np.int64) << (8 * byte)
        ends = np.cumsum(frequencies)
        first = ends - frequencies
        steps = np.zeros(int(ends[-1]), np.int64)
        inner = np.ones(len(steps), np.bool_)
        inner[first] = False
        steps[inner] = gaps
        sums = np.cumsum(steps)
        return np.asarray(sums + np.repeat(self._term_first[start:end] - sums[first], frequencies))

    def _decode_forms(self, start: int, end: int) -> Array:
        if end - start == 1:  # which may be of very many, and is left as narrow as it is
            forms = self.forms(start)
            places = self.term_places[start + 1] - self.term_places[start]
            return np.zeros(places, np.uint8) if forms is None else forms
        occurrences: Array = np.diff(self.term_places[start : end + 1].astype(np.int64))
        several: Array = np.diff(self._term_forms[start : end + 1].astype(np.int64)) > 0
        first_word = self.term_words[start:end].astype(np.int64) - self.term_words[start]
        forms = np.repeat(first_word, occurrences)
        stored = self._forms.slice(self._term_forms[start], self._term_forms[end])
        forms[np.repeat(several, occurrences)] += stored
        return np.asarray(forms)

    def document_keys(self) -> Array:
        """Return the hash of each document's key."""
        hashes = np.empty(len(self._keys), np.uint64)
        hashes[self._key_documents[:]] = self._keys[:]
        return hashes

    def document_of_key(self, key: str) -> int:
        """Return the document with a key, -1 where there is none."""
        wanted = key_hash(key.encode("utf-8", "surrogatepass"))
        for place in range(bisect(len(self._keys), self._keys.__getitem__, wanted), len(self._keys)):
            if self._keys[place] != wanted:
                break
            document = self._key_documents[place]
            if self.articles[document].key == key:
                return document
        return -1

    def article(self, document: int) -> Article:
        """Return a document as it is shown."""
        return self.articles[document]


#: Terms whose documents are kept decoded.
_KEPT = 8

_FIELD_WEIGHTS = np.array([WEIGHTS[field] for field in FIELD_ORDER])
_GAP_TYPES = {1: "<u1", 2: "<u2", 4: "<u4"}


class _Columns(dict[str, Section]):
    """The numbers of each document, by name."""

    def __init__(self, reader: SectionReader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, name: str) -> Section:
        numbers = self[name] = self._reader.section(name)
        return numbers
