"""Writing a segment: postings come in the order of their terms, articles in the order of their numbers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from newsgrep.article import LEDE, Article, EncodedArticle, day_number, encoded_article_of
from newsgrep.engine.segment.frequencies import FrequencyWriter
from newsgrep.engine.segment.inverter import Lengths, Postings
from newsgrep.engine.segment.keywords import TagWriter
from newsgrep.engine.segment.patched import PatchedWriter
from newsgrep.engine.segment.prefetch import prefetch
from newsgrep.engine.segment.reader import COLUMNS, FILES, key_hash
from newsgrep.engine.segment.sections import Array, SectionWriter
from newsgrep.engine.segment.stored_fields import ArticleWriter
from newsgrep.engine.segment.term_table import TermTable


class SegmentWriter:
    """Writes one segment. First the articles, then the columns, then the postings, then `close`."""

    def __init__(self, stem: Path) -> None:
        self._files = {suffix: SectionWriter(stem.with_name(stem.name + suffix)) for suffix in FILES}
        self._threads = ThreadPoolExecutor(len(FILES))
        self._closed: list[Future[None]] = []
        self.articles = ArticleWriter(self._files[".art"], self._threads)
        self.tags = TagWriter()
        self._keys, self._days, self._stand_ins = array("Q"), array("I"), array("I")
        self._lengths: Array = np.zeros(0, np.uint32)
        self._terms = TermTable()
        self._streams = {
            suffix: _Stream(self._files[suffix], name, dtype)
            for suffix, name, dtype in (
                (".plc", "places", "<u2"),
                (".frm", "forms", "<u1"),
            )
        }
        self._frequencies = FrequencyWriter(self._files[".frq"])
        self._files[".gap"].start("gaps", "|u1")

    def add(self, article: EncodedArticle, data: bytes) -> None:
        """Write an article of a new segment, and its data; `finish` writes the rest of it."""
        self.articles.add(data)
        self.tags.add(article)
        self._keys.append(key_hash(article.key))
        self._days.append(day_number(article.date))
        self._stand_ins.append(article.title_from == LEDE)

    def finish(self, postings: Iterable[Postings], lengths: Lengths) -> None:
        """Write what was inverted of the articles added, and close."""
        columns = {
            "length": lengths.weighted,
            "body_length": lengths.body,
            "title_length": lengths.title,
            "lede_length": lengths.lede,
            "lede_is_title": np.frombuffer(self._stand_ins, np.uint32),
            "day": np.frombuffer(self._days, np.uint32),
        }
        self.write_columns(columns, np.frombuffer(self._keys, np.uint64))
        for part in prefetch(postings):
            self.write_postings(part)
        self.close()

    def write_columns(self, columns: dict[str, Array], keys: Array) -> None:
        """Write the numbers of each article, and the hashes of their keys; there are no further articles."""
        self.articles.finish()
        self._close(".art")
        numbers = self._files[".num"]
        for name in COLUMNS:
            numbers.add(name, columns[name], "<u4")
        order = np.argsort(keys, kind="stable")
        numbers.add("keys", keys[order], "<u8")
        numbers.add("key_documents", order, "<u4")
        self._lengths = columns["length"]

    def write_postings(self, part: Postings) -> None:
        """Write the postings of further terms, all greater than those before."""
        if not part.terms:
            return
        starts = part.term_postings[:-1]
        frequencies = np.diff(part.term_postings)
        gaps, widths = _gaps(part.documents, starts, frequencies)
        self._files[".gap"].append(gaps)
        self._frequencies.append(part.counts, part.weights)
        self._streams[".plc"].append(part.places)
        occurrences = np.add.reduceat(part.counts.astype(np.int64), starts)
        spellings = np.diff(part.term_words)
        several = spellings > 1
        if several.any():
            self._streams[".frm"].append(_forms(part, occurrences, several))
        self._terms.add(
            part,
            {
                "term_postings": frequencies,
                "term_places": occurrences,
                "term_gaps": widths * (frequencies - 1),
                "term_forms": occurrences * several,
                "term_words": spellings,
                "term_first": part.documents[starts],
                "term_weight": np.maximum.reduceat(part.weights, starts),
                "term_length": np.minimum.reduceat(self._lengths[part.documents], starts),
            },
        )

    def close(self) -> None:
        """Finish the files, and have them on the disk."""
        self._frequencies.finish()
        for stream in self._streams.values():
            stream.finish()
        self._close(".frq", ".gap", *self._streams)
        self.tags.write(self._files[".num"])
        self._close(".num")
        self._terms.write(self._files[".trm"])
        self._close(".trm")
        for closed in self._closed:
            closed.result()
        self._threads.shutdown()

    def _close(self, *suffixes: str) -> None:
        """Have files that are whole on the disk, for which this thread need not wait."""
        self._closed += [self._threads.submit(self._files[suffix].close) for suffix in suffixes]

    def abandon(self) -> None:
        """Delete what was written."""
        self._threads.shutdown(cancel_futures=True)
        for file in self._files.values():
            file.abandon()


def write_segment(
    stem: Path, articles: Iterable[Article], postings: Iterable[Postings], lengths: Lengths
) -> None:
    """Write a segment of some articles."""
    writer = SegmentWriter(stem)
    try:
        for article in articles:
            writer.add(encoded_article_of(article.encode()), article.encode())
        writer.finish(postings, lengths)
    except BaseException:
        writer.abandon()
        raise


def _forms(part: Postings, occurrences: Array, several: Array) -> Array:
    """Return which spelling of its term each occurrence has, for the terms that have several."""
    if len(part.terms) == 1:
        return part.forms
    first_word = np.repeat(part.term_words[:-1], occurrences)
    return np.asarray((part.forms - first_word)[np.repeat(several, occurrences)])


class _Stream:
    """A section of escaped numbers that is written piece by piece."""

    def __init__(self, file: SectionWriter, name: str, dtype: str) -> None:
        self._file = file
        self._escaped = PatchedWriter(name, dtype)
        file.start(name, dtype)

    def append(self, values: Array) -> None:
        self._file.append(self._escaped.narrow(values))

    def finish(self) -> None:
        self._escaped.finish(self._file)


def _gaps(documents: Array, starts: Array, frequencies: Array) -> tuple[bytes, Array]:
    """Return the gaps of each term's documents after the first, and the bytes each of a term's gaps takes."""
    gaps: Array = np.diff(documents.astype(np.int64), prepend=0)
    gaps[starts] = 0
    largest = np.maximum.reduceat(gaps, starts)
    widths = np.where(largest < 1 << 8, 1, np.where(largest < 1 << 16, 2, 4))
    inner = np.ones(len(gaps), np.bool_)
    inner[starts] = False
    gaps = gaps[inner]
    width = np.repeat(widths, frequencies - 1)
    ends = np.cumsum(width)
    data = np.zeros(int(ends[-1]) if len(ends) else 0, np.uint8)
    offsets = ends - width
    data[offsets] = gaps & 0xFF
    for byte in (1, 2, 3):
        wider = np.flatnonzero(width > byte)
        data[offsets[wider] + byte] = gaps[wider] >> (8 * byte) & 0xFF
    return data.tobytes(), widths
