"""Writing a segment: articles in the order of their numbers, then postings in the order of terms."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from newsgrep.article import day_number, instant
from newsgrep.encoded_article import EncodedArticle, encoded_article_of
from newsgrep.engine.segment.columns import write_columns
from newsgrep.engine.segment.frequencies import FrequencyWriter
from newsgrep.engine.segment.gaps import encode_gaps
from newsgrep.engine.segment.hash_table import KEYS, MESSAGE_IDS, key_hash, write_hash_table
from newsgrep.engine.segment.info import FILES
from newsgrep.engine.segment.inverter import Lengths, PostingsBatch
from newsgrep.engine.segment.keywords import KeywordWriter
from newsgrep.engine.segment.patched import PatchedWriter
from newsgrep.engine.segment.sections import Array, SectionWriter
from newsgrep.engine.segment.shingles import Shingles, write_shingles
from newsgrep.engine.segment.stored_fields import StoredFieldsWriter
from newsgrep.engine.segment.term_table import TermTableWriter
from newsgrep.tasks import Task
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning


class SegmentWriter:
    """Writes one segment.

    A new segment takes `add` for its articles, then `finish`. A merge copies from other segments into
    `stored_fields` and `keywords`, then calls `write_columns`, `write_postings` and `close`. If anything
    fails, call `abandon`.
    """

    def __init__(self, stem: Path, tuning: SegmentTuning = DEFAULT_TUNING.segment) -> None:
        """Create the files, whose names begin with `stem`."""
        self._tuning = tuning
        self._files = {suffix: SectionWriter(stem.with_name(stem.name + suffix)) for suffix in FILES}
        for file in self._files.values():
            file.name_file()
        self._threads = ThreadPoolExecutor(len(FILES))
        self._closing: list[Task[None]] = []
        self.stored_fields = StoredFieldsWriter(self._files[".art"])
        self.keywords = KeywordWriter(tuning.keyword_block_bytes)
        self._key_hashes, self._days, self._lede_is_title = array("Q"), array("I"), array("I")
        self._date_lengths, self._instants = array("B"), array("q")
        self._id_hashes, self._id_documents = array("Q"), array("I")
        self._lengths: Array = np.zeros(0, np.uint32)
        self._terms = TermTableWriter()
        self._positions = PatchedWriter(self._files[".pos"], "positions", "<u2")
        self._occurrence_forms = PatchedWriter(self._files[".frm"], "occurrence_forms", "|u1")
        self._frequencies = FrequencyWriter(self._files[".frq"])
        self._files[".gap"].start("gaps", "|u1")

    def add(self, articles: Sequence[bytes]) -> list[EncodedArticle]:
        """Write articles, given as bytes, and return the fields of each.

        Raises ValueError if one is not an encoded article.
        """
        added = [*map(encoded_article_of, articles)]
        for data in articles:
            self.stored_fields.add(data)
        self.keywords.add(added)
        for document, article in enumerate(added, len(self._days)):
            self._id_hashes.extend(map(key_hash, article.relations))
            self._id_documents.extend([document] * len(article.relations))
        dates = [article.date for article in added]
        self._key_hashes.extend([key_hash(article.key) for article in added])
        self._days.extend(map(day_number, dates))
        self._date_lengths.extend([min(len(date), len("2020-10-30")) for date in dates])
        self._instants.extend(map(instant, dates))
        self._lede_is_title.extend([article.lede_is_title for article in added])
        return added

    def finish(
        self,
        postings: Iterable[PostingsBatch],
        lengths: Lengths,
        optional_columns: Mapping[str, Array] | None = None,
    ) -> None:
        """Write the postings and lengths of the articles added, further columns if there are any, and close.

        Raises ValueError if columns are of different numbers of documents.
        """
        self.write_shingles(lengths.shingles)
        self.write_message_ids(np.asarray(self._id_hashes), np.asarray(self._id_documents))
        columns: dict[str, Array] = {
            "length": lengths.weighted,
            "body_length": lengths.body,
            "title_length": lengths.title,
            "lede_length": lengths.lede,
            "lede_is_title": np.frombuffer(self._lede_is_title, np.uint32),
            "day": np.frombuffer(self._days, np.uint32),
            "date_length": np.frombuffer(self._date_lengths, np.uint8),
            "instant": np.frombuffer(self._instants, np.int64),
            "digit_percent": lengths.digit_percent,
        }
        self.write_columns(
            {**(optional_columns or {}), **columns}, np.frombuffer(self._key_hashes, np.uint64)
        )
        for batch in postings:
            self.write_postings(batch)
        self.close()

    def write_columns(self, columns: Mapping[str, Array], key_hashes: Array) -> None:
        """Write the columns and the key hashes of all articles; no further articles can be added."""
        self.stored_fields.finish()
        self._close(".art")
        write_columns(self._files[".col"], columns)
        write_hash_table(self._files[".col"], KEYS, key_hashes, np.arange(len(key_hashes)))
        self._lengths = columns["length"]

    def write_shingles(self, shingles: Shingles) -> None:
        """Write the shingles of all articles."""
        write_shingles(self._files[".col"], shingles)

    def write_message_ids(self, hashes: Array, documents: Array) -> None:
        """Write the hashes of Message-IDs, and the mail of each."""
        write_hash_table(self._files[".col"], MESSAGE_IDS, hashes, documents)

    def write_postings(self, batch: PostingsBatch) -> None:
        """Write the postings of further terms, all greater than the terms before."""
        if not batch.terms:
            return
        starts = batch.term_postings[:-1]
        frequencies = np.diff(batch.term_postings)
        gaps, widths = encode_gaps(batch.documents, starts, frequencies)
        self._files[".gap"].append(gaps)
        self._frequencies.append(batch.counts, batch.weights)
        self._positions.append(batch.positions)
        occurrences = np.add.reduceat(batch.counts.astype(np.int64), starts)
        form_counts = np.diff(batch.term_forms)
        has_several = form_counts > 1
        if has_several.any():
            self._occurrence_forms.append(_forms_within_terms(batch, occurrences, has_several))
        self._terms.add(
            batch,
            {
                "term_postings": frequencies,
                "term_positions": occurrences,
                "term_gaps": widths * (frequencies - 1),
                "term_occurrence_forms": occurrences * has_several,
                "term_forms": form_counts,
                "term_first_document": batch.documents[starts],
                "term_max_weight": np.maximum.reduceat(batch.weights, starts),
                "term_min_length": np.minimum.reduceat(self._lengths[batch.documents], starts),
            },
        )

    def close(self) -> None:
        """Finish the files, and wait until all are on the disk. Raises OSError if one cannot be written."""
        self._frequencies.finish()
        self._positions.finish()
        self._occurrence_forms.finish()
        self._close(".frq", ".gap", ".pos", ".frm")
        self.keywords.write(self._files[".col"])
        self._close(".col")
        self._terms.write(self._files[".trm"], self._tuning.dictionary_batch)
        self._close(".trm")
        for file in self._closing:
            file.result()
        self._threads.shutdown()

    def _close(self, *suffixes: str) -> None:
        """Close files in threads, as syncing them to the disk takes time."""
        self._closing += [Task(self._threads, self._files[suffix].close) for suffix in suffixes]

    def abandon(self) -> None:
        """Delete the files."""
        self._threads.shutdown(cancel_futures=True)
        for file in self._files.values():
            file.abandon()


def _forms_within_terms(batch: PostingsBatch, occurrences: Array, has_several: Array) -> Array:
    """Return the occurrence forms counted from the first form of their term, for terms with several forms."""
    if len(batch.terms) == 1:
        return batch.occurrence_forms
    first_form = np.repeat(batch.term_forms[:-1], occurrences)
    return np.asarray((batch.occurrence_forms - first_form)[np.repeat(has_several, occurrences)])
