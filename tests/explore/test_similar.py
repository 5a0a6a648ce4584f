"""Similar articles: found by their most telling words, without the article and the versions of its story."""

from __future__ import annotations

import pytest

import newsgrep
from newsgrep import Article
from newsgrep.engine.bm25f import idf

WORDS = ("harbour", "ferry", "strike", "union", "wages", "crew", "dock", "talks", "pay", "night")
STORY = " ".join(
    f"The {a} of the {b} met the {c}." for a, b, c in zip(WORDS, WORDS[1:], WORDS[2:], strict=False)
)
ARTICLES = [
    Article("story", title="Ferry strike", body=STORY, date="2020-10-01"),
    Article("rerun", title="RPT-Ferry strike", body=STORY + " It ends soon.", date="2020-10-02"),
    Article("ferry", title="Ferry", body="The ferry crew asked for better wages.", date="2020-11-01"),
    Article("union", title="Union", body="A union of bakers.", source="Post", date="2020-11-02"),
    Article("snow", title="Snow", body="It snowed on the hills at night.", date="2020-11-03"),
    *(Article(f"other{n}", body=f"Cocoa prices rose to {n}.", date="2020-11-04") for n in range(20)),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """The articles, in an index."""
    with newsgrep.open_index(tmp_path_factory.mktemp("similar") / ".newsgrep") as index:
        with index.writer() as writer:
            for article in ARTICLES:
                writer.add(article)
        yield index


def test_the_most_like_comes_first_and_the_own_story_is_left_out(index):
    """Ranks begin at 1, and what shares no telling word is not there."""
    found = index.similar("story")
    assert [hit.key for hit in found.hits] == ["ferry", "union", "snow"]
    assert [hit.rank for hit in found.hits] == [1, 2, 3]
    assert [hit.key for hit in index.similar("story", limit=1, offset=1).hits] == ["union"]


def test_a_text_that_is_in_no_index_finds_each_story_once(index):
    """Its own wording is found, as the best version of the story."""
    found = index.similar(Article("", body=STORY))
    assert [hit.key for hit in found.hits][1:] == ["ferry", "union", "snow"]
    (best, *_) = found.hits
    assert {best.key, *(version.key for version in best.versions)} == {"story", "rerun"}


def test_terms_are_weighted_as_the_ranking_does(index):
    """By frequency, saturated, where the title counts three times; and by how rare they are."""
    terms = {term.word: term for term in index.similar("story").terms}
    ferry = terms["ferry"]
    frequency = 3 + sum(word == "ferry" for word in STORY.replace(".", "").split())
    assert ferry.weight == pytest.approx(frequency * 2.5 / (frequency + 1.5), abs=1e-3)
    assert ferry.articles == 3
    assert ferry.score == pytest.approx(ferry.weight * idf(len(ARTICLES), 3), abs=1e-2)
    assert [term.score for term in terms.values()] == sorted((t.score for t in terms.values()), reverse=True)
    assert not terms.keys() & {"the", "of"}


def test_filters_choose_among_the_articles(index):
    """As those of a search."""
    assert [hit.key for hit in index.similar("story", source="post").hits] == ["union"]
    assert [hit.key for hit in index.similar("story", since="2020-11-03").hits] == ["snow"]


def test_a_text_without_a_telling_word_finds_nothing(index):
    """Neither stopwords, nor numbers, nor unknown words tell anything."""
    found = index.similar(Article("", body="The 12 of xyzzyx."))
    assert (found.hits, found.terms) == ((), ())


def test_an_unknown_key_is_an_error(index):
    """As of a look-up."""
    with pytest.raises(newsgrep.ArticleNotFoundError):
        index.similar("stori")
