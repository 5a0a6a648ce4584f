"""The words of an index that match a pattern, or are spelt like another word."""

from __future__ import annotations

from collections import Counter
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.engine.embedded.engine import EmbeddedEngine
from newsgrep.engine.registry import open_engine
from newsgrep.errors import QuerySyntaxError
from newsgrep.patterns import matches
from newsgrep.query.nodes import AtLeast, Fuzzy, Near, Not, Regex, Wildcard, Word
from newsgrep.tuning import SearchTuning, SegmentTuning, Tuning

ANALYZER = Analyzer("english")


#: Words are read two at a time, as those of a very large index are read many at a time; or all at once.
segment_tunings = st.sampled_from([SegmentTuning(dictionary_batch=2), SegmentTuning()])

words = st.sampled_from(["city", "cities", "runs", "run", "running", "ran", "US", "us", "Erdoğan", "missile"])
bodies = st.lists(words, max_size=8).map(" ".join)
commits = st.tuples(
    st.sets(st.sampled_from("abcdef"), max_size=3),
    st.dictionaries(st.sampled_from("abcdef"), bodies, max_size=5),
)
patterns = st.sampled_from(
    [Wildcard("*"), Wildcard("r*n*"), Fuzzy("ran", 1), Regex("[a-m].*"), Wildcard("zz*")]
)


def history_of(*commits: tuple[set[str], dict[str, str]]) -> list:
    """Return commits of articles by key, as `committed` takes them."""
    return [(gone, {key: Article(key, "p", body) for key, body in new.items()}) for gone, new in commits]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(commits, min_size=1, max_size=3), patterns, st.integers(1, 6), segment_tunings)
def test_a_pattern_stands_for_its_most_frequent_words(
    tmp_path_factory, committed, history, pattern, limit, tuning
):
    """By the number of live articles, then by spelling; `total` counts all words that match."""
    folder = tmp_path_factory.mktemp("words") / "index"
    left = committed(folder, history_of(*history))
    articles_with = Counter(
        word for one in left for word in {t.word for t in ANALYZER.terms(one.body)} if matches(pattern, word)
    )
    ranked = sorted(articles_with, key=lambda word: (-articles_with[word], word))
    with closing(
        EmbeddedEngine(folder, Tuning(search=SearchTuning(expansion_limit=limit), segment=tuning))
    ) as engine:
        found = engine.expand(pattern)
        assert list(found.words) == ranked[:limit]
        assert found.total >= len(ranked)
    with closing(open_engine(folder)) as engine:
        everything = engine.expand(pattern)
        assert (list(everything.words), everything.total) == (ranked, len(ranked))


def test_a_pattern_that_is_not_expanded_is_an_error(tmp_path, open_embedded):
    """The engine takes trees whose patterns have been replaced by words, wherever they stand."""
    with open_embedded(tmp_path / "index", history_of((set(), {"a": "city runs"}))) as (engine, _):
        for pattern in (Wildcard("c*"), Fuzzy("city", 1), Regex("cit.")):
            for query in (pattern, Not(pattern), Near((Word("city"), pattern), 3), AtLeast(1, pattern)):
                with pytest.raises(TypeError, match="must be expanded"):
                    engine.count(query)


def test_a_broken_expression_is_a_syntax_error(tmp_path, open_index):
    """In any engine."""
    opened = open_index(tmp_path / "index", history_of((set(), {"a": "city"})))
    with opened as (engine, _), pytest.raises(QuerySyntaxError, match="missing"):
        engine.expand(Regex("(a"))


HISTORY = history_of(
    (set(), {"a": "missile missiles bank banks", "b": "missile bank", "c": "missal tank gone"}),
    ({"c"}, {"d": "missile missive Erdoğan banks", "e": "tank banks missiles"}),
)


@pytest.mark.parametrize(
    ("word", "count", "expected"),
    [
        ("missle", 1, ["missile"]),
        ("missle", 9, ["missile", "missiles", "missive"]),
        ("MISSLE", 1, ["missile"]),
        ("missile", 9, ["missiles", "missive"]),  # a word is not spelt like itself
        ("bnk", 9, ["bank"]),  # nearer words first, and a short word is not two changes away
        ("tanks", 2, ["banks", "tank"]),
        ("Erdogna", 9, ["erdogan"]),
        ("zzzzzz", 9, []),
        ("台", 9, []),  # each other letter would be one change away
        ("", 9, []),
        ("missle", 0, []),
    ],
)
def test_the_nearest_words(tmp_path, open_index, word, count, expected):
    """Nearest first, then the most frequent; words whose articles are all deleted are not among them."""
    with open_index(tmp_path / "index", HISTORY) as (engine, _):
        assert engine.nearest(word, count) == expected


def test_the_nearest_words_are_the_same_however_many_are_read_together(tmp_path, committed):
    """Two at a time, or all at once."""
    committed(tmp_path / "index", HISTORY)
    with closing(
        EmbeddedEngine(tmp_path / "index", Tuning(segment=SegmentTuning(dictionary_batch=2)))
    ) as engine:
        assert engine.nearest("missle", 9) == ["missile", "missiles", "missive"]
        assert engine.nearest("tanks", 2) == ["banks", "tank"]
