"""Tags: what is known of an article beside its text, to be searched without reading any article.

Source and language have few values: `<name>.values` is the distinct ones, as JSON, compressed, and
`<name>.numbers` which of them each document has.

Address and path have many, of which only the words are sought: `<name>.text` has a line for each run of
documents with the same words, in compressed blocks of about BLOCK bytes; `<name>.first` is the first
document of each run, `<name>.blocks` where each block ends, in bytes and in runs. A line is the words with a
space before and after each, so that words stand in it one after the other where their line is a part of it.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import numpy as np
import zstandard

from newsgrep.analysis.analyzer import CHUNK, LONGEST_WORD, analyzer_for
from newsgrep.article import EncodedArticle
from newsgrep.engine.segment.sections import Array, SectionReader, SectionWriter

VALUES = ("source", "language")
TEXTS = ("url", "path")

BLOCK = 1 << 20
LEVEL = 3

_PLAIN_WORD = re.compile(r"[0-9a-z]+")
#: What stands in a tag that is more than words of ASCII with marks between them: AT&T, U.S., 3.5, C++ …
_NOT_PLAIN = re.compile(
    r"""
    [^\x00-\x7f] | ['`]
  | \d[.,]\d
  | (?<![0-9A-Za-z])[A-Za-z]\.[A-Za-z](?![0-9A-Za-z])
  | [A-Za-z](?:\+\+|\#)
  | (?<![0-9A-Za-z])[A-Za-z]{1,3}&[A-Za-z]{1,3}(?![0-9A-Za-z])
    """,
    re.VERBOSE,
)
#: Most tags, of which this is sooner found out.
_PLAIN = re.compile(
    rb"(?: [0-9A-Za-z]{1,%d}+(?![0-9A-Za-z]) | [/_:?=~%%-]++ | \.(?=[A-Za-z]{2}) )*+" % LONGEST_WORD,
    re.VERBOSE,
)
_MARKS = bytes(byte for byte in range(128) if not chr(byte).isalnum() and byte != ord("\n"))
_PARTED = bytes.maketrans(_MARKS, b" " * len(_MARKS))

#: Articles whose tags are entered together.
_TOGETHER = 1_000


def tag_words(text: str) -> bytes:
    """Return the words of a tag in lower case as a line; nothing where it has none.

    >>> tag_words("https://www.azernews.az/nation")
    b' https www azernews az nation '
    """
    if _NOT_PLAIN.search(text):
        analyse = analyzer_for("none").analyse
        words = [token.word.lower() for chunk in CHUNK.findall(text) for token in analyse(chunk)]
    else:  # the same, four times as fast
        words = [word[:LONGEST_WORD] for word in _PLAIN_WORD.findall(text.lower())]
    return f" {' '.join(words)} ".encode() if words else b""


def _tag_lines(texts: Sequence[bytes]) -> list[bytes]:
    """Return what `tag_words` does of each of some tags, in a fifth of the time."""
    are_plain = [_PLAIN.fullmatch(text) is not None for text in texts]
    plain = b"\n".join([text for text, is_plain in zip(texts, are_plain, strict=True) if is_plain])
    parted = iter(plain.lower().translate(_PARTED).split(b"\n"))
    return [
        _line(next(parted).split()) if is_plain else tag_words(_text(text))
        for text, is_plain in zip(texts, are_plain, strict=True)
    ]


def _line(words: Sequence[bytes]) -> bytes:
    return b" %b " % b" ".join(words) if words else b""


#: The tags of an article, in this order.
_tags = attrgetter(*VALUES, *TEXTS)


class TagWriter:
    """Collects the tags of a segment's articles, in their order."""

    def __init__(self) -> None:
        self._values = {name: _Values() for name in VALUES}
        self._texts = {name: _Runs() for name in TEXTS}
        self._columns: list[_Values | _Runs] = [*self._values.values(), *self._texts.values()]
        self._pending: list[tuple[bytes, ...]] = []

    def add(self, article: EncodedArticle) -> None:
        """Take in the tags of the next article."""
        self._pending.append(_tags(article))
        if len(self._pending) == _TOGETHER:
            self._enter()

    def _enter(self) -> None:
        """Enter the articles that came last."""
        if self._pending:
            for into, tags in zip(self._columns, zip(*self._pending, strict=True), strict=True):
                into.add(tags)
            self._pending.clear()

    def copy(self, reader: TagReader, kept: Array | None) -> None:
        """Take in the tags of a segment's documents, of all or of those marked."""
        self._enter()
        for name, values in self._values.items():
            texts, numbers = reader.values(name)
            values.add_all(texts, numbers if kept is None else numbers[kept])
        for name, runs in self._texts.items():
            for line, first, end in reader.lines(name):
                count = end - first if kept is None else int(np.count_nonzero(kept[first:end]))
                if count:
                    runs.add_line(line, count)

    def write(self, file: SectionWriter) -> None:
        """Write what was taken in."""
        self._enter()
        for name, values in self._values.items():
            values.write(file, name)
        for name, runs in self._texts.items():
            runs.write(file, name)


class _Values:
    """A tag with few values."""

    def __init__(self) -> None:
        self._number_of: dict[bytes, int] = {}
        self._numbers = array("I")

    def add(self, values: Sequence[bytes]) -> None:
        """Add the values of some documents."""
        known = self._number_of
        for value in dict.fromkeys(values):
            known.setdefault(value, len(known))
        self._numbers.extend(map(known.__getitem__, values))

    def add_all(self, values: Iterable[str], numbers: Array) -> None:
        """Add a value for each of some numbers, which count in `values`."""
        used = set(np.unique(numbers).tolist())
        renumbered = np.array(
            [
                self._number_of.setdefault(_bytes(value), len(self._number_of)) if number in used else 0
                for number, value in enumerate(values)
            ],
            np.uint32,
        )
        self._numbers.extend(renumbered[numbers].tolist())

    def write(self, file: SectionWriter, name: str) -> None:
        values = sorted(self._number_of)
        rank = np.zeros(len(values), np.uint32)
        rank[[self._number_of[value] for value in values]] = np.arange(len(values), dtype=np.uint32)
        data = json.dumps([_text(value) for value in values], separators=(",", ":")).encode()
        file.add(f"{name}.values", zstandard.ZstdCompressor(level=LEVEL).compress(data))
        numbers = rank[np.array(self._numbers, np.uint32)]
        file.add(f"{name}.numbers", numbers, np.min_scalar_type(max(0, len(values) - 1)).str)


class _Runs:
    """A tag of which the words are sought, in lines."""

    def __init__(self) -> None:
        self._line: bytes | None = None
        self._count = 0
        self._first = array("I")
        self._lines: list[bytes] = []
        self._size = 0
        self._data: list[bytes] = []
        self._blocks = array("Q", [0, 0])
        self._compress = zstandard.ZstdCompressor(level=LEVEL).compress

    def add(self, texts: Sequence[bytes]) -> None:
        """Add the texts of some documents."""
        runs = [(text, sum(1 for _ in same)) for text, same in groupby(texts)]
        for line, (_, count) in zip(_tag_lines([text for text, _ in runs]), runs, strict=True):
            self.add_line(line, count)

    def add_line(self, line: bytes, count: int) -> None:
        """Add documents with a line of words."""
        if line != self._line:
            self._line = line
            self._first.append(self._count)
            self._lines.append(line)
            self._size += len(line) + 1
            if self._size >= BLOCK:
                self._flush()
        self._count += count

    def _flush(self) -> None:
        if self._lines:
            self._data.append(self._compress(b"\n".join(self._lines)))
            self._blocks.extend((self._blocks[-2] + len(self._data[-1]), len(self._first)))
            self._lines.clear()
            self._size = 0

    def write(self, file: SectionWriter, name: str) -> None:
        self._flush()
        file.start(f"{name}.text", "|u1")
        for block in self._data:
            file.append(block)
        file.add(f"{name}.first", np.array(self._first, np.uint32), "<u4")
        file.add(f"{name}.blocks", np.array(self._blocks, np.uint64), "<u8")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")


class TagReader:
    """Reads the tags of a segment; each is read when it is first asked for."""

    def __init__(self, file: SectionReader, document_count: int) -> None:
        self._file = file
        self._document_count = document_count
        self._decompress = zstandard.ZstdDecompressor().decompress

    def values(self, name: str) -> tuple[list[str], Array]:
        """Return the distinct values of source or language, ascending, and which each document has."""
        data = self._decompress(self._file.whole(f"{name}.values").tobytes())
        return json.loads(data), self._file.whole(f"{name}.numbers")

    def lines(self, name: str) -> Iterator[tuple[bytes, int, int]]:
        """Yield the words of address or path, with the first document that has them and where they end."""
        first = self._first(name).tolist()
        run = 0
        for _, text in self._blocks(name):
            for line in text.split(b"\n"):
                yield line, first[run], first[run + 1]
                run += 1

    def documents_with(self, name: str, words: bytes) -> Array:
        """Return the documents, ascending, whose address or path has these words in its line."""
        first = self._first(name)
        sought = re.compile(re.escape(words))
        marks = np.zeros(len(first) - 1, np.bool_)
        for run, text in self._blocks(name):
            places = [match.start() for match in sought.finditer(text)]
            line_ends = np.flatnonzero(np.frombuffer(text, np.uint8) == ord("\n"))
            marks[run + np.searchsorted(line_ends, places)] = True
        return np.flatnonzero(np.repeat(marks, np.diff(first)))

    def _first(self, name: str) -> Array:
        """Return the first document of each run, and after the last the number of documents."""
        return np.append(self._file.whole(f"{name}.first").astype(np.int64), self._document_count)

    def _blocks(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Yield the number of the first run of each block, and its lines."""
        section = self._file.section(f"{name}.text")
        ends = self._file.whole(f"{name}.blocks").reshape(-1, 2).tolist()
        for (start, run), (end, _) in zip(ends[:-1], ends[1:], strict=True):
            yield run, self._decompress(section.data(start, end))
