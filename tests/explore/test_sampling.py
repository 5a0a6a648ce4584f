"""A sample: its size, its strata, and that it is the same for the same seed."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsgrep
from newsgrep import Article
from newsgrep.errors import UsageError
from newsgrep.explore.sampling import allocate

SOURCES = ["Post"] * 60 + ["Times"] * 30 + ["Gazette"] * 9 + [""]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """A hundred articles of four sources, in an index of two segments."""
    with newsgrep.open_index(tmp_path_factory.mktemp("sample") / ".newsgrep") as index:
        for part in (range(50), range(50, 100)):
            with index.writer() as writer:
                for n in part:
                    writer.add(Article(f"a{n}", body=f"Oil story {n}.", source=SOURCES[n], date="2020-10-30"))
        yield index


def keys(sample):
    """The keys of the articles drawn."""
    return [hit.key for hit in sample.hits]


def test_a_sample_has_the_size_and_is_the_same_for_the_same_seed(index):
    """Another seed draws others; no article is drawn twice."""
    first = index.sample("oil", size=20, seed=1)
    assert len({*keys(first)}) == 20
    assert first.total == 100
    assert keys(first) == keys(index.sample("oil", size=20, seed=1))
    assert {*keys(first)} != {*keys(index.sample("oil", size=20, seed=2))}


def test_a_sample_is_the_same_however_the_index_came_about(index, tmp_path):
    """The order of the articles and the number of segments do not matter."""
    with newsgrep.open_index(tmp_path / ".newsgrep") as other:
        with other.writer() as writer:
            for n in reversed(range(100)):
                writer.add(Article(f"a{n}", body=f"Oil story {n}.", source=SOURCES[n], date="2020-10-30"))
        assert keys(other.sample("oil", size=20, seed=1)) == keys(index.sample("oil", size=20, seed=1))


def test_a_larger_sample_has_all_of_the_smaller_one(index):
    """So that coding can go on."""
    assert keys(index.sample("oil", size=30, seed=1))[:20] == keys(index.sample("oil", size=20, seed=1))


def test_strata_have_their_share(index):
    """In proportion, and one article at least."""
    found = index.sample("oil", size=10, by=["source"])
    assert Counter(hit.source for hit in found.hits) == {"Post": 5, "Times": 3, "Gazette": 1, "": 1}
    assert [(one.values, one.sampled, one.total) for one in found.strata] == [
        (("",), 1, 1),
        (("Gazette",), 1, 9),
        (("Post",), 5, 60),
        (("Times",), 3, 30),
    ]


def test_an_article_in_several_sections_is_in_one_stratum(tmp_path):
    """In that of the rarest of its sections; so no article is drawn twice, and the totals add up."""
    sections = ["World"] * 5 + ["Energy; World"] * 3 + ["Ships; Energy; World"] * 2 + [""]
    with newsgrep.open_index(tmp_path / ".newsgrep") as index:
        with index.writer() as writer:
            for n, section in enumerate(sections):
                writer.add(Article(f"a{n}", body=f"Oil story {n}.", section=section, source="Post"))
        found = index.sample("oil", size=6, by=["source", "section"])
        totals = {one.values[1]: one.total for one in found.strata}
        assert totals == {"": 1, "Energy": 3, "Ships": 2, "World": 5}
        assert Counter(hit.section.split("; ")[0] for hit in found.hits) == {
            one.values[1]: one.sampled for one in found.strata
        }
        assert (found.several, found.total, len({*keys(found)})) == (5, 11, 6)
        assert keys(index.sample("oil", size=6, by=["source", "section"])) == keys(found)


def test_a_sample_larger_than_what_matches_is_all_of_it(index):
    """In random order."""
    assert len(index.sample('"story 7"', size=20).hits) == 1
    assert index.sample("nothing", size=20).hits == ()


def test_an_article_of_several_persons_is_in_one_stratum(tmp_path):
    """In that of the one who is rarest; authors, senders and recipients are persons."""
    writers = [("A",)] * 6 + [("A", "B")] * 2 + [("C", "A")] + [()]
    with newsgrep.open_index(tmp_path / "index") as index:
        with index.writer() as writer:
            for n, persons in enumerate(writers):
                mails = tuple(f"{name}@x.example" for name in persons)
                writer.add(
                    Article(f"a{n}", body=f"Oil {n}.", authors=persons, senders=mails, recipients=mails)
                )
        for by, end in (("author", ""), ("from", "@x.example"), ("to", "@x.example")):
            found = index.sample("oil", size=5, by=by)
            totals = {one.values[0].removesuffix(end).upper(): one.total for one in found.strata}
            assert totals == {"": 1, "A": 6, "B": 2, "C": 1}
            assert found.several == 3
            assert sum(one.sampled for one in found.strata) == len(found.hits) == 5


def test_what_no_sample_is_stratified_by_is_refused(index):
    """With what there is."""
    with pytest.raises(UsageError, match="cannot be stratified by 'url'") as refused:
        index.sample("oil", size=1, by="url")
    assert "there are: source, author" in refused.value.hint


@given(
    st.dictionaries(st.tuples(st.text("ab", max_size=3)), st.integers(1, 50), max_size=8), st.integers(0, 99)
)
def test_a_sample_is_divided_without_rest(totals, size):
    """No stratum gives more than it has, and each gives something where the sample has room."""
    given_ = allocate(totals, size)
    assert given_.keys() == totals.keys()
    assert sum(given_.values()) == min(size, sum(totals.values()))
    assert all(0 <= given_[name] <= totals[name] for name in totals)
    assert len(totals) > size or all(given_.values())


def test_archives_with_the_same_names_of_files_are_drawn_from_independently(tmp_path):
    """A random order does not set their articles side by side, as their keys within the index would."""
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        lines = (json.dumps({"id": n, "text": f"Oil story {n} of the {name}."}) for n in range(60))
        (tmp_path / name / "news.jsonl").write_text("\n".join(lines))
        newsgrep.open_index(tmp_path / name / ".newsgrep").update(tmp_path / name / "news.jsonl", jobs=1)
    with newsgrep.open_indexes([tmp_path / "north", tmp_path / "south"]) as group:
        drawn = [hit.key.rpartition("#")[2] for hit in group.sample("oil", size=20).hits]
        assert len({*drawn}) > 15
        assert drawn == [hit.key.rpartition("#")[2] for hit in group.search("oil", sort="random", limit=20)]
