"""A segment holds what was written to it: every term, article, count, weight, place, spelling and key."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article, encoded_article_of
from newsgrep.engine.bm25f import WEIGHTS
from newsgrep.engine.segment.checks import segment_faults
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.engine.segment.inverter import Inverter, Lengths, Postings
from newsgrep.engine.segment.reader import FIELD_ORDER, FILES, SegmentReader, key_hash
from newsgrep.engine.segment.sections import SectionReader
from newsgrep.engine.segment.vocabulary import Vocabulary
from newsgrep.engine.segment.writer import write_segment
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


#: What comes of articles without words.
NO_POSTINGS = Postings([], [], *(np.zeros(length, np.int64) for length in (1, 1, 0, 0, 0, 0, 0)))


def numbered(one: Article, number: int) -> Article:
    """Return an article with a key of its own."""
    return Article(
        f"{one.path}#{number}", one.path, one.body, one.title, "headline", one.authors,
        one.date, "", one.source, "", one.line,
    )  # fmt: skip


def written(
    folder: Path, archive: list[Article], name: str = "MAIN_a"
) -> tuple[SegmentReader, Postings, Lengths]:
    """Write articles as a segment; return its reader, and what was written."""
    inverter = Inverter(Vocabulary(ANALYZER))
    for one in archive:
        inverter.add(encoded_article_of(one.encode()))
    parts, lengths = inverter.invert()
    postings = next(parts, NO_POSTINGS)
    write_segment(folder / name, archive, [postings], lengths)
    return SegmentReader(folder / name), postings, lengths


def assert_holds(reader: SegmentReader, postings: Postings) -> None:
    """Check that a segment has exactly these postings, by every way to read them."""
    assert reader.term_count == len(postings.terms)
    ends = np.concatenate(([0], np.cumsum(postings.counts, dtype=np.int64)))
    for term, (first, last) in enumerate(pairwise(postings.term_postings.tolist())):
        text = postings.terms[term]
        here = slice(int(ends[first]), int(ends[last]))
        first_word, end_word = (int(postings.term_words[i]) for i in (term, term + 1))
        assert (reader.term_text(term), reader.find_term(text)) == (text, term)
        assert reader.document_frequency(term) == last - first
        assert reader.documents(term).tolist() == postings.documents[first:last].tolist()
        assert reader.weights(term).tolist() == postings.weights[first:last].tolist()
        assert reader.counts(term).tolist() == postings.counts[first:last].tolist()
        assert reader.places(term).tolist() == postings.places[here].tolist()
        forms, wanted = reader.forms(term), (postings.forms[here] - first_word).tolist()
        assert wanted == ([0] * len(wanted) if forms is None else forms.tolist())
        for word in range(first_word, end_word):
            spelling = postings.words[word]
            assert reader.word_text(word) == spelling
            assert reader.term_of_word(word) == term
            assert reader.word_text(reader.find_word(spelling)) == spelling
    if postings.terms:
        documents, weights, counts, places, forms = reader.decode_terms(0, reader.term_count)
        assert documents.tolist() == postings.documents.tolist()
        assert weights.tolist() == postings.weights.tolist()
        assert counts.tolist() == postings.counts.tolist()
        assert places.tolist() == postings.places.tolist()
        assert forms.tolist() == postings.forms.tolist()


@settings(max_examples=35, deadline=None)
@given(archives)
@example([])
@example([Article("empty", "empty", "")])
def test_a_segment_reads_as_it_was_written(tmp_path_factory, archive):
    """Postings, columns, keys and articles come back as they went in."""
    reader, postings, lengths = written(tmp_path_factory.mktemp("segment"), archive)
    assert_holds(reader, postings)
    assert reader.document_count == len(archive)
    assert [reader.article(document) for document in range(len(archive))] == archive
    assert [reader.document_of_key(one.key) for one in archive] == list(range(len(archive)))
    assert reader.document_keys().tolist() == [key_hash(one.key.encode()) for one in archive]
    for name, values in (
        ("length", lengths.weighted),
        ("body_length", lengths.body),
        ("title_length", lengths.title),
        ("lede_length", lengths.lede),
        ("day", np.array([one.day for one in archive])),
    ):
        assert reader.columns[name][:].tolist() == values.tolist()
    assert list(segment_faults(reader)) == []


@settings(max_examples=25, deadline=None)
@given(archives, st.sampled_from(["", "a", "c", "cit", "run", "runs", "zz", "北", "é", "\U0010ffff"]))
def test_texts_are_found_by_their_beginnings(tmp_path_factory, archive, text):
    """A term, a spelling, the first term from a text on, and all spellings with a prefix, found or not."""
    reader, postings, _ = written(tmp_path_factory.mktemp("segment"), archive)
    wanted, spellings = text.encode(), sorted(postings.words)
    assert reader.find_term(wanted) == (postings.terms.index(wanted) if wanted in postings.terms else -1)
    assert (reader.find_word(wanted) >= 0) == (wanted in spellings)
    assert reader.first_term_from(wanted) == sum(term < wanted for term in postings.terms)
    assert [reader.word_text(word) for word in reader.words_with_prefix(wanted)] == [
        word for word in spellings if word.startswith(wanted)
    ]
    assert [reader.word_text(word) for word in reader.words_from(wanted)] == [
        w for w in spellings if w >= wanted
    ]


@settings(max_examples=25, deadline=None)
@given(archives)
def test_places_tell_fields_and_weights(tmp_path_factory, archive):
    """The place of an occurrence tells its field; field weights add up to the posting's weight."""
    reader, _, _ = written(tmp_path_factory.mktemp("segment"), archive)
    for term in range(reader.term_count):
        documents, counts = reader.documents(term), reader.counts(term).astype(np.int64)
        owners = np.repeat(documents, counts)
        fields = reader.place_fields(owners, reader.places(term))
        weights = reader.place_weights(owners, reader.places(term))
        assert weights.tolist() == [WEIGHTS[FIELD_ORDER[field]] for field in fields]
        sums = np.bincount(owners, weights, len(archive))[documents]
        assert sums.tolist() == reader.weights(term).tolist()
        stem = reader.term_text(term).decode()
        for document in documents.tolist():
            one = archive[document]
            texts = {"body": one.body, "title": one.title, "author": " / ".join(one.authors)}
            held = {FIELD_ORDER[field] for field in fields[owners == document]}
            assert held == {
                name for name, text in texts.items() if stem in (t.term for t in ANALYZER.terms(text))
            }


def test_a_word_three_hundred_times_in_an_article(tmp_path):
    """Counts and weights above 254 are stored aside, and come back."""
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


def test_an_article_of_more_words_than_two_bytes_count(tmp_path):
    """Places above 65,534 are stored aside, and come back."""
    archive = [
        Article("a", "a", "first " + "x " * 65_532 + "last most over end", "title"),
        Article("b", "b", "end"),
    ]
    reader, postings, _ = written(tmp_path, archive)
    assert_holds(reader, postings)
    place_of = {
        text: reader.places(reader.find_term(text)).tolist() for text in (b"last", b"most", b"over", b"end")
    }
    assert place_of == {b"last": [65_533], b"most": [65_534], b"over": [65_535], b"end": [65_536, 0]}


def test_gaps_between_articles_of_every_width(tmp_path):
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


def test_spellings_of_a_term_have_postings_of_their_own(tmp_path):
    """whole_postings of a spelling has only that spelling's articles, weights and places."""
    archive = [Article("a", "a", "city cities city", "cities"), Article("b", "b", "city")]
    reader, _, _ = written(tmp_path, archive)

    def whole(number: int, *, spelling: bool) -> tuple:
        documents, weights, values = reader.whole_postings(number, spelling=spelling)
        return documents, weights, [np.frombuffer(value, "<u4").tolist() for value in values]

    assert whole(reader.find_term(b"citi"), spelling=False) == ([0, 1], [6.0, 1.0], [[0, 1, 2, 1003], [0]])
    assert whole(reader.find_word(b"city"), spelling=True) == ([0, 1], [2.0, 1.0], [[0, 2], [0]])
    assert whole(reader.find_word(b"cities"), spelling=True) == ([0], [4.0], [[1, 1003]])


def test_many_spellings_of_one_term(tmp_path):
    """A term may have more spellings than a byte counts: those of one made-up postings list here."""
    count = 600
    spellings = [f"w{i:04}".encode() for i in range(count)]
    postings = Postings(
        terms=[b"w"], words=spellings, term_words=np.array([0, count]), term_postings=np.array([0, 1]),
        documents=np.array([0]), weights=np.array([count]), counts=np.array([count]),
        places=np.arange(count), forms=np.arange(count)[::-1].copy(),
    )  # fmt: skip
    lengths = Lengths(*(np.array([count], np.uint32) for _ in range(4)))
    write_segment(tmp_path / "MAIN_a", [Article("a", "a", "")], [postings], lengths)
    assert_holds(SegmentReader(tmp_path / "MAIN_a"), postings)


def test_articles_fill_many_blocks(tmp_path):
    """Articles are read in any order, across blocks, and with what JSON must escape in them."""
    archive = [
        Article(f"{i}", "p\udce9", f'{i} "quoted" \\ \0 \x1c 北\n\n' + "text " * (i * 37 % 1500), url=f"u{i}")
        for i in range(60)
    ]
    reader, _, _ = written(tmp_path, archive)
    for document in (59, 0, 30, 31, 1, 58, 0):
        assert reader.article(document) == archive[document]
    assert reader.document_of_key("60") == -1


def test_articles_whose_key_hashes_are_equal_are_told_apart(tmp_path, monkeypatch):
    """The hash leads to candidates; the key decides."""
    for module in ("reader", "writer"):
        monkeypatch.setattr(f"newsgrep.engine.segment.{module}.key_hash", lambda key: 7)
    reader, _, _ = written(tmp_path, [Article(key, "p", "") for key in "abc"])
    assert [reader.document_of_key(key) for key in "cabd"] == [2, 0, 1, -1]


@settings(max_examples=35)
@given(st.sets(st.integers(0, 30)), st.lists(st.sets(st.integers(0, 30)), max_size=3))
def test_deletions_add_up(gone, further):
    """A record knows which documents are left, after any number of deletions, some of them repeated."""
    record = SegmentInfo("MAIN_a", 31).without(gone)
    for more in further:
        record, gone = record.without(more), gone | more
    live = record.live()
    assert record.live_count == 31 - len(gone)
    assert (live is None) == (not gone)
    assert live is None or np.flatnonzero(~live).tolist() == sorted(gone)


def test_a_segment_that_cannot_be_written_leaves_no_files(tmp_path):
    """What was begun is deleted when an article fails."""
    postings, lengths = Inverter(Vocabulary(ANALYZER)).invert()
    with pytest.raises(AttributeError):
        write_segment(tmp_path / "MAIN_a", [None], postings, lengths)  # type: ignore[list-item]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", FILES)
def test_a_file_cut_anywhere_is_not_opened(tmp_path, suffix):
    """A segment with a file that is cut short, emptied, or has something after its end is reported."""
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
def test_a_flipped_bit_is_noticed(tmp_path, suffix):
    """No file reads as it was written with a bit of it changed: it is not opened, or has a fault."""
    written(tmp_path, [Article(str(i), "p", f"city cities {i} " + "word " * 300) for i in range(9)])
    file = tmp_path / f"MAIN_a{suffix}"
    whole = file.read_bytes()
    padding = 7 * (len(list(SectionReader(file).names())) + 2)
    unnoticed = 0
    for place in range(0, len(whole), max(1, len(whole) // 150)):
        data = bytearray(whole)
        data[place] ^= 1 << place % 8
        file.write_bytes(data)
        try:
            unnoticed += not list(segment_faults(SegmentReader(tmp_path / "MAIN_a")))
        except IndexDamagedError:
            continue
        finally:
            file.unlink()
    assert unnoticed <= padding, "only the zeros between sections are of no account"


def test_a_section_file_is_no_pickle(tmp_path):
    """A directory is JSON: reading it runs nothing."""
    import pickle

    written(tmp_path, [Article("a", "a", "text")])
    for file in tmp_path.iterdir():
        with pytest.raises(pickle.UnpicklingError):
            pickle.load(io.BytesIO(file.read_bytes()))
