"""The words of an index: what fits a pattern, what is spelt like another word; and its days."""

from __future__ import annotations

from collections import Counter
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.engine.embedded.engine import EmbeddedEngine
from newsgrep.errors import QuerySyntaxError
from newsgrep.patterns import fits
from newsgrep.query.nodes import Expanded, Fuzzy, Regex, Wildcard
from newsgrep.tuning import SegmentTuning, Tuning

ANALYZER = Analyzer("english")
LIMIT = "newsgrep.engine.embedded.expansion.EXPANSION_LIMIT"


@pytest.fixture(scope="module", params=[2, 1 << 18], ids=["two at a time", "all at once"])
def opened(request):
    """Open an index whose words are read in small batches, as those of a very large index are, or at once."""
    tuning = Tuning(segment=SegmentTuning(dictionary_batch=request.param))
    return lambda folder: EmbeddedEngine(folder, tuning)


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
@given(st.lists(commits, min_size=1, max_size=3), patterns, st.integers(1, 6))
def test_a_pattern_stands_for_its_most_frequent_words(
    tmp_path_factory, committed, opened, history, pattern, limit
):
    """By the number of live articles, then by spelling; the number of all that fit is told."""
    folder = tmp_path_factory.mktemp("words") / "index"
    left = committed(folder, history_of(*history))
    articles_with = Counter(
        word for one in left for word in {t.word for t in ANALYZER.terms(one.body)} if fits(pattern, word)
    )
    ranked = sorted(articles_with, key=lambda word: (-articles_with[word], word))
    with pytest.MonkeyPatch.context() as patch, closing(opened(folder)) as engine:
        patch.setattr(LIMIT, limit)
        found = engine.expand(pattern)
        assert list(found.words) == ranked[:limit]
        assert found.total >= len(ranked)
        patch.setattr(LIMIT, 100)
        everything = engine.expand(pattern)
        assert (list(everything.words), everything.total) == (ranked, len(ranked))
        assert engine.count(pattern) == engine.count(Expanded(everything.words, pattern))


def test_a_faulty_expression_is_a_syntax_error(tmp_path, committed, opened):
    """Wherever it came from."""
    committed(tmp_path / "index", history_of((set(), {"a": "city"})))
    with closing(opened(tmp_path / "index")) as engine, pytest.raises(QuerySyntaxError, match="missing"):
        engine.expand(Regex("(a"))


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
        ("", 9, []),
        ("missle", 0, []),
    ],
)
def test_the_nearest_words(tmp_path, committed, opened, word, count, expected):
    """Nearest first, then the most frequent; words whose articles are all deleted are not among them."""
    history = history_of(
        (set(), {"a": "missile missiles bank banks", "b": "missile bank", "c": "missal tank gone"}),
        ({"c"}, {"d": "missile missive Erdoğan banks", "e": "tank banks missiles"}),
    )
    committed(tmp_path / "index", history)
    with closing(opened(tmp_path / "index")) as engine:
        assert engine.nearest(word, count) == expected


def test_the_days_of_an_index(tmp_path, committed, opened):
    """The first and the last one of live articles; none where no article has a date."""

    def dated(key: str, date: str) -> Article:
        return Article(key, "p", "text", date=date)

    history = [
        (set(), {"a": dated("a", "1999-12-31"), "b": dated("b", "2020-10"), "c": dated("c", "")}),
        ({"a"}, {"d": dated("d", "2021-02-03T10:00+04:00")}),
    ]
    committed(tmp_path / "index", history)
    committed(tmp_path / "undated", [(set(), {"c": dated("c", "")})])
    with closing(opened(tmp_path / "index")) as engine:
        assert engine.days() == ("2020-10-01", "2021-02-03")
    with closing(opened(tmp_path / "undated")) as engine:
        assert engine.days() is None
