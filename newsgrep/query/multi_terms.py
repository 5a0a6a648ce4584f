"""Words that match many words: prefixes, wildcards, fuzzy words, regular expressions, words that sound alike.

>>> from newsgrep.query import parse
>>> parse("missle~")
Fuzzy(text='missle', edits=2, field='')

A wildcard or a fuzzy word is compared with the words of the index one by one, so it must be one word for
analysis too; `nagorno-k?rabakh` would never be found. A `?` at the end of a word without another wildcard is
a question mark.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.analysis.folding import fold
from newsgrep.errors import UsageError
from newsgrep.query.foreign import wordless
from newsgrep.query.lexer import QueryToken
from newsgrep.query.nodes import Fuzzy, Node, Prefix, Regex, Sounds, Wildcard
from newsgrep.query.shown import has_word, short_line

#: The longest wildcard or fuzzy word: no word of an article is longer.
LONGEST_MULTI_TERM = 100
#: Words of up to this number of letters are fuzzy by one edit if no number is given, longer words by two.
_SHORT_WORD = 5
#: Characters of punctuation that are removed from the end of a word, at most.
_MOST_PUNCTUATION = 1000

_EDITS = r"~([0-9.]*)\Z"
_WILDCARD = r"[*?]"


def is_multi_term(word: str) -> bool:
    """Return whether a word has a wildcard, or is fuzzy."""
    if word.isalnum():
        return False
    bare = _without_punctuation(word, keep="*")
    return word.startswith("~") or "*" in bare or "?" in bare or _edits_of(word) is not None


def read_multi_term(token: QueryToken, field: str) -> Node:
    """Return the prefix, wildcard or fuzzy word of a token; raises QuerySyntaxError if it cannot be read."""
    word = token.text
    if word.startswith("~"):
        hint = 'for similar spellings, write missle~1; for words near each other, write "a b"~5'
        raise token.error("~ cannot begin a word", hint)
    edits = _edits_of(word)
    if not has_word(word[: edits.start()] if edits else word):
        raise wordless(token)
    if edits:
        return _read_fuzzy(token, edits, field)
    short = re.sub(r"\*+", "*", _without_punctuation(word, keep="*?"))
    if not _is_prefix(short) or short.count("(") > short.count(")"):  # baku(da*)
        short = _single_word(token, short, re.sub(_WILDCARD, "a", short), field)
    return Prefix(short[:-1], field) if _is_prefix(short) else Wildcard(short, field)


def _is_prefix(word: str) -> bool:
    return word.endswith("*") and not re.search(_WILDCARD, word[:-1])


def read_regex(token: QueryToken, field: str) -> Regex:
    """Return a regular expression; raises QuerySyntaxError if RE2 cannot read it, or is not installed."""
    from newsgrep.query.regex import regex_error  # most queries have no expression to check

    try:
        error = regex_error(token.text)
    except UsageError as missing:
        raise token.error(missing.message, missing.hint) from None
    if error:
        hint = ". is any character, .* any number of them, [ab] a or b, and \\ makes a sign literal: /gan.a/"
        message = f"the regular expression cannot be read: {error}"
        raise token.error(message, hint)
    return Regex(token.text, field)


def read_sounds(token: QueryToken, field: str) -> Sounds:
    """Return the word of a token, to be found by its sound; raises QuerySyntaxError for several words."""
    typed = token.text.strip()
    if (
        len(words := _analyzer().terms(typed)) == 1
        and (word := fold(words[0].word)).isalpha()
        and word.isascii()
    ):
        return Sounds(word, field)
    message = f"sounds: takes one word of Latin letters, and {short_line(typed)} is not"
    hint = "for several, write sounds:moamar PRE/1 sounds:gaddafi"
    raise token.error(message, hint)


def _read_fuzzy(token: QueryToken, found: re.Match[str], field: str) -> Fuzzy:
    typed, edits = token.text[: found.start()], found[1]
    if wildcard := re.search(_WILDCARD, typed):
        message = "a word cannot be both a wildcard and fuzzy"
        raise token.error(message, "write m?ssile, or missle~1", offset=wildcard.start())
    text = _single_word(token, typed, typed, field)
    if edits == "0":
        hint = f"for this spelling only, write ={short_line(typed)}"
        raise token.error("a fuzzy word differs by 1 or 2 letters", hint, offset=found.start())
    if edits not in ("", "1", "2"):
        hint = f"write {short_line(typed)}~1, or {short_line(typed)}~2"
        raise token.error("a fuzzy word differs by at most 2 letters", hint, offset=found.start())
    return Fuzzy(text, int(edits) if edits else 1 if len(fold(text)) <= _SHORT_WORD else 2, field)


def _single_word(token: QueryToken, typed: str, sample: str, field: str) -> str:
    """Return the single word of a text, without the punctuation around it; refuse several words.

    `sample` is the text with letters in place of wildcards, so that analysis can read it.
    """
    kind, edits = ("a fuzzy word", "~1") if sample == typed else ("a wildcard", "")
    if len(typed) > LONGEST_MULTI_TERM:
        message = f"{kind} has at most {LONGEST_MULTI_TERM} characters"
        raise token.error(message, "shorten it; no word is that long")
    words = _analyzer().analyse(sample)
    texts = [typed[word.start : word.end] for word in words]
    if len(words) == 1 and fold(words[0].word) == fold(sample[words[0].start : words[0].end]):
        return texts[0]
    message = f"{kind} must be a single word, and {short_line(typed)} is not"
    raise token.error(message, _several_words_hint(texts, field, edits))


def _several_words_hint(texts: list[str], field: str, edits: str) -> str:
    """Return a hint that joins the words of a text by PRE/1, without stars alone at its ends."""
    several = len(texts) > 1
    while texts and not has_word(texts[0]):
        texts = texts[1:]
    while texts and not has_word(texts[-1]):
        texts = texts[:-1]
    prefix = f"{field}:" if field else ""
    if several and 0 < len(texts) <= 4 and all(has_word(text) and not text.endswith("?") for text in texts):
        return f"write {' PRE/1 '.join(prefix + text for text in texts)}{edits}"
    return f"remove the punctuation, as in {prefix}{'missle~1' if edits else 'm?ssile'}"


def _edits_of(word: str) -> re.Match[str] | None:
    return re.search(_EDITS, _without_punctuation(word, keep="~"))


def _without_punctuation(word: str, *, keep: str) -> str:
    """Return a word without the punctuation and symbols at its end, with marks on them, except `keep`."""
    end, first = len(word), max(0, len(word) - _MOST_PUNCTUATION)
    while end > first and word[end - 1] not in keep and unicodedata.category(word[end - 1])[0] in "PSZCM":
        end -= 1
    while end and word[end - 1].isalnum() and end < len(word) and unicodedata.category(word[end])[0] == "M":
        end += 1  # a mark on a letter
    return word[:end]


@cache
def _analyzer() -> Analyzer:
    return Analyzer("none")
