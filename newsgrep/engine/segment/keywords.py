"""Keyword fields: source, language, URL, path and others, searched and counted without reading any article.

Source, language, section, title_from, format, authors, the fields of mails and the host of the URL have few
distinct values: value_fields.py. A search looks for its tokens in the values.

URL and path have many values, and a search uses only their tokens. A token line is the tokens of a value in
lower case, each with a space before and after it, so that consecutive tokens are a substring of the line.
Documents that follow one another with the same line make a run:

    <name>.lines       the line of each run, "\\n" between them, in compressed blocks
    <name>.first       ("<u4", runs) first document of each run
    <name>.blocks      ("<u8", (blocks + 1) x 2) where each block begins, as an offset in bytes and a run
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from newsgrep.analysis.analyzer import analyzer_for
from newsgrep.analysis.tokenizer import LONGEST_WORD, RAW_TOKEN
from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter, damaged
from newsgrep.engine.segment.value_fields import (
    MultipleValueFieldWriter,
    ValueColumn,
    ValueFieldWriter,
    decoded,
    encoded,
    frame,
    most_bytes,
    read_values,
)
from newsgrep.zstd import ZstdError, decompress_frame

if TYPE_CHECKING:
    from newsgrep.encoded_article import EncodedArticle

#: Fields with few values that every segment has, and those that a segment of an older version may lack.
VALUE_FIELDS = ("source", "language")
OPTIONAL_VALUE_FIELDS = ("section", "title_from", "host", "format")

#: Optional fields that may have several values in a document.
MULTIPLE_VALUE_FIELDS = ("authors",)

#: Fields of the same kind that a segment has only if one of its documents has a value.
RARE_VALUE_FIELDS = ("senders", "recipients", "attachments", "attached_as")

#: Fields with many values.
TOKEN_FIELDS = ("url", "path")

#: Matches most values: ASCII words of usual length, and punctuation between them that is not part of a word,
#: unlike the punctuation in AT&T, U.S., 3.5 or C++.
_PLAIN = re.compile(
    rb"(?: [0-9A-Za-z]{1,%d}+(?![0-9A-Za-z]) | [\x20()/_:?=~%%<>@-]++ | \.(?=[A-Za-z]{2}) )*+" % LONGEST_WORD,
    re.VERBOSE,
)
_PUNCTUATION = bytes(byte for byte in range(128) if not chr(byte).isalnum())
_TO_SPACES = bytes.maketrans(_PUNCTUATION, b" " * len(_PUNCTUATION))


def keyword_tokens(text: str) -> bytes:
    """Return the token line of a value or of a query; empty if it has no token.

    >>> keyword_tokens("https://www.azernews.az/nation")
    b' https www azernews az nation '
    """
    return _token_line(encoded(text))


def _token_line(value: bytes) -> bytes:
    if _PLAIN.fullmatch(value):  # finds the tokens of the analysis, in a tenth of its time
        tokens = value.lower().translate(_TO_SPACES).split()
        return b" %b " % b" ".join(tokens) if tokens else b""
    analyse = analyzer_for("none").analyse
    words = [token.word.lower() for chunk in RAW_TOKEN.findall(decoded(value)) for token in analyse(chunk)]
    return f" {' '.join(words)} ".encode() if words else b""


#: Fields and their writers.
_VALUE_WRITERS = (
    (VALUE_FIELDS + OPTIONAL_VALUE_FIELDS, ValueFieldWriter),
    (MULTIPLE_VALUE_FIELDS + RARE_VALUE_FIELDS, MultipleValueFieldWriter),
)


class KeywordWriter:
    """Collects the keyword fields of a segment's documents, in their order."""

    def __init__(self, block_bytes: int) -> None:
        """Begin. Token lines are compressed in blocks of about `block_bytes`."""
        self._values: dict[str, ValueFieldWriter | MultipleValueFieldWriter] = {
            name: field() for names, field in _VALUE_WRITERS for name in names
        }
        self._tokens = {name: _TokenFieldWriter(block_bytes) for name in TOKEN_FIELDS}

    def add(self, articles: Sequence[EncodedArticle]) -> None:
        """Add the fields of the next documents."""
        for name, field in self._values.items():
            field.add(map(attrgetter(name), articles))
        for name, tokens in self._tokens.items():
            for text in map(attrgetter(name), articles):
                tokens.add(text)

    def copy(self, reader: KeywordReader, live: Array | None) -> None:
        """Add the fields of another segment: of all documents, or of the documents that `live` marks."""
        for name, field in [*self._values.items()]:
            column = reader.column(name)
            if column is None:
                del self._values[name]  # a search would miss documents without it
            else:
                field.copy(column if live is None else column.among(live))
        for name, tokens in self._tokens.items():
            for line, first, end in reader.token_lines(name):
                count = end - first if live is None else int(np.count_nonzero(live[first:end]))
                if count:
                    tokens.add_line(line, count)

    def write(self, file: SectionWriter) -> None:
        """Write the sections of all fields."""
        for name, field in self._values.items():
            if field or name not in RARE_VALUE_FIELDS:
                field.write(file, name)
        for name, tokens in self._tokens.items():
            tokens.write(file, name)


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
            self._compressed.append(frame(b"\n".join(self._lines)))
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


def _without_values(documents: int) -> ValueColumn:
    return ValueColumn([], np.zeros(0, np.uint8), np.zeros(documents, np.uint32))


class KeywordReader:
    """Reads the keyword fields of a segment, each when it is asked for."""

    def __init__(self, file: SectionReader, document_count: int) -> None:
        self._file = file
        self._document_count = document_count

    def column(self, name: str) -> ValueColumn | None:
        """Return the values of a field with few values; None if the segment is older than the field."""
        if name not in VALUE_FIELDS and f"{name}.values" not in self._file.names():
            return _without_values(self._document_count) if name in RARE_VALUE_FIELDS else None
        return read_values(self._file, name, self._document_count)

    def token_lines(self, name: str) -> Iterator[tuple[bytes, int, int]]:
        """Yield the token line of each run of URL or path, its first document, and the one after its last."""
        first = self._first(name).tolist()
        run = 0
        for _, lines in self._blocks(name):
            for line in lines.split(b"\n"):
                yield line, first[run], first[run + 1]
                run += 1

    def documents_with(self, name: str, tokens: bytes, beginnings: Sequence[bytes] = ()) -> Array:
        """Return the documents, ascending, that have these consecutive tokens in their URL or path.

        beginnings: a URL or path that begins with any of these tokens matches, too
        """
        first = self._first(name)
        parts = [re.escape(tokens), *(b"^" + re.escape(one) for one in beginnings)]
        pattern = re.compile(b"|".join(parts), re.MULTILINE)
        marks = np.zeros(len(first) - 1, np.bool_)
        for run, lines in self._blocks(name):
            offsets = [match.start() for match in pattern.finditer(lines)]
            line_ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
            marks[run + np.searchsorted(line_ends, offsets)] = True
        return np.flatnonzero(np.repeat(marks, np.diff(first)))

    def _first(self, name: str) -> Array:
        """Return the first document of each run, and at the end the number of documents."""
        first = np.append(self._file.read(f"{name}.first", "<u4").astype(np.int64), self._document_count)
        if first[0] or np.any(np.diff(first) < 0):
            raise damaged(self._file.path, f"is damaged: the runs of {name} overlap")
        return first

    def _blocks(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Yield the first run and the lines of each block."""
        section = self._file.section(f"{name}.lines", "|u1")
        blocks, runs = self._file.read(f"{name}.blocks", "<u8"), len(self._file.section(f"{name}.first"))
        if len(blocks) < 2 or len(blocks) % 2 or blocks[-1] != runs:
            raise damaged(self._file.path, f"is damaged: the blocks of {name} do not hold its runs")
        for (start, run), (end, next_run) in pairwise(blocks.reshape(-1, 2).tolist()):
            try:
                lines = decompress_frame(section.data(start, end), most_bytes(self._document_count))
            except ZstdError as error:
                raise damaged(self._file.path, f"is damaged: the lines of {name}: {error}") from error
            if lines.count(b"\n") + 1 != next_run - run:
                raise damaged(self._file.path, f"is damaged: a block of {name} holds other runs than it says")
            yield run, lines
