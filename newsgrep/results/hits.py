"""What a search returns: plain data for printers and programs.

While SCHEMA_VERSION stays the same, JSON objects may get new keys, and lose none. Offsets count code points
from 0. An unknown value is None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from newsgrep.arguments import texts_argument
from newsgrep.article import LEDE, Article, key_with_path
from newsgrep.errors import UsageError, choice_hint

#: A match as (start, end), in code points of the text that contains it.
Span = tuple[int, int]

#: The version of the JSON objects.
SCHEMA_VERSION = 1

#: Most characters of a lede that stands in for a headline, for programs and on a terminal.
LONGEST_LEDE, LEDE_ON_TERMINAL = 300, 100

#: The output fields of a hit that JSON has by default.
HIT_FIELDS = (
    *("rank", "score", "key", "path", "line", "page"),
    *("title", "title_from", "title_matches", "authors", "author_matches", "senders", "recipients"),
    *("date", "date_from", "url", "source", "section", "language", "tags", "index"),
    *("passages", "close", "missing", "by_meaning"),
)


class Passage(Struct, frozen=True):
    """A part of an article's body to show for a hit.

    text:  characters of the body from `start` on, cut at word boundaries
    start: offset of `text` in the body, in code points
    spans: the matches, relative to `text`, sorted and disjoint
    starts_inside, ends_inside: whether there is more text before and after it in the body
    """

    text: str
    start: int
    spans: tuple[Span, ...] = ()
    starts_inside: bool = False
    ends_inside: bool = False

    @property
    def place(self) -> int:
        """The offset in the body of the first match; of the passage if it has no match."""
        return self.start + (self.spans[0][0] if self.spans else 0)


class ScoreContribution(Struct, frozen=True):
    """What one term query adds to a score: weight · idf · saturated frequency, as in BM25F.

    query:     the term query, in the query language
    articles:  number of articles that match it
    frequency: occurrences in this article, weighted by field
    """

    query: str
    articles: int
    idf: float
    frequency: float
    weight: float
    score: float

    @property
    def saturated_frequency(self) -> float:
        """The frequency after saturation and length normalisation: between 0 and k1 + 1."""
        factor = self.weight * self.idf
        return self.score / factor if factor else 0.0

    def as_dict(self) -> dict[str, object]:
        """Return the contribution as an object for JSON; `tf` is the saturated frequency."""
        return {
            "query": self.query,
            "score": round(self.score, 6),
            "weight": round(self.weight, 6),
            "idf": round(self.idf, 6),
            "tf": round(self.saturated_frequency, 6),
            "frequency": round(self.frequency, 6),
            "articles": self.articles,
        }


class Explanation(Struct, frozen=True):
    """The parts of the score of an article. Lengths are in words, weighted by field.

    topic: what the vectors of the archive add, if the article is about the same as the query
    model: what the vectors of a model add
    """

    score: float
    length: float
    average_length: float
    contributions: tuple[ScoreContribution, ...]
    topic: float = 0.0
    model: float = 0.0

    def as_dict(self) -> dict[str, object]:
        """Return the explanation as an object for JSON."""
        return {
            "score": round(self.score, 6),
            "length": round(self.length, 6),
            "average_length": round(self.average_length, 6),
            "terms": [one.as_dict() for one in self.contributions],
            **({"topic": round(self.topic, 6)} if self.topic else {}),
            **({"model": round(self.model, 6)} if self.model else {}),
        }


def short_title(article: Article, longest: int = LONGEST_LEDE) -> str:
    """Return the headline, or the lede in its place.

    longest: characters of a lede; a longer lede is cut between words, and ends in an ellipsis
    """
    title = article.title
    if article.title_from != LEDE or len(title) <= longest:
        return title
    space = title.rfind(" ", longest // 2, longest)
    return title[: space if space > 0 else longest - 2] + " …"


class Version(Struct, frozen=True):
    """Another version of the story of a hit, which is the best version.

    key:  as `newsgrep show` takes it
    date: in ISO 8601; empty if unknown, like source and title
    """

    key: str
    date: str
    source: str
    title: str

    def as_dict(self) -> dict[str, str | None]:
        """Return the version as an object for JSON; None for an unknown value."""
        return {
            "key": self.key,
            **{name: getattr(self, name) or None for name in ("date", "source", "title")},
        }


class Hit(Struct, frozen=True):
    """An article that a search found, with its rank, its score and the passages to show.

    rank: position among all hits of the search, from 1
    path: the path of the article's file from the current folder
    line: 1-based line of that file with the first match of the first passage
    title_spans, byline_spans: matches in `title` and `article.byline`
    explanation: the parts of the score, if the search was asked to explain
    versions: the other matching versions of the story, earliest first, if stories are folded
    missing: for a close hit, the words of the query that the article does not have
    by_meaning: whether the article has none of the words; None if the search was not by meaning
    tags: the tags of the article, in alphabetical order
    index: if several indexes are searched as one, the name of the index that has the article
    """

    rank: int
    score: float
    article: Article
    path: str
    line: int
    passages: tuple[Passage, ...] = ()
    title_spans: tuple[Span, ...] = ()
    byline_spans: tuple[Span, ...] = ()
    explanation: Explanation | None = None
    versions: tuple[Version, ...] = ()
    missing: tuple[str, ...] = ()
    by_meaning: bool | None = None
    tags: tuple[str, ...] = ()
    index: str = ""

    @property
    def page(self) -> int:
        """The page of the file with the first match of the first passage; 0 where pages are not known."""
        return self.article.page_at(self.passages[0].place if self.passages else 0)

    @property
    def key(self) -> str:
        """The article's key with the path as shown; `newsgrep show` takes it."""
        return key_with_path(self.article.key, self.path)

    @property
    def title(self) -> str:
        """The headline, or the beginning of the first paragraph if `article.title_from` is `lede`."""
        return short_title(self.article)

    @property
    def authors(self) -> tuple[str, ...]:
        """The authors in the order of the byline."""
        return self.article.authors

    @property
    def date(self) -> str:
        """The date in ISO 8601, as precise as it is known; empty if unknown."""
        return self.article.date

    @property
    def body(self) -> str:
        """The whole text below the headline."""
        return self.article.body

    @property
    def url(self) -> str:
        """The address of publication; empty if unknown."""
        return self.article.url

    @property
    def source(self) -> str:
        """The publisher; empty if unknown."""
        return self.article.source

    @property
    def section(self) -> str:
        """The section of the paper; empty if unknown."""
        return self.article.section

    @property
    def language(self) -> str:
        """The language code; empty if unknown."""
        return self.article.language

    def field(self, name: str) -> object:
        """Return the value of an output field for JSON; None if unknown. Raises UsageError for a bad name."""
        if (read := _OUTPUT_FIELDS.get(name)) is None:
            raise unknown_field(name, _OUTPUT_FIELDS)
        return read(self)

    def as_dict(self, fields: str | Iterable[str] = HIT_FIELDS) -> dict[str, object]:
        """Return the object that `newsgrep search --jsonl` prints, or an object with some fields.

        fields: names as for `newsgrep search --fields`

        Raises UsageError for an unknown name.
        """
        return {
            "schema_version": SCHEMA_VERSION,
            **{name: self.field(name) for name in texts_argument("fields", fields)},
        }

    def __repr__(self) -> str:
        parts = (f"{name}={getattr(self, name)!r}" for name in ("key", "date", "title"))
        return f"Hit(rank={self.rank}, score={self.score:.4g}, {', '.join(parts)})"


def unknown_field(name: str, names: Iterable[str]) -> UsageError:
    """Return the error for a name that no field has, with the nearest one of `names`."""
    return UsageError(f"there is no field {name!r}", choice_hint(name, names, "fields"))


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[start, end] for start, end in spans]


def word_count(text: str) -> int:
    """Return how many words a text has, as a search with `words:` counts them."""
    from newsgrep.analysis.analyzer import analyzer_for  # most outputs do not need it

    return sum(1 for _ in analyzer_for("none").tokens(text))


def joined_passages(passages: Sequence[Passage]) -> str:
    """Return passages as one text, with an ellipsis for each part of the body that is left out."""
    if not passages:
        return ""
    before = "… " if passages[0].starts_inside else ""
    after = " …" if passages[-1].ends_inside else ""
    return before + " … ".join(passage.text for passage in passages) + after


_OUTPUT_FIELDS: dict[str, Callable[[Hit], object]] = {
    "rank": lambda hit: hit.rank,
    "score": lambda hit: round(hit.score, 6),
    "explanation": lambda hit: hit.explanation and hit.explanation.as_dict(),
    "key": lambda hit: hit.key,
    "path": lambda hit: hit.path,
    "line": lambda hit: hit.line,
    "page": lambda hit: hit.page or None,
    "title": lambda hit: hit.title or None,
    "title_from": lambda hit: hit.article.title_from if hit.title else None,
    "title_matches": lambda hit: _pairs(hit.title_spans),
    "author": lambda hit: hit.article.byline or None,
    "authors": lambda hit: list(hit.authors),
    "author_matches": lambda hit: _pairs(hit.byline_spans),
    "senders": lambda hit: list(hit.article.senders),
    "recipients": lambda hit: list(hit.article.recipients),
    "message_id": lambda hit: hit.article.message_id or None,
    "answers": lambda hit: list(hit.article.answers),
    "attachments": lambda hit: list(hit.article.attachments),
    "attached_to": lambda hit: (
        key_with_path(hit.article.mail_key, hit.path) if hit.article.attached_as else None
    ),
    "date": lambda hit: hit.date or None,
    "date_from": lambda hit: hit.article.date_from if hit.date else None,
    "date_text": lambda hit: hit.article.date_text or None,
    "url": lambda hit: hit.url or None,
    "source": lambda hit: hit.source or None,
    "section": lambda hit: hit.section or None,
    "language": lambda hit: hit.language or None,
    "format": lambda hit: hit.article.format or None,
    "tags": lambda hit: list(hit.tags),
    "index": lambda hit: hit.index or None,
    "words": lambda hit: word_count(hit.body),
    "passage": lambda hit: joined_passages(hit.passages) or None,
    "passages": lambda hit: [
        {
            "text": passage.text,
            "start": passage.start,
            "page": hit.article.page_at(passage.place) or None,
            "matches": _pairs(passage.spans),
        }
        for passage in hit.passages
    ],
    "versions": lambda hit: [version.as_dict() for version in hit.versions],
    "close": lambda hit: bool(hit.missing),
    "missing": lambda hit: list(hit.missing),
    "by_meaning": lambda hit: bool(hit.by_meaning),
    "body": lambda hit: hit.body,
}
#: The names that `Hit.field` takes.
OUTPUT_FIELDS = frozenset(_OUTPUT_FIELDS)


class Expansion(Struct, frozen=True):
    """The most frequent words of an index that a pattern matches.

    total: the number of all words that it matches
    """

    words: tuple[str, ...]
    total: int
