"""Matching and scoring by brute force: every query reads every token of every article.

That is slow, and simple enough to be right. It is the oracle for the embedded engine, and the search of the
engine in memory.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, permutations, product

from msgspec.structs import replace

from newsgrep.analysis.analyzer import Analyzer, Token
from newsgrep.analysis.folding import fold
from newsgrep.article import LEDE, Article
from newsgrep.engine.bm25f import DEFAULT_RANKING, idf
from newsgrep.patterns import matches
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    DateRange,
    Exact,
    Expanded,
    Filter,
    Fuzzy,
    Has,
    Keys,
    Keyword,
    LengthRange,
    MatchAll,
    Near,
    Node,
    Not,
    Or,
    Prefix,
    Regex,
    Sounds,
    TermQuery,
    Verified,
    Weighted,
    Wildcard,
    Word,
)


def letters(word: str) -> str:
    """The letters of a word, without the possessive and the full stops of U.S."""
    return re.sub("[’']s$|[.,]", "", word, flags=re.IGNORECASE)


#: An interval of positions: number of the text in the article, first position, position after the last one.
Interval = tuple[int, int, int]


#: The fields of an article with persons, by the field of the query language.
_PERSONS = {"from": "senders", "to": "recipients", "attachment": "attachments"}


def _both_orders(person: str) -> str:
    """Return a person, and once more with the first name first where it is `Roe, Jane <jane@x.org>`."""
    name = re.fullmatch(r"([^,<]+), ([^,<]+?)( <.*)?", person)
    return f"{person}; {name[2]} {name[1]}" if name else person


class BruteForce:
    """Matches and scores articles. The numbers of articles and lengths that scores depend on are theirs."""

    def __init__(self, articles: Iterable[Article], analyzer: Analyzer) -> None:
        self.articles = list(articles)
        self.analyzer = analyzer
        self.texts = [[*self._analysed(article)] for article in self.articles]
        self._intervals: dict[tuple[Node, int], set[Interval]] = {}
        self._lede_sizes = [len(analyzer.terms(article.lede)) for article in self.articles]
        weights = DEFAULT_RANKING.field_weights
        self._lengths = [sum(weights[field] * len(tokens) for field, tokens in texts) for texts in self.texts]
        self._average_length = sum(self._lengths) / max(1, len(self._lengths)) or 1.0

    def _analysed(self, article: Article) -> Iterator[tuple[str, list[Token]]]:
        """Yield the field and the tokens of each text of an article."""
        title = article.title if article.title_from != LEDE else ""
        texts = [("body", article.body), ("title", title), *(("author", name) for name in article.authors)]
        return ((field, list(self.analyzer.tokens(text))) for field, text in texts)

    def matches(self, node: Node, number: int) -> bool:
        """Return whether an article matches a query."""
        article = self.articles[number]
        match node:
            case And(parts):
                return all(self.matches(part, number) for part in parts)
            case Or(parts):
                return any(self.matches(part, number) for part in parts)
            case Not(part):
                return not self.matches(part, number)
            case Weighted(part, _) | Verified(_, part):
                return self.matches(part, number)
            case AtLeast(count, part):
                return len(self.intervals(part, number)) >= count
            case Keyword() | Keys() | Has() | LengthRange() | DateRange() | MatchAll():
                return self._is_selected(node, article)
            case _:
                return bool(self.intervals(node, number))

    def _is_selected(self, node: Filter, article: Article) -> bool:
        match node:
            case MatchAll():
                return True
            case DateRange(since, until):
                day = article.date[:10] + "-01" * ((10 - len(article.date[:10])) // 3)
                return (
                    bool(article.date)
                    and (not since or day >= str(since))
                    and (not until or day <= str(until))
                )
            case LengthRange(least, most):
                words = len(self.analyzer.terms(article.body))
                return (least is None or words >= least) and (most is None or words <= most)
            case Keyword(field="site"):
                return any(
                    self._has_keyword(replace(node, field=name), article) for name in ("source", "host")
                )
            case Keyword():
                return self._has_keyword(node, article)
            case Keys(keys, _, excluded):
                return (article.key in keys) != excluded
            case Has(field):
                return self._has(article, field)

    def _has_keyword(self, node: Keyword, article: Article) -> bool:
        host = re.sub(r"[/?#].*|:\d.*", "", article.url.rpartition("://")[2])
        value = {"lang": article.language, "host": host}.get(node.field) or getattr(article, node.field, "")
        if node.field in _PERSONS:
            value = "; ".join(map(_both_orders, getattr(article, _PERSONS[node.field])))
        words, wanted = (self._keywords(node.field, text) for text in (value, node.text))
        starts = range(len(words) - len(wanted) + 1) if node.field != "lang" else [0]
        for start in starts if wanted else []:
            found = words[start : start + len(wanted)]
            if node.prefix and len(found) == len(wanted):
                found[-1] = found[-1][: len(wanted[-1])]
            if found == wanted:
                return True
        return False

    def _keywords(self, field: str, text: str) -> list[str]:
        """Return the words of a keyword, with a mark between its parts, so that none are in a row."""
        if field in ("section", *_PERSONS) and "; " in text:
            first, rest = (self._keywords(field, part) for part in text.split("; ", 1))
            return [*first, ";", *rest]
        return [token.word.lower() for token in self.analyzer.terms(text)]

    def _has(self, article: Article, field: str) -> bool:
        """Return whether a field has a word."""
        title = article.title if article.title_from != LEDE else ""
        values = {"title": title, "author": " ".join(article.authors), "lang": article.language}
        values["attached"] = article.attached_as
        values |= {field: " ".join(getattr(article, name)) for field, name in _PERSONS.items()}
        return bool(self.analyzer.terms(values[field] if field in values else getattr(article, field)))

    def scores(self, node: Node) -> list[float]:
        """Return the score of each article, 0 for those that do not match."""
        match node:
            case And(parts) | Or(parts):
                scores = [sum(of_parts) for of_parts in zip(*map(self.scores, parts), strict=True)]
            case Weighted(part, weight):
                scores = [weight * score for score in self.scores(part)]
            case AtLeast(_, part) | Verified(part):
                scores = self.scores(part)
            case Not() | Keyword() | Has() | Keys() | LengthRange() | DateRange() | MatchAll():
                scores = [0.0] * len(self.articles)
            case Word(text, field) if len(words := self._words_of(node)) > 1:
                share = DEFAULT_RANKING.compound_share
                whole = Word(text, field, forms=node.forms)
                of_phrase, of_words = self._term_scores(whole), self.scores(Or(tuple(words)))
                scores = [
                    share * one + (1 - share) * other for one, other in zip(of_phrase, of_words, strict=True)
                ]
            case _:
                scores = self._term_scores(node)
        return [score if self.matches(node, number) else 0.0 for number, score in enumerate(scores)]

    def _words_of(self, node: Word) -> list[Word]:
        tokens = self.analyzer.terms(node.text)
        others = node.forms or ((),) * len(tokens)
        return [
            Word(token.word, node.field, forms=(forms,)) for token, forms in zip(tokens, others, strict=True)
        ]

    def _term_scores(self, term: Node) -> list[float]:
        """Return the BM25F contribution of a term to each article."""
        weights = DEFAULT_RANKING.field_weights
        frequencies = [
            sum(weights[self.texts[number][text][0]] for text, _, _ in self.intervals(term, number))
            for number in range(len(self.articles))
        ]
        term_idf = idf(len(self.articles), sum(frequency > 0 for frequency in frequencies))
        penalties = [DEFAULT_RANKING.length_penalty(one, self._average_length) for one in self._lengths]
        return [
            DEFAULT_RANKING.contribution(frequency, penalty, term_idf)
            for frequency, penalty in zip(frequencies, penalties, strict=True)
        ]

    def intervals(self, node: Node, number: int) -> set[Interval]:
        """Return where a term query or an Or of them matches in an article; of a Near, the ends of chains."""
        if (node, number) not in self._intervals:
            self._intervals[node, number] = self._find_intervals(node, number)
        return self._intervals[node, number]

    def _find_intervals(self, node: Node, number: int) -> set[Interval]:
        match node:
            case Or(parts):
                return set().union(*(self.intervals(part, number) for part in parts))
            case Near():
                return {chain[-1] for chain in self.chains(node, number)}
            case Word(any_part=True) if len(words := self._words_of(node)) > 1:
                return self.intervals(Or(tuple(words)), number)
        accepts = self._accepts(node)
        return {
            (text, start, start + len(accepts))
            for text, (_, tokens) in enumerate(self.texts[number])
            for start in range(len(tokens) - len(accepts) + 1 if accepts else 0)
            if all(accept(tokens[start + offset]) for offset, accept in enumerate(accepts))
            and self._is_spelt(node, number, text, tokens[start : start + len(accepts)])
            and self._is_in_field(node.field, number, text, start + len(accepts))
        }

    def chains(self, near: Near, number: int) -> list[tuple[Interval, ...]]:
        """Return every combination of intervals in which the parts are near each other."""
        if near.unit != "word":
            return [
                chain
                for chain in product(*(self.intervals(part, number) for part in near.parts))
                if len({self._unit_of(near.unit, number, interval) for interval in chain}) == 1
                and self._unit_of(near.unit, number, chain[0]) is not None
                and all(one[2] <= other[1] for one, other in pairwise(sorted(chain)))
            ]
        return [
            chain
            for order in ([near.parts] if near.ordered else permutations(near.parts))
            for chain in product(*(self.intervals(part, number) for part in order))
            if all(
                one[0] == other[0] and 1 <= other[1] - (one[2] - 1) <= near.distance
                for one, other in pairwise(chain)
            )
        ]

    def _unit_of(self, unit: str, number: int, interval: Interval) -> tuple[int, int] | None:
        """Return the sentence or the paragraph of an interval; None if it goes beyond one."""
        text, start, end = interval
        tokens, written = self.texts[number][text][1], self._written(number, text)
        cut = r"\n\s*\n" if unit == "paragraph" else r"\n\s*\n|(?<!(?<!&)\b[A-Z])[.!?]['\")”’»]*\s"
        cuts = [
            match.end()
            for match in re.finditer(cut, written)
            if "\n" in match[0]
            or not written[match.end() : match.end() + 1].islower()
            or written[: match.start()].islower()
        ]
        units = [bisect_right(cuts, tokens[start].start), bisect_right(cuts, tokens[end - 1].end - 1)]
        return (text, units[0]) if units[0] == units[1] else None

    def _written(self, number: int, text: int) -> str:
        article = self.articles[number]
        title = article.title if article.title_from != LEDE else ""
        return [article.body, title, *article.authors][text]

    def _is_spelt(self, query: TermQuery, number: int, text: int, tokens: list[Token]) -> bool:
        """Return whether words are spelt as a query asks: with its capitals, or its accents if it has any."""
        typed = self.analyzer.tokens(query.text) if isinstance(query, Cased | Exact) else ()
        pairs = [
            (
                letters(query.text[one.start : one.end]),
                letters(self._written(number, text)[two.start : two.end]),
            )
            for one, two in zip(typed, tokens, strict=False)
        ]
        if isinstance(query, Cased):
            return all(one == two for one, two in pairs)
        has_accents = any(one.lower() != fold(one) for one, _ in pairs)
        return not has_accents or all(one.lower() == two.lower() for one, two in pairs)

    def _accepts(self, query: TermQuery) -> list[Callable[[Token], bool]]:
        """Return a test for the token at each position of a term query."""
        match query:
            case Expanded(words):
                return [lambda token, words=frozenset(words): token.word in words]
            case Wildcard() | Fuzzy() | Regex() | Sounds():
                return [lambda token: matches(query, token.word)]
        wanted = self.analyzer.terms(query.text)
        if isinstance(query, Cased):
            small = [one.word.lower() for one in wanted]
            return [lambda token, word=word: token.word.lower() == word for word in small]
        if isinstance(query, Exact):
            return [lambda token, word=one.word: token.word == word for one in wanted]
        others = getattr(query, "forms", ()) or ((),) * len(wanted)
        accepts: list[Callable[[Token], bool]] = [
            lambda token, term=one.term, forms=forms: token.term == term or token.word in forms
            for one, forms in zip(wanted, others, strict=True)
        ]
        if isinstance(query, Prefix) and wanted:
            prefix = fold(wanted[-1].word)
            accepts[-1] = lambda token: token.word.startswith((prefix, prefix.upper()))
        return accepts

    def _is_in_field(self, field: str, number: int, text: int, end: int) -> bool:
        found_in = self.texts[number][text][0]
        in_lede = found_in == "body" and end <= self._lede_sizes[number]
        if field == "lead":
            return found_in == "title" or in_lede
        lede_is_title = self.articles[number].title_from == LEDE
        return field in ("", found_in) or (field == "title" and in_lede and lede_is_title)
