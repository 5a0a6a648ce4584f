"""A segment reads as it was written: terms, surface forms, postings, positions, columns, keys, articles."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.encoded_article import encoded_article_of
from newsgrep.engine.bm25f import WEIGHTS
from newsgrep.engine.segment.checks import check_segment
from newsgrep.engine.segment.hash_table import key_hash
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.inverter import Inverter, Lengths, PostingsBatch
from newsgrep.engine.segment.positions import FIELD_ORDER
from newsgrep.engine.segment.reader import FILES, SegmentReader
from newsgrep.engine.segment.sections import SectionReader
from newsgrep.engine.segment.shingles import Shingles
from newsgrep.engine.segment.vocabulary import Vocabulary
from newsgrep.engine.segment.writer import SegmentWriter
from newsgrep.engine.whoosh_compat.codec import form_postings, term_postings
from newsgrep.errors import IndexDamagedError

ANALYZER = Analyzer("english")

words = st.sampled_from(
    [
        "city",
        "cities",
        "City’s",
        "run",
        "runs",
        "running",
        "a",
        "the",
        "北",
        "é\u0301",
        "U.S.",
        "us",
        "20,000",
    ]
)
prose = st.lists(words | st.just("\n\n"), max_size=25).map(" ".join)
archives = st.lists(
    st.builds(
        Article,
        key=st.just(""),
        path=st.text(max_size=5),
        title=prose,
        body=prose,
        authors=st.lists(prose, max_size=2).map(tuple),
        date=st.sampled_from(["", "2020", "2020-10-30", "1999-12-31T23:59+04:00"]),
        source=st.text(max_size=3),
        line=st.integers(1, 10**9),
    ),
    max_size=8,
).map(lambda several: [numbered(one, number) for number, one in enumerate(several)])


#: The postings of articles without words.
NO_POSTINGS = PostingsBatch([], [], *(np.zeros(length, np.int64) for length in (1, 1, 0, 0, 0, 0, 0)))


def numbered(one: Article, number: int) -> Article:
    """Return an article with a key of its own."""
    return Article(
        f"{one.path}#{number}", one.path, one.body, one.title, "headline", one.authors,
        one.date, "", one.source, "", one.line,
    )  # fmt: skip


@pytest.fixture(scope="session", name="written")
def _written(write_segment) -> Callable[[Path, list[Article]], tuple[SegmentReader, PostingsBatch, Lengths]]:
    """Write articles as a segment; return its reader, and the postings and lengths written."""

    def written(folder: Path, archive: list[Article]) -> tuple[SegmentReader, PostingsBatch, Lengths]:
        inverter = Inverter(Vocabulary(ANALYZER))
        for one in archive:
            inverter.add(encoded_article_of(one.encode()))
        ranges, lengths = inverter.invert()
        postings = next(ranges, NO_POSTINGS)
        return write_segment(folder / "MAIN_a", archive, [postings], lengths), postings, lengths

    return written


def assert_holds(reader: SegmentReader, postings: PostingsBatch) -> None:
    """Check that a segment has exactly these postings, however they are read."""
    assert len(reader.terms) == len(postings.terms)
    ends = np.concatenate(([0], np.cumsum(postings.counts, dtype=np.int64)))
    for term, (first, last) in enumerate(pairwise(postings.term_postings.tolist())):
        text = postings.terms[term]
        here = slice(int(ends[first]), int(ends[last]))
        first_form, end_form = (int(postings.term_forms[i]) for i in (term, term + 1))
        assert (reader.terms[term], reader.find_term(text)) == (text, term)
        assert reader.document_frequency(term) == last - first
        assert reader.documents(term).tolist() == postings.documents[first:last].tolist()
        assert reader.weights(term).tolist() == postings.weights[first:last].tolist()
        assert reader.counts(term).tolist() == postings.counts[first:last].tolist()
        assert reader.positions(term).tolist() == postings.positions[here].tolist()
        forms = reader.occurrence_forms(term)
        wanted = (postings.occurrence_forms[here] - first_form).tolist()
        assert wanted == ([0] * len(wanted) if forms is None else forms.tolist())
        for form in range(first_form, end_form):
            assert reader.forms[form] == postings.forms[form]
            assert reader.terms_of_forms(np.array([form])).tolist() == [term]
            assert reader.forms[reader.find_form(postings.forms[form])] == postings.forms[form]
    if postings.terms:
        documents, weights, counts, positions, forms = reader.decode_terms(0, len(reader.terms))
        assert documents.tolist() == postings.documents.tolist()
        assert weights.tolist() == postings.weights.tolist()
        assert counts.tolist() == postings.counts.tolist()
        assert positions.tolist() == postings.positions.tolist()
        assert forms.tolist() == postings.occurrence_forms.tolist()


@settings(max_examples=35, deadline=None)
@given(archives)
@example([])
@example([Article("empty", "empty", "")])
def test_a_segment_reads_as_it_was_written(tmp_path_factory, written, archive):
    """Postings, columns, keys and articles."""
    reader, postings, lengths = written(tmp_path_factory.mktemp("segment"), archive)
    assert_holds(reader, postings)
    assert reader.document_count == len(archive)
    assert [reader.article(document) for document in range(len(archive))] == archive
    assert [reader.document_of_key(one.key) for one in archive] == list(range(len(archive)))
    hashes = [key_hash(one.key.encode()) for one in archive]
    assert reader.keys.hashes().tolist() == hashes
    wanted = np.array([*hashes[::-2], 7], np.uint64)
    assert sorted(reader.keys.documents_of(wanted).tolist()) == [*range(len(archive))[::-2]][::-1]
    for name, values in (
        ("length", lengths.weighted),
        ("body_length", lengths.body),
        ("title_length", lengths.title),
        ("lede_length", lengths.lede),
        ("day", np.array([one.day for one in archive])),
    ):
        assert reader.columns[name][:].tolist() == values.tolist()
    assert list(check_segment(reader)) == []


@settings(max_examples=25, deadline=None)
@given(archives, st.sampled_from(["", "a", "c", "cit", "run", "runs", "zz", "北", "é", "\U0010ffff"]))
def test_terms_and_surface_forms_are_found(tmp_path_factory, written, archive, text):
    """Those equal to a text, those from it on, and the surface forms that begin with it."""
    reader, postings, _ = written(tmp_path_factory.mktemp("segment"), archive)
    wanted, forms = text.encode(), sorted(postings.forms)
    assert reader.find_term(wanted) == (postings.terms.index(wanted) if wanted in postings.terms else -1)
    assert (reader.find_form(wanted) >= 0) == (wanted in forms)
    assert reader.first_term_from(wanted) == sum(term < wanted for term in postings.terms)
    assert [reader.forms[number] for number in reader.forms_with_prefix(wanted)] == [
        form for form in forms if form.startswith(wanted)
    ]
    assert [reader.forms[number] for number in reader.forms_from(wanted)] == [
        form for form in forms if form >= wanted
    ]


@settings(max_examples=25, deadline=None)
@given(archives)
def test_positions_tell_fields_and_weights(tmp_path_factory, written, archive):
    """The weights of the fields in which a term occurs add up to the weight of the posting."""
    reader, _, _ = written(tmp_path_factory.mktemp("segment"), archive)
    for term in range(len(reader.terms)):
        documents, counts = reader.documents(term), reader.counts(term).astype(np.int64)
        owners = np.repeat(documents, counts)
        fields = reader.fields.numbers(owners, reader.positions(term))
        weights = reader.fields.weights(owners, reader.positions(term))
        assert weights.tolist() == [WEIGHTS[FIELD_ORDER[field]] for field in fields]
        sums = np.bincount(owners, weights, len(archive))[documents]
        assert sums.tolist() == reader.weights(term).tolist()
        stem = reader.terms[term].decode()
        for document in documents.tolist():
            one = archive[document]
            texts = {"body": one.body, "title": one.title, "author": " / ".join(one.authors)}
            assert {FIELD_ORDER[field] for field in fields[owners == document]} == {
                name for name, text in texts.items() if stem in (t.term for t in ANALYZER.terms(text))
            }


def test_a_word_three_hundred_times_in_an_article(tmp_path, written):
    """Counts and weights that do not fit a byte are exceptions."""
    archive = [
        Article("a", "a", "word " * 300, "word " * 100),
        Article("b", "b", "word"),
        Article("c", "c", "word " * 254),
        Article("d", "d", "word " * 255),
        Article("e", "e", "word " * 256),
    ]
    reader, postings, _ = written(tmp_path, archive)
    assert_holds(reader, postings)
    assert reader.counts(0).tolist() == [400, 1, 254, 255, 256]
    assert reader.weights(0).tolist() == [600, 1, 254, 255, 256]


def test_an_article_of_more_words_than_two_bytes_count(tmp_path, written):
    """Positions above 65,534 are exceptions."""
    archive = [
        Article("a", "a", "first " + "x " * 65_532 + "last most over end", "title"),
        Article("b", "b", "end"),
    ]
    reader, postings, _ = written(tmp_path, archive)
    assert_holds(reader, postings)
    positions = {
        text: reader.positions(reader.find_term(text)).tolist()
        for text in (b"last", b"most", b"over", b"end")
    }
    assert positions == {b"last": [65_533], b"most": [65_534], b"over": [65_535], b"end": [65_536, 0]}


def test_gaps_between_articles_of_every_width(tmp_path, written):
    """A term's articles may be next to each other or far apart."""
    gaps = (1, 255, 256, 65_535, 65_536)
    bodies = [""] * (2 + max(gaps))
    for gap in gaps:
        for number in (0, gap, gap + 1):
            bodies[number] += f"gap{gap} "
    reader, postings, _ = written(tmp_path, [Article(str(i), "p", body) for i, body in enumerate(bodies)])
    assert_holds(reader, postings)
    for gap in gaps:
        assert reader.documents(reader.find_term(f"gap{gap}".encode())).tolist() == [0, gap, gap + 1]


def test_posting_lists_of_a_term_and_of_its_surface_forms(tmp_path, written):
    """That of a surface form has only the articles, weights and positions of that form."""
    archive = [Article("a", "a", "city cities city", "cities"), Article("b", "b", "city talk")]
    reader, _, _ = written(tmp_path, archive)

    def decoded(postings: tuple[list[int], list[float], list[bytes]]) -> tuple:
        documents, weights, values = postings
        return documents, weights, [np.frombuffer(value, "<u4").tolist() for value in values]

    of_term = decoded(term_postings(reader, reader.find_term(b"citi")))
    assert of_term == ([0, 1], [6.0, 1.0], [[0, 1, 2, 1003], [0]])
    assert decoded(form_postings(reader, reader.find_form(b"city"))) == ([0, 1], [2.0, 1.0], [[0, 2], [0]])
    assert decoded(form_postings(reader, reader.find_form(b"cities"))) == ([0], [4.0], [[1, 1003]])
    (number,) = reader.forms_with_prefix(b"talk")
    assert form_postings(reader, number) == term_postings(reader, reader.find_term(b"talk"))


def test_many_surface_forms_of_one_term(tmp_path, write_segment):
    """A term may have more surface forms than a byte counts: those of a made-up posting here."""
    count = 600
    forms = [f"w{i:04}".encode() for i in range(count)]
    postings = PostingsBatch(
        terms=[b"w"], forms=forms, term_forms=np.array([0, count]), term_postings=np.array([0, 1]),
        documents=np.array([0]), weights=np.array([count]), counts=np.array([count]),
        positions=np.arange(count), occurrence_forms=np.arange(count)[::-1].copy(),
    )  # fmt: skip
    none = Shingles(np.zeros(0, np.uint32), np.zeros(1, np.int64))
    lengths = Lengths(*(np.array([count], np.uint32) for _ in range(4)), none, np.zeros(1, np.uint8))
    assert_holds(write_segment(tmp_path / "MAIN_a", [Article("a", "a", "")], [postings], lengths), postings)


def test_articles_fill_many_blocks(tmp_path, written):
    """Articles are read in any order, across blocks, also with control characters and lone surrogates."""
    archive = [
        Article(f"{i}", "p\udce9", f'{i} "quoted" \\ \0 \x1c 北\n\n' + "text " * (i * 37 % 1500), url=f"u{i}")
        for i in range(60)
    ]
    reader, _, _ = written(tmp_path, archive)
    for document in (59, 0, 30, 31, 1, 58, 0):
        assert reader.article(document) == archive[document]
    assert reader.document_of_key("60") == -1


@pytest.mark.parametrize("key", ["a", "b", "c", "d"])
def test_articles_whose_key_hashes_are_equal_are_told_apart(tmp_path, written, replace_section, key):
    """Here all have the hash of one key: the hash leads to candidates, and the stored key decides."""
    written(tmp_path, [Article(one, "p", "") for one in "abc"])
    same = np.full(3, key_hash(key.encode()), np.uint64)
    replace_section(tmp_path / "MAIN_a.col", "key_hashes", same, "<u8")
    assert SegmentReader(tmp_path / "MAIN_a").document_of_key(key) == "abc".find(key)


@settings(max_examples=35)
@given(st.sets(st.integers(0, 30)), st.lists(st.sets(st.integers(0, 30)), max_size=3))
def test_deletions_add_up(gone, further):
    """A segment info knows which documents are live after any number of deletions, some repeated."""
    info = SegmentInfo("MAIN_a", 31).without(gone)
    for more in further:
        info, gone = info.without(more), gone | more
    live = info.live()
    assert info.live_count == 31 - len(gone)
    assert (live is None) == (not gone)
    assert live is None or np.flatnonzero(~live).tolist() == sorted(gone)


def test_an_abandoned_segment_leaves_no_files(tmp_path):
    """Whatever was written of it."""
    writer = SegmentWriter(tmp_path / "MAIN_a")
    writer.add([Article("a", "p", "text").encode()])
    writer.abandon()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", FILES)
def test_a_file_cut_anywhere_is_not_opened(tmp_path, written, suffix):
    """A file that is cut short, emptied, or has something after its end is reported."""
    written(tmp_path, [Article(str(i), "p", f"city cities {i}") for i in range(9)])
    file = tmp_path / f"MAIN_a{suffix}"
    whole = file.read_bytes()
    for length in sorted({*range(0, len(whole), max(1, len(whole) // 40)), len(whole) - 1, len(whole) - 8}):
        file.write_bytes(whole[:length])
        with pytest.raises(IndexDamagedError):
            SegmentReader(tmp_path / "MAIN_a")
    for more in (b"\0", whole):
        file.write_bytes(whole + more)
        try:
            reader = SegmentReader(tmp_path / "MAIN_a")
        except IndexDamagedError:
            continue
        assert more == whole, "a file appended to"
        assert reader.article(3).key == "3"


@pytest.mark.parametrize("suffix", FILES)
def test_a_flipped_bit_is_noticed(tmp_path, written, suffix):
    """With one bit changed, a file is not opened, or a problem is reported."""
    written(tmp_path, [Article(str(i), "p", f"city cities {i} " + "word " * 300) for i in range(9)])
    file = tmp_path / f"MAIN_a{suffix}"
    whole = file.read_bytes()
    padding = 7 * (len(list(SectionReader(file).names())) + 2)
    unnoticed = 0
    for offset in range(0, len(whole), max(1, len(whole) // 150)):
        data = bytearray(whole)
        data[offset] ^= 1 << offset % 8
        file.write_bytes(data)
        try:
            unnoticed += not list(check_segment(SegmentReader(tmp_path / "MAIN_a")))
        except IndexDamagedError:
            continue
        finally:
            file.unlink()
    assert unnoticed <= padding, "only the padding between sections has no checksum"


def test_a_segment_file_is_no_pickle(tmp_path, written):
    """Its directory is JSON, so that reading a file runs no code."""
    import pickle

    written(tmp_path, [Article("a", "a", "text")])
    for file in tmp_path.iterdir():
        with pytest.raises(pickle.UnpicklingError):
            pickle.load(io.BytesIO(file.read_bytes()))
