"""Stories: versions of a text are recognised as such, and texts that only share a form are not."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsgrep
from newsgrep import Article
from newsgrep.engine.base import SORTS
from newsgrep.engine.segment.shingles import ShingleCounter, Shingles, WordHashes, shingles_of
from newsgrep.errors import UsageError
from newsgrep.explore.story import word_diff
from newsgrep.query.nodes import MatchAll, Word

WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("", "n", "r", "st", "ng")]
ORIGINALS = 60


def text(rng: random.Random, words: int) -> list[str]:
    """Words as rare and as frequent as those of a language are, about."""
    return [WORDS[min(int(rng.expovariate(0.02)), len(WORDS) - 1)] for _ in range(words)]


def edited(rng: random.Random, words: list[str], share: float) -> list[str]:
    """The same with a share of the words replaced by others."""
    return [rng.choice(WORDS) if rng.random() < share else word for word in words]


def labelled() -> Iterator[tuple[str, Article]]:
    """Articles, each with the name of its story."""
    rng = random.Random(11)
    start = dt.date(2020, 10, 1)
    for n in range(ORIGINALS):
        words = text(rng, rng.randrange(120, 400))
        day = start + dt.timedelta(n % 5)
        versions = {
            "first": words,
            "rerun": words,
            "corrected": edited(rng, words, 0.05),
            "cut": words[: len(words) * 2 // 5],
        }
        for name, body in versions.items():
            yield (
                f"story {n}",
                Article(f"{n}-{name}", title=f"{name} {n}", body=" ".join(body), date=day.isoformat()),
            )
        late = (day + dt.timedelta(30)).isoformat()
        yield f"late {n}", Article(f"{n}-late", title="Again", body=" ".join(words), date=late)
    notice = text(rng, 60)
    for n in range(40):
        own = text(rng, 25)
        body = " ".join([*notice[:30], *own, *notice[30:]])
        yield f"notice {n}", Article(f"notice-{n}", body=body, date="2020-10-02")
    for n in range(10):
        figures = " ".join(f"MAY{k} {5000 + k * 7} up {k}" for k in range(60))
        yield f"table {n}", Article(f"table-{n}", body=f"{n} {figures}", date="2020-10-02")
    report = text(rng, 9_000)
    for name, body in (("first", report), ("cut", report[:600])):
        yield "report", Article(f"report-{name}", body=" ".join(body), date="2020-10-02")


LABELLED = list(labelled())
STORY_OF = {article.key: story for story, article in LABELLED}


def made(index):
    """The articles, in an index of several commits, from which one was deleted."""
    articles = [article for _, article in LABELLED]
    for part in (articles[:100], articles[100:200], [*articles[200:], Article("gone", body="Gone.")]):
        with index.writer() as writer:
            for article in part:
                writer.add(article)
    with index.writer() as writer:
        writer.delete("gone")
    return index


@pytest.fixture(scope="module")
def in_folder(tmp_path_factory):
    """The index in a folder."""
    with newsgrep.open_index(tmp_path_factory.mktemp("stories") / ".newsgrep") as index:
        yield made(index)


@pytest.fixture(scope="module")
def on_server(cluster_url):
    """The index on a server."""
    with newsgrep.open_index(f"{cluster_url}/stories") as index:
        yield made(index)


@pytest.fixture(params=["in_folder", "on_server"])
def index(request):
    """Each of the two."""
    return request.getfixturevalue(request.param)


def found_stories(index) -> list[set[str]]:
    """The keys of the articles of each story."""
    matches = index.open().search_stories(MatchAll(), sort="relevance", limit=None, offset=0)
    return [{article.key, *(other.key for other in others)} for _, article, others in matches.hits]


def test_versions_are_found_and_nothing_else(index):
    """Re-runs, corrections of one word in twenty, texts cut to two fifths; no later text, notice or table."""
    pairs = {
        frozenset((one, other))
        for story in found_stories(index)
        for one in story
        for other in story
        if one < other
    }
    wanted = {
        frozenset((one, other))
        for one in STORY_OF
        for other in STORY_OF
        if one < other and STORY_OF[one] == STORY_OF[other]
    }
    assert len(pairs & wanted) >= 0.98 * len(wanted)
    assert len(pairs & wanted) >= 0.98 * len(pairs)


@pytest.mark.parametrize("sort", SORTS)
def test_a_story_has_the_place_of_its_best_version(index, sort):
    """In every order; pages are slices of the whole, and totals say both numbers."""
    engine = index.open()
    query = Word("ba")
    ranked = [one.key for _, one in engine.search(query, sort=sort, limit=None, offset=0, seed=3).articles]
    whole = engine.search_stories(query, sort=sort, limit=None, offset=0, seed=3)
    hits = list(whole.hits)
    assert whole.total == len(ranked) == sum(1 + len(others) for _, _, others in hits)
    assert whole.stories == len(hits)
    places = [ranked.index(article.key) for _, article, _ in hits]
    assert places == sorted(places)
    for _, article, others in hits:
        assert all(ranked.index(article.key) < ranked.index(other.key) for other in others)
        assert [other.date for other in others] == sorted(other.date for other in others)
    page = engine.search_stories(query, sort=sort, limit=5, offset=3, seed=3).hits
    assert [article.key for _, article, _ in page] == [article.key for _, article, _ in hits[3:8]]


def test_a_tally_can_count_stories(index):
    """Each once."""
    engine = index.open()
    assert sum(engine.tally(MatchAll(), ["year"], fold=True).values()) == len(found_stories(index))


def test_a_story_is_listed_with_what_versions_have_in_common(index):
    """The earliest first; a re-run has all in common."""
    versions = {one.article.key: one.share for one in index.story("7-cut")}
    assert versions.keys() == {"7-first", "7-rerun", "7-corrected", "7-cut"}
    assert versions["7-first"] == versions["7-rerun"] == versions["7-cut"] == 1.0
    assert 0.6 < versions["7-corrected"] < 1.0


def test_a_server_tells_the_same_stories(in_folder, on_server):
    """The same versions in the same order with the same shares and scores, and the same tallies."""
    both = in_folder.open(), on_server.open()
    for query in (MatchAll(), Word("ba")):
        for sort in SORTS:
            one, other = (
                list(engine.search_stories(query, sort=sort, limit=None, offset=0, seed=3).hits)
                for engine in both
            )
            assert [hit[1:] for hit in one] == [hit[1:] for hit in other]
            assert [hit[0] for hit in one] == pytest.approx([hit[0] for hit in other])
        one, other = (engine.tally(query, ["date", "author"], fold=True) for engine in both)
        assert one == other
    for key in ("7-cut", "9-late", "notice-3", "table-2", "report-cut", "report-first", "nobody"):
        assert both[0].versions(key) == both[1].versions(key)


def test_a_server_folds_a_bounded_number_of_articles(on_server, monkeypatch):
    """More of them are refused, with what to do."""
    monkeypatch.setattr("newsgrep.engine.opensearch.engine.OpenSearchEngine.most_folded", 100)
    with pytest.raises(UsageError, match="articles match; a server folds the stories of 100 at most"):
        on_server.search("ba", fold=True)
    with pytest.raises(UsageError, match="a server groups"):
        on_server.facets("ba", fold=True)
    assert not on_server.similar("7-cut", limit=5).notices
    found = on_server.similar("7-cut", limit=None)
    assert found.notices[0].startswith("versions of a story are not folded: ")
    assert not {hit.article.key for hit in found.hits} & {"7-cut", "7-first", "7-rerun", "7-corrected"}


def test_a_merge_keeps_the_stories(in_folder):
    """An index of one segment tells the same stories."""
    before = sorted(map(sorted, found_stories(in_folder)))
    in_folder.optimize()
    assert sorted(map(sorted, found_stories(in_folder))) == before
    assert in_folder.check() == []


@given(
    st.lists(st.lists(st.sampled_from(["oil", "a1", "Öl", "x", "٣"]), max_size=40), min_size=1, max_size=4)
)
def test_the_shingles_of_a_body_do_not_depend_on_those_beside_it(bodies):
    """Those of many together are those of each alone, and so are the shares of words with digits."""
    words = [word.encode() for body in bodies for word in body]
    hashes, has_digit = WordHashes().of(words)
    lengths = np.array([len(body) for body in bodies])
    counter = ShingleCounter(len(bodies))
    counter.add(np.arange(len(words)), np.repeat(np.arange(len(bodies)), lengths), hashes, has_digit)
    shingles, percent = counter.finish(lengths)
    for number, body in enumerate(bodies):
        alone, digits = shingles_of(body)
        assert (shingles.of(number).tolist(), percent[number]) == (alone.tolist(), digits)


pieces = st.text("ab \n", max_size=30)


@given(pieces, pieces)
def test_a_diff_has_both_texts(before, after):
    """Without what was removed it is the new one; without what was added, the former, but for white space."""
    changes = list(word_diff(before, after))
    old = "".join(piece for change, piece in changes if change != "added")
    new = "".join(piece for change, piece in changes if change != "removed")
    assert "".join(old.split()) == "".join(before.split())
    assert new == after


@given(st.lists(st.lists(st.integers(0, 99), unique=True), min_size=1), st.data())
def test_shingles_of_some_articles_are_those_of_each(hashes, data):
    """In any order, in a row or apart, also of none."""
    ends = np.cumsum([len(one) for one in hashes])
    every = Shingles(np.array(sum(hashes, []), np.uint32), ends)
    chosen = data.draw(st.lists(st.integers(0, len(hashes) - 1)))
    found = every.among(np.array(chosen, np.int64))
    assert found.hashes.tolist() == [number for one in chosen for number in hashes[one]]
    assert found.ends.tolist() == np.cumsum([len(hashes[one]) for one in chosen]).tolist()
