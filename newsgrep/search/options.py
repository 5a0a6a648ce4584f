"""The options of a search: which hits are returned, in which order, and what they contain."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from newsgrep.engine.base import Sort

#: How relevance is computed: by BM25F alone, or with the best matches reranked by their topics.
Rank = Literal["topic", "bm25f"]
RANKS: tuple[Rank, ...] = ("topic", "bm25f")


class SearchOptions(Struct, frozen=True):
    """Which hits are returned, in which order, and what they contain.

    limit:     number of hits, None for all
    offset:    number of hits to skip
    passages:  passages of a hit, at most
    width:     characters of a passage, about
    sentences: if given, a passage is a sentence with matches and that many sentences before and after it
    highlight: whether hits have passages and spans; without them they are made faster
    explain:   whether hits have an explanation of their scores, if the engine can explain them
    seed:      chooses the order of the sort `random`
    fold:      whether each story is one hit, its best version
    rank:      what relevance goes by: words and topic, or words alone (bm25f); None for topic where the index
               knows what its articles are about
    meaning:   whether articles are found by the vectors of the index's model as well, in one order
    """

    limit: int | None = 10
    offset: int = 0
    sort: Sort = "relevance"
    passages: int = 2
    width: int = 240
    sentences: int | None = None
    highlight: bool = True
    explain: bool = False
    seed: int = 0
    fold: bool = False
    rank: Rank | None = None
    meaning: bool = False
