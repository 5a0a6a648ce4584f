"""Check that the index can hold an article that a program made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from newsgrep.article import CRAWL, FIELD, GUESS, HEADLINE, LEDE, MAIL, PAGE, PROPERTIES, URL, Article
from newsgrep.errors import UsageError, shortened
from newsgrep.language_codes import language_code


class _Rule(NamedTuple):
    """What the value of a field must be, in words, and the function that checks it."""

    wanted: str
    is_kept: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_line(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63


def _is_names(value: Any) -> bool:
    return isinstance(value, tuple | list) and all(isinstance(one, str) for one in value)


def _is_pages(value: Any) -> bool:
    pairs = isinstance(value, tuple | list) and all(isinstance(one, tuple) and len(one) == 2 for one in value)
    return pairs and all(_is_line(number) for one in value for number in one) and [*value] == sorted(value)


def _is_date(value: Any) -> bool:
    """Return whether a value is a date as the index has it."""
    from newsgrep.dates.reading import iso_date

    return _is_text(value) and iso_date(value) == value


def _one_of(*values: str) -> _Rule:
    return _Rule(f"one of {', '.join(values)}", lambda value: value in values)


_TEXT = _Rule("a text", _is_text)
_RULES = {
    **dict.fromkeys(Article._fields, _TEXT),
    "key": _Rule("a text that is not empty", lambda value: _is_text(value) and value != ""),
    "authors": _Rule('a tuple of texts, such as ("Jane Roe",)', _is_names),
    **dict.fromkeys(
        ["senders", "recipients"], _Rule('a tuple of texts, such as ("Jane Roe <j@x.org>",)', _is_names)
    ),
    **dict.fromkeys(["answers", "attachments"], _Rule('a tuple of texts, such as ("1@x.org",)', _is_names)),
    "date": _Rule("a date such as 2020, 2020-10, 2020-10-30 or 2020-10-30T12:00+04:00", _is_date),
    "title_from": _one_of(HEADLINE, LEDE, PROPERTIES),
    "date_from": _one_of(FIELD, PAGE, URL, GUESS, CRAWL, MAIL, PROPERTIES),
    "line": _Rule("a whole number", _is_line),
    "body_line": _Rule("a whole number", _is_line),
    "pages": _Rule("pairs of an offset and a number of a page, in their order", _is_pages),
}


def checked_article(article: Article) -> Article:
    """Return an article as the index holds it. Raises UsageError for a field with a wrong value."""
    if not isinstance(article, Article):
        raise UsageError(f"no article: {_shown(article)}", "make one with newsgrep.Article(key=…, body=…)")
    for name, value in zip(article._fields, article, strict=True):
        rule = _RULES[name]
        if not rule.is_kept(value):
            raise UsageError(
                f"the article {_shown(article.key)} has {_shown(value)} as its {name}", f"it is {rule.wanted}"
            )
    language = language_code(article.language)
    names = ("authors", "pages", "senders", "recipients", "answers", "attachments")
    several: dict[str, Any] = {name: tuple(getattr(article, name)) for name in names}
    return article._replace(language=language, **several)


def _shown(value: object) -> str:
    return shortened(repr(value), 60)
