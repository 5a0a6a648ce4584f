"""Turn tokens into term queries and filters. multi_terms.py and filter_values.py read some of them.

>>> read_term(QueryToken(TokenKind.WORD, "missil*", 6, "title:missil*"), "title")
Prefix(text='missil', field='title')
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from newsgrep.errors import QuerySyntaxError
from newsgrep.query.fields import (
    CAPS,
    ELSEWHERE,
    EXACT,
    FILTERS,
    HAS,
    HAS_NOT,
    MANNERS,
    NUMERIC,
    OF_MAIL,
    PRESENT,
    SOUNDS,
    example,
    field_of,
    suggest_field,
)
from newsgrep.query.foreign import (
    escaped_sign,
    foreign_negation,
    foreign_operator,
    refused_backslash,
    wordless,
)
from newsgrep.query.full_width import refuse_full_width_bracket
from newsgrep.query.lexer import QueryToken, TokenKind
from newsgrep.query.multi_terms import is_multi_term, read_multi_term, read_regex, read_sounds
from newsgrep.query.nodes import Cased, Exact, MatchAll, Node, Phrase, Word
from newsgrep.query.proximity import MOST_PARTS
from newsgrep.query.shown import has_word, quoted, short_line

#: Characters of a phrase that its hint repeats, at most.
_LONGEST_HINT = 100


def read_field(token: QueryToken) -> str:
    """Return the field that a FIELD token names; raises QuerySyntaxError for an unknown name."""
    field = field_of(token.text)
    if field is not None:
        return field
    typed = token.query[token.position :].split(maxsplit=1)[0].rstrip(")")
    hint = f"to search for the text, write {quoted(typed)}"
    if re.match(r"(?i)is:dup|is:cop", typed):
        hint = f"copies of articles are not stored; to list them: {_duplicates_command(token, typed)}"
    elif typed.startswith("://", len(token.text)):
        hint = f"to find the article of an address, put url: right before it; {hint}"
    else:
        hint = f"{suggest_field(token.text)}; {hint}"
    raise token.error(f"there is no field {short_line(token.text)}:", hint)


def _duplicates_command(token: QueryToken, typed: str) -> str:
    """Return the command that lists the copies of what the query finds, without its `is:duplicate`."""
    import shlex

    before = re.sub(r"(?:\b(?:AND|OR|NOT)\s+|[-+])+$", "", token.before)
    rest = before + token.query[token.position + len(typed) :]
    rest = " ".join(re.sub(r"^\s*(?:AND|OR)\b|\(\s*\)", "", rest).split())
    return f"newsgrep duplicates {shlex.quote(rest)}" if rest else "newsgrep duplicates"


def refuse_spaced_field(before: QueryToken | None, token: QueryToken) -> None:
    """Refuse the word after a field that is written `title :ganja`, which would be read as two words."""
    if before is None or before.kind != TokenKind.WORD or not field_of(before.text):
        return
    if token.kind == TokenKind.WORD and token.text.startswith(":"):
        hint = f"write {before.text}{token.text}; to search for the text, write {quoted(token.text)}"
        raise token.error("there is a space before the colon", hint)


def read_term(token: QueryToken, field: str, *, today: dt.date | None = None, manner: str = "") -> Node:
    """Return the node of a WORD, PHRASE or REGEX token in a field; raises QuerySyntaxError if it is invalid.

    today:  the day that relative dates count from, None for the real one
    manner: how words are looked up: EXACT, CAPS, SOUNDS, or empty
    """
    if token.kind == TokenKind.REGEX:
        return _read_regex(token, field, manner)
    is_word = token.kind == TokenKind.WORD
    if not is_word and not token.text.strip():
        raise token.error("the phrase is empty", "put words between the quotes")
    if field not in NUMERIC and (is_word or field not in OF_MAIL):
        if is_word and (node := _read_pattern(token, field, manner)):
            return node
        if not has_word(token.text):
            raise wordless(token)
        if not is_word:
            _refuse_wildcard(token, field)
    if field in FILTERS:
        from newsgrep.query.filter_values import read_filter  # here: few queries need dates

        return read_filter(token, field, today)
    if manner == SOUNDS:
        return read_sounds(token, field)
    kind = _SPELLINGS.get(manner, Word if is_word else Phrase)
    return kind(token.text if is_word else plain_phrase(token.text), field)


#: The nodes for words that must be spelt as typed, by manner.
_SPELLINGS: dict[str, Callable[[str, str], Node]] = {EXACT: Exact, CAPS: Cased}


def manner_sign(manner: str) -> str:
    """Return the sign or name that is typed before a word for a manner; empty for no manner."""
    return "=" if manner == EXACT else f"{manner}:" if manner else ""


def plain_phrase(text: str) -> str:
    """Return the text of a phrase with single spaces, and without straight quotes, which rendering adds."""
    return " ".join(text.replace('"', " ").split())


def _read_regex(token: QueryToken, field: str, manner: str) -> Node:
    if field in FILTERS or manner:
        before = f"{field}:" if field in FILTERS else manner_sign(manner)
        hint = "it matches the words of a text: /gan.a/, title:/gan.a/"
        raise token.error(f"a regular expression cannot follow {before}", hint)
    return read_regex(token, field)


def _refuse_wildcard(token: QueryToken, field: str) -> None:
    """Refuse a phrase with a wildcard, or with a backslash before a sign that would be passed over."""
    has_quote = not token.query.startswith(token.text, token.position)  # a flag's value has no quotes
    wildcard = re.search(r"\*" if field in FILTERS else r"\*|(?<=\w)\?(?=\w)", token.text)
    if wildcard is None:
        if field not in FILTERS and (escaped := escaped_sign(token.text)):
            refusal = refused_backslash(escaped[1])
            raise token.error(refusal.message, refusal.hint, offset=has_quote + escaped.start())
        return
    hint = _phrase_hint(token.text, field)
    if field in FILTERS:
        hint = f"a star works at the end of a value without quotes: {field}:reut*"
    raise token.error("a phrase cannot contain a wildcard", hint, offset=has_quote + wildcard.start())


def _phrase_hint(text: str, field: str) -> str:
    """Return a hint for a phrase with a wildcard: how to write it with PRE, if it has few words.

    A star alone adds one word to the distance; any other word with a wildcard is a part of its own.
    """
    hint, gap, parts = "", 1, 0
    typed = re.sub(r"\\+(?=[*?])", "", plain_phrase(text))  # a word with a backslash there is refused
    for words in re.findall(r"[^\s*?]+(?:\s+[^\s*?]+)*(?=\s|$)|\S+", typed):
        if words == "*":
            gap += 1
        if not has_word(words):
            continue
        is_plain = re.search(r"[*?]", words) or (words.isalnum() and not words.isupper())
        hint += (f" PRE/{gap} " if hint else "") + (words if is_plain else f'"{words}"')
        gap, parts = 1, parts + 1
    if parts > MOST_PARTS or len(hint) > _LONGEST_HINT:
        hint = '"bank of" PRE/1 jap*'
    # The value of a flag such as --author has no operators; a query has.
    return f"write {field}:({hint}) in the query" if field else f"write {hint}"


def _read_pattern(token: QueryToken, field: str, manner: str) -> Node | None:
    """Return the node of a star alone, or of a word with a pattern; None for any other word."""
    if token.text == "*":
        return _read_star(token, field, manner)
    _refuse_operators(token, field)
    _refuse_message_id(token)
    if field in FILTERS or not is_multi_term(token.text):
        return None
    if manner:
        raise _exact_multi_term(token, manner)
    return read_multi_term(token, field)


def _exact_multi_term(token: QueryToken, manner: str) -> QuerySyntaxError:
    word, sign = token.text, manner_sign(manner)
    finds = "words that sound like one word" if manner == SOUNDS else "one spelling only"
    message = f"{sign} finds {finds}, and {short_line(word)} matches many"
    hint = f"remove {sign}, as a pattern finds words by their spelling"
    if has_word(word) and manner != SOUNDS:
        hint += f"; to search for the text, write {sign}{quoted(word.rstrip('~'))}"
    return token.error(message, hint)


def _read_star(token: QueryToken, field: str, manner: str) -> MatchAll:
    if field or manner:
        sign = manner_sign(manner)
        name, instead = (f"{field}:", example(field)) if field else (sign, f"{sign}word")
        hint = (
            f"write {instead}"
            if manner or field in (HAS, HAS_NOT, *OF_MAIL)
            else f"write {instead}, or {name}pre*"
        )
        if field in PRESENT and not manner:
            having = f"{HAS}:{field} for the articles that have one, {HAS_NOT}:{field} for the others"
            hint = f"write {having}, or {name}pre*"
        raise token.error(f"* alone finds every article and cannot follow {name}", hint)
    return MatchAll()


def _refuse_operators(token: QueryToken, field: str) -> None:
    """Refuse a word that is an operator in another language, and a field without a value."""
    word = token.text
    if refusal := (foreign_negation if field in FILTERS else foreign_operator)(word):
        raise token.error(refusal.message, refusal.hint)
    refuse_full_width_bracket(token, field)
    name = word.lower().removesuffix(":")
    field = field_of(name) or (ELSEWHERE.get(name, "") if name.startswith("allin") else "")
    if word.endswith(":") and (field or name in MANNERS):
        instead = example(field or name)
        hint = f'without a space, write {instead}; to search for the word, write "{name}"'
        raise token.error(f"there is nothing after {word}", hint)


def _refuse_message_id(token: QueryToken) -> None:
    """Refuse a query that is only a Message-ID: as words, it would also find articles that quote the mail."""
    if token.query.strip() == token.text and re.fullmatch(r"<[^<>]+@[^<>]+>", token.text):
        address = token.text[1:-1]
        hint = f"the mail with this Message-ID is mail:{address}; to search for the text: {quoted(address)}"
        raise token.error("this is a Message-ID or an address", hint)
