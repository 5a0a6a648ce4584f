"""The values of the fields that select articles: dates, lengths and tags.

>>> read_length(">500")
Length(least=501, most=None)
"""

from __future__ import annotations

import datetime as dt
import re

from newsgrep.errors import QuerySyntaxError, UsageError
from newsgrep.query import dates
from newsgrep.query.fields import DATE, EXACT, LENGTH, field_of
from newsgrep.query.foreign import shortened
from newsgrep.query.lexer import Kind, Token
from newsgrep.query.nodes import DateRange, Filter, Keyword, LengthRange

_LENGTH_HINT = "lengths that can be read: words:>500, words:..500, words:200..500"
_NUMBER = r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}"
_COMPARED = re.compile(rf"(>=|<=|>|<) ?({_NUMBER})")
_RANGE = re.compile(rf"({_NUMBER})? ?\.\. ?({_NUMBER})?")

_WEIGHT = re.compile(r"\^[0-9.]*\Z")
_FUZZY = re.compile(r"~[0-9.]*\Z")
_INNER_STAR = re.compile(r"\*(?!\Z)")
_QUESTION = re.compile(r"\?(?=\w)")
_NAMED = re.compile(r"([A-Za-z]+):")
#: A date of several words has no more than these.
_MOST_DATE_WORDS = 4


def read_filter(token: Token, field: str, query: str, today: dt.date | None) -> Filter:
    """Return the filter that a WORD or PHRASE token is in a field that selects; raises QuerySyntaxError."""
    _refuse_other_forms(token, field, query)
    if field == DATE:
        return _read_dates(token, query, today)
    if field == LENGTH:
        try:
            return read_length(" ".join(token.text.split()))
        except UsageError as error:
            raise QuerySyntaxError(error.message, query, token.position, error.hint) from None
    return _read_tag(token, field, query)


def read_length(value: str) -> LengthRange:
    """Read a number of words, a comparison or a range; raises UsageError on what is none."""
    if compared := _COMPARED.fullmatch(value):
        sign, number = compared[1], _number(compared[2])
        if sign == "<" and not number:
            raise UsageError("no article has fewer than 0 words", _LENGTH_HINT)
        if sign[0] == ">":
            return LengthRange(number + (sign == ">"), None)
        return LengthRange(None, number - (sign == "<"))
    if re.fullmatch(_NUMBER, value):
        return LengthRange(_number(value), _number(value))
    ends = _RANGE.fullmatch(value)
    if ends is None or not any(ends.groups()):
        raise UsageError(f"cannot read the number of words '{shortened(value)}'", _LENGTH_HINT)
    least, most = (_number(end) if end else None for end in ends.groups())
    if least is not None and most is not None and least > most:
        raise UsageError(
            f"the range ends before it begins: {least} to {most}",
            f"the other way round: words:{most}..{least}",
        )
    return LengthRange(least, most)


def _number(digits: str) -> int:
    return int(digits.replace(",", ""))


def _read_dates(token: Token, query: str, today: dt.date | None) -> DateRange:
    today = today or dt.date.today()
    try:
        period = dates.read_period(token.text, today)
    except UsageError as error:
        hint = error.hint
        if token.kind == Kind.WORD and (longer := _date_of_words(token, query, today)):
            hint = f'a date of several words goes in quotes: date:"{longer}"; {hint}'
        raise QuerySyntaxError(error.message, query, token.position, hint) from None
    return DateRange(period.first, period.last)


def _date_of_words(token: Token, query: str, today: dt.date) -> str:
    """Return the date that a word begins together with those after it, nothing where it begins none."""
    words = query[token.position : token.position + 80].replace(")", " ").split()[:_MOST_DATE_WORDS]
    for count in range(len(words), 1, -1):
        text = " ".join(words[:count])
        try:
            dates.read_period(text, today)
        except UsageError:
            continue
        return text
    return ""


def _read_tag(token: Token, field: str, query: str) -> Keyword:
    if token.kind == Kind.PHRASE:
        return Keyword(" ".join(token.text.replace('"', " ").split()), field)
    value = token.text
    if value.endswith("*"):
        return Keyword(value[:-1], field, prefix=True)
    return Keyword(value, field)


def _refuse_other_forms(token: Token, field: str, query: str) -> None:
    """Refuse what has a meaning elsewhere and none in the value of a filter."""
    if token.kind != Kind.WORD:
        return
    value = token.text
    named = _NAMED.match(value)
    if named and (field_of(named[1]) is not None or named[1].lower() == EXACT):
        hint = f'a value with a colon goes in quotes: {field}:"a:b"'
        raise QuerySyntaxError(f"{field}: is followed by another field", query, token.position, hint)
    if value.startswith("="):
        message = f"a sign of equality stands after {field}:"
        raise QuerySyntaxError(message, query, token.position, "leave it out")
    for pattern, what in ((_WEIGHT, "weight"), (_FUZZY, "fuzziness")):
        if found := pattern.search(value):
            hint = f"leave {shortened(found[0])} out: {field}: only selects; or put the value in quotes"
            place = token.position + found.start()
            raise QuerySyntaxError(f"{field}: takes no {what}", query, place, hint)
    if field in (DATE, LENGTH):
        return
    star = _INNER_STAR.search(value) or (None if field == "url" else _QUESTION.search(value))
    if star:
        hint = f"a star works at the end of a value: {field}:reut*"
        raise QuerySyntaxError(
            f"a wildcard stands inside the value of {field}:", query, token.position + star.start(), hint
        )
