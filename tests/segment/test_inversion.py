"""Inversion with arrays gives what a loop over the words of each article gives."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgrep.analysis import analyzer as analysis
from newsgrep.analysis.analyzer import COUNTRY, LONGEST_WORD, Analyzer
from newsgrep.article import HEADLINE, LEDE, Article, encoded_article_of
from newsgrep.engine.bm25f import WEIGHTS
from newsgrep.engine.segment import inverter as inversion
from newsgrep.engine.segment import token_table as chunks
from newsgrep.engine.segment.inverter import AUTHOR_GAP, GAP, Inverter, Postings
from newsgrep.engine.segment.vocabulary import Vocabulary

ANALYZER = Analyzer("english")

#: The lengths in bytes at which hashing changes from one piece to the next, or to Python's hash.
EDGES = (1, 7, 8, 9, 15, 16, 17, 99, 100, 101, 127, 128, 129, 136, 1000, 1001)

FRAGMENTS = [
    *("a", "b", "the", "Ganja", "missile", "missiles", "Missile.", "city", "cities", "city’s", "US", "us"),
    *("U.S.", "U.S.'s", "AT&T's", "R&D", "20,000", "3.5", "C++", "C#", "don't", "DON’T", "Nagorno-Karabakh"),
    *(" ", " ", " ", "\n\n", "\n\n", "\n", "\t", "\x0b", "\x0c", "\x1c", "\x1f", "\x85", "\xa0", "\u2028"),
    *("\u2029", "\u3000", "\u200b", "\ufeff", "\0", "'", "’", ".", ",", "''s", "--", "…", "\x7f", "\ufffd"),
    *("北京", "にほん", "カ", "한국", "e\u0301", "\u0301", "İ", "ı", "ß", "ǅ", "ﬁ", "Ә", "Erdoğan"),
    *("كتاب", "كِتَاب", "\u0640", "हिन्दी", "ไทย", "😀", "👩\u200d👩", "𝔘", "\U00020000", "x\U0001d7d8"),
    *("ab" * 64, "ab" * 64 + "c", "é" * 64, "é" * 65, "x" * 1500, "北" * 50, "running" * 20, "1" * 300),
    *("12345678", "12345678\0", "1234567", "abcdefgh", "abcdefghi", "abcdefgh" * 2),
]
texts = st.text(max_size=30) | st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)
encodable = texts.map(lambda text: text.encode("utf-8", "replace").decode())
articles = st.builds(
    Article,
    key=st.just("k"),
    path=st.just("k"),
    title=encodable,
    title_from=st.sampled_from([HEADLINE, LEDE]),
    body=encodable,
    authors=st.lists(encodable, max_size=3).map(tuple),
    line=st.just(1),
    body_line=st.just(0),
)


def inverted_slowly(batch: list[Article], analyzer: Analyzer) -> tuple[dict, dict, list]:
    """Return the occurrences and weights of each term and article, and lengths, by a loop over all words."""
    occurrences: dict[str, dict[int, list]] = defaultdict(lambda: defaultdict(list))
    weights: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    lengths = []
    for number, article in enumerate(batch):
        lede = article.lede
        rest = article.body[article.body.find(lede) + len(lede) :]
        parts = [("body", lede, 0), ("body", rest, GAP)]
        if article.title_from == HEADLINE:
            parts.append(("title", article.title, GAP))
        else:
            parts.append(("title", "", 0))
        parts += [("author", author, AUTHOR_GAP) for author in article.authors]
        place, weighted, counts = 0, 0, []
        for field, text, gap in parts:
            tokens = list(analyzer.tokens(text))
            for token in tokens:
                occurrences[token.term][number].append((place, token.word))
                weights[token.term][number] += WEIGHTS[field]
                place += 1
            place += gap
            weighted += WEIGHTS[field] * len(tokens)
            counts.append(len(tokens))
        lengths.append((weighted, counts[0] + counts[1], counts[2], counts[0]))
    return occurrences, weights, lengths


def inverted(batch: list[Article], vocabulary: Vocabulary) -> tuple[dict, dict, list]:
    """Return the same from an Inverter, checking that all is in order."""
    inverter = Inverter(vocabulary)
    for article in batch:
        inverter.add(encoded_article_of(article.encode()))
    parts, lengths = inverter.invert()
    parts = list(parts)
    terms = [term for part in parts for term in part.terms]
    assert terms == sorted(set(terms))
    occurrences: dict[str, dict[int, list]] = defaultdict(dict)
    weights: dict[str, dict[int, int]] = defaultdict(dict)
    for part in parts:
        collect(part, occurrences, weights)
    columns = (lengths.weighted, lengths.body, lengths.title, lengths.lede)
    return occurrences, weights, list(zip(*(column.tolist() for column in columns), strict=True))


def collect(postings: Postings, occurrences: dict, weights: dict) -> None:
    """Enter postings into plain dictionaries, checking that all is in order."""
    assert postings.term_postings[0] == 0
    assert postings.term_postings[-1] == len(postings.documents) == len(postings.counts)
    assert int(np.sum(postings.counts)) == len(postings.places) == len(postings.forms)
    assert postings.term_words[-1] == len(postings.words)
    start = 0
    for number, (term, (first, last)) in enumerate(
        zip(postings.terms, pairwise(postings.term_postings.tolist()), strict=True)
    ):
        spellings = range(int(postings.term_words[number]), int(postings.term_words[number + 1]))
        words = [postings.words[i] for i in spellings]
        assert words == sorted(set(words)), "the spellings of a term ascend"
        documents = postings.documents[first:last].tolist()
        assert documents == sorted(set(documents)), "the articles of a term ascend"
        used = set()
        for place in range(first, last):
            end = start + int(postings.counts[place])
            forms = postings.forms[start:end].tolist()
            used.update(forms)
            document = int(postings.documents[place])
            spelt = [postings.words[form].decode() for form in forms]
            occurrences[term.decode()][document] = list(
                zip(postings.places[start:end].tolist(), spelt, strict=True)
            )
            weights[term.decode()][document] = int(postings.weights[place])
            start = end
        assert used == set(spellings), "every spelling of a term is one that occurs"


def article(body: str = "", title: str = "", *authors: str) -> Article:
    """Return an article without a name."""
    return Article(key="k", path="k", body=body, title=title, authors=authors)


@settings(max_examples=100, deadline=None)
@given(st.lists(articles, max_size=5))
@example([article(" \x1c\x85 Lede\xa0\n\nrest", "title", "Ada News", "", "Bo Post")])
@example([article("\n\nno lede", "U.S.")])
@example([article("x y\n\nx y", "x y", "x y", "x y")])
@example([article(), article("a"), article()])
def test_postings_are_those_of_a_loop_over_the_words(batch):
    """Terms, articles, weights, places, spellings and lengths: body, title, authors, with gaps between."""
    assert inverted(batch, Vocabulary(ANALYZER)) == inverted_slowly(batch, ANALYZER)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(articles, max_size=3), max_size=4))
def test_a_vocabulary_that_has_seen_other_batches_changes_nothing(batches):
    """What earlier batches taught the vocabulary does not show in the postings of later ones."""
    vocabulary = Vocabulary(ANALYZER)
    for batch in batches:
        assert inverted(batch, vocabulary) == inverted_slowly(batch, ANALYZER)


@pytest.mark.parametrize("language", ["none", "russian"])
def test_other_languages(language):
    """The law holds whatever language the analyzer stems in."""
    batch = [article("Cities, города: city города’s\n\nStemming городами")]
    analyzer = Analyzer(language)
    assert inverted(batch, Vocabulary(analyzer)) == inverted_slowly(batch, analyzer)


def test_chunks_of_every_length_are_told_apart():
    """Chunks that differ in one byte only, anywhere, or in length only, are different words."""
    variants = []
    for length in EDGES:
        whole = ("abcdefghijklmnopqrstuvwxyz0123456789" * 40)[:length]
        variants.append(whole)
        variants += [whole[:i] + "_x"[i % 2] + whole[i + 1 :] for i in range(0, length, max(1, length // 9))]
        variants.append(whole[:-1] + "/")
    batch = [article(" ".join(variants)), article(" ".join(reversed(variants)))]
    assert inverted(batch, Vocabulary(ANALYZER)) == inverted_slowly(batch, ANALYZER)


def test_an_empty_batch():
    """Nothing gives nothing."""
    assert inverted([], Vocabulary(ANALYZER)) == ({}, {}, [])


def test_an_inverter_knows_how_much_it_holds():
    """Its length is the number of articles; its size grows with every text, title and author."""
    inverter = Inverter(Vocabulary(ANALYZER))
    sizes = []
    for one in (article("body"), article("", "title"), article("", "", "Ada News")):
        inverter.add(encoded_article_of(one.encode()))
        sizes.append(inverter.size)
    assert len(inverter) == 3
    assert sizes == sorted(set(sizes))


def test_a_vocabulary_remembers_the_words_of_a_chunk():
    """A chunk is analysed once, whatever number of times it comes."""
    calls = []

    class Counting(Analyzer):
        def plain_words(self, chunks: Sequence[str]) -> list[str]:
            calls.extend(chunks)
            return super().plain_words(chunks)

    vocabulary = Vocabulary(Counting("english"))
    inverted([article("Talks talks Nagorno-Karabakh talks", "talks")], vocabulary)
    assert sorted(calls) == ["Nagorno-Karabakh", "Talks", "talks"]
    calls.clear()
    inverted([article("talks Talks Nagorno-Karabakh", "Talks")], vocabulary)
    assert not calls


chunk_texts = st.lists(
    st.binary(max_size=20)
    | st.sampled_from(EDGES).flatmap(lambda n: st.sampled_from([b"x" * n, b"x" * (n - 1) + b"y"]))
    | st.sampled_from([b"", b"\0", b"x\0", b"\0x", b"12345678", b"12345678\0", b"12345678\x01"]),
    max_size=30,
).map(b" ".join)


class Numbers(dict[bytes, int]):
    """Numbers chunks one after the other, each but once."""

    def learn(self, chunks: list[bytes]) -> list[int]:
        """Give chunks the next numbers."""
        for chunk in chunks:
            assert chunk not in self
            self[chunk] = len(self)
        return [self[chunk] for chunk in chunks]


def assert_numbered(table: chunks.ChunkTable, numbers: Numbers, text: bytes) -> None:
    """Check that all chunks of a text get their numbers, and their places."""
    found, starts = table.values(text + chunks.END, numbers.learn)
    several = {match.start(): match[0] for match in re.finditer(rb"[^ \t\n\r\x0b\x0c]+", text)}
    told = dict(zip(starts.tolist(), found.tolist(), strict=True))
    assert {start: value for start, value in told.items() if start in several} == {
        start: numbers[chunk] for start, chunk in several.items()
    }
    assert {value for start, value in told.items() if start not in several} <= {numbers.get(b"")}


@given(st.lists(chunk_texts, max_size=4))
def test_every_chunk_has_its_number(several):
    """The same chunk always has the same number and no two share one, whatever its bytes and length."""
    numbers = Numbers()
    table = chunks.ChunkTable()
    for text in several:
        assert_numbered(table, numbers, text)


@pytest.mark.parametrize("factor", [0, 1, 1 << 63])
def test_colliding_hashes_change_nothing(monkeypatch, factor):
    """Chunks whose search begins in the same slot are still told apart, also while the table grows."""
    numbers = Numbers()
    table = chunks.ChunkTable()
    table._factors = [np.uint64(factor)] * 3
    for start in (0, 0, 100, 1000, 500):
        words = [f"w{number % 7}/{number}" for number in range(start, start + 600)]
        assert_numbered(table, numbers, " ".join(words + words[::3]).encode())


def test_a_table_grows():
    """Chunks are found again however many there are."""
    numbers = Numbers()
    table = chunks.ChunkTable()
    for start in range(0, 20_000, 3_000):
        text = " ".join(f"chunk{number}" + "x" * (number % 9) for number in range(start, start + 4_000))
        assert_numbered(table, numbers, text.encode())
    assert len(numbers) == 22_000


@settings(max_examples=60, deadline=None)
@given(st.lists(articles, max_size=5), st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_windows_and_stretches_change_nothing(batch, window, stretch, piece):
    """Texts are cut into windows, also within a region, and terms into stretches, to the same end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inversion, "_WINDOW", window)
        patch.setattr(inversion, "_STRETCH", stretch)
        patch.setattr(inversion, "_SLICE", piece)
        assert inverted(batch, Vocabulary(ANALYZER)) == inverted_slowly(batch, ANALYZER)


def test_a_vocabulary_tells_its_size():
    """It grows with chunks and with words, and does not with those that it knows."""
    vocabulary = Vocabulary(ANALYZER)
    sizes = []
    for text in ("one two", "one two two", "two, one.", "three"):
        inverted([article(text)], vocabulary)
        sizes.append(vocabulary.size)
    assert 0 < sizes[0] == sizes[1] < sizes[2] < sizes[3]
    assert sizes[2] - sizes[1] < sizes[3] - sizes[2], "a word takes more than a chunk"


def analysed_by_expression(chunk: str) -> list[tuple]:
    """Return the tokens of a chunk as the regular expression alone finds them."""
    return [
        (ANALYZER.stem(word), word, match.start(), match.end())
        for match in analysis._WORD.finditer(chunk)
        if (word := analysis._word_of(match))
    ]


letters = st.text("abUSsdt", max_size=6) | st.sampled_from([COUNTRY, "us", "running", "z" * LONGEST_WORD * 2])
marks = st.text(analysis._SURROUNDING + "-’s", max_size=4)


@settings(max_examples=200)
@given(
    st.tuples(marks, letters, marks).map("".join)
    | st.text("0123,..,5S'\"()", min_size=1, max_size=12)
    | st.text("aUS15.,'s-/$<+#&", min_size=1, max_size=12)
    | st.text(min_size=1, max_size=12)
)
@example("(20,000.5)")
@example("1,234,")
@example("1.2.3")
@example("'s")
@example("US.")
@example("(a)")
@example("U.")
@example("z" * LONGEST_WORD + "s'")
@example("US's")
@example("$5.5's")
@example("(well--known's)")
@example("US/UN-1.5")
@example("C+-")
def test_the_short_way_of_analysis_equals_the_expression(chunk):
    """What is a word or a number between marks is analysed without the expression, to the same tokens."""
    if any(c in " \t\n\r\x0b\x0c" for c in chunk):
        return
    tokens = analysed_by_expression(chunk)
    assert list(map(tuple, ANALYZER.analyse(chunk))) == tokens
    assert [word for word in ANALYZER.plain_words([chunk]) if word] in ([], [token[1] for token in tokens])
    assert ANALYZER.words(chunk) == [token[1] for token in tokens]


@given(encodable)
def test_words_are_slices_of_the_text_in_order(text):
    """Tokens lie in the text one after the other, and terms() gives the same ones."""
    tokens = list(ANALYZER.tokens(text))
    assert [(t.term, t.word) for t in tokens] == [(t.term, t.word) for t in ANALYZER.terms(text)]
    ends = [0, *(t.end for t in tokens)]
    assert all(end <= t.start < t.end for end, t in zip(ends, tokens, strict=False))
    assert not ends or ends[-1] <= len(text)
