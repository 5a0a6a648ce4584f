"""Articles that a command line names: by their keys, typed or on standard input."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from newsgrep.cli.standard_streams import read_whole, standard_input
from newsgrep.errors import ArticleNotFoundError, UsageError

if TYPE_CHECKING:
    from newsgrep.index import Index


def keys_typed(index: Index, words: Sequence[str]) -> list[str]:
    """Return the keys of the articles that words name; none if no word is a key: then they are a query.

    Raises UsageError if only some of the words are keys, and if a word looks like a key (a path, or a
    Message-ID in angle brackets) that no article has: a mistyped key must not be taken for a query.
    """
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


def with_standard_input(keys: Sequence[str]) -> Iterator[str]:
    """Yield the keys; in the place of `-`, yield the keys on standard input."""
    for key in keys:
        if key != "-":
            yield key
            continue
        text = read_whole(standard_input().buffer).decode("utf-8", "surrogateescape")
        yield from filter(None, text.split("\0" if "\0" in text else "\n"))
