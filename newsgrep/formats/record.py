"""One JSON object to an article: what its keys mean, and how much of JSON is put up with.

Read are id, title, author (a string, or a list of persons), date, body, url, source and language;
other keys are passed over. null, "None", "null", "N/A" and "" are empty.
"""

from __future__ import annotations

import json
import math
from typing import NoReturn

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.errors import ArticleError
from newsgrep.formats.bylines import persons, strip_by
from newsgrep.formats.dates import iso_date
from newsgrep.formats.origin import Origin
from newsgrep.formats.text import clean, lede_of, one_line, whole

_EMPTY = frozenset(["", "none", "null", "n/a"])


class Records:
    """Turns the records of one file into articles, and sees to it that no two share a key."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._taken: dict[str, int] = {}

    def article(self, record: object, line: int) -> Article:
        """Return the article of a decoded record that begins on a line; raises ArticleError."""
        if not isinstance(record, dict):
            raise ArticleError("not a JSON object", line)
        body, title = _text(record.get("body")).strip(), one_line(_text(record.get("title")))
        if not body and not title:
            raise ArticleError("no text", line)
        return Article(
            date=_date(record.get("date"), line),
            key=self._origin.key(self._unique(one_line(_text(record.get("id"))) or f"L{line}")),
            path=self._origin.path,
            body=body,
            title=title or lede_of(body),
            title_from=HEADLINE if title else LEDE,
            authors=_authors(record.get("author")),
            url=one_line(_text(record.get("url"))),
            source=one_line(_text(record.get("source"))),
            language=one_line(_text(record.get("language"))),
            line=line,
        )

    def _unique(self, name: str) -> str:
        """Return a name that no record before had: with ~2, ~3 and so on behind it if need be."""
        unique = name
        while unique in self._taken:
            self._taken[name] += 1
            unique = f"{name}~{self._taken[name]}"
        self._taken[unique] = 1
        return unique


def _text(value: object) -> str:
    """Return a JSON string or number as clean text; anything else, and what stands for nothing, as ''."""
    if not isinstance(value, str):
        return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
    if len(value) < 16 and value.strip().lower() in _EMPTY:
        return ""
    return clean(whole(value))


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        names = (strip_by(_text(name)) for name in value)
        return tuple(dict.fromkeys(filter(None, names)))
    return persons(_text(value))


def _date(value: object, line: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ArticleError(f"date {json.dumps(value)[:40]} cannot be read", line)
    try:
        return iso_date(text) if (text := _text(value)) else ""
    except ArticleError as error:
        raise ArticleError(error.message, line) from None


def _refuse_constant(name: str) -> NoReturn:
    raise ArticleError(f"{name} is not valid JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ArticleError("number too large")
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)


def decode_json(text: str, position: int, line: int) -> tuple[object, int]:
    """Return the JSON value that begins at a position, and where it ends.

    Raises ArticleError, with `line` moved on to where the trouble is.
    """
    try:
        return _DECODER.raw_decode(text, position)
    except ArticleError as error:
        raise ArticleError(error.message, line) from None
    except json.JSONDecodeError as error:
        raise ArticleError("not valid JSON", line + text.count("\n", position, error.pos)) from None
    except ValueError:  # int() refuses more than 4,300 digits
        raise ArticleError("number too large", line) from None
    except RecursionError:
        raise ArticleError("JSON nested too deeply", line) from None
