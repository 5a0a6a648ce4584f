"""The values of the fields that only select: dates, lengths and keywords.

>>> read_length(">500")
LengthRange(least=501, most=None)
"""

from __future__ import annotations

import datetime as dt
import re

from newsgrep.errors import UsageError
from newsgrep.language_codes import language_code
from newsgrep.query import dates
from newsgrep.query.fields import (
    DATES,
    HAS,
    HAS_NOT,
    LENGTH,
    MANNERS,
    NUMERIC,
    OF_MAIL,
    PERSONS,
    PRESENT,
    RECORDED,
    TAG,
    example,
    field_of,
)
from newsgrep.query.lexer import QueryToken, TokenKind
from newsgrep.query.nodes import DateRange, Filter, Has, Keyword, LengthRange, Not, OfMail, Recorded, Tagged
from newsgrep.query.shown import short_line
from newsgrep.query.tag_names import tag_name
from newsgrep.query.terms import plain_phrase

_LENGTH_HINT = "a number of words is given as words:>500, words:..500 or words:200..500"
_NUMBER = r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}"
_COMPARED = rf"(>=|<=|>|<) ?({_NUMBER})"
_RANGE = rf"({_NUMBER})? ?\.\. ?({_NUMBER})?"

_WEIGHT = r"\^[0-9.]*\Z"
_EDITS = r"~[0-9.]*\Z"
_INNER_STAR = r"\*(?!\Z)"
_QUESTION_MARK = r"\?(?=\w)"
_WILDCARD = r"[*?]"
_EXPRESSION = r"(?s:/.+/)"
_DATE = r"[0-9]{4}(?:-[0-9]{1,2}){0,2}"
_FIELD = r"([A-Za-z]+):"
#: Words of a date, at most.
_MOST_DATE_WORDS = 6


def read_filter(token: QueryToken, field: str, today: dt.date | None) -> Filter | Not:
    """Return the filter of a WORD or PHRASE token in a field that only selects; raises QuerySyntaxError."""
    if field in OF_MAIL:  # before the check of the form: a key may have any sign
        return OfMail(field, token.text)
    _refuse_other_forms(token, field)
    if field in DATES:
        period = _read_dates(token, DATES[field], today)
        return DateRange(period.first, period.last)
    if field in RECORDED:
        period = _read_dates(token, "", today)
        return Recorded(field, period.first, period.last)
    if field == LENGTH:
        try:
            return read_length(" ".join(token.text.split()))
        except UsageError as error:
            raise token.error(error.message, error.hint) from None
    if field == TAG:
        return _read_tag(token)
    if field in (HAS, HAS_NOT):
        present = _read_presence(token, field)
        return present if field == HAS else Not(present)
    return _read_keyword(token, field)


def _read_presence(token: QueryToken, field: str) -> Has | Tagged:
    named = field_of(re.sub(r"\W+\Z", "", token.text))
    if named in PRESENT:
        return Has(named)
    if named == TAG:
        return Tagged("", prefix=True)
    hint = f"write {example(field)}; it takes one of: {', '.join((*PRESENT, TAG))}"
    message = f"{field}: takes the name of a field, and {short_line(token.text)} is none that it knows"
    raise token.error(message, hint)


def _read_tag(token: QueryToken) -> Tagged:
    prefix = token.kind == TokenKind.WORD and token.text.endswith("*")
    name = token.text.removesuffix("*") if prefix else token.text
    if prefix and not name:
        return Tagged("", prefix=True)
    try:
        return Tagged(tag_name(name), prefix)
    except UsageError as error:
        raise token.error(error.message, error.hint) from None


def read_length(value: str) -> LengthRange:
    """Read a number of words, a comparison or a range; raises UsageError for any other text."""
    if compared := re.fullmatch(_COMPARED, value):
        sign, number = compared[1], _number(compared[2])
        if sign == "<" and not number:
            raise UsageError("no article has fewer than 0 words", _LENGTH_HINT)
        if sign[0] == ">":
            return LengthRange(number + (sign == ">"), None)
        return LengthRange(None, number - (sign == "<"))
    if re.fullmatch(_NUMBER, value):
        return LengthRange(_number(value), _number(value))
    ends = re.fullmatch(_RANGE, value)
    if ends is None or not any(ends.groups()):
        raise UsageError(f"cannot read the number of words '{short_line(value)}'", _LENGTH_HINT)
    least, most = (_number(end) if end else None for end in ends.groups())
    if least is not None and most is not None and least > most:
        raise UsageError(
            f"the range ends before it begins: {least} to {most}",
            f"write words:{most}..{least}",
        )
    return LengthRange(least, most)


def _number(digits: str) -> int:
    return int(digits.replace(",", ""))


def _read_dates(token: QueryToken, sign: str, today: dt.date | None) -> dates.Period:
    """Return the days of a value, compared by `sign` if there is one."""
    today = today or dt.date.today()
    try:
        return dates.read_period(sign + token.text, today)
    except UsageError as error:
        hint = error.hint
        if token.kind == TokenKind.WORD and (longer := _date_of_words(token, today)):
            hint = f'put a date of several words in quotes: {_typed_field(token)}"{longer}"; {hint}'
        raise token.error(error.message, hint) from None


def _typed_field(token: QueryToken) -> str:
    """Return the field that was typed right before a value; `date:` if there is none."""
    found = re.search(r"[A-Za-z]+:\Z", token.before)
    return found[0] if found else "date:"


def _date_of_words(token: QueryToken, today: dt.date) -> str:
    """Return the longest date of several words that begins with a token, "" if there is none."""
    words = token.query[token.position : token.position + 80].replace(")", " ").split()[:_MOST_DATE_WORDS]
    for count in range(len(words), 1, -1):
        text = " ".join(words[:count])
        try:
            dates.read_period(text, today)
        except UsageError:
            continue
        return text
    return ""


def _read_keyword(token: QueryToken, field: str) -> Keyword:
    if token.kind == TokenKind.PHRASE:
        value = plain_phrase(token.text)
    elif token.text.endswith("*"):
        start = token.text[:-1]
        # After a slash or a hyphen any word may follow, also without the star: no prefix for path:news/*
        return Keyword(start, field, prefix=not re.search(r"[^\w*]\Z", start))
    else:
        value = token.text
    return Keyword(language_code(value) if field == "lang" else value, field)


def _refuse_other_forms(token: QueryToken, field: str) -> None:
    """Refuse forms that mean something in other fields, but nothing in the value of a filter."""
    if token.kind != TokenKind.WORD:
        return
    value = token.text
    named = re.match(_FIELD, value)
    if named and (field_of(named[1]) is not None or named[1].lower() in MANNERS):
        hint = f'put a value that contains a colon in quotes: {field}:"a:b"'
        raise token.error(f"{field}: is followed by another field", hint)
    if field in PERSONS and re.fullmatch(_DATE, value):
        hint = f'write {PERSONS[field]}:{value}, or put the value in quotes: {field}:"{value}"'
        message = f"{field}: takes a person or an address of a mail, and {value} looks like a date"
        raise token.error(message, hint)
    if value.startswith("="):
        raise token.error(f"= cannot follow {field}:", "remove =")
    for suffix, problem in ((_WEIGHT, "cannot have a weight"), (_EDITS, "cannot be fuzzy")):
        if found := re.search(suffix, value):
            hint = f"remove {short_line(found[0])}, since {field}: only selects, or put the value in quotes"
            raise token.error(f"{field}: {problem}", hint, offset=found.start())
    if field not in NUMERIC:
        _refuse_patterns(token, field)


def _refuse_patterns(token: QueryToken, field: str) -> None:
    """Refuse regular expressions, and all wildcards except a star at the end."""
    value = token.text
    if field not in ("path", "url") and re.fullmatch(_EXPRESSION, value):
        hint = f"a star works at the end of a value: {field}:reut*; put slashes that belong to it in quotes"
        raise token.error(f"{field}: takes no regular expression", hint)
    wildcard = re.search(_INNER_STAR, value) or (None if field == "url" else re.search(_QUESTION_MARK, value))
    if wildcard:
        message = f"the value of {field}: cannot contain a wildcard"
        hint = f"a star works at the end of a value: {field}:reut*"
        bare = re.sub(r"\A[*?]\W*|[*?]\Z", "", value)
        if field != TAG and not re.search(_WILDCARD, bare):  # such as *.pdf
            hint = f"its words may stand anywhere in the {field}: write {field}:{bare}"
        raise token.error(message, hint, offset=wildcard.start())
