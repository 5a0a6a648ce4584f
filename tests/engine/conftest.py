"""A slow reading of every article, which says what the engine has to answer; and what makes indexes."""

from __future__ import annotations

from itertools import pairwise, permutations, product
from pathlib import Path

import pytest

from newsgrep.analysis.analyzer import Analyzer, Token, fold
from newsgrep.article import LEDE, Article
from newsgrep.engine.base import Engine, update_index
from newsgrep.engine.bm25f import COMPOUND_SHARE, WEIGHTS, idf, saturation
from newsgrep.patterns import fits
from newsgrep.query.nodes import (
    And,
    AtLeast,
    DateRange,
    Exact,
    Expanded,
    Fuzzy,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Prefix,
    Regex,
    TermQuery,
    Weighted,
    Wildcard,
    Word,
)

ANALYZER = Analyzer("english")

#: A stretch of words: the text of the article it is in, its first word, and the one after its last.
Stretch = tuple[int, int, int]


class Oracle:
    """Answers queries by reading every live article.

    N, the average length and each leaf's n count live articles alone, whatever segments still hold.
    """

    def __init__(self, articles: list[Article]) -> None:
        self.articles = articles
        self._known: dict[tuple[Node, int], set[Stretch]] = {}
        self._texts = [self._analysed(article) for article in articles]
        self._ledes = [len(ANALYZER.terms(article.lede)) for article in articles]
        self._lengths = [sum(WEIGHTS[f] * len(tokens) for f, tokens in texts) for texts in self._texts]
        self._average = sum(self._lengths) / max(1, len(articles)) or 1.0

    @staticmethod
    def _analysed(article: Article) -> list[tuple[str, list[Token]]]:
        title = article.title if article.title_from != LEDE else ""
        texts = [("body", article.body), ("title", title), *(("author", a) for a in article.authors)]
        return [(field, list(ANALYZER.tokens(text))) for field, text in texts]

    def answer(self, query: Node) -> dict[str, float]:
        """Return the score of each matching article by its key."""
        scores = self._scores(query)
        return {a.key: scores[i] for i, a in enumerate(self.articles) if self.matches(query, i)}

    def matches(self, node: Node, number: int) -> bool:
        """Whether an article matches a query."""
        match node:
            case And(parts):
                return all(self.matches(part, number) for part in parts)
            case Or(parts):
                return any(self.matches(part, number) for part in parts)
            case Not(part):
                return not self.matches(part, number)
            case Weighted(part, _):
                return self.matches(part, number)
            case AtLeast(count, part):
                return len(self.stretches(part, number)) >= count
            case Keyword() | LengthRange() | DateRange() | MatchAll():
                return self._selected(node, self.articles[number])
            case _:
                return bool(self.stretches(node, number))

    @staticmethod
    def _selected(node: Node, article: Article) -> bool:
        match node:
            case DateRange(since, until):
                day = article.date[:10]
                day += "-01" * ((10 - len(day)) // 3) if day else ""
                return bool(day) and (not since or day >= str(since)) and (not until or day <= str(until))
            case LengthRange(least, most):
                words = len(ANALYZER.terms(article.body))
                return (least is None or words >= least) and (most is None or words <= most)
            case Keyword(text, field, prefix):
                wanted = [token.word.lower() for token in ANALYZER.terms(text)]
                value = article.language if field == "lang" else getattr(article, field)
                there = [token.word.lower() for token in ANALYZER.terms(value)]
                starts = range(len(there) - len(wanted) + 1) if field != "lang" else [0]
                return bool(wanted) and any(
                    there[i : i + len(wanted)] == wanted
                    or (
                        prefix
                        and len(there[i:]) >= len(wanted)
                        and there[i : i + len(wanted) - 1] == wanted[:-1]
                        and there[i + len(wanted) - 1].startswith(wanted[-1])
                    )
                    for i in starts
                )
            case _:
                return True

    def _scores(self, node: Node) -> list[float]:
        """Return what each article earns: nothing, where it does not match."""
        match node:
            case And(parts) | Or(parts):
                earned = [sum(scores) for scores in zip(*map(self._scores, parts), strict=True)]
            case Weighted(part, weight):
                earned = [weight * score for score in self._scores(part)]
            case AtLeast(_, part):
                earned = self._scores(part)
            case Not() | Keyword() | LengthRange() | DateRange() | MatchAll():
                earned = [0.0] * len(self.articles)
            case Word() if len(parts := self._parts(node)) > 1:
                apart = self._scores(Or(tuple(parts)))
                earned = [
                    COMPOUND_SHARE * one + (1 - COMPOUND_SHARE) * other
                    for one, other in zip(self._term_scores(Word(node.text, node.field)), apart, strict=True)
                ]
            case _:
                earned = self._term_scores(node)
        return [score if self.matches(node, number) else 0.0 for number, score in enumerate(earned)]

    @staticmethod
    def _parts(leaf: Word) -> list[Word]:
        return [Word(token.word, leaf.field) for token in ANALYZER.terms(leaf.text)]

    def _term_scores(self, term: Node) -> list[float]:
        """Return what each article earns by BM25F; a stretch counts as much as its field weighs."""
        frequencies = [
            sum(WEIGHTS[self._texts[number][text][0]] for text, _, _ in self.stretches(term, number))
            for number in range(len(self.articles))
        ]
        weight = idf(len(self.articles), sum(f > 0 for f in frequencies))
        return [
            weight * saturation(f, length, self._average) if f else 0.0
            for f, length in zip(frequencies, self._lengths, strict=True)
        ]

    def stretches(self, node: Node, number: int) -> set[Stretch]:
        """Return where a leaf or an Or of leaves stands in an article; of a Near, the ends of its chains."""
        if (node, number) not in self._known:
            self._known[node, number] = self._stretches(node, number)
        return self._known[node, number]

    def _stretches(self, node: Node, number: int) -> set[Stretch]:
        match node:
            case Or(parts):
                return set().union(*(self.stretches(part, number) for part in parts))
            case Near():
                return {chain[-1] for chain in self.chains(node, number)}
            case Word(any_part=True) if len(parts := self._parts(node)) > 1:
                return self.stretches(Or(tuple(parts)), number)
            case _:
                return self._leaf_stretches(node, number)

    def chains(self, near: Near, number: int) -> list[tuple[Stretch, ...]]:
        """Return every way in which the parts stand near one another."""
        orders = [near.parts] if near.ordered else permutations(near.parts)
        return [
            chain
            for order in orders
            for chain in product(*(self.stretches(part, number) for part in order))
            if all(
                one[0] == other[0] and 1 <= other[1] - (one[2] - 1) <= near.distance
                for one, other in pairwise(chain)
            )
        ]

    def marks(self, query: Node, number: int) -> dict[str, list[set[tuple[int, int]]]]:
        """Return what is to be marked, as (start, end) in code points, of each text of each field."""
        texts = self._texts[number]
        marks: dict[str, list[set[tuple[int, int]]]] = {"body": [], "title": [], "author": []}
        for field, _ in texts:
            marks[field].append(set())
        in_order = [one for spans in (marks["body"], marks["title"], marks["author"]) for one in spans]
        for text, start, end in self._marked(query, number):
            tokens = texts[text][1]
            in_order[text].add((tokens[start].start, tokens[end - 1].end))
        return marks

    def _marked(self, node: Node, number: int) -> set[Stretch]:
        match node:
            case And(parts) | Or(parts):
                return set().union(*(self._marked(part, number) for part in parts))
            case Weighted(part, _) | AtLeast(_, part):
                return self._marked(part, number)
            case Near():
                return set().union(*self.chains(node, number))
            case Not() | Keyword() | LengthRange() | DateRange() | MatchAll():
                return set()
            case _:
                return self.stretches(node, number)

    def _leaf_stretches(self, leaf: TermQuery, number: int) -> set[Stretch]:
        size = 1 if isinstance(leaf, Wildcard | Fuzzy | Regex | Expanded) else len(ANALYZER.terms(leaf.text))
        return {
            (text, start, start + size)
            for text, (_, tokens) in enumerate(self._texts[number])
            for start in range(len(tokens) - size + 1 if size else 0)
            if self._in_field(leaf.field, number, text, start + size)
            and all(self._fits(leaf, place, tokens[start + place]) for place in range(size))
        }

    def _in_field(self, field: str, number: int, text: int, end: int) -> bool:
        held = self._texts[number][text][0]
        in_lede = held == "body" and end <= self._ledes[number]
        if field == "lead":
            return held == "title" or in_lede
        return field in ("", held) or (
            field == "title" and in_lede and self.articles[number].title_from == LEDE
        )

    @staticmethod
    def _fits(leaf: TermQuery, place: int, there: Token) -> bool:
        """Whether a word may stand at a place of a leaf."""
        match leaf:
            case Expanded(words, _):
                return there.word in words
            case Wildcard() | Fuzzy() | Regex():
                return fits(leaf, there.word)
        wanted = ANALYZER.terms(leaf.text)
        if isinstance(leaf, Prefix) and place == len(wanted) - 1:
            return there.word.startswith(fold(wanted[place].word))
        if isinstance(leaf, Exact):
            return there.word == wanted[place].word
        return there.term == wanted[place].term


def committed(folder: Path, history: list) -> list[Article]:
    """Make an index in some commits, of articles by key after those to remove; return those that are left."""
    left: dict[str, Article] = {}
    for gone, new in history:
        with update_index(folder, jobs=1) as update:
            update.remove((gone | new.keys()) & left.keys())
            left = {key: article for key, article in left.items() if key not in gone}
            for article in new.values():
                left[article.key] = article
                update.add(article.encode())
            update.commit([])
    return list(left.values())


def found(
    engine: Engine, query: Node, sort: str = "relevance", limit: int | None = None, offset: int = 0
) -> list:
    """Return (score, article) of the articles found, checking the total."""
    answer = engine.search(query, sort=sort, limit=limit, offset=offset)
    assert answer.total == engine.count(query)
    return list(answer.articles)


@pytest.fixture(scope="session", name="committed")
def _committed():
    return committed


@pytest.fixture(scope="session", name="found")
def _found():
    return found


@pytest.fixture(scope="session", name="oracle_of")
def _oracle():
    return Oracle
