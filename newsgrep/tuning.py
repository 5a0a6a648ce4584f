"""Numbers that trade memory against time, as one frozen value that is passed to the code that needs them.

A test that needs small batches passes its own `Tuning`. Numbers of the file formats, such as the size of a
block with a checksum, are not here, as they cannot be chosen freely.
"""

from __future__ import annotations

from msgspec import Struct, field


class SourceLimits(Struct, frozen=True):
    """How much is read from files and archives, in bytes unless another unit is given.

    record_bytes:     the largest record that is held in memory: a line of JSON Lines, a mail, an SGML story
    document_bytes:   the largest JSON object that is decoded as a whole to find the articles in it; the
                      members of a larger one are read one by one
    text_bytes:       the largest file that is one text; several copies of it exist while it is read
    page_bytes:       the largest web page or feed; news pages have a tenth of a megabyte
    skipped_bytes:    the largest part of a line that is passed over to find the next one
    most_unreadable:  unreadable records at the beginning of a stream, after which the rest is left out
    chunk_bytes:      decoded at once; the first chunk with bytes beyond ASCII decides the encoding of a file
    small_file_bytes: files up to this size are read once, for the digest and for the articles
    folder_entries:   directory entries that are sorted in memory, with about 300 bytes each
    stream_bytes:     what one compressed stream may expand to
    file_bytes:       what all compressed streams of one file may expand to
    expansion_ratio:  how many times its compressed size a stream may expand to; news compresses 3 to 20 times
    expansion_floor:  up to this size the ratio is not checked
    archive_depth:    levels of archives in archives, including the outermost
    mail_depth:       levels of mails in mails, including the outermost
    archive_members:  members of one file, in all its archives
    filter_seconds:   the longest time that a filter command may take for a file
    """

    record_bytes: int = 64 * 2**20
    document_bytes: int = 8 * 2**20
    text_bytes: int = 32 * 2**20
    page_bytes: int = 16 * 2**20
    skipped_bytes: int = 2**30
    most_unreadable: int = 10_000
    chunk_bytes: int = 2**18
    small_file_bytes: int = 2**20
    folder_entries: int = 50_000
    stream_bytes: int = 2**36
    file_bytes: int = 2**38
    expansion_ratio: int = 250
    expansion_floor: int = 2**26
    archive_depth: int = 2
    mail_depth: int = 10
    archive_members: int = 500_000
    filter_seconds: float = 60.0


class IndexingTuning(Struct, frozen=True):
    """How an index run batches its work.

    parse_batch:         bytes of files that are parsed together, by one worker
    parsed_together:     code points of the articles of a file that are parsed together, about
    open_cost:           the cost of opening a file, in bytes that can be parsed in the same time
    large_text:          code points from which on the different words of an article are counted
    most_words:          different words of an article, at most; each takes 400 bytes while it is indexed
    catalog_batch:       articles that are written to the catalog together
    catalog_transaction: rows of a transaction of the catalog
    catalog_cache:       bytes of memory for pages of the catalog
    smallest_group:      files of a folder that get a row together; to find it takes longer than few rows
    catalog_wait:        seconds to wait for a reader of the catalog
    worth_workers:       bytes of text for which worker processes are started
    worth_workers_after: seconds of work after which worker processes are started
    tasks_ahead:         tasks that are planned ahead for each worker
    progress_seconds:    seconds between two reports of progress, at least
    """

    parse_batch: int = 1_000_000
    parsed_together: int = 100_000
    open_cost: int = 4_000
    large_text: int = 4_000_000
    most_words: int = 1_000_000
    catalog_batch: int = 5_000
    catalog_transaction: int = 50_000
    catalog_cache: int = 32_000_000
    smallest_group: int = 32
    catalog_wait: float = 60.0
    worth_workers: int = 3_000_000
    worth_workers_after: float = 0.5
    tasks_ahead: int = 8
    progress_seconds: float = 0.1


class SegmentTuning(Struct, frozen=True):
    """How segments are built, written, merged and read.

    window_bytes:          text that is tokenised together; small enough for the caches of a processor
    partition_tokens:      tokens that are partitioned by term range together, about
    range_tokens:          tokens of a term range, which are sorted together, unless one term has more; with
                           twice as many, glibc would return the freed memory to the system each time
    min_vocabulary_bytes, max_vocabulary_bytes: memory that a vocabulary may take before it is emptied;
                           between the two it is four fifths of what a segment may take
    keyword_block_bytes:   tokens of url and path that are compressed together
    dictionary_batch:      strings of a dictionary that are sorted, or read, together
    merge_occurrences:     occurrences that are merged together; each takes about 100 bytes meanwhile
    worker_documents:      documents from which on a merge runs in a worker process
    basis_articles:        articles from which on an index has vectors of what they are about
    basis_sample:          articles from which the basis of the vectors is made, at most
    basis_part:            the basis is made from one article in so many, but at least twice `basis_articles`
    vectors_seconds:       seconds from one saving of vectors of a model to the next, at least
    memory_shares:         the memory of a writer has this many parts; words of new segments take one, and the
                           rest is for vocabularies and sorting
    """

    window_bytes: int = 1 << 17
    partition_tokens: int = 1 << 18
    range_tokens: int = 1 << 18
    min_vocabulary_bytes: int = 4_000_000
    max_vocabulary_bytes: int = 120_000_000
    keyword_block_bytes: int = 1 << 20
    dictionary_batch: int = 1 << 18
    merge_occurrences: int = 2_000_000
    worker_documents: int = 20_000
    basis_articles: int = 1_000
    basis_sample: int = 5_000
    basis_part: int = 10
    vectors_seconds: float = 20.0
    memory_shares: int = 3


class SearchTuning(Struct, frozen=True):
    """How queries are evaluated, and hits are made.

    expansion_limit:        words to which a pattern is expanded, at most, the most frequent first; adding up
                            the postings of 2,000 words takes about as long as finding them among 70,000
    occurrences_per_step:   occurrences of the terms of a phrase that are compared at a time, about; each
                            takes about 30 bytes
    reranked:               best matches by BM25F that are reranked by their vectors
    hit_batch_cost:         the cost of a batch of articles that are read for hits, about
    hit_base_cost:          the cost of an article, in addition to the code points of its body
    """

    expansion_limit: int = 2_000
    occurrences_per_step: int = 1 << 19
    reranked: int = 200
    hit_batch_cost: int = 100_000
    hit_base_cost: int = 5_000


class SpillTuning(Struct, frozen=True):
    """When sets, sorted rows and queues go to temporary files.

    set_size:    integers of a set in memory, at most, with about 70 bytes each
    rows:        rows in memory, at most, with about 300 bytes each
    cache_bytes: memory of a temporary database
    queue_bytes: bytes of a queue in memory, at most
    """

    set_size: int = 1_000_000
    rows: int = 50_000
    cache_bytes: int = 48_000_000
    queue_bytes: int = 16_000_000


class Tuning(Struct, frozen=True):
    """All numbers together."""

    sources: SourceLimits = field(default_factory=SourceLimits)
    indexing: IndexingTuning = field(default_factory=IndexingTuning)
    segment: SegmentTuning = field(default_factory=SegmentTuning)
    search: SearchTuning = field(default_factory=SearchTuning)
    spill: SpillTuning = field(default_factory=SpillTuning)


#: The numbers that are used if no others are passed.
DEFAULT_TUNING = Tuning()
