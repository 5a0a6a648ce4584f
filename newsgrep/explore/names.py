"""The persons, places and organisations that articles name, by the capitals of their names.

A name is a run of words with capitals, such as `Jane Doe` or `Bank of Norway`, without the ranks of persons.
At the beginning of a sentence a capital tells nothing: a word counts there if it is a name in the middle of
sentences elsewhere. `Doe` is another mention of `Jane Doe` in an article that has both, if most articles with
`Doe` have a longer name that ends with it. Months and weekdays are no names.

This is for languages in which names alone have capitals: English and most others of Europe, but not German.
In languages whose names have case endings, the inflections of a name count as one (inflected_names.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from newsgrep.analysis.folding import fold
from newsgrep.analysis.stopwords import stopwords_of
from newsgrep.article import Article
from newsgrep.engine.base import Engine, Matches, Sort
from newsgrep.explore.capitals import CaseUse, Mention, NameFinder
from newsgrep.explore.inflected_names import inflected_key, inflects_names
from newsgrep.explore.question import Question
from newsgrep.query.nodes import MatchAll
from newsgrep.results.tabular import Tabular

#: How many articles of the index, and how many of the matching ones, drawn at random, are read first to learn
#: which words are written without a capital.
_READ_FOR_CASE = 1_000

#: A word is a family name if this share of the articles with it alone have a longer name that ends with it.
_FAMILY_SHARE = 0.6
#: `Food and Drug Administration` is one name if this share of the articles with either half have it whole.
_JOINED_SHARE = 0.6
_LEAST_JOINED = 3
#: A name is shown in capitals if these are this many times as frequent as others: datelines have them, too.
_CAPITALS = 4
_GERMAN = "names are found by their capitals, which in German all nouns have"
#: How many words the name of a person has, if the last one is the family name.
_WORDS_OF_A_PERSON = (2, 3)


class Name(Struct, frozen=True):
    """A name, in its most frequent spelling.

    articles: articles that have it
    mentions: how often it stands in their texts, as a whole or as the family name
    """

    name: str
    articles: int
    mentions: int


class Names(Tabular, Struct, frozen=True):
    """The names that most articles have.

    articles: articles that match
    read:     how many of these were read
    """

    names: tuple[Name, ...]
    articles: int
    read: int
    notices: tuple[str, ...] = ()

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the names as dicts, as for a data frame."""
        return [*map(asdict, self.names)]


def names(engine: Engine, question: Question, *, top: int | None, sample: int | None, seed: int) -> Names:
    """Return the names that matching articles have, the most frequent first; see `Explorer.names`."""
    counts, articles, notices = count_names(engine, question, sample, seed)
    return Names(tuple(counts.names()[:top]), articles, counts.read, notices)


def matching(engine: Engine, question: Question, sample: int | None, seed: int) -> Matches:
    """Return the articles whose names are counted: all that match a question, or a sample of them."""
    order: Sort = "random" if sample else "date"
    return engine.search(question.tree, sort=order, limit=sample, offset=0, seed=seed)


def count_names(
    engine: Engine, question: Question, sample: int | None, seed: int
) -> tuple[NameCounts, int, tuple[str, ...]]:
    """Return the names in the articles that match, how many match, and what the user should know."""
    tree = question.tree
    case_use = CaseUse(stopwords_of(engine.language))
    for some in (MatchAll(), tree):
        few = engine.search(some, sort="random", limit=_READ_FOR_CASE, offset=0, seed=seed)
        for _, article in few.articles:
            case_use.learn(article.body)
    key = partial(inflected_key, engine.language) if inflects_names(engine.language) else fold
    counts = NameCounts(case_use, key)
    matches = matching(engine, question, sample, seed)
    counts.add_all(article for _, article in matches.articles)
    notices = (*question.notices, *([_GERMAN] if "german" in engine.language else []))
    return counts, matches.total, notices


class NameCounts:
    """Counts names in articles, by a key that tells them apart.

    read: number of articles that were read
    """

    def __init__(self, case_use: CaseUse, key: Callable[[str], str]) -> None:
        self._key = key
        self._finder = NameFinder(case_use, key)
        self.read = 0
        self._articles = Counter[str]()
        self._mentions = Counter[str]()
        self._spellings: dict[str, Counter[str]] = {}
        # Mentions that begin a sentence, of names that were not seen elsewhere in the same article.
        self._doubtful_articles = Counter[str]()
        self._doubtful_mentions = Counter[str]()
        # Mentions of a word by itself in articles with a longer name that ends with it, and these articles.
        self._as_family = Counter[tuple[str, str]]()
        self._with_longer = Counter[str]()
        # Names after another name and a word such as `and`, by these two words before the name, and the name.
        self._joined_articles = Counter[tuple[str, str]]()
        self._joined_mentions = Counter[tuple[str, str]]()
        # Known once all are counted: family names, keys of joined names, and the usual spelling by key.
        self._families = set[str]()
        self._wholes = set[str]()
        self._keys: dict[str, str] = {}

    def add_all(self, articles: Iterable[Article]) -> None:
        """Count the names in the bodies of articles."""
        for article in articles:
            self.read += 1
            self._add(self._finder.mentions(article.body))

    def _add(self, mentions: Iterable[Mention]) -> None:
        sure, doubtful, joined = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
        for mention in mentions:
            (doubtful if mention.is_doubtful else sure)[mention.key] += 1
            self._spellings.setdefault(mention.key, Counter())[mention.name] += 1
            if mention.before:
                joined[mention.before, mention.name] += 1
        for key in doubtful.keys() & sure.keys():
            sure[key] += doubtful.pop(key)
        self._articles.update(sure.keys())
        self._mentions.update(sure)
        self._doubtful_articles.update(doubtful.keys())
        self._doubtful_mentions.update(doubtful)
        self._joined_articles.update(joined.keys())
        self._joined_mentions.update(joined)
        for word, longer in _family_names(sure).items():
            if number := sure[word]:
                self._with_longer[word] += 1
                self._as_family[longer, word] += number

    def names(self) -> list[Name]:
        """Return all names, the most frequent first. Call this once, when all articles are counted.

        The mentions of a family name count for the whole name.
        """
        for key in self._doubtful_articles.keys() & self._articles.keys():
            self._articles[key] += self._doubtful_articles.pop(key)
            self._mentions[key] += self._doubtful_mentions[key]
        self._join_names()
        self._families = {
            word
            for word, number in self._with_longer.items()
            if number >= _FAMILY_SHARE * self._articles[word]
        }
        for (longer, word), number in self._as_family.items():
            if word in self._families:
                self._mentions[longer] += number
                self._mentions[word] -= number
        self._articles.subtract({word: self._with_longer[word] for word in self._families})
        self._keys = {key: self._usual_spelling(key) for key, number in self._articles.items() if number > 0}
        found = [Name(name, self._articles[key], self._mentions[key]) for key, name in self._keys.items()]
        return sorted(found, key=lambda name: (-name.articles, -name.mentions, name.name))

    def names_in(self, article: Article) -> set[str]:
        """Return which of the names an article has, once `names` was called."""
        found = set[str]()
        joined = set[str]()
        for mention in self._finder.mentions(article.body):
            found.add(mention.key)
            whole = self._key(f"{mention.before} {mention.name}") if mention.before else ""
            if whole in self._wholes:
                found.add(whole)
                joined.update((self._key(mention.before.rpartition(" ")[0]), mention.key))
        found -= joined
        found -= _family_names(found).keys() & self._families
        return {self._keys[key] for key in found & self._keys.keys()}

    def _join_names(self) -> None:
        """Make one name of two with a word such as `and` between them, if they hardly occur otherwise."""
        for (before, name), articles in self._joined_articles.items():
            first, second = self._key(before.rpartition(" ")[0]), self._key(name)
            most = max(self._articles[first], self._articles[second] + self._doubtful_articles[second])
            if articles >= _LEAST_JOINED and articles >= _JOINED_SHARE * most:
                mentions = self._joined_mentions[before, name]
                whole = self._key(f"{before} {name}")
                for key in (first, second):
                    self._articles[key] -= articles
                    self._mentions[key] -= mentions
                self._articles[whole], self._mentions[whole] = articles, mentions
                self._spellings[whole] = Counter({f"{before} {name}": 1})
                self._wholes.add(whole)

    def _usual_spelling(self, key: str) -> str:
        """Return how a name is mostly written: in capitals only if that is much more frequent."""
        spellings = self._spellings[key]
        return max(spellings, key=lambda name: (spellings[name] / (_CAPITALS if name.isupper() else 1), name))


def _family_names(found: Iterable[str]) -> dict[str, str]:
    """Return the last words of names of two or three words, each with the first name that ends with it."""
    longer: dict[str, str] = {}
    for name in found:
        words = name.split()
        if len(words) in _WORDS_OF_A_PERSON:
            longer.setdefault(words[-1], name)
    return longer
