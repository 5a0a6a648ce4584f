"""Notices about words that are read as words, though they may have been meant as an operator.

>>> from newsgrep.query import parse_query
>>> parse_query("ganja or missile").notices
('"or" is read as a word; write OR in capitals for the operator',)
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsgrep.query.fields import CAPS, DATE, field_of
from newsgrep.query.full_width import half_width, notice_on_full_width, notice_on_full_width_field
from newsgrep.query.lexer import OPERATORS, QueryToken, TokenKind
from newsgrep.query.shown import quoted, short_line

_LONGEST_WORD = 40
_ADVICE = {
    r"NEAR|ONEAR|WITHIN": "write NEAR/5 for within five words",
    r"AROUND(\([0-9]+\))?": "write W/5 for within five words",
    r"ADJ|BEFORE": "write PRE/1 for the next word, in this order",
    r"(?i:near|adj|pre)[0-9]+|N[0-9]": "write NEAR/5 or PRE/5 for within five words",
    r"(?i:w)[0-9]+": "write W/5 for within five words",
    r"XOR|ANDNOT": "write NOT in capitals, in front of what is left out",
    r"(?i:atl)[0-9]+": "write ATLEAST3 missile for three times or more",
    r"(?:w|near|pre)/": "write W/5 for within five words",
    r"(?:(?i:[np])|ADJ|ONEAR|BEFORE|AFTER|WITHIN|AROUND|SAME)/[0-9]+": (
        "write W/5 for within five words, PRE/5 for in this order"
    ),
    r"[0-9]{4}\.\.[0-9]{4}": "write date:1987..1990 for a range of years",
    r"(?i:plurals?|singular)\([^()]*\)": "write =ferry or =ferries for one form alone",
    r"(?i:allcaps|nocaps)\(.*": "write caps(ERA) for capitals, caps(era) for small letters",
}
#: An operator that touches the next word: W/5missile, ATLEAST3missile, NOT-missile.
_TOUCHED = r"((?i:w|near|pre)/[0-9]+(?=[^\W\d])|ATLEAST/?[0-9]+(?=[^\W\d])|(?:AND|OR|NOT)(?=[-–—]\w))(.+)"
#: Other words for operators, also in German, French, Russian, Turkish and Azerbaijani, and the one to write.
_TRANSLATED = {
    word: operator
    for operator, words in {
        "AND": "BUT UND ET И VE VƏ",
        "OR": "ODER OU ИЛИ VEYA",
        "W/P": "SAME",
        "NOT": "andnot NICHT SAUF НЕ DEĞİL",
    }.items()
    for word in words.split()
}
_SINGLE_QUOTED = r"['‘＇](\w[^'’＇\"\n]{0,80}\s[^'’＇\"\n]{0,80})['’＇](?!\w)"
#: What stands before TO in a range: [20201001 TO 20201101], or {* TO 2020}.
_LUCENE_RANGE = r"(?<!\S)(?:\w+:)?[\[{]?[0-9*]\S*\s+$"
_LEXIS_DATE = r"\s+(?:aft|after|bef|before|from|geq|leq|is|[<>=]+)\s+[0-9]"
#: Advice on a sign that stands alone, and may have been meant as an operator.
_MARK_ADVICE = {
    "-": "write -word, without a space, to leave out the articles with a word",
    "|": "write OR for either word",
    "||": "write OR for either word",
}


def notice_on(token: QueryToken) -> str:
    """Return a notice about a token that no field precedes; empty for most words, and for other tokens."""
    if token.kind in (TokenKind.FIELD, TokenKind.EXACT):
        return notice_on_full_width_field(token)
    word = token.text
    if token.kind != TokenKind.WORD or len(word) > _LONGEST_WORD:
        return ""
    if word[0] in "'‘＇" and (quotes := re.compile(_SINGLE_QUOTED).match(token.query, token.position)):
        return f'{quotes[0]} is read as its words; write "{quotes[1]}" for the phrase'
    if word.lower() == CAPS and token.after.lstrip().startswith("("):
        return f'"{word}" is read as a word; write {CAPS}(Apple), without a space, for capitals'
    if word.upper() in OPERATORS:
        return f'"{word}" is read as a word; write {half_width(word.upper())} in capitals for the operator'
    if word in _TRANSLATED and not _is_in_capitals(token.query):
        return f'"{word}" is read as a word; write {_TRANSLATED[word]} for the operator'
    if word.endswith("?") and word[:-1].isalnum() and not _ends_question(token):
        return f'"{word}" is read as the word {word[:-1]}; /{word[:-1]}./ finds it with one more character'
    for pattern, advice in (
        _ADVICE.items() if word.isupper() or word[-1].isdigit() or word[-1] in "/)" else ()
    ):
        if re.fullmatch(pattern, word):
            return f'"{word.partition("(")[0]}" is read as a word; {advice}'
    return (
        _notice_on_bracket(token)
        or _notice_on_date(token)
        or _notice_on_number(token)
        or _notice_on_truncation(word)
        or _notice_on_touching(word)
        or notice_on_full_width(word)
    )


@lru_cache(maxsize=1)  # else a long query is read again for each of its words
def _is_in_capitals(query: str) -> bool:
    return query.isupper()


def _notice_on_bracket(token: QueryToken) -> str:
    word = token.text
    before, bracket, _ = word.partition("(")
    if before and bracket and ")" not in before and before != "AROUND":
        return f'"{word}" is read as its words in a row; a bracket begins after a space'
    if token.query.startswith("(", token.position + len(word)):
        return f'"{word}" is read as a word beside the bracket; a field is written title:(…)'
    return ""


def _notice_on_date(token: QueryToken) -> str:
    word = token.text
    if word == "TO" and re.search(_LUCENE_RANGE, token.before):
        return f'"{word}" is read as a word; write a range of days as date:2020-10-01..2020-11-01'
    if word.lower() == DATE and re.match(_LEXIS_DATE, token.after):
        return f'"{word}" is read as a word; write date:>2020-10-01, or date:2020-10-01..2020-11-01'
    return ""


def _notice_on_number(token: QueryToken) -> str:
    number = token.text
    if not number[0].isdigit() or not token.before.endswith("-"):
        return ""
    return f'"-{number}" leaves out the articles with {number}; for the number itself, write {quoted(number)}'


def _notice_on_truncation(word: str) -> str:
    stem = word[:-1]
    is_sign = word[-1] == "!" or (word[-1] in "$#" and stem[1:].islower())
    if stem.isalnum() and is_sign:
        return f'"{word}" is read as the word {stem}; {stem}* finds words that begin with it'
    return ""


def _notice_on_touching(word: str) -> str:
    found = re.fullmatch(_TOUCHED, word) if "/" in word or word[0] in "ANO" else None
    if found is None:
        return ""
    operator, rest = found.groups()
    if operator in OPERATORS:
        rest = f"{'' if operator == 'NOT' else '-'}{rest[1:]}"
    return f'"{word}" is read as text; write {operator} {rest}, with a space, for the operator'


def notices_on_marks(marks: list[QueryToken]) -> list[str]:
    """Return the notices on the signs of a query that stand alone, which the parser passes over."""
    notices = dict.fromkeys(
        f'"{mark.text}" is passed over; {advice}' for mark in marks if (advice := _mark_advice(mark))
    )
    others = dict.fromkeys(mark.text for mark in marks if not _mark_advice(mark))
    if others:
        notices[f"passed over, as they have no letter or digit: {short_line(' '.join(others))}"] = None
    return [*notices]


def _mark_advice(mark: QueryToken) -> str:
    if mark.text == ":":
        before, after = mark.before.split()[-1:], mark.after.split()[:1]
        if before and after and field_of(before[0]):
            return f"write {before[0]}:word, without spaces, for a field"
    if mark.text == "/" and re.search(r"(?i)\b(?:w|near|pre)\s*$", mark.before) and mark.after[1:2].isdigit():
        return "write W/5, without spaces, for words near each other"
    return _MARK_ADVICE.get(half_width(mark.text), "")


def _ends_question(token: QueryToken) -> bool:
    """Return whether a word ends a longer text; elsewhere its question mark may be meant as a wildcard."""
    return token.query.strip() != token.text and not token.after.strip()
