"""The persons, places and organisations that articles name, by the capitals of their names.

A name is a run of words with capitals, such as `Jane Doe` or `Bank of Norway`, without the ranks of persons.
At the beginning of a sentence a capital tells nothing: a word counts there if it is a name in the middle of
sentences elsewhere. `Doe` is another mention of `Jane Doe` in an article that has both, if most articles with
`Doe` have a longer name that ends with it; likewise, `Acme` is one of `Acme Steel Corp`. `Acme Corp` and
`Acme` are one name, and so are `IMF` and `International Monetary Fund` if they mostly stand together. Months,
weekdays and nationalities (nationalities.py) are no names.

This is for languages in which names alone have capitals: English and most others of Europe, but not German.
In languages whose names have case endings, the inflections of a name count as one (inflected_names.py).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
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
from newsgrep.explore.short_names import (
    company_names,
    family_names,
    initials,
    letters_alone,
    without_company_form,
)
from newsgrep.query.nodes import MatchAll
from newsgrep.results.tabular import Tabular

#: How many articles of the index, and how many of the matching ones, drawn at random, are read first to learn
#: which words are written without a capital.
_READ_FOR_CASE = 1_000

#: A word is a short name if this share of the articles with it have a longer name with it at an end.
_SHORT_SHARE = 0.6
#: Initials stand for a name if this share of the articles with the rarer one of both have the other, too.
_INITIALS_SHARE = 0.5
_LEAST_WITH_INITIALS = 2
_LONGEST_INITIALS = 10
#: `Food and Drug Administration` is one name if this share of the articles with either half have it whole.
_JOINED_SHARE = 0.6
_LEAST_JOINED = 3
#: A name is shown in capitals if these are this many times as frequent as others: datelines have them, too.
_CAPITALS = 4
_GERMAN = "names are found by their capitals, which in German all nouns have"


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
        self._spellings = defaultdict[str, Counter[str]](Counter)
        # Mentions that begin a sentence, of names that were not seen elsewhere in the same article.
        self._doubtful_articles = Counter[str]()
        self._doubtful_mentions = Counter[str]()
        # Mentions of a short name in articles with a longer one that it may stand for, and these articles.
        self._as_short = Counter[tuple[str, str]]()
        self._with_longer = Counter[str]()
        # Articles with initials and a name that has them.
        self._with_initials = Counter[tuple[str, str]]()
        # Names with a word such as `and` between them: all of these words in a row.
        self._joined_articles = Counter[tuple[str, ...]]()
        self._joined_mentions = Counter[tuple[str, ...]]()
        # Known once all are counted: short names, keys of joined names, what other keys stand for, and the
        # usual spelling by key.
        self._shorts = set[str]()
        self._wholes = set[str]()
        self._meant: dict[str, str] = {}
        self._keys: dict[str, str] = {}

    def add_all(self, articles: Iterable[Article]) -> None:
        """Count the names in the bodies of articles."""
        for article in articles:
            self.read += 1
            self._add([*self._finder.mentions(article.body)])

    def _add(self, mentions: Sequence[Mention]) -> None:
        sure, doubtful, joined = Counter[str](), Counter[str](), Counter[tuple[str, ...]]()
        for mention in mentions:
            (doubtful if mention.is_doubtful else sure)[mention.key] += 1
            self._spellings[mention.key][mention.name] += not (mention.is_heading and mention.name.isupper())
            if mention.before:
                joined.update(_chains(mention))
        for key in doubtful.keys() & sure.keys():
            sure[key] += doubtful.pop(key)
        self._articles.update(sure.keys())
        self._mentions.update(sure)
        self._doubtful_articles.update(doubtful.keys())
        self._doubtful_mentions.update(doubtful)
        if joined:
            self._joined_articles.update(joined.keys())
            self._joined_mentions.update(joined)
        for pair in self._initials_in(mentions, joined):
            self._with_initials[pair] += 1
        for word, longer in _short_names(sure, mentions).items():
            if number := sure[word]:
                self._with_longer[word] += 1
                self._as_short[longer, word] += number

    def _initials_in(
        self, mentions: Iterable[Mention], joined: Iterable[tuple[str, ...]]
    ) -> set[tuple[str, str]]:
        """Return the keys of the initials in an article, each with that of a name that has them."""
        of_joined = {name: self._key_of(name) for name in map(" ".join, joined)}
        short = {one.name: one.key for one in mentions if len(one.name) <= _LONGEST_INITIALS}
        short |= {name: key for name, key in of_joined.items() if len(name) <= _LONGEST_INITIALS}
        letters = {key: word for name, key in short.items() if len(word := letters_alone(name)) > 1}
        if not letters:
            return set()
        named = {mention.name: mention.key for mention in mentions} | of_joined
        others = [(name, key) for name, key in named.items() if " " in name and key not in letters]
        longer = {initials(without_company_form(name)): key for name, key in others}
        longer |= {initials(name): key for name, key in others}
        return {(key, longer[word]) for key, word in letters.items() if word in longer}

    def _key_of(self, name: str) -> str:
        return self._key(without_company_form(name))

    def names(self) -> list[Name]:
        """Return all names, the most frequent first. Call this once, when all articles are counted.

        The mentions of a short name count for the whole name.
        """
        for key in self._doubtful_articles.keys() & self._articles.keys():
            self._articles[key] += self._doubtful_articles.pop(key)
            self._mentions[key] += self._doubtful_mentions[key]
        self._join_names()
        self._shorts = {
            word
            for word, number in self._with_longer.items()
            if number >= _SHORT_SHARE * self._articles[word]
        }
        for (longer, word), number in self._as_short.items():
            if word in self._shorts:
                self._mentions[longer] += number
                self._mentions[word] -= number
        self._articles.subtract({word: self._with_longer[word] for word in self._shorts})
        self._merge_initials()
        self._keys = {key: self._usual_spelling(key) for key, number in self._articles.items() if number > 0}
        found = [Name(name, self._articles[key], self._mentions[key]) for key, name in self._keys.items()]
        return sorted(found, key=lambda name: (-name.articles, -name.mentions, name.name))

    def names_in(self, article: Article) -> set[str]:
        """Return which of the names an article has, once `names` was called."""
        mentions = [*self._finder.mentions(article.body)]
        found = dict.fromkeys(mention.key for mention in mentions)
        joined = set[str]()
        for mention in mentions:
            for words in _chains(mention):
                whole = self._key_of(" ".join(words))
                if whole in self._wholes:
                    found[whole] = None
                    joined.update(map(self._key_of, words[::2]))
        shorts = _short_names(found, mentions).keys() & self._shorts
        keys = {self._meant.get(key, key) for key in found if key not in joined and key not in shorts}
        return {self._keys[key] for key in keys & self._keys.keys()}

    def spellings(self) -> dict[str, set[str]]:
        """Return all spellings of each name, once `names` was called; initials are one of them."""
        found = {name: {*self._spellings[key]} for key, name in self._keys.items()}
        for key, meant in self._meant.items():
            if meant in self._keys:
                found[self._keys[meant]] |= {*self._spellings[key]}
        return found

    def _join_names(self) -> None:
        """Make one name of two or three with a word such as `and` between, if they hardly occur otherwise."""
        for words in sorted(self._joined_articles, key=len, reverse=True):
            articles, mentions = self._joined_articles[words], self._joined_mentions[words]
            parts = [*map(self._key_of, words[::2])]
            most = max(self._articles[part] + self._doubtful_articles[part] for part in parts)
            whole = self._key_of(" ".join(words))
            if articles < _LEAST_JOINED or articles < _JOINED_SHARE * most or whole in parts:
                continue
            for part in parts:
                self._articles[part] -= articles
                self._mentions[part] -= mentions
            for shorter in (words[:-2], words[2:]) if len(words) > 3 else ():
                self._joined_articles[shorter] -= articles
            self._articles[whole] += articles
            self._mentions[whole] += mentions
            self._spellings[whole][" ".join(words)] += mentions
            self._wholes.add(whole)

    def _merge_initials(self) -> None:
        """Count initials and the name that they stand for as one name, the one that more articles have."""
        merged = set[str]()
        for (short, longer), both in self._with_initials.most_common():
            numbers = (self._articles[longer], self._articles[short])
            if both < _LEAST_WITH_INITIALS or both < _INITIALS_SHARE * min(numbers) or min(numbers) < both:
                continue
            if short in merged or longer in merged:
                continue
            merged |= {short, longer}
            kept, other = (longer, short) if numbers[0] >= numbers[1] else (short, longer)
            self._meant[other] = kept
            self._articles[kept] += self._articles.pop(other) - both
            self._mentions[kept] += self._mentions.pop(other)

    def _usual_spelling(self, key: str) -> str:
        """Return how a name is mostly written: in capitals only if that is much more frequent."""
        spellings = self._spellings[key]
        return max(spellings, key=lambda name: (spellings[name] / (_CAPITALS if name.isupper() else 1), name))


def _chains(mention: Mention) -> list[tuple[str, ...]]:
    """Return a name with the names that are joined to it, the longest chain first."""
    return [(*mention.before[start:], mention.name) for start in range(0, len(mention.before), 2)]


def _short_names(found: Collection[str], mentions: Iterable[Mention]) -> dict[str, str]:
    """Return the names that may stand for a longer one in the same text, each with the longer one."""
    companies = {mention.key for mention in mentions if mention.is_company}
    return company_names(found, companies) | family_names(found)
