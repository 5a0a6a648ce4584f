"""The best articles of an OR are the first ones of all that match, in the same order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.embedded.engine import EmbeddedEngine
from newsgrep.engine.registry import open_writer
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Exact,
    Near,
    Node,
    Or,
    Phrase,
    Prefix,
    Weighted,
    Wildcard,
    Word,
)
from newsgrep.search.rewrite import expand_patterns

#: The smallest and the largest weight that a query may have, and two in between.
WEIGHTS = (0.001, 0.3, 2.0, 100.0)


def build(folder: Path, *commits: list[Article], gone: Sequence[str] = ()) -> None:
    """Make an index in some commits, the last of which deletes."""
    for number, articles in enumerate(commits):
        with open_writer(folder, WriterOptions()) as writer:
            for key in gone if number == len(commits) - 1 else ():
                writer.delete(key)
            for article in articles:
                writer.add(article)
            writer.commit()


def answers(folder: Path, queries: list[Node], limit: int | None, offset: int = 0) -> list:
    """Return total, scores and keys of the best articles of each query."""
    with closing(EmbeddedEngine(folder)) as engine:
        expanded = [expand_patterns(query, engine)[0] for query in queries]
        found = [engine.search(query, sort="relevance", limit=limit, offset=offset) for query in expanded]
        return [(one.total, [(score, article.key) for score, article in one.articles]) for one in found]


def random_archive(seed: int, size: int) -> list[Article]:
    """Return tiny articles of words with frequencies like those of a language; many of them are the same."""
    rng = random.Random(seed)
    words = [f"w{i}" for i in range(60)]
    weights = [1 / (i + 1) for i in range(60)]
    return [
        Article(
            f"{i:05}",
            "p",
            " ".join(rng.choices(words, weights, k=rng.choice([1, 1, 2, 3, 5, 20]))),
            title=" ".join(rng.choices(words, weights, k=rng.choice([0, 0, 1, 2]))),
            date=rng.choice(["", "2020-10-30", "2020-10-31"]),
        )
        for i in range(size)
    ]


def random_queries(seed: int, count: int) -> list[Node]:
    """Return ORs of words, phrases, prefixes and fields, common and rare."""
    rng = random.Random(seed)

    def term() -> Node:
        word = f"w{min(59, int(rng.expovariate(0.1)))}"
        common = f"w{rng.randrange(3)}"
        kinds = [Word(word)] * 6 + [Word(word, "title"), Prefix(word), Phrase(f"{common} {word}")]
        kinds += [Near((Word(common), Word(word)), 3), Exact(word, "lead"), Wildcard(f"{word}?")]
        rare = [Word(f"{common}-{word}"), AtLeast(2, Word(word)), And((Word(common), Word(word)))]
        return rng.choice([*kinds, *kinds, *(Weighted(kind, rng.choice(WEIGHTS)) for kind in kinds), *rare])

    return [Or(tuple(term() for _ in range(rng.choice([2, 2, 2, 3, 3, 4, 8])))) for _ in range(count)]


@settings(max_examples=6)
@given(st.integers(0, 10**9), st.sampled_from([1, 3, 10, 50]), st.integers(0, 5))
def test_the_best_are_the_first_of_all(tmp_path_factory, seed, limit, offset):
    """A limit changes neither total, order nor scores, for random archives and ORs."""
    archive, folder = random_archive(seed, 700), tmp_path_factory.mktemp("best") / "index"
    build(folder, archive[:300], archive[300:690], archive[690:], gone=[a.key for a in archive[:690:7]])
    queries = random_queries(seed, 40)
    for best, every in zip(
        answers(folder, queries, limit, offset), answers(folder, queries, None), strict=True
    ):
        assert best == (every[0], every[1][offset : offset + limit])


@pytest.mark.parametrize("order", [("alpha", "beta"), ("beta", "alpha")])
def test_ties_between_words_are_kept(tmp_path, order):
    """Articles that score the same by different words tie exactly, and the newer ones come first."""
    for count in range(20, 60):
        folder = tmp_path / f"{count}"
        older = [Article(f"{order[0]}{i}", "p", order[0], date="2020-01-01") for i in range(count)]
        newer = [Article(f"{order[1]}{i}", "p", order[1], date="2021-01-01") for i in range(count)]
        build(folder, [*older, *newer, Article("z", "p", "other words")])
        ((total, best),) = answers(folder, [Or((Word("alpha"), Word("beta")))], 3)
        assert total == 2 * count
        assert [key for _, key in best] == sorted(article.key for article in newer)[:3]


def test_ties_of_sums_are_kept(tmp_path):
    """The same where several words make the score, whose sums are rounded on the way."""
    words = [f"w{i}" for i in range(12)]
    halves = cycle([words[:6], words[6:], words[::2], words[1::2], words[:3] + words[9:]])
    archive = [
        Article(f"{i:03}", "p", " ".join(half), date=f"2020-01-{1 + i % 28:02}")
        for i, half in zip(range(400), halves, strict=False)
    ]
    build(tmp_path / "index", archive)
    queries = [Or(tuple(map(Word, random.Random(seed).sample(words, 12)))) for seed in range(40)]
    every = answers(tmp_path / "index", queries, None)
    assert answers(tmp_path / "index", queries, 7) == [(total, found[:7]) for total, found in every]


@pytest.mark.parametrize("limit", [0, 1])
def test_none_or_one_wanted(tmp_path, limit):
    """Nothing wanted still counts all; one wanted is the best."""
    build(tmp_path / "index", [Article(f"{i}", "p", "alpha " * (i % 9) + "beta") for i in range(60)])
    query = Or((Word("alpha"), Word("beta"), Word("missing"), Word("!")))
    ((total, best),) = answers(tmp_path / "index", [query], limit)
    assert (total, len(best)) == (60, limit)
