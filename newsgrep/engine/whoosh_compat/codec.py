"""A Whoosh codec for newsgrep's segments, so that Whoosh itself opens an index and reads it.

newsgrep's own searches do not use it. The methods are those that `whoosh.codec.base` asks for.

The table of contents pickles `ArraySegment`, `StemAnalyzer`, `PositionsFormat` and `TermField` by their
import paths: to move or rename them takes a new format version.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import columns, fields, formats
from whoosh.analysis import Analyzer as WhooshAnalyzer
from whoosh.analysis import Token
from whoosh.codec import base
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.reader import SegmentReader

NUMBERS = ("day", "length", "body_length", "title_length", "lede_length")


class StemAnalyzer(WhooshAnalyzer):  # type: ignore[misc]
    """newsgrep's analysis as a Whoosh analyzer: stems, or folded surface forms."""

    def __init__(self, language: str, stemmed: bool = True) -> None:
        self.language = language
        self.stemmed = stemmed

    def __call__(
        self, value: str, positions: bool = False, chars: bool = False, **options: Any
    ) -> Iterator[Token]:
        """Yield the tokens of a text; as Whoosh expects, one object is reused for all of them."""
        token = Token(positions, chars, removestops=True, mode=options.get("mode", ""))
        for position, found in enumerate(Analyzer(self.language).tokens(value)):
            token.text = found.term if self.stemmed else found.word
            token.original, token.boost, token.stopped = token.text, 1.0, False
            token.pos, token.startchar, token.endchar = position, found.start, found.end
            yield token


class PositionsFormat(formats.Format):  # type: ignore[misc]
    """Positions in an article as little-endian 32-bit numbers."""

    def encode(self, positions: Iterable[int]) -> bytes:
        return np.fromiter(positions, "<u4").tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        return list(np.frombuffer(value, "<u4").tolist())

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4


class TermField(fields.FieldType):  # type: ignore[misc]
    """A field of stems, or of folded surface forms."""

    def __init__(self, language: str, stemmed: bool) -> None:
        super().__init__(PositionsFormat(), StemAnalyzer(language, stemmed), scorable=True)


def make_schema(language: str) -> fields.Schema:
    """Return the schema of an index: two fields of terms, the columns, and the stored fields."""
    numbers = {name: fields.COLUMN(columns.NumericColumn("I")) for name in NUMBERS}
    stored = dict.fromkeys(Article._fields, fields.STORED)
    return fields.Schema(
        text=TermField(language, True), exact=TermField(language, False), **numbers, **stored
    )


class ArraySegment(base.Segment):  # type: ignore[misc]
    """A segment in the table of contents: its name, number of documents and deleted documents."""

    def __init__(self, info: SegmentInfo) -> None:
        self.indexname, self.segid = info.name.split("_", 1)
        self.compound = False
        self.doccount = info.doccount
        self.deleted = info.deleted

    def codec(self, **_: Any) -> ArrayCodec:
        return ArrayCodec()

    def doc_count_all(self) -> int:
        return self.doccount

    def deleted_count(self) -> int:
        return len(self.deleted) // 4

    def deleted_docs(self) -> Iterable[int]:
        return list(np.frombuffer(self.deleted, "<u4").tolist())

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self.deleted_docs()

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Refuse: Whoosh cannot change an index of newsgrep."""
        raise NotImplementedError("only newsgrep changes an index of newsgrep")

    def should_assemble(self) -> bool:
        """Return False: the files of a segment are not combined into one, as each is memory-mapped."""
        return False


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads ArraySegments; only newsgrep writes them."""

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> DocumentReader:
        return DocumentReader(_open(storage, segment), segment)

    def terms_reader(self, storage: Any, segment: ArraySegment) -> TermsReader:
        return TermsReader(_open(storage, segment))


def _open(storage: Any, segment: ArraySegment) -> SegmentReader:
    return SegmentReader(Path(storage.folder) / segment.segment_id())


class DocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """Lengths, columns and stored fields of the documents of a segment."""

    def __init__(self, reader: SegmentReader, segment: ArraySegment) -> None:
        self._reader = reader
        self._segment = segment
        self._deleted = frozenset(segment.deleted_docs())

    def doc_count(self) -> int:
        return self._segment.doc_count()  # type: ignore[no-any-return]

    def doc_count_all(self) -> int:
        return self._segment.doccount

    def has_deletions(self) -> bool:
        return self._segment.has_deletions()  # type: ignore[no-any-return]

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def deleted_docs(self) -> frozenset[int]:
        return self._deleted

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in NUMBERS

    def column_reader(self, fieldname: str, column: Any) -> Any:
        return _NumberColumn(self._reader.columns[fieldname][:])

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return self._reader.columns["length"][docnum]

    def field_length(self, fieldname: str) -> int:
        return int(np.sum(self._reader.columns["length"][:], dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        return int(np.min(self._reader.columns["length"][:], initial=0))

    def max_field_length(self, fieldname: str) -> int:
        return int(np.max(self._reader.columns["length"][:], initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._reader.article(docnum)._asdict()


class _NumberColumn(columns.ColumnReader):  # type: ignore[misc]
    """A column over an array of numbers."""

    def __init__(self, values: Any) -> None:
        super().__init__(None, 0, 0, len(values))
        self._values = values

    def __getitem__(self, docnum: int) -> int:
        return int(self._values[docnum])


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment: the field `text` has the stems, the field `exact` their surface forms."""

    def __init__(self, reader: SegmentReader) -> None:
        self._reader = reader

    def _number(self, fieldname: str, text: bytes) -> int:
        if fieldname == "text":
            return self._reader.find_term(text)
        return self._reader.find_form(text) if fieldname == "exact" else -1

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._number(*term) >= 0

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        return Cursor(self, fieldname, fieldobj, [text for name, text in self.terms() if name == fieldname])

    def terms(self) -> Iterator[tuple[str, bytes]]:
        reader = self._reader
        yield from (("exact", reader.forms[word]) for word in reader.forms_from(b""))
        yield from (("text", reader.terms[term]) for term in range(len(reader.terms)))

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return (term for term in self.terms() if term >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def indexed_field_names(self) -> list[str]:
        return ["exact", "text"]

    def _postings(self, fieldname: str, text: bytes) -> tuple[list[int], list[float], list[bytes]]:
        """Return documents, weights and encoded positions of a term. Raises TermNotFound."""
        number = self._number(fieldname, text)
        if number < 0:
            raise TermNotFound(f"no term {fieldname}:{text!r}")
        postings_of = form_postings if fieldname == "exact" else term_postings
        return postings_of(self._reader, number)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        documents, weights, _ = self._postings(fieldname, text)
        lengths = self._reader.columns["length"].take(np.array(documents))
        return TermInfo(
            weight=sum(weights),
            df=len(documents),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=max(weights),
            minid=documents[0],
            maxid=documents[-1],
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return sum(self._postings(fieldname, text)[1]) if (fieldname, text) in self else 0

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._postings(fieldname, text)[0]) if (fieldname, text) in self else 0

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        documents, weights, values = self._postings(fieldname, text)
        return ListMatcher(
            documents, weights, values, format_, scorer=scorer,
            term=(fieldname, text), terminfo=self.term_info(fieldname, text),
        )  # fmt: skip


def term_postings(reader: SegmentReader, term: int) -> tuple[list[int], list[float], list[bytes]]:
    """Return the documents of a term, and for each its weight and positions, as little-endian uint32."""
    documents = reader.documents(term)
    ends = np.cumsum(reader.counts(term), dtype=np.int64)[:-1]
    values = [value.tobytes() for value in np.split(reader.positions(term).astype("<u4"), ends)]
    return documents.tolist(), reader.weights(term).astype(float).tolist(), values


def form_postings(reader: SegmentReader, form: int) -> tuple[list[int], list[float], list[bytes]]:
    """Return the documents, weights and positions of a surface form, as `term_postings` does."""
    term = int(reader.terms_of_forms(np.array([form]))[0])
    forms = reader.occurrence_forms(term)
    if forms is None:
        return term_postings(reader, term)
    chosen = forms == form - reader.term_forms[term]
    owners = np.repeat(reader.documents(term), reader.counts(term))[chosen]
    positions = reader.positions(term).astype("<u4")[chosen]
    documents, starts = np.unique(owners, return_index=True)
    weights = np.add.reduceat(reader.fields.weights(owners, positions), starts)
    values = [value.tobytes() for value in np.split(positions, starts[1:])]
    return documents.tolist(), weights.astype(float).tolist(), values


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Walks over the terms of a field."""

    def __init__(self, reader: TermsReader, fieldname: str, fieldobj: Any, texts: list[bytes]) -> None:
        self._reader = reader
        self._field = fieldname, fieldobj
        self._texts = texts
        self._index = 0

    def first(self) -> Any:
        self._index = 0
        return self.text()

    def find(self, term: Any) -> Any:
        wanted = term if isinstance(term, bytes) else self._field[1].to_bytes(term)
        self._index = bisect_left(self._texts, wanted)
        return self.text()

    def next(self) -> Any:
        self._index += 1
        return self.text()

    def text(self) -> Any:
        return self._field[1].from_bytes(self._texts[self._index]) if self.is_valid() else None

    def term_info(self) -> TermInfo:
        return self._reader.term_info(self._field[0], self._texts[self._index])

    def is_valid(self) -> bool:
        return self._index < len(self._texts)
