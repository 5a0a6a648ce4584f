"""The versions of a story: who had it first, and what was changed since, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

from newsgrep.article import Article
from newsgrep.engine.base import Engine

EditKind = Literal["same", "removed", "added"]

#: A word with the white space after it; a paragraph's end is a piece of its own.
_PIECE = re.compile(r"\n\n+|\S+[^\S\n]*(?:\n(?!\n))?|\s+")

#: The most words of texts that are compared word by word: the time grows with the product of their lengths.
LONGEST_DIFF = 20_000


class StoryVersion(Struct, frozen=True):
    """A version of a story.

    share: the part of the shorter text that it has in common with the article that was asked for, 0 to 1
    """

    article: Article
    share: float


def story_versions(engine: Engine, article: Article) -> list[StoryVersion]:
    """Return all versions of the story of an article, earliest first."""
    return [StoryVersion(one, share) for one, share in engine.versions(article.key)]


def word_diff(before: str, after: str) -> Iterator[tuple[EditKind, str]]:
    """Yield pieces of two texts in order: pieces of both, removed ones and added ones.

    >>> list(word_diff("Oil prices rose.", "Oil prices fell."))
    [('same', 'Oil prices '), ('removed', 'rose.'), ('added', 'fell.')]
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if max(len(old), len(new)) > LONGEST_DIFF:
        yield from (("removed", before), ("added", after)) if before != after else (("same", before),)
        return
    words = [piece.strip() or piece for piece in old]
    matcher = SequenceMatcher(None, words, [piece.strip() or piece for piece in new], autojunk=False)
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(new[first:last])
            continue
        if end > start:
            yield "removed", "".join(old[start:end])
        if last > first:
            yield "added", "".join(new[first:last])
