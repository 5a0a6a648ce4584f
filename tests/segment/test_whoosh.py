"""An index is a true Whoosh index: plain Whoosh opens it and finds, scores and highlights the same."""

from __future__ import annotations

import html
import random
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import pytest
import whoosh.index
from whoosh import query as wq
from whoosh.reading import TermNotFound
from whoosh.scoring import WeightingModel, WeightLengthScorer
from whoosh.searching import Searcher

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.engine.base import Engine, WriterOptions
from newsgrep.engine.bm25f import DEFAULT_RANKING, idf
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.errors import IndexIncompatibleError
from newsgrep.query.nodes import And, MatchAll, Node, Not, Or, Phrase, Prefix, Word
from newsgrep.read_context import ReadContext
from tests.reading import read_file

ROOT = Path(__file__).parents[2]
ANALYZER = Analyzer("english")


@lru_cache(1)  # each keeps the files of its index open
def live_articles(searcher: Searcher) -> tuple[int, float]:
    """Return how many articles are not deleted, and their average length."""
    reader = searcher.reader()
    live = [number for number in range(reader.doc_count_all()) if not reader.is_deleted(number)]
    return len(live), sum(reader.doc_field_length(number, "text") for number in live) / len(live)


class Ranking(WeightingModel):
    """newsgrep's ranking as a weighting model of Whoosh: exact lengths, and live articles only."""

    class Scorer(WeightLengthScorer):
        """Scores the postings of a word."""

        def __init__(self, searcher: Searcher, fieldname: str, text: bytes) -> None:
            whole = searcher.get_parent()
            reader = whole.reader()
            live, average = live_articles(whole)
            self._idf = idf(live, len(list(reader.postings(fieldname, text).all_ids())))
            self._average = average
            self.setup(searcher, fieldname, text)

        def _score(self, weight: float, length: int) -> float:
            penalty = DEFAULT_RANKING.length_penalty(length, self._average)
            return DEFAULT_RANKING.contribution(weight, penalty, self._idf)

    def scorer(self, searcher: Searcher, fieldname: str, text: bytes, qf: int = 1) -> Scorer:
        """Return the scorer of a word."""
        return self.Scorer(searcher, fieldname, text)


def corpus() -> list[Article]:
    """Return the articles of the project's corpus."""
    files = sorted(
        file for file in (ROOT / "corpus").rglob("*") if file.is_file() and file.name != "README.md"
    )
    items = [item for file in files for item in read_file(file, ReadContext(str(file.relative_to(ROOT))))]
    return [item for item in items if isinstance(item, Article)]


@pytest.fixture(scope="module", params=["one segment", "segments with deletions"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the corpus, made at once or in pieces; not to be written to."""
    folder, articles = tmp_path_factory.mktemp("whoosh") / "index", corpus()
    assert len(articles) > 40
    step = len(articles) if request.param == "one segment" else 20
    for start in range(0, len(articles), step):
        with open_writer(folder, WriterOptions()) as writer:
            for back in (3, 7) if start else ():
                writer.delete(articles[start - back].key)
            for article in articles[start : start + step]:
                writer.add(article)
            writer.commit()
    return folder


@pytest.fixture
def searcher(index: Path) -> Iterator[Searcher]:
    """Plain Whoosh, with newsgrep's ranking."""
    with closing(whoosh.index.open_dir(str(index))) as opened, opened.searcher(weighting=Ranking()) as found:
        yield found


@pytest.fixture
def engine(index: Path) -> Iterator[Engine]:
    """The engine on the same index."""
    with closing(open_engine(index)) as opened:
        yield opened


def queries() -> dict[str, list[tuple[Node, wq.Query]]]:
    """Return a hundred queries of each kind of node, for newsgrep and for Whoosh."""
    rng = random.Random(2020)
    bodies = [[token.word for token in ANALYZER.terms(article.body)] for article in corpus()]

    def word() -> tuple[Node, wq.Query]:
        text = rng.choice(rng.choice(bodies))
        (token,) = ANALYZER.terms(text)
        return Word(text), wq.Term("text", token.term)

    def words(count: int) -> tuple[tuple[Node, ...], list[wq.Query]]:
        # Whoosh counts a word once, however often it is in a query.
        pairs = {str(pair[1]): pair for pair in (word() for _ in range(count))}.values()
        return tuple(node for node, _ in pairs), [query for _, query in pairs]

    def joined(node_type: type, query_type: type, count: int) -> tuple[Node, wq.Query]:
        nodes, parts = words(count)
        return (node_type(nodes), query_type(parts)) if len(nodes) > 1 else (nodes[0], parts[0])

    def without() -> tuple[Node, wq.Query]:
        (node, query), (gone, gone_query) = joined(Or, wq.Or, 2), word()
        return And((node, Not(gone))), wq.And([query, wq.Not(gone_query)])

    def phrase() -> tuple[Node, wq.Query]:
        body = rng.choice(bodies)
        start = rng.randrange(len(body) - 4)
        text = " ".join(body[start : start + rng.choice([2, 2, 3, 4])])
        return Phrase(text), wq.Phrase("text", [token.term for token in ANALYZER.terms(text)])

    return {
        "words": [word() for _ in range(25)],
        "and": [joined(And, wq.And, rng.choice([2, 2, 3])) for _ in range(20)],
        "or": [joined(Or, wq.Or, rng.choice([2, 3, 6])) for _ in range(20)],
        "not": [without() for _ in range(15)],
        "phrases": [phrase() for _ in range(20)],
    }


QUERIES = queries()


def scores_of(engine: Engine, query: Node) -> dict[str, float]:
    """Return the score of each article that the engine finds."""
    found = engine.search(query, sort="relevance", limit=None, offset=0)
    return {article.key: score for score, article in found.articles}


@pytest.mark.parametrize("kind", QUERIES)
def test_whoosh_finds_and_scores_the_same(searcher, engine, kind):
    """A hundred queries through Whoosh's own matchers give the articles that the engine gives.

    So do the scores of words, AND and OR. Whoosh adds 1.0 for a NOT within an AND, and scores a phrase as the
    sum of its words, which newsgrep does not.
    """
    found_any = 0
    for node, query in QUERIES[kind]:
        results = searcher.search(query, limit=None)
        theirs = {hit["key"]: hit.score for hit in results}
        ours = scores_of(engine, node)
        assert theirs.keys() == ours.keys(), node
        assert len(results) == engine.count(node)
        found_any += bool(ours)
        if kind in ("words", "and", "or"):
            assert theirs == pytest.approx(ours, rel=1e-9), node
    assert found_any > len(QUERIES[kind]) // 3


@pytest.mark.parametrize("limit", [1, 10])
def test_whooshs_best_are_the_engines_best(searcher, engine, limit):
    """Whoosh skips articles that cannot be among the best: the upper bounds of each word hold."""
    for node, query in QUERIES["words"][:5] + QUERIES["or"]:
        best = sorted(scores_of(engine, node).values(), reverse=True)[:limit]
        assert [hit.score for hit in searcher.search(query, limit=limit)] == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize("prefix", ["missil", "azer", "gan", "zz", "nov"])
def test_prefixes_of_surface_forms(searcher, engine, prefix):
    """The field `exact` has the surface forms, and Whoosh's prefix query finds them."""
    theirs = {hit["key"] for hit in searcher.search(wq.Prefix("exact", prefix), limit=None)}
    assert theirs == scores_of(engine, Prefix(prefix)).keys()


def test_whooshs_highlighter_marks_the_word(searcher):
    """The stems in the schema's analyzer let Whoosh mark a word in any inflection."""
    for text in ("missiles", "city", "ceasefire", "election"):
        (token,) = ANALYZER.terms(text)
        results = searcher.search(wq.Term("text", token.term), limit=None, terms=True)
        assert len(results)
        marked = 0
        for hit in results:
            shown = hit.highlights("text", text=hit["body"])
            words = re.findall(r'<b class="match term\d+">(.*?)</b>', shown)
            assert all(token.term in {t.term for t in ANALYZER.terms(html.unescape(word))} for word in words)
            in_body = any(t.term == token.term for t in ANALYZER.terms(hit["body"]))
            assert bool(words) == in_body
            marked += len(words)
        assert marked


def test_stored_fields_are_the_article(searcher, engine):
    """A hit of Whoosh has every field of the article."""
    for hit in searcher.search(wq.Every(), limit=None):
        article = engine.get(hit["key"])
        assert article is not None
        assert hit.fields() == article._asdict()
    assert searcher.doc_count() == engine.count(MatchAll())


def test_columns_sort(searcher, engine):
    """Whoosh sorts by the columns, here by day."""
    days = [
        engine.get(hit["key"]).day
        for hit in searcher.search(wq.Term("text", "the"), sortedby="day", limit=None)
    ]
    assert days == sorted(days)
    assert len(days) > 20


def test_the_lexicon_is_whole(searcher):
    """Both fields list their terms in order; every term is found again, with frequencies that agree."""
    reader = searcher.reader()
    for name in ("text", "exact"):
        terms = list(reader.lexicon(name))
        assert terms == sorted(set(terms))
        for term in random.Random(1).sample(terms, 20):
            assert (name, term) in reader
            info = reader.term_info(name, term)
            documents = list(reader.postings(name, term).all_ids())
            assert documents == sorted(set(documents))
            assert info.doc_frequency() == reader.doc_frequency(name, term) >= len(documents)
            assert info.weight() == pytest.approx(reader.frequency(name, term))
            assert list(reader.expand_prefix(name, term))[0] == term
        assert ("text", b"nosuchword") not in reader
        with pytest.raises(TermNotFound):
            reader.postings(name, b"nosuchword")
    assert {name for name, _ in reader.all_terms()} == {"text", "exact"}


def test_positions_of_a_posting_are_those_of_the_words(searcher):
    """Within the body, a matcher's positions count its words."""
    matcher = searcher.postings("text", b"missil")
    while matcher.is_active():
        body = [t.term for t in ANALYZER.tokens(searcher.stored_fields(matcher.id())["body"])]
        positions = matcher.value_as("positions")
        assert [position for position in positions if position < len(body)] == [
            position for position, term in enumerate(body) if term == "missil"
        ]
        assert matcher.value_as("frequency") == len(positions)
        matcher.next()


def test_a_field_that_is_not_indexed_matches_nothing(searcher):
    """Keys are stored, not looked up."""
    assert len(searcher.search(wq.Term("key", "corpus"))) == 0


def test_whooshs_own_merging_reads_every_posting(index, tmp_path):
    """Whoosh's writer can make a stock segment of an index; newsgrep then says that it is not its own."""
    copy = shutil.copytree(index, tmp_path / "copy")
    queries = [query for kind in ("words", "phrases") for _, query in QUERIES[kind]]
    answers = []
    for folder in (index, copy):
        with closing(whoosh.index.open_dir(str(folder))) as opened:
            if folder == copy:
                opened.writer().commit(optimize=True)
            with opened.searcher() as searcher:
                answers.append([{hit["key"] for hit in searcher.search(q, limit=None)} for q in queries])
    assert answers[0] == answers[1]
    with pytest.raises(IndexIncompatibleError):
        open_engine(copy)


def test_whoosh_does_not_delete(index):
    """Deleting through Whoosh is refused."""
    with closing(whoosh.index.open_dir(str(index))) as opened:
        segment = opened._segments()[0]
        with pytest.raises(NotImplementedError):
            segment.delete_document(0)
