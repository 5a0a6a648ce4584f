"""Key terms and collocates: exact counts, and on a made archive the words that were planted."""

from __future__ import annotations

import random
import re

import pytest

import newsgrep
from newsgrep import Article
from newsgrep.explore.collocates import association
from newsgrep.explore.keyness import log_odds

COMMON = ["the", "said", "market", "prices", "company", "year", "of", "to", "and", "in", "week", "report"]


@pytest.fixture(scope="module")
def articles():
    """Two hundred articles of common words; those on oil have OPEC and "crude barrels" as well."""
    rng = random.Random(7)
    made = []
    for n in range(200):
        words = [rng.choice(COMMON) for _ in range(60)]
        if n % 4 == 0:
            for _ in range(3):
                words.insert(rng.randrange(len(words)), "oil of OPEC rose")
                words.insert(rng.randrange(len(words)), "crude barrels")
        made.append(Article(f"a{n}", title="Market report", body=" ".join(words), date=f"20{10 + n % 2}"))
    return made


@pytest.fixture(scope="module")
def index(tmp_path_factory, articles):
    """An index of them."""
    with newsgrep.open_index(tmp_path_factory.mktemp("terms") / ".newsgrep") as index:
        with index.writer() as writer:
            for article in articles:
                writer.add(article)
        yield index


def occurrences(articles, word):
    """How often a word or a phrase stands in some articles, and in how many."""
    found = [len(re.findall(rf"\b{word}\b", f"{a.title}\n{a.body}")) for a in articles]
    return sum(found), sum(map(bool, found))


def test_the_planted_words_stand_out(index, articles):
    """As they are spelt, without the query's own word and the common ones; all counts are exact."""
    found = index.key_terms("oil")
    assert {term.term for term in found.terms[:4]} == {"OPEC", "crude", "barrels", "crude barrels"}
    assert not {"said", "the", "oil"} & {term.term for term in found.terms}
    matching = [a for a in articles if "oil" in a.body]
    others = [a for a in articles if "oil" not in a.body]
    assert (found.articles, found.other_articles) == (len(matching), len(others))
    for term in found.terms[:4]:
        assert (term.occurrences, term.articles) == occurrences(matching, term.term)
        assert (term.other_occurrences, term.other_articles) == occurrences(others, term.term)


def test_own_words_are_there_where_asked_for(index):
    """The query's word stands out most of all."""
    assert "oil" in {term.term for term in index.key_terms("oil", own=True).terms}


def test_a_query_may_be_compared_with_another(index, articles):
    """Filters apply to the matching side alone."""
    found = index.key_terms("oil", against="oil", since="2011")
    later = [a for a in articles if "oil" in a.body and a.date == "2011"]
    assert found.articles == len(later)
    assert found.other_articles == sum("oil" in a.body for a in articles)


def test_log_odds_are_those_of_the_formula():
    """More frequent is positive, less frequent the negative of it, as frequent is nothing."""
    assert log_odds(10, 100, 10, 1_000) == pytest.approx(-log_odds(10, 1_000, 10, 100))
    assert log_odds(10, 100, 10, 1_000) > 0
    assert log_odds(10, 100, 100, 1_000) == 0


def test_collocates_stand_near_the_matches(index, articles):
    """Within the span, on the side where they stand, with their number in the whole index."""
    found = index.collocates("OPEC", span=2)
    matching = [a for a in articles if "OPEC" in a.body]
    words = {one.word: one for one in found.words}
    assert found.matches == occurrences(matching, "OPEC")[0]
    assert words["oil"].left == found.matches
    assert words["oil"].right < found.matches // 10
    assert words["rose"].right == found.matches
    assert words["oil"].occurrences == occurrences(articles, "oil")[0]
    assert "of" not in words
    assert "of" in {one.word for one in index.collocates("OPEC", span=2, stopwords=True).words}


def test_matches_side_by_side_have_collocates(tmp_path):
    """Though a word between two matches is near both, and so counts twice."""
    with newsgrep.open_index(tmp_path / ".newsgrep") as dense:
        with dense.writer() as writer:
            writer.add(Article("a", title="Oil", body="oil barrels oil barrels oil barrels oil barrels oil"))
        found = dense.collocates("oil OR barrels", span=5)
        assert found.matches == 10
        assert all(one.log_likelihood >= 0 for one in found.words)
    assert association(6, 60, 8, 9)[0] >= 0


def test_capitals_beside_a_match_are_read_with_the_whole_text(tmp_path):
    """In a line in capitals FOR is the small word, as in the index, and no acronym."""
    bodies = ["THE COMPANY SAID OIL FOR ALL", "Oil rose.", "It fell for hours. " + "Rain came. " * 9]
    with newsgrep.open_index(tmp_path / ".newsgrep") as index:
        with index.writer() as writer:
            for number, body in enumerate(bodies * 3):
                writer.add(Article(f"a{number}", body=f"{body}\n\nNumber {number}."))
        found = {one.word: one for one in index.collocates("oil", span=2, stopwords=True).words}
        assert "FOR" not in {one.word for one in index.collocates("oil", span=2).words}
    assert (found["for"].right, found["for"].occurrences) == (3, 6)
    assert (found["COMPANY"].left, found["COMPANY"].occurrences) == (3, 3)
