"""Texts cut into pieces: the matches, and the text between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsgrep.results import Span


class Piece(NamedTuple):
    """A piece of a text, and whether it is a match."""

    text: str
    is_match: bool


def pieces(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """Yield the pieces of a text in order. Matches that touch become one piece, and no piece is empty.

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
