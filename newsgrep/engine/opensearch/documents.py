"""Articles as documents of OpenSearch, and back."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from newsgrep.analysis.analyzer import Analyzer, analyzer_for
from newsgrep.analysis.folding import fold
from newsgrep.article import ATTACHED_TO, LEDE, Article, decode_article, instant, keyword_parts
from newsgrep.engine.bm25f import DEFAULT_RANKING
from newsgrep.engine.facets import facet_values
from newsgrep.engine.opensearch.mapping import OF_MAILS, PERSONS, TOKEN_LINES

#: The most bytes of a key in the id of a document; OpenSearch takes 512. A longer key is hashed.
_LONGEST_KEY = 400
#: Characters of a title or source that it is sorted by.
_LONGEST_SORTED = 8_000

#: The prefix of a hashed key.
_HASHED = "\ufffd"

#: The fields of an article that its document has with the same name and value.
_PLAIN = (
    *("title", "title_from", "date", "url", "source", "language", "section", "date_from", "date_text"),
    *("body", "line", "body_line", "format"),
)
#: The same, but left out if empty, as in most articles.
_RARE = ("message_id", "attached_as", "thread_index")
#: The fields that hold several texts.
_NAMES = ("authors", *PERSONS.values(), "answers", "attachments")


def id_of(key: str, born: int) -> str:
    """Return the id of the document of an article that was added in a generation."""
    data = key.encode("utf-8", "surrogatepass")
    is_plain = len(data) <= _LONGEST_KEY and is_text(key)
    return f"{key if is_plain else hashlib.sha256(data).hexdigest()}@{born}"


def key_value(key: str) -> str:
    """Return the indexed value of a key. A key with bytes that are no text is hashed: JSON cannot hold it."""
    if is_text(key):
        return key
    return _HASHED + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def is_hashed(value: str) -> bool:
    """Return whether a value that `key_value` has returned may be the hash of a key."""
    return value.startswith(_HASHED)


def attached_to(key: str) -> str:
    """Return what an attachment has among its Message-IDs to name its mail, given the key of the mail."""
    return ATTACHED_TO + key_value(key)


def is_text(text: str) -> bool:
    """Return whether a text has no lone surrogate. A file name that is not UTF-8 has some."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def article_in(document: dict[str, Any]) -> Article:
    """Return the article that a document holds."""
    if "raw" in document:
        return decode_article(base64.b64decode(document["raw"]))
    plain = {name: document[name] for name in (*_PLAIN, *_RARE) if name in document}
    names: dict[str, Any] = {name: tuple(document.get(name, ())) for name in _NAMES}
    return Article(key=document["key"], path=document.get("path", ""), **names, **plain)


def scored_article(hit: dict[str, Any]) -> tuple[float, Article]:
    """Return the article of a hit, with its score."""
    return float(hit["_score"] or 0.0), article_in(hit["_source"])


def surface_forms(document: dict[str, Any]) -> set[str]:
    """Return the surface forms of a document, for the index of words."""
    return {counted.rpartition("|")[0] for counted in document["t_all_x"].split()}


def token_line(text: str, field: str, analyzer: Analyzer) -> str:
    """Return the tokens of a keyword in small letters, each with a space before and after it.

    Two spaces separate the parts of a value, so that no search for consecutive tokens spans two parts.
    """
    parts = keyword_parts(text, field)
    lines = ([token.word.lower() for token in analyzer.tokens(part)] for part in parts)
    return "".join(f" {' '.join(words)} " for words in lines if words)


class DocumentMaker:
    """Makes documents of articles; it analyses their words in one language."""

    def __init__(self, language: str) -> None:
        self._analyzer = analyzer_for(language)

    def document(self, article: Article, born: int) -> dict[str, Any]:
        """Return the document of an article that is added in a generation."""
        from newsgrep.engine.segment.shingles import shingles_of  # numpy, which a search does without

        title = article.title if article.title_from != LEDE else ""
        body, named = self._words(article.body), self._words(title)
        authors = [self._words(author) for author in article.authors]
        lines = {name: token_line(getattr(article, name), name, self._analyzer) for name in TOKEN_LINES}
        language = token_line(article.language, "lang", self._analyzer)
        has: dict[str, Sequence[str]] = {
            "title": named[0],
            "author": [stem for stems, _ in authors for stem in stems],
            "body": body[0],
        }
        has |= {"date": article.date, "lang": language, **lines}
        of_mails: dict[str, list[str]] = {
            field: self._lines(getattr(article, name), name) for field, name in OF_MAILS.items()
        }
        of_mails["attached"] = self._lines([article.attached_as], "attached_as")
        has |= of_mails
        weights = DEFAULT_RANKING.field_weights
        shingles, digits = shingles_of(body[1])
        document = {
            **_fields(article),
            "born": born,
            "s_day": article.day,
            "s_words": len(body[0]),
            "s_named": len(named[0]),
            "s_length": sum(weight * len(has[name]) for name, weight in weights.items()),
            "s_instant": instant(article.date),
            "s_undated": not article.date,
            "s_untitled": article.title_from == LEDE,
            "s_has": [name for name, value in has.items() if value],
            "s_lang": language,
            "s_shingles": shingles.view("i4").tolist(),
            "s_digits": digits,
            **{f"s_tokens_{name}": line for name, line in lines.items() if line},
            **{f"s_tokens_{field}": some for field, some in of_mails.items() if some},
            **{f"s_{facet}": [*filter(None, facet_values(article, facet))] for facet in PERSONS},
            **_ids(article),
            **_sorted_by("s_title", article.title),
            **_sorted_by("s_source", article.source),
        }
        lede = self._words(article.lede)
        for number, form in enumerate(("", "_x")):
            texts = {"body": body[number], "title": named[number], "lede": lede[number]}
            document |= {f"t_{name}{form}": " ".join(words) for name, words in texts.items()}
            document[f"t_author{form}"] = [" ".join(one[number]) for one in authors]
            counts: Counter[str] = Counter(body[number])
            _count(counts, named[number], weights["title"])
            for one in authors:
                _count(counts, one[number], weights["author"])
            document[f"t_all{form}"] = " ".join(f"{word}|{count}" for word, count in counts.items())
        return document

    def _lines(self, texts: Iterable[str], field: str) -> list[str]:
        """Return the token lines of texts."""
        return [*filter(None, (token_line(text, field, self._analyzer) for text in texts))]

    def _words(self, text: str) -> tuple[list[str], list[str]]:
        """Return the stems of a text, and its surface forms."""
        tokens = self._analyzer.terms(text)
        return [token.term for token in tokens], [token.word for token in tokens]


def _fields(article: Article) -> dict[str, Any]:
    """Return the article in its own fields, or as encoded: with pages, or a name that has no form in JSON."""
    fields: dict[str, Any] = {name: getattr(article, name) for name in _PLAIN}
    fields |= {name: value for name in _RARE if (value := getattr(article, name))}
    fields |= {name: list(persons) for name in _NAMES if (persons := getattr(article, name))}
    if is_text(article.key + article.path) and not article.pages:
        return {"key": article.key, "path": article.path, **fields}
    return {"key": key_value(article.key), "raw": base64.b64encode(article.encode()).decode(), **fields}


def _ids(article: Article) -> dict[str, list[str]]:
    """Return the column `s_ids`: the Message-IDs of a mail, or of an attachment."""
    mail = [attached_to(article.mail_key)] if article.attached_as else []
    ids = [*article.relations, *mail]
    return {"s_ids": ids or [""]} if ids or article.senders or article.recipients else {}


def _sorted_by(name: str, text: str) -> dict[str, str]:
    folded = fold(text)[:_LONGEST_SORTED]
    return {name: folded} if folded else {}


def _count(counts: Counter[str], words: Iterable[str], weight: int) -> None:
    for word in words:
        counts[word] += weight
