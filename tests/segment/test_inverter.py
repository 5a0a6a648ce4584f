"""Inversion with arrays gives the same postings as a loop over the words of each article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.encoded_article import encoded_article_of
from newsgrep.engine.bm25f import WEIGHTS
from newsgrep.engine.segment.inverter import Inverter, PostingsBatch
from newsgrep.engine.segment.positions import AUTHOR_GAP, FIELD_GAP
from newsgrep.engine.segment.token_table import END, TokenTable
from newsgrep.engine.segment.vocabulary import Vocabulary
from newsgrep.tuning import DEFAULT_TUNING, SegmentTuning

ANALYZER = Analyzer("english")

#: Lengths in bytes at which the packing of a token changes, or a dict replaces the table; and larger ones.
EDGES = (1, 7, 8, 9, 15, 16, 17, 99, 100, 101, 127, 128, 129, 136, 1000, 1001)

FRAGMENTS = [
    *("a", "b", "the", "Ganja", "missile", "missiles", "Missile.", "city", "cities", "city’s", "US", "us"),
    *("U.S.", "U.S.'s", "AT&T's", "R&D", "20,000", "3.5", "C++", "C#", "don't", "DON’T", "Nagorno-Karabakh"),
    *(
        " ",
        " ",
        " ",
        "\n\n",
        "\n\n",
        "\n",
        "-\n",
        "\u2010\n  ",
        "\t",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x1f",
        "\x85",
        "\xa0",
        "\u2028",
    ),
    *("\u2029", "\u3000", "\u200b", "\ufeff", "\0", "'", "’", ".", ",", "''s", "--", "…", "\x7f", "\ufffd"),
    *("北京", "にほん", "カ", "한국", "e\u0301", "\u0301", "İ", "ı", "ß", "ǅ", "ﬁ", "Ә", "Erdoğan"),
    *(
        "كتاب",
        "كِتَاب",
        "\u0640",
        "हिन्दी",
        "ไทย",
        "ประเทศไทย",
        "대한민국은",
        "ព្រះរាជា",
        "မြန်မာ",
        "😀",
        "👩\u200d👩",
        "𝔘",
        "\U00020000",
        "x\U0001d7d8",
    ),
    *("ab" * 64, "ab" * 64 + "c", "é" * 64, "é" * 65, "x" * 1500, "北" * 50, "running" * 20, "1" * 300),
    *("-\n", "\u2010\n  ", "ประเทศไทย", "대한민국은", "ព្រះរាជា", "မြန်မာ"),
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
    pages=st.just(()),
)


def inverted_slowly(batch: list[Article], analyzer: Analyzer) -> tuple[dict, dict, list]:
    """Return the occurrences and weights of each term and article, and lengths, by a loop over all words."""
    occurrences: dict[str, dict[int, list]] = defaultdict(lambda: defaultdict(list))
    weights: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    lengths = []
    for number, article in enumerate(batch):
        lede = article.lede
        rest = article.body[article.body.find(lede) + len(lede) :]
        parts = [("body", lede, 0), ("body", rest, FIELD_GAP)]
        if article.title_from == HEADLINE:
            parts.append(("title", article.title, FIELD_GAP))
        else:
            parts.append(("title", "", 0))
        parts += [("author", author, AUTHOR_GAP) for author in article.authors]
        position, weighted, counts = 0, 0, []
        for field, text, gap in parts:
            tokens = list(analyzer.tokens(text))
            for token in tokens:
                occurrences[token.term][number].append((position, token.word))
                weights[token.term][number] += WEIGHTS[field]
                position += 1
            position += gap
            weighted += WEIGHTS[field] * len(tokens)
            counts.append(len(tokens))
        lengths.append((weighted, counts[0] + counts[1], counts[2], counts[0]))
    return occurrences, weights, lengths


def inverted(
    batch: list[Article], vocabulary: Vocabulary, tuning: SegmentTuning = DEFAULT_TUNING.segment
) -> tuple[dict, dict, list]:
    """Return the same from an Inverter, checking that all is in order."""
    inverter = Inverter(vocabulary, tuning)
    for article in batch:
        inverter.add(encoded_article_of(article.encode()))
    ranges, lengths = inverter.invert()
    ranges = list(ranges)
    terms = [term for postings in ranges for term in postings.terms]
    assert terms == sorted(set(terms))
    occurrences: dict[str, dict[int, list]] = defaultdict(dict)
    weights: dict[str, dict[int, int]] = defaultdict(dict)
    for postings in ranges:
        collect(postings, occurrences, weights)
    columns = (lengths.weighted, lengths.body, lengths.title, lengths.lede)
    return occurrences, weights, list(zip(*(column.tolist() for column in columns), strict=True))


def collect(postings: PostingsBatch, occurrences: dict, weights: dict) -> None:
    """Enter postings into dicts, checking that all is in order."""
    assert postings.term_postings[0] == 0
    assert postings.term_postings[-1] == len(postings.documents) == len(postings.counts)
    assert int(np.sum(postings.counts)) == len(postings.positions) == len(postings.occurrence_forms)
    assert postings.term_forms[-1] == len(postings.forms)
    start = 0
    for number, (term, (first, last)) in enumerate(
        zip(postings.terms, pairwise(postings.term_postings.tolist()), strict=True)
    ):
        own_forms = range(int(postings.term_forms[number]), int(postings.term_forms[number + 1]))
        forms = [postings.forms[i] for i in own_forms]
        assert forms == sorted(set(forms)), "the surface forms of a term ascend"
        documents = postings.documents[first:last].tolist()
        assert documents == sorted(set(documents)), "the articles of a term ascend"
        used = set()
        for posting in range(first, last):
            end = start + int(postings.counts[posting])
            numbers = postings.occurrence_forms[start:end].tolist()
            used.update(numbers)
            document = int(postings.documents[posting])
            words = [postings.forms[number].decode() for number in numbers]
            occurrences[term.decode()][document] = list(
                zip(postings.positions[start:end].tolist(), words, strict=True)
            )
            weights[term.decode()][document] = int(postings.weights[posting])
            start = end
        assert used == set(own_forms), "every surface form occurs"


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
    """Terms, articles, weights, positions, surface forms and lengths, of body, title and authors."""
    assert inverted(batch, Vocabulary(ANALYZER)) == inverted_slowly(batch, ANALYZER)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(articles, max_size=3), max_size=4))
def test_a_vocabulary_that_has_seen_other_batches_changes_nothing(batches):
    """Postings do not depend on which raw tokens the vocabulary knows already."""
    vocabulary = Vocabulary(ANALYZER)
    for batch in batches:
        assert inverted(batch, vocabulary) == inverted_slowly(batch, ANALYZER)


@pytest.mark.parametrize("language", ["none", "russian"])
def test_other_languages(language):
    """The law holds whatever language the analyzer stems in."""
    batch = [article("Cities, города: city города’s\n\nStemming городами")]
    analyzer = Analyzer(language)
    assert inverted(batch, Vocabulary(analyzer)) == inverted_slowly(batch, analyzer)


def test_raw_tokens_of_every_length_are_told_apart():
    """Tokens that differ in one byte only, anywhere, or in length only, are different words."""
    variants = []
    for length in EDGES:
        whole = ("abcdefghijklmnopqrstuvwxyz0123456789" * 40)[:length]
        variants.append(whole)
        variants += [whole[:i] + "_x"[i % 2] + whole[i + 1 :] for i in range(0, length, max(1, length // 9))]
        variants.append(whole[:-1] + "/")
    batch = [article(" ".join(variants)), article(" ".join(reversed(variants)))]
    assert inverted(batch, Vocabulary(ANALYZER)) == inverted_slowly(batch, ANALYZER)


def test_an_empty_batch():
    """No articles give no postings."""
    assert inverted([], Vocabulary(ANALYZER)) == ({}, {}, [])


def test_an_inverter_knows_its_size():
    """Its length is the number of articles; its size grows with every body, title and author."""
    inverter = Inverter(Vocabulary(ANALYZER))
    sizes = []
    for one in (article("body"), article("", "title"), article("", "", "Ada News")):
        inverter.add(encoded_article_of(one.encode()))
        sizes.append(inverter.size)
    assert len(inverter) == 3
    assert sizes == sorted(set(sizes))


def test_a_raw_token_is_analysed_once():
    """However often it comes."""
    calls = []

    class Counting(Analyzer):
        def plain_words(self, tokens: Sequence[str]) -> list[str]:
            calls.extend(tokens)
            return super().plain_words(tokens)

    vocabulary = Vocabulary(Counting("english"))
    inverted([article("Talks talks Nagorno-Karabakh talks", "talks")], vocabulary)
    assert sorted(calls) == ["Nagorno-Karabakh", "Talks", "talks"]
    calls.clear()
    inverted([article("talks Talks Nagorno-Karabakh", "Talks")], vocabulary)
    assert not calls


token_texts = st.lists(
    st.binary(max_size=20)
    | st.sampled_from(EDGES).flatmap(lambda n: st.sampled_from([b"x" * n, b"x" * (n - 1) + b"y"]))
    | st.sampled_from([b"", b"\0", b"x\0", b"\0x", b"12345678", b"12345678\0", b"12345678\x01"]),
    max_size=30,
).map(b" ".join)


class Numbers(dict[bytes, int]):
    """Numbers raw tokens in the order in which they come, each once."""

    def values_of(self, tokens: list[bytes]) -> list[int]:
        """Give new tokens the next numbers."""
        for token in tokens:
            assert token not in self
            self[token] = len(self)
        return [self[token] for token in tokens]


def assert_numbered(table: TokenTable, numbers: Numbers, text: bytes) -> None:
    """Check that a table returns the number and the offset of every raw token of a text."""
    found, starts = table.lookup(text + END, numbers.values_of)
    expected = {match.start(): match[0] for match in re.finditer(rb"[^ \t\n\r\x0b\x0c]+", text)}
    values = dict(zip(starts.tolist(), found.tolist(), strict=True))
    assert {start: value for start, value in values.items() if start in expected} == {
        start: numbers[token] for start, token in expected.items()
    }
    assert {value for start, value in values.items() if start not in expected} <= {numbers.get(b"")}


@given(st.lists(token_texts, max_size=4))
def test_every_raw_token_has_its_number(several):
    """The same token always has the same number, and no two share one, whatever their bytes and lengths."""
    numbers = Numbers()
    table = TokenTable()
    for text in several:
        assert_numbered(table, numbers, text)


@pytest.mark.parametrize("factor", [0, 1, 1 << 63])
def test_colliding_hashes_change_nothing(factor):
    """Tokens whose search begins in the same slot are still told apart, also while the table grows."""
    numbers = Numbers()
    table = TokenTable([factor] * 3)
    for start in (0, 0, 100, 1000, 500):
        words = [f"w{number % 7}/{number}" for number in range(start, start + 600)]
        assert_numbered(table, numbers, " ".join(words + words[::3]).encode())


def test_a_table_grows():
    """Tokens are found again however many there are."""
    numbers = Numbers()
    table = TokenTable()
    for start in range(0, 20_000, 3_000):
        text = " ".join(f"token{number}" + "x" * (number % 9) for number in range(start, start + 4_000))
        assert_numbered(table, numbers, text.encode())
    assert len(numbers) == 22_000


@settings(max_examples=60, deadline=None)
@given(st.lists(articles, max_size=5), st.integers(1, 40), st.integers(1, 40), st.integers(1, 40))
def test_windows_and_term_ranges_change_nothing(batch, window, range_tokens, partition):
    """Postings are the same however texts are cut into windows, and terms into ranges."""
    tuning = SegmentTuning(window_bytes=window, range_tokens=range_tokens, partition_tokens=partition)
    assert inverted(batch, Vocabulary(ANALYZER), tuning) == inverted_slowly(batch, ANALYZER)


def test_the_size_of_a_vocabulary_grows_with_what_is_new_to_it():
    """With raw tokens, and more with surface forms; not with those that it knows."""
    vocabulary = Vocabulary(ANALYZER)
    sizes = []
    for text in ("one two", "one two two", "two, one.", "three"):
        inverted([article(text)], vocabulary)
        sizes.append(vocabulary.size)
    assert 0 < sizes[0] == sizes[1] < sizes[2] < sizes[3]
    assert sizes[2] - sizes[1] < sizes[3] - sizes[2], "a surface form takes more than a raw token"


@given(encodable)
def test_words_are_slices_of_the_text_in_order(text):
    """Tokens begin one after the other, and terms() gives the same ones; a pair overlaps the next."""
    tokens = list(ANALYZER.tokens(text))
    assert [(t.term, t.word) for t in tokens] == [(t.term, t.word) for t in ANALYZER.terms(text)]
    starts = [t.start for t in tokens]
    assert starts == sorted(starts)
    assert all(0 <= t.start < t.end <= len(text) for t in tokens)
