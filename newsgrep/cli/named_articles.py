"""Articles that a command line names: by their keys, typed or on standard input, or by a query."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from newsgrep.cli.standard_streams import read_whole, standard_input
from newsgrep.errors import ArticleNotFoundError, UsageError

if TYPE_CHECKING:
    from newsgrep.index import Index
    from newsgrep.index_group import IndexGroup


def named_keys(index: Index | IndexGroup, typed: Mapping[str, Any]) -> list[str]:
    """Return the keys that the words of a command line name, with those on standard input for `-`.

    typed: the arguments and flags of a command with a query; see query_flags

    Returns none if no word is a key: then the words are a query. Raises UsageError if only some of the words
    are keys, and if a word looks like a key (a path, or a Message-ID in angle brackets) that no article has:
    a mistyped key must not be taken for a query. Raises it also for keys beside a query or filters.
    """
    words = typed["words"]
    if "-" in words:
        if not (keys := list(dict.fromkeys(with_standard_input(words)))):
            raise nothing_named()
    else:
        keys = _keys_typed(index, words) if words and not typed["queries"] else []
    if keys and any(value for name, value in typed.items() if name != "words"):
        hint = f"leave them out; to search for the text of the key, write -e {shlex.quote(words[0])}"
        raise UsageError("articles that are named by keys take no query and no filters", hint)
    return keys


def _keys_typed(index: Index | IndexGroup, words: Sequence[str]) -> list[str]:
    from newsgrep.search.lookup import MESSAGE_ID

    articles = {word: index.get(word) for word in words}
    keys = [index.shown_key(article) for article in articles.values() if article]
    for word, article in articles.items():
        is_key = re.fullmatch(r"[^:\s/]+[/#][^:\s]+", word) or MESSAGE_ID.fullmatch(word)
        if article is None and (keys or is_key):
            try:
                index[word]
            except ArticleNotFoundError as error:
                between = " " if error.hint.endswith("?") else "; "
                hint = f"{error.hint}{between}to search for it: -e {shlex.quote(word)}"
                raise UsageError(error.message, hint) from error
    return keys


def nothing_named() -> UsageError:
    """Return the error for an empty list of keys on standard input."""
    return UsageError("no article was named on standard input", "newsgrep search --fields key prints keys")


def with_standard_input(keys: Sequence[str]) -> Iterator[str]:
    """Yield the keys; in the place of `-`, yield the keys on standard input."""
    for key in keys:
        if key != "-":
            yield key
            continue
        text = read_whole(standard_input().buffer).decode("utf-8", "surrogateescape")
        yield from filter(None, text.split("\0" if "\0" in text else "\n"))
