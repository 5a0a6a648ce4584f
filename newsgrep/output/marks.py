"""Texts in pieces, between the matches that are marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsgrep.results import Span


class Piece(NamedTuple):
    """A piece of a text, and whether it is a match."""

    text: str
    is_match: bool


def pieces(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """Yield the pieces of a text in order; matches that touch are one, and no piece is empty.

    spans: the matches, sorted and disjoint

    >>> [piece.text for piece in pieces("Talks in Ganja resumed", [(0, 5), (9, 14)])]
    ['Talks', ' in ', 'Ganja', ' resumed']
    """
    done = match = 0  # where the last match ended, and where it began
    for start, end in spans:
        if start > done:
            if match < done:
                yield Piece(text[match:done], True)
            yield Piece(text[done:start], False)
            match = start
        done = end
    if match < done:
        yield Piece(text[match:done], True)
    if done < len(text):
        yield Piece(text[done:], False)
