"""Verifying a segment: every checksum, and every rule that its numbers keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from newsgrep.engine.segment.dictionary import SAMPLED, Sample, bisect
from newsgrep.engine.segment.keywords import TEXTS, VALUES, tag_words
from newsgrep.engine.segment.reader import SegmentReader, key_hash
from newsgrep.engine.segment.sections import Array

#: Terms that are looked at together, and occurrences, unless one term has more.
_STRETCH, _OCCURRENCES = 4_096, 1_000_000


def segment_faults(reader: SegmentReader) -> Iterator[str]:
    """Yield what is wrong with a segment; what it says is compared only where all checksums are right."""
    broken = list(_broken_sections(reader))
    yield from broken
    if not broken:
        yield from _wrong_order(reader)
        for start, end in _stretches(reader):
            yield from _wrong_postings(reader, start, end)
            reader.release()
        yield from _wrong_articles(reader)


def _broken_sections(reader: SegmentReader) -> Iterator[str]:
    for suffix, file in reader.files.items():
        for name in file.names():
            count = file.section(name).broken_blocks()
            if count:
                yield f"{suffix} {name}: {count} broken blocks"
            file.release()


def _wrong_order(reader: SegmentReader) -> Iterator[str]:
    words = map(reader.word_text, reader.words_from(b""))
    yield from _not_ascending("terms", map(reader.term_text, range(reader.term_count)), reader.term_sample)
    yield from _not_ascending("spellings", words, reader.word_sample)


def _not_ascending(name: str, texts: Iterable[bytes], sample: Sample) -> Iterator[str]:
    """Look at texts, of which there may be millions, one by one."""
    before, sampled, is_ascending = b"", [], True
    for place, text in enumerate(texts):
        is_ascending &= before < text or not place
        before = text
        if place % SAMPLED == 0:
            sampled.append(text)
    if not is_ascending:
        yield f"the {name} are not in order"
    if sampled != sample.texts:
        yield f"the sample of the {name} is not of them"


def _stretches(reader: SegmentReader) -> Iterator[tuple[int, int]]:
    """Yield stretches of terms that are looked at together."""
    places, count = reader.term_places, reader.term_count
    start = 0
    while start < count:
        most = places[start] + _OCCURRENCES
        end = bisect(count, lambda term: places[term + 1], most + 1)
        end = min(max(end, start + 1), start + _STRETCH)
        yield start, end
        start = end


def _wrong_postings(reader: SegmentReader, start: int, end: int) -> Iterator[str]:
    documents, weights, counts, places, forms = reader.decode_terms(start, end)
    ends: Array = np.cumsum(np.diff(reader.term_postings[start : end + 1].astype(np.int64)))
    rises = np.diff(documents) > 0
    rises[ends[:-1] - 1] = True
    word_count = reader.term_words[end] - reader.term_words[start]
    rules = {
        "documents are not in order": bool(np.all(rises)),
        "documents are out of range": documents.min() >= 0 and documents.max() < reader.document_count,
        "a frequency is zero": bool(np.all(counts)) and bool(np.all(weights >= counts)),
        "frequencies and places do not agree": int(counts.sum(dtype=np.int64)) == len(places),
        "a spelling is out of range": forms.min() >= 0 and forms.max() < word_count,
    }
    for fault, kept in rules.items():
        if not kept:
            yield f"{fault}, between the terms {reader.term_text(start)!r} and {reader.term_text(end - 1)!r}"


def _wrong_articles(reader: SegmentReader) -> Iterator[str]:
    hashes, tags = reader.document_keys(), {name: _tags(reader, name) for name in VALUES + TEXTS}
    for document in range(reader.document_count):
        article = reader.article(document)
        if key_hash(article.key.encode("utf-8", "surrogatepass")) != hashes[document]:
            yield f"the key of the article {article.key} is not found"
        if article.day != reader.columns["day"][document]:
            yield f"the date of the article {article.key} is not its own"
        for name, known in tags.items():
            text = getattr(article, name)
            if next(known, None) != (text if name in VALUES else tag_words(text)):
                yield f"the {name} of the article {article.key} is not its own"


def _tags(reader: SegmentReader, name: str) -> Iterator[str | bytes]:
    """Yield a tag of each document, or the words of it."""
    if name in VALUES:
        values, numbers = reader.tags.values(name)
        yield from (values[number] for number in numbers.tolist())
    else:
        for line, first, end in reader.tags.lines(name):
            yield from [line] * (end - first)
