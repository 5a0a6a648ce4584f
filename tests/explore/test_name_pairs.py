"""The names that stand in the same articles, as pairs."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest

import newsgrep
from newsgrep import Article, UsageError

NAMES = ["Oslo", "Bergen", "Jane Doe", "Acme Corp", "Lake Erie", "Bank of Norway", "Bruges", "John Roe"]


def index_of(folder, texts):
    """Return an index of texts."""
    index = newsgrep.open_index(folder / ".newsgrep")
    with index.writer() as writer:
        for number, text in enumerate(texts):
            writer.add(Article(str(number), title=f"News {number}", body=text))
    return index


@pytest.fixture(scope="module")
def drawn():
    """The names of 80 articles at random: some stand together more often than others."""
    draw = random.Random(4)
    together = [NAMES[:2], NAMES[2:5], NAMES[3:7]]
    return [
        {*draw.sample(NAMES, draw.randrange(3)), *(draw.choice(together) if draw.random() < 0.4 else [])}
        for _ in range(80)
    ]


@pytest.fixture(scope="module")
def index(drawn, tmp_path_factory):
    """An index of articles with these names, each in the middle of a sentence."""
    texts = ["".join(f"So it was that {name} had it. " for name in sorted(names)) for names in drawn]
    with index_of(tmp_path_factory.mktemp("pairs"), [f"It is so. {text}" for text in texts]) as index:
        yield index


def test_pairs_are_those_that_counting_by_hand_finds(index, drawn):
    """Those that are in more articles together than by chance, each with both numbers."""
    alone = Counter(name for names in drawn for name in names)
    both = Counter(pair for names in drawn for pair in combinations(sorted(names), 2))
    found = index.name_pairs("*", top=None)
    by_chance = {pair: alone[pair[0]] * alone[pair[1]] / len(drawn) for pair in both}
    wanted = {pair: (n, by_chance[pair]) for pair, n in both.items() if n > max(1, by_chance[pair])}
    assert {
        tuple(sorted((one.name, one.other))): (one.articles, one.by_chance) for one in found.pairs
    } == wanted
    assert [one.log_likelihood for one in found.pairs] == sorted(
        (one.log_likelihood for one in found.pairs), reverse=True
    )
    assert all(alone[one.name] >= alone[one.other] for one in found.pairs)
    assert {one.name: one.articles for one in found.names} == {
        name: alone[name] for pair in wanted for name in pair
    }


def test_pairs_with_a_name(index):
    """The name may be a part of one, in any letters."""
    with_doe = index.name_pairs("*", name="DOE", top=None).pairs
    every = index.name_pairs("*", top=None).pairs
    assert {one.other for one in with_doe} == {
        end for one in every for end in (one.name, one.other) if "Jane Doe" in (one.name, one.other)
    } - {"Jane Doe"}
    assert {one.name for one in with_doe} == {"Jane Doe"}
    assert index.name_pairs("*", name="oe").pairs == ()


def test_as_many_pairs_as_are_asked_for_with_their_names_alone(index):
    """As dicts, they are the edges of a network."""
    found = index.name_pairs("*", top=2)
    assert [one["articles"] for one in found.as_dicts()] == [one.articles for one in found.pairs]
    assert [*found.as_dicts()[0]] == ["name", "other", "articles", "by_chance", "log_likelihood"]
    assert {one.name for one in found.names} == {end for one in found.pairs for end in (one.name, one.other)}


def test_a_sample_has_the_pairs_of_its_articles(index):
    """The same ones for the same seed."""
    found = index.name_pairs("*", sample=30, seed=2)
    assert (found.read, found.articles) == (30, 80)
    assert found == index.name_pairs("*", sample=30, seed=2)


def test_two_names_for_the_same_are_no_pair(tmp_path):
    """A part of the other, or its initials; and a family name counts for the whole name."""
    with index_of(
        tmp_path,
        [
            *["So the Acme Corp met Jane Doe. Then Acme saw Doe and a Free Trade League (FTL) there."] * 3,
            *["So it is."] * 3,
        ],
    ) as index:
        pairs = {(one.name, one.other) for one in index.name_pairs("*", top=None).pairs}
    assert ("Free Trade League", "Jane Doe") in pairs
    assert not {("Acme", "Acme Corp"), ("FTL", "Free Trade League"), ("Doe", "Jane Doe")} & pairs


def test_parts_of_a_name_are_no_pair(tmp_path):
    """If they stand as one name elsewhere."""
    with index_of(
        tmp_path,
        [
            *["So the firm of Roe, Doe and partners met Acme there."] * 3,
            "So Roe Doe won.",
            *["So it is."] * 3,
        ],
    ) as index:
        pairs = {(one.name, one.other) for one in index.name_pairs("*", top=None).pairs}
    assert pairs == {("Acme", "Doe"), ("Acme", "Roe")}


def test_a_name_is_found_by_its_initials_and_by_its_legal_form(tmp_path):
    """Also where pairs show another spelling; and the pair is counted once."""
    together = ["So the Farm Trade Union (FTU) met Acme Inc in Oslo. So Acme won."] * 3
    with index_of(tmp_path, [*together, *["So it is."] * 3]) as index:
        for name in ("FTU", "Farm Trade"):
            pairs = index.name_pairs("*", name=name).pairs
            assert [(one.name, one.other, one.articles) for one in pairs] == [
                ("Farm Trade Union", "Acme Inc", 3),
                ("Farm Trade Union", "Oslo", 3),
            ]
        assert {one.name for one in index.name_pairs("*", name="acme").pairs} == {"Acme Inc"}


def test_wrong_arguments_are_named(index):
    """As those of other methods."""
    with pytest.raises(UsageError, match="name cannot be 3"):
        index.name_pairs("*", name=3)
