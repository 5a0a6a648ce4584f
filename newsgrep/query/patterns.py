"""Words that stand for many: prefixes, wildcards, fuzzy words and regular expressions.

>>> read_shape(Token(Kind.WORD, "missle~", 0), "", "missle~")
Fuzzy(text='missle', edits=2, field='')

A wildcard or a fuzzy word is compared with the words of the index one by one, so it must be one word for
analysis too; `nagorno-k?rabakh` would never be found. A `?` that ends a word with no other sign in it ends a
question.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.analysis.folding import fold
from newsgrep.errors import QuerySyntaxError
from newsgrep.query.foreign import shortened, wordless_hint
from newsgrep.query.lexer import Token
from newsgrep.query.nodes import Fuzzy, Node, Prefix, Regex, Wildcard

#: The longest wildcard or fuzzy word: no word of an article is longer.
LONGEST_SHAPE = 100
#: Up to so many letters one change is allowed by default, beyond it two.
_SHORT = 5

#: More marks than these at the end of a word are looked at no longer.
_MOST_MARKS = 1000

_FUZZY = re.compile(r"~([0-9.]*)\Z")
_SIGN = re.compile(r"[*?]")
_STARS = re.compile(r"\*+")


def has_shape(word: str) -> bool:
    """Return whether a word has a sign in it that makes it stand for many."""
    bare = _without_marks(word, keep="*")
    return word.startswith("~") or "*" in bare or "?" in bare or _fuzziness(word) is not None


def read_shape(token: Token, field: str, query: str) -> Node:
    """Return what a word with such a sign stands for; raises QuerySyntaxError where it is none."""
    word = token.text
    if word.startswith("~"):
        hint = '"a b"~5, without a space, finds words near one another; so does a W/5 b'
        raise QuerySyntaxError("~ stands before a word", query, token.position, hint)
    fuzzy = _fuzziness(word)
    if not any(map(str.isalnum, word[: fuzzy.start()] if fuzzy else word)):
        message = f"there is no word in '{shortened(word)}'"
        raise QuerySyntaxError(message, query, token.position, wordless_hint(word))
    if fuzzy:
        return _read_fuzzy(token, fuzzy, field, query)
    short = _STARS.sub("*", _without_marks(word, keep="*?"))
    if short.endswith("*") and not _SIGN.search(short[:-1]):
        return Prefix(short[:-1], field)
    return _read_wildcard(token, short, field, query)


def read_regex(token: Token, field: str, query: str) -> Regex:
    """Return a regular expression; raises QuerySyntaxError for one with a fault."""
    from newsgrep.query.regex import regex_error  # needs RE2, which most queries do not

    if fault := regex_error(token.text):
        hint = "in it . is any character, .* any number, [ab] either, and \\ takes a sign as it is: /gan.a/"
        message = f"the regular expression cannot be read: {fault}"
        raise QuerySyntaxError(message, query, token.position, hint)
    return Regex(token.text, field)


def _read_fuzzy(token: Token, found: re.Match[str], field: str, query: str) -> Fuzzy:
    typed, edits = token.text[: found.start()], found[1]
    place = token.position + found.start()
    if sign := _SIGN.search(typed):
        hint = "write m?ssile or missle~1"
        raise QuerySyntaxError(
            "a word is a wildcard or fuzzy, not both", query, token.position + sign.start(), hint
        )
    if edits == "0":
        hint = f"for this spelling only, write ={shortened(typed)}"
        raise QuerySyntaxError("a fuzzy word differs by 1 or 2 letters", query, place, hint)
    if edits not in ("", "1", "2"):
        hint = f"write {shortened(typed)}~1 or {shortened(typed)}~2"
        raise QuerySyntaxError("a fuzzy word differs by at most 2 letters", query, place, hint)
    text = _single(token, typed, typed, field, query)
    return Fuzzy(text, int(edits) if edits else 1 if len(fold(text)) <= _SHORT else 2, field)


def _read_wildcard(token: Token, typed: str, field: str, query: str) -> Wildcard:
    return Wildcard(_single(token, typed, _SIGN.sub("a", typed), field, query), field)


def _single(token: Token, typed: str, sample: str, field: str, query: str) -> str:
    """Return what is one word in the text as typed, without the marks around it; refuse more than one.

    `sample` is the same text with letters for its signs, which analysis can read.
    """
    kind = "a wildcard" if sample != typed else "a fuzzy word"
    if len(typed) > LONGEST_SHAPE:
        message = f"{kind} has at most {LONGEST_SHAPE} characters"
        raise QuerySyntaxError(message, query, token.position, "take some out; no word is so long")
    words = _analyzer().analyse(sample)
    texts = [typed[word.start : word.end] for word in words]
    if len(words) == 1 and fold(words[0].word) == fold(sample[words[0].start : words[0].end]):
        return texts[0]
    prefix = f"{field}:" if field else ""
    end = "~1" if sample == typed else ""
    hint = f"leave the marks out, as in {prefix}{'m?ssile' if not end else 'missle~1'}"
    if 1 < len(texts) <= 4 and not any(text.endswith("?") for text in texts):
        hint = f"write {' PRE/1 '.join(prefix + text for text in texts)}{end}"
    raise QuerySyntaxError(
        f"{kind} is a single word, and {shortened(typed)} is not", query, token.position, hint
    )


def _fuzziness(word: str) -> re.Match[str] | None:
    return _FUZZY.search(_without_marks(word, keep="~"))


def _without_marks(word: str, *, keep: str) -> str:
    """Return a word without the punctuation and other signs that end it, but for those to keep."""
    end, first = len(word), max(0, len(word) - _MOST_MARKS)
    while end > first and word[end - 1] not in keep and unicodedata.category(word[end - 1])[0] in "PSZC":
        end -= 1
    return word[:end]


@lru_cache(maxsize=1)
def _analyzer() -> Analyzer:
    return Analyzer("none")
