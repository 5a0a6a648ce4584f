"""The engine finds and scores what a slow reading of every article finds and scores."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsgrep.analysis import Analyzer, Token, fold
from newsgrep.article import Article
from newsgrep.engines import SORTS, Engine, open_engine, update_index
from newsgrep.query.tree import And, Dates, Everything, Leaf, Node, Not, Or, Phrase, Prefix, Word
from newsgrep.ranking import COMPOUND_SHARE, WEIGHTS, idf, saturation

ANALYZER = Analyzer("english")


class Oracle:
    """Answers queries by reading every live article.

    N, the average length and each leaf's n count live articles alone, whatever segments still hold.
    """

    def __init__(self, articles: list[Article]) -> None:
        self.articles = articles
        self._texts = [self._analysed(article) for article in articles]
        self._lengths = [sum(WEIGHTS[f] * len(tokens) for f, tokens in texts) for texts in self._texts]
        self._average = sum(self._lengths) / max(1, len(articles)) or 1.0

    @staticmethod
    def _analysed(article: Article) -> list[tuple[str, list[Token]]]:
        texts = [("body", article.body), ("title", article.title), *(("author", a) for a in article.authors)]
        return [(field, list(ANALYZER.tokens(text))) for field, text in texts]

    def answer(self, query: Node) -> dict[str, float]:
        """Return the score of each matching article by its key."""
        scores = self._scores(query)
        return {a.key: scores[i] for i, a in enumerate(self.articles) if self._matches(query, i)}

    def _matches(self, node: Node, number: int) -> bool:
        match node:
            case And(parts):
                return all(self._matches(part, number) for part in parts)
            case Or(parts):
                return any(self._matches(part, number) for part in parts)
            case Not(part):
                return not self._matches(part, number)
            case Everything():
                return True
            case Dates(since, until):
                day = self.articles[number].date[:10]
                day += "-01" * ((10 - len(day)) // 3) if day else ""
                return bool(day) and (not since or day >= str(since)) and (not until or day <= str(until))
            case Word(any_part=True) if len(parts := self._parts(node)) > 1:
                return any(self._frequency(part, number) for part in parts)
            case _:
                return self._frequency(node, number) > 0

    def _scores(self, node: Node) -> list[float]:
        match node:
            case And(parts) | Or(parts):
                return [sum(scores) for scores in zip(*map(self._scores, parts), strict=True)]
            case Not() | Dates() | Everything():
                return [0.0] * len(self.articles)
            case Word() if len(parts := self._parts(node)) > 1:
                apart = self._scores(Or(tuple(parts)))
                return [
                    COMPOUND_SHARE * one + (1 - COMPOUND_SHARE) * other
                    for one, other in zip(self._leaf_scores(node), apart, strict=True)
                ]
            case _:
                return self._leaf_scores(node)

    @staticmethod
    def _parts(leaf: Word) -> list[Word]:
        return [Word(token.word, leaf.field) for token in ANALYZER.terms(leaf.text)]

    def _leaf_scores(self, leaf: Leaf) -> list[float]:
        frequencies = [self._frequency(leaf, number) for number in range(len(self.articles))]
        weight = idf(len(self.articles), sum(f > 0 for f in frequencies))
        return [
            weight * saturation(f, length, self._average) if f else 0.0
            for f, length in zip(frequencies, self._lengths, strict=True)
        ]

    def _frequency(self, leaf: Leaf, number: int) -> int:
        """Return how often an article has a leaf, weighted by field."""
        wanted = ANALYZER.terms(leaf.text)

        def fits(there: Token, place: int) -> bool:
            if isinstance(leaf, Prefix) and place == len(wanted) - 1:
                return there.word.startswith(fold(wanted[place].word))
            return there.term == wanted[place].term

        return sum(
            WEIGHTS[field]
            for field, tokens in self._texts[number]
            if wanted and leaf.field in ("", field)
            for start in range(len(tokens) - len(wanted) + 1)
            if all(fits(tokens[start + place], place) for place in range(len(wanted)))
        )


WORDS = [
    *("city", "cities", "City’s", "run", "runs", "running", "missile", "missiles", "the", "of", "us", "US"),
    *("Nagorno-Karabakh", "Karabakh", "Nagorno", "U.S.", "AT&T", "C++", "20,000", "北京", "Erdoğan", "—"),
]
prose = st.lists(st.sampled_from([*WORDS, "\n\n"]), max_size=14).map(" ".join)
dates = st.sampled_from(["", "2020", "2020-10", "2020-10-30", "2020-10-31T12:00+04:00", "2021-01-01"])
contents = st.tuples(prose, st.just("") | prose, st.lists(prose, max_size=2).map(tuple), dates)
keys = st.sampled_from([f"k{i}" for i in range(14)])
#: A commit: articles to remove, and to add or to change.
commits = st.tuples(st.sets(keys, max_size=5), st.dictionaries(keys, contents, max_size=8))

fields = st.sampled_from(["", "", "", "title", "author", "body"])
word_texts = st.sampled_from([*WORDS, "erdogan", "absent", "Nagorno-Karabakh’s", "city-run", "!"])
several = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
days = st.none() | st.dates(dt.date(2019, 12, 30), dt.date(2021, 1, 2))
leaves = st.one_of(
    st.builds(Word, word_texts, fields, st.booleans()),
    st.builds(Phrase, several, fields),
    st.builds(
        Prefix, st.sampled_from(["c", "cit", "citi", "ru", "runn", "n", "u", "US", "20", "é", "zz"]), fields
    ),
    st.builds(Prefix, st.sampled_from(["nagorno-kar", "the ci", "U.S", "city —", ""]), fields),
    st.builds(Dates, days, days),
    st.just(Everything()),
)
trees = st.recursive(
    leaves,
    lambda smaller: st.one_of(
        st.builds(Not, smaller),
        st.builds(And, st.lists(smaller, min_size=2, max_size=4).map(tuple)),
        st.builds(Or, st.lists(smaller, min_size=2, max_size=4).map(tuple)),
    ),
    max_leaves=8,
)


def committed(folder: Path, history: list) -> list[Article]:
    """Make an index in some commits; return the articles that are left."""
    left: dict[str, Article] = {}
    for gone, new in history:
        with update_index(folder, jobs=1) as update:
            update.remove((gone | new.keys()) & left.keys())
            left = {key: article for key, article in left.items() if key not in gone}
            for key, (body, title, authors, date) in new.items():
                left[key] = Article(key, "p", body, title, "headline", authors, date)
                update.add(left[key])
            update.commit([])
    return list(left.values())


def found(
    engine: Engine, query: Node, sort: str = "relevance", limit: int | None = None, offset: int = 0
) -> list:
    """Return (score, article) of the articles found, checking the total."""
    answer = engine.search(query, sort=sort, limit=limit, offset=offset)
    assert answer.total == engine.count(query)
    return list(answer.articles)


def assert_ordered(hits: list[tuple[float, Article]], sort: str) -> None:
    """Check that articles are in order, ties between them by day, the newer first, then by key."""

    def order(hit: tuple[float, Article]) -> tuple:
        score, article = hit
        match sort:
            case "relevance":
                return -score, -article.day, article.key
            case "date" | "-date":
                return article.day * (-1 if sort == "-date" else 1), article.key
            case _:
                return getattr(article, sort).casefold(), -article.day, article.key

    assert list(map(order, hits)) == sorted(map(order, hits))


@settings(max_examples=25, deadline=None)
@given(st.lists(commits, min_size=1, max_size=4), st.lists(trees, min_size=8, max_size=8))
def test_the_engine_answers_as_a_slow_reading_does(tmp_path_factory, history, queries):
    """For any tree and any history of commits: the same articles, and the same scores."""
    folder = tmp_path_factory.mktemp("oracle") / "index"
    oracle = Oracle(committed(folder, history))
    with closing(open_engine(folder)) as engine:
        assert {a.key: a for _, a in found(engine, Everything())} == {a.key: a for a in oracle.articles}
        assert all(engine.get(a.key) == a for a in oracle.articles)
        for query in queries:
            hits, wanted = found(engine, query), oracle.answer(query)
            scores = {article.key: score for score, article in hits}
            assert scores.keys() == wanted.keys(), query
            assert len(scores) == len(hits)
            assert scores == pytest.approx(wanted, rel=1e-9, abs=1e-9), query
            assert_ordered(hits, "relevance")


@settings(max_examples=12, deadline=None)
@given(st.lists(commits, min_size=1, max_size=3), trees, st.integers(0, 16), st.integers(0, 6))
def test_every_part_of_every_order_is_a_slice_of_the_whole(tmp_path_factory, history, query, limit, offset):
    """Sorting by anything orders the same matches; limit and offset cut the one order."""
    folder = tmp_path_factory.mktemp("oracle") / "index"
    committed(folder, history)
    with closing(open_engine(folder)) as engine:
        by_relevance = {a.key: s for s, a in found(engine, query)}
        for sort in SORTS:
            hits = found(engine, query, sort)
            assert {a.key: s for s, a in hits} == by_relevance
            assert_ordered(hits, sort)
            assert found(engine, query, sort, limit, offset) == hits[offset : offset + limit]


def test_many_commits_with_ties(tmp_path):
    """Equal articles of many segments come newest first, then by their keys, however many are wanted."""
    history = [
        (set(), {f"{c}-{i}": ("tied words", "", (), f"2020-10-{1 + i % 3:02}") for i in range(30)})
        for c in range(9)
    ]
    committed(tmp_path / "index", history)
    with closing(open_engine(tmp_path / "index")) as engine:
        hits = found(engine, Word("tied"))
        assert_ordered(hits, "relevance")
        assert len(hits) == 270
        for limit in (1, 5, 89, 90, 91, 269):
            assert found(engine, Word("tied"), limit=limit) == hits[:limit]


def test_a_phrase_stays_within_a_text(tmp_path):
    """A phrase crosses paragraphs, but neither from body to title nor from one author to the next."""
    body = "first paragraph\n\nsecond ends"
    history = [(set(), {"k": (body, "headline starts", ("Ada Lee", "Bo Ray"), "")})]
    committed(tmp_path / "index", history)
    cases = {
        "paragraph second": 1,
        "ends headline": 0,
        "starts ada": 0,
        "lee bo": 0,
        "ada lee": 1,
        "bo ray": 1,
    }
    with closing(open_engine(tmp_path / "index")) as engine:
        assert {text: engine.count(Phrase(text)) for text in cases} == cases


def test_a_phrase_in_a_long_article(tmp_path):
    """Places beyond 65,535 are exact: a phrase there is found, and its words apart are not."""
    long = "x " * 65_530 + " ".join(f"w{i}" for i in range(12))
    committed(tmp_path / "index", [(set(), {"k": (long, "w3 w2", (), ""), "l": ("w4 w3", "", (), "")})])
    with closing(open_engine(tmp_path / "index")) as engine:
        for i in range(11):
            assert engine.count(Phrase(f"w{i} w{i + 1}", "body")) == 1
            assert engine.count(Phrase(f"w{i} w{i + 1}", "title")) == 0
        assert engine.count(Phrase("w3 w2")) == 1
        assert engine.count(Phrase(" ".join(f"w{i}" for i in range(12)))) == 1
        assert engine.count(Phrase("w5 w7")) == 0


def test_an_empty_index_answers(tmp_path):
    """An index without articles, or with none left, matches nothing and knows it."""
    for history in ([(set(), {})], [(set(), {"k": ("a city", "", (), "")}), ({"k"}, {})]):
        folder = tmp_path / f"{len(history)}"
        committed(folder, history)
        with closing(open_engine(folder)) as engine:
            for query in (
                Word("city"),
                Phrase("a city"),
                Prefix("c"),
                Everything(),
                Not(Word("city")),
                Dates(None, None),
            ):
                assert found(engine, query) == []
            assert engine.get("k") is None
            assert engine.status().articles == 0
            assert reduce(lambda count, _: count + 1, engine.faults(), 0) == 0
