"""Keyword fields: source, language, URL and path of articles, searched without reading any article.

Source and language have few distinct values, in which a search looks for its tokens:

    <name>.values   the distinct values, ascending, as a compressed JSON list
    <name>.numbers  (documents) index of each document's value, in the narrowest unsigned type

URL and path have many values, of which only the tokens are searched. A token line is the tokens of a value in
lower case, each with a space before and after it, so that consecutive tokens are a substring of the line.
Documents that follow one another with the same line make a run:

    <name>.lines       the line of each run, "\\n" between them, in compressed blocks
    <name>.first       ("<u4", runs) first document of each run
    <name>.blocks      ("<u8", (blocks + 1) x 2) where each block begins, as an offset in bytes and a run
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter

import numpy as np

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.tokenizer import LONGEST_WORD, RAW_TOKEN
from newsgrep.article import EncodedArticle
from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter
from newsgrep.zstd import ZstdCompressor, decompress

#: Fields with few values, and fields with many.
VALUE_FIELDS = ("source", "language")
TOKEN_FIELDS = ("url", "path")

_LEVEL = 3

#: Most values: ASCII words of usual length with punctuation between them that is part of no word, unlike that
#: of AT&T, U.S., 3.5 or C++.
_PLAIN = re.compile(
    rb"(?: [0-9A-Za-z]{1,%d}+(?![0-9A-Za-z]) | [\x20()/_:?=~%%-]++ | \.(?=[A-Za-z]{2}) )*+" % LONGEST_WORD,
    re.VERBOSE,
)
_PUNCTUATION = bytes(byte for byte in range(128) if not chr(byte).isalnum())
_TO_SPACES = bytes.maketrans(_PUNCTUATION, b" " * len(_PUNCTUATION))


def keyword_tokens(text: str) -> bytes:
    """Return the token line of a value or of a query; empty if it has no token.

    >>> keyword_tokens("https://www.azernews.az/nation")
    b' https www azernews az nation '
    """
    return _token_line(_encoded(text))


def _token_line(value: bytes) -> bytes:
    if _PLAIN.fullmatch(value):  # as the analysis finds them, in a tenth of the time
        tokens = value.lower().translate(_TO_SPACES).split()
        return b" %b " % b" ".join(tokens) if tokens else b""
    analyse = analyzer_for("none").analyse
    words = [token.word.lower() for chunk in RAW_TOKEN.findall(_decoded(value)) for token in analyse(chunk)]
    return f" {' '.join(words)} ".encode() if words else b""


_values_of = attrgetter(*VALUE_FIELDS)
_texts_of = attrgetter(*TOKEN_FIELDS)


class KeywordWriter:
    """Collects the keyword fields of a segment's documents, in their order."""

    def __init__(self, block_bytes: int) -> None:
        """Begin. Token lines are compressed in blocks of about `block_bytes`."""
        self._values = {name: _ValueFieldWriter() for name in VALUE_FIELDS}
        self._tokens = {name: _TokenFieldWriter(block_bytes) for name in TOKEN_FIELDS}

    def add(self, article: EncodedArticle) -> None:
        """Add the fields of the next document."""
        for field, value in zip(self._values.values(), _values_of(article), strict=True):
            field.add(value)
        for tokens, text in zip(self._tokens.values(), _texts_of(article), strict=True):
            tokens.add(text)

    def copy(self, reader: KeywordReader, live: Array | None) -> None:
        """Add the fields of all documents of another segment, or of those marked."""
        for name, field in self._values.items():
            values, numbers = reader.values(name)
            field.add_all(values, numbers if live is None else numbers[live])
        for name, tokens in self._tokens.items():
            for line, first, end in reader.token_lines(name):
                count = end - first if live is None else int(np.count_nonzero(live[first:end]))
                if count:
                    tokens.add_line(line, count)

    def write(self, file: SectionWriter) -> None:
        """Write the sections of all fields."""
        for name, field in self._values.items():
            field.write(file, name)
        for name, tokens in self._tokens.items():
            tokens.write(file, name)


class _ValueFieldWriter:
    """A field with few distinct values."""

    def __init__(self) -> None:
        self._number_of: dict[bytes, int] = {}
        self._numbers = array("I")

    def add(self, value: bytes) -> None:
        self._numbers.append(self._number_of.setdefault(value, len(self._number_of)))

    def add_all(self, values: Iterable[str], numbers: Array) -> None:
        """Add values[number] for each of some numbers."""
        used = set(np.unique(numbers).tolist())
        renumbered = np.array(
            [
                self._number_of.setdefault(_encoded(value), len(self._number_of)) if number in used else 0
                for number, value in enumerate(values)
            ],
            np.uint32,
        )
        self._numbers.extend(renumbered[numbers].tolist())

    def write(self, file: SectionWriter, name: str) -> None:
        values = sorted(self._number_of)
        rank = np.zeros(len(values), np.uint32)
        rank[[self._number_of[value] for value in values]] = np.arange(len(values), dtype=np.uint32)
        data = json.dumps([_decoded(value) for value in values], separators=(",", ":")).encode()
        file.add(f"{name}.values", _frame(data))
        numbers = rank[np.array(self._numbers, np.uint32)]
        file.add(f"{name}.numbers", numbers, np.min_scalar_type(max(0, len(values) - 1)).str)


class _TokenFieldWriter:
    """A field whose tokens are searched, as runs of token lines."""

    def __init__(self, block_bytes: int) -> None:
        self._block_bytes = block_bytes
        self._text: bytes | None = None
        self._line: bytes | None = None
        self._count = 0
        self._first = array("I")
        self._lines: list[bytes] = []
        self._size = 0
        self._compressed: list[bytes] = []
        self._blocks = array("Q", [0, 0])

    def add(self, text: bytes) -> None:
        if text != self._text:
            self._text = text
            self.add_line(_token_line(text), 1)
        else:
            self._count += 1

    def add_line(self, line: bytes, count: int) -> None:
        """Add `count` documents with a token line."""
        if line != self._line:
            self._line = line
            self._first.append(self._count)
            self._lines.append(line)
            self._size += len(line) + 1
            if self._size >= self._block_bytes:
                self._end_block()
        self._count += count

    def _end_block(self) -> None:
        if self._lines:
            self._compressed.append(_frame(b"\n".join(self._lines)))
            self._blocks.extend((self._blocks[-2] + len(self._compressed[-1]), len(self._first)))
            self._lines.clear()
            self._size = 0

    def write(self, file: SectionWriter, name: str) -> None:
        self._end_block()
        file.start(f"{name}.lines", "|u1")
        for block in self._compressed:
            file.append(block)
        file.add(f"{name}.first", np.array(self._first, np.uint32), "<u4")
        file.add(f"{name}.blocks", np.array(self._blocks, np.uint64), "<u8")


def _frame(data: bytes) -> bytes:
    return ZstdCompressor(_LEVEL).compress(data, ZstdCompressor.FLUSH_FRAME)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


class KeywordReader:
    """Reads the keyword fields of a segment, each when it is asked for."""

    def __init__(self, file: SectionReader, document_count: int) -> None:
        self._file = file
        self._document_count = document_count

    def values(self, name: str) -> tuple[list[str], Array]:
        """Return the distinct values of source or language, ascending, and the index of each document's."""
        data = decompress(self._file.read(f"{name}.values").tobytes())
        return json.loads(data), self._file.read(f"{name}.numbers")

    def token_lines(self, name: str) -> Iterator[tuple[bytes, int, int]]:
        """Yield the token line of each run of URL or path, its first document, and the one after its last."""
        first = self._first(name).tolist()
        run = 0
        for _, lines in self._blocks(name):
            for line in lines.split(b"\n"):
                yield line, first[run], first[run + 1]
                run += 1

    def documents_with(self, name: str, tokens: bytes) -> Array:
        """Return the documents, ascending, that have these consecutive tokens in their URL or path."""
        first = self._first(name)
        pattern = re.compile(re.escape(tokens))
        marks = np.zeros(len(first) - 1, np.bool_)
        for run, lines in self._blocks(name):
            offsets = [match.start() for match in pattern.finditer(lines)]
            line_ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
            marks[run + np.searchsorted(line_ends, offsets)] = True
        return np.flatnonzero(np.repeat(marks, np.diff(first)))

    def _first(self, name: str) -> Array:
        """Return the first document of each run, and at the end the number of documents."""
        return np.append(self._file.read(f"{name}.first").astype(np.int64), self._document_count)

    def _blocks(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Yield the first run and the lines of each block."""
        section = self._file.section(f"{name}.lines")
        starts = self._file.read(f"{name}.blocks").reshape(-1, 2).tolist()
        for (start, run), (end, _) in pairwise(starts):
            yield run, decompress(section.data(start, end))
