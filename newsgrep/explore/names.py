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
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from itertools import takewhile
from operator import attrgetter
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict

from newsgrep.analysis.folding import fold
from newsgrep.analysis.stopwords import stopwords_of
from newsgrep.article import Article
from newsgrep.engine.base import Engine, Sort
from newsgrep.explore.capitals import CaseUse, Mention, NameFinder, is_without_case
from newsgrep.explore.inflected_names import inflected_key, inflects_names
from newsgrep.explore.question import Question
from newsgrep.explore.short_names import (
    company_names,
    cut_names,
    family_names,
    initials,
    letters_alone,
    without_company_form,
)
from newsgrep.query.nodes import MatchAll
from newsgrep.results.tabular import Tabular
from newsgrep.spill import Queue

#: How many articles of the index, and how many of the matching ones, drawn at random, are read first to learn
#: which words are written without a capital.
_READ_FOR_CASE = 1_000

#: Mentions that begin a sentence, and no dateline, count if the articles with others are this share of these.
_SURE_SHARE = 0.1
#: A word is a short name if this share of the articles with it have a longer name with it at an end.
_SHORT_SHARE = 0.6
#: `Chicago Corp` is another name than `Chicago` if this many times as many articles have that; the square of
#: it if the name has two words, and so on.
_TIMES_WITHOUT_FORM = 10
_AS_COMPANY = " (company)"
#: Initials stand for a name if this share of the articles with the rarer one of both have the other, too.
_INITIALS_SHARE = 0.5
_LEAST_WITH_INITIALS = 2
#: `Fed` stands for `Federal Reserve` if this share of the articles with the more frequent one have both.
_CUT_SHARE = 0.5
_LEAST_WITH_CUT = 3
_LONGEST_INITIALS = 10
#: `Food and Drug Administration` is one name if this share of the articles with either half have it whole.
_JOINED_SHARE = 0.6
_LEAST_JOINED = 3
#: A name is shown in capitals if these are this many times as frequent as others: datelines have them, too.
_CAPITALS = 4
_is_heading = attrgetter("is_heading")
_GERMAN = "names are found by their capitals, which in German all nouns have"
_UNCASED = "articles in a script without capitals, such as Arabic or Chinese, whose names are not found: {:,}"


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


class Mentioned(NamedTuple):
    """The keys of the names in an article.

    keys:      all, in the order of the text
    companies: those that have a legal form somewhere in the text
    bare:      companies whose name without the form stands before them, for something else
    chains:    names with words such as `and` between them
    """

    keys: list[str]
    companies: set[str]
    bare: set[str]
    chains: list[tuple[str, ...]]


def count_names(
    engine: Engine, question: Question, sample: int | None, seed: int, kept: Queue[Mentioned] | None = None
) -> tuple[NameCounts, int, tuple[str, ...]]:
    """Return the names in the articles that match, how many match, and what the user should know.

    sample: how many articles to read, drawn at random by `seed`; None or 0 for all
    kept:   is given the names in each article that is read
    """
    tree = question.tree
    case_use = CaseUse(stopwords_of(engine.language))
    for some in (MatchAll(), tree):
        few = engine.search(some, sort="random", limit=_READ_FOR_CASE, offset=0, seed=seed)
        for _, article in few.articles:
            case_use.learn(article.body)
    key = partial(inflected_key, engine.language) if inflects_names(engine.language) else fold
    counts = NameCounts(case_use, key)
    order: Sort = "random" if sample else "date"
    matches = engine.search(tree, sort=order, limit=sample, offset=0, seed=seed)
    is_german, uncased = "german" in engine.language, 0
    for _, article in matches.articles:
        mentioned = counts.add(article)
        is_german = is_german or article.language.partition("-")[0] == "de"
        uncased += not mentioned.keys and is_without_case(article.body)
        if kept is not None:
            kept.add(mentioned)
    of_languages = [*([_GERMAN] if is_german else []), *([_UNCASED.format(uncased)] if uncased else [])]
    return counts, matches.total, (*question.notices, *of_languages)


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
        self._spelled = Counter[tuple[str, str]]()
        # Mentions that begin a sentence, of names that were not seen elsewhere in the same article.
        self._doubtful_articles = Counter[str]()
        self._doubtful_mentions = Counter[str]()
        self._datelines = Counter[str]()
        # Mentions of a short name in articles with a longer one that it may stand for, and these articles.
        self._as_short = Counter[tuple[str, str]]()
        self._with_longer = Counter[str]()
        # Companies with their legal form, and articles with one that have its bare name for something else.
        self._company_articles = Counter[str]()
        self._company_mentions = Counter[str]()
        self._with_bare = Counter[str]()
        # Articles with initials and a name that has them, and with a word that a name may be cut to.
        self._with_initials = Counter[tuple[str, str]]()
        self._with_cut = Counter[tuple[str, str]]()
        # Names with a word such as `and` between them: all of these words in a row.
        self._joined_articles = Counter[tuple[str, ...]]()
        self._joined_mentions = Counter[tuple[str, ...]]()
        # Known once all are counted: companies that count apart, short names, keys of joined names, names
        # that are merged, what other keys stand for, and the usual spelling by key.
        self._spellings = defaultdict[str, Counter[str]](Counter)
        self._apart = set[str]()
        self._shorts = set[str]()
        self._wholes = set[str]()
        self._merged = set[str]()
        self._meant: dict[str, str] = {}
        self._keys: dict[str, str] = {}

    def add(self, article: Article) -> Mentioned:
        """Count the names in the body of an article, and return their keys."""
        self.read += 1
        mentions = [*self._finder.mentions(article.body)]
        companies = {mention.key for mention in mentions if mention.is_company}
        bare = self._add_companies(mentions, companies) if companies else set[str]()
        chains = [chain for mention in mentions if mention.before for chain in _chains(mention)]
        keys = list(dict.fromkeys([mention.key for mention in mentions]))
        mentioned = Mentioned(keys, companies, bare, chains)
        self._add(mentions, mentioned)
        return mentioned

    def _add(self, mentions: Sequence[Mention], mentioned: Mentioned) -> None:
        sure = {mention.key for mention in mentions if not mention.is_doubtful}
        doubtful = [mention.key for mention in mentions if mention.key not in sure]
        counted = [mention.key for mention in mentions if mention.key in sure]
        self._articles.update(sure)
        self._mentions.update(counted)
        self._doubtful_articles.update({*doubtful})
        self._doubtful_mentions.update(doubtful)
        self._spelled.update([mention[:2] for mention in mentions if not mention.is_heading])
        for heading in takewhile(_is_heading, mentions):
            self._add_heading(heading, sure)
        joined = dict.fromkeys(mentioned.chains)
        self._joined_articles.update(joined.keys())
        self._joined_mentions.update(mentioned.chains)
        self._with_initials.update(self._initials_in(dict([mention[:2] for mention in mentions]), joined))
        self._with_cut.update(cut_names(sure))
        short_names = _short_names([key for key in mentioned.keys if key in sure], mentioned.companies)
        for word, longer in short_names.items():
            if word in sure:
                self._with_longer[word] += 1
                self._as_short[longer, word] += counted.count(word)

    def _add_heading(self, heading: Mention, sure: Collection[str]) -> None:
        """Count how a name at the beginning of a text is spelt, unless in capitals; it may be a dateline."""
        self._spelled[heading[:2]] += not heading.name.isupper()
        if heading.key not in sure:
            self._datelines[heading.key] += 1

    def _add_companies(self, mentions: Iterable[Mention], companies: Collection[str]) -> set[str]:
        """Count companies, and return those whose name without the legal form stands before them.

        Behind the name with its legal form, the name without it is the company.
        """
        earlier, bare = set[str](), set[str]()
        for mention in mentions:
            if mention.key in companies:
                if mention.is_company:
                    earlier.add(mention.key)
                if mention.key in earlier:
                    self._company_mentions[mention.key] += 1
                else:
                    bare.add(mention.key)
        self._company_articles.update(companies)
        self._with_bare.update(bare)
        return bare

    def _initials_in(
        self, mentioned: Mapping[str, str], joined: Iterable[tuple[str, ...]]
    ) -> list[tuple[str, str]]:
        """Return the keys of the initials in an article, each with that of a name that has them.

        mentioned: the keys of names
        """
        named = {**mentioned, **{name: self._key_of(name) for name in map(" ".join, joined)}}
        short = [name for name in named if len(name) <= _LONGEST_INITIALS]
        letters = {named[name]: word for name in short if len(word := letters_alone(name)) > 1}
        if not letters:
            return []
        others = [(name, key) for name, key in named.items() if " " in name and key not in letters]
        longer = {initials(without_company_form(name)): key for name, key in others}
        longer |= {initials(name): key for name, key in others}
        return [*dict.fromkeys((key, longer[word]) for key, word in letters.items() if word in longer)]

    def _key_of(self, name: str) -> str:
        return self._key(without_company_form(name))

    def names(self) -> list[Name]:
        """Return all names, the most frequent first. Call this once, when all articles are counted.

        The mentions of a short name count for the whole name.
        """
        for (name, key), number in self._spelled.items():
            self._spellings[key][name] = number
        for key in self._doubtful_articles.keys() & self._articles.keys():
            within_texts = self._doubtful_articles[key] - self._datelines[key]
            if self._articles[key] < _SURE_SHARE * within_texts:
                continue
            self._articles[key] += self._doubtful_articles.pop(key)
            self._mentions[key] += self._doubtful_mentions[key]
        self._join_names()
        self._part_companies()
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

    def names_in(self, mentioned: Mentioned) -> set[str]:
        """Return which of the names an article has, once `names` was called."""
        found, out = {*mentioned.keys}, set[str]()
        for words in mentioned.chains:
            whole = self._key_of(" ".join(words))
            if whole in self._wholes:
                found.add(whole)
                out.update(map(self._key_of, words[::2]))
        if self._shorts.intersection(mentioned.keys):
            out |= _short_names(mentioned.keys, mentioned.companies).keys() & self._shorts
        if apart := mentioned.companies & self._apart:
            found |= {key + _AS_COMPANY for key in apart}
            out |= apart - mentioned.bare
        keys = {self._meant.get(key, key) for key in found - out}
        return {self._keys[key] for key in keys & self._keys.keys()}

    def spellings(self) -> dict[str, set[str]]:
        """Return all spellings of each name, its initials among them. `names` has to be called before it."""
        found = {name: {*self._spellings[key]} for key, name in self._keys.items()}
        for key, meant in self._meant.items():
            if meant in self._keys:
                found[self._keys[meant]] |= {*self._spellings[key]}
        return found

    def _part_companies(self) -> None:
        """Count a company apart if its name without the legal form is mostly something else, as a place."""
        for key, articles in self._company_articles.items():
            others = self._articles[key] - articles + self._with_bare[key]
            if others < _TIMES_WITHOUT_FORM ** len(key.split()) * articles:
                continue
            self._apart.add(key)
            whole = key + _AS_COMPANY
            self._articles[key], self._articles[whole] = others, articles
            self._mentions[key] -= self._company_mentions[key]
            self._mentions[whole] = self._company_mentions[key]
            spellings = self._spellings[key]
            with_form = [name for name in spellings if without_company_form(name) != name]
            self._spellings[whole].update({name: spellings.pop(name) for name in with_form})

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
        """Count a name and its initials, or the word that it is cut to, as one: the more frequent one."""
        for (short, longer), both in self._with_initials.most_common():
            numbers = (self._articles[longer], self._articles[short])
            if both >= max(_LEAST_WITH_INITIALS, _INITIALS_SHARE * min(numbers)):
                self._merge(short, longer, both)
        for (short, longer), both in self._with_cut.most_common():
            numbers = (self._articles[longer], self._articles[short])
            if both >= max(_LEAST_WITH_CUT, _CUT_SHARE * max(numbers)):
                self._merge(short, longer, both)

    def _merge(self, short: str, longer: str, both: int) -> None:
        """Count two names as one, unless one of them is merged already; `both` is the articles with both."""
        if min(self._articles[short], self._articles[longer]) < both or self._merged & {short, longer}:
            return
        self._merged |= {short, longer}
        kept, other = (longer, short) if self._articles[longer] >= self._articles[short] else (short, longer)
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


def _short_names(found: Collection[str], companies: Collection[str]) -> dict[str, str]:
    """Return the names that may stand for a longer one in the same text, each with the longer one.

    found:     in the order of the text
    companies: those that have a legal form somewhere in the text
    """
    return company_names(found, companies) | family_names(found)
