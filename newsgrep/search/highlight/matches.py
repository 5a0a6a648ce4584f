"""Where a query's words stand in a text: every match, found by the same analysis that indexed the text.

>>> Finder(Phrase("missile attack"), Analyzer()).matches("An attack. Missile attacks", "body")
[Match(start=11, end=26, leaf=0)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, assert_never

from newsgrep.analysis.analyzer import Analyzer, Token
from newsgrep.analysis.folding import fold
from newsgrep.analysis.tokenizer import RAW_TOKEN
from newsgrep.query.fields import FIELDS
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Exact,
    Expanded,
    FilterNode,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    TermNode,
    TermQuery,
    Weighted,
    Wildcard,
    Word,
)
from newsgrep.search.highlight.chains import Stretches, taking_part


class Match(NamedTuple):
    """A match in a text: where it stands, and which leaf of the query it answers."""

    start: int
    end: int
    leaf: int


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands at one place of a leaf: a stem, any of some spellings, a beginning or a pattern."""

    term: str = ""
    words: frozenset[str] = frozenset()
    prefix: str = ""
    pattern: Wildcard | Fuzzy | Regex | None = None

    def fits(self, token: Token) -> bool:
        if self.pattern is not None:
            from newsgrep.patterns import matches

            return matches(self.pattern, token.word)
        if self.prefix:
            return token.word.startswith(self.prefix)
        return token.word in self.words or token.term == self.term


@dataclass(frozen=True, eq=False, slots=True)
class _Sought:
    """A leaf as what it looks for, one place after the other; `near` if only what is near others counts."""

    number: int
    field: str
    places: tuple[_Place, ...]
    near: bool

    def end_in(self, tokens: Iterator[Token]) -> int:
        """Return where a match ends that begins with the first of some tokens, -1 where there is none."""
        end = -1
        for place in self.places:
            token = next(tokens, None)
            if token is None or not place.fits(token):
                return -1
            end = token.end
        return end


class _Beginnings(dict[str, list[tuple[int, Token, list[_Sought]]]]):
    """For each chunk, the tokens that may begin a match, with their numbers, and of what; mostly none."""

    def __init__(self, sought: Iterable[_Sought], analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._by_term: dict[str, list[_Sought]] = {}
        self._by_word: dict[str, list[_Sought]] = {}
        self._others: list[_Sought] = []
        for one in sought:
            first = one.places[0]
            if first.term:
                self._by_term.setdefault(first.term, []).append(one)
            for word in first.words:
                self._by_word.setdefault(word, []).append(one)
            if first.prefix or first.pattern is not None:
                self._others.append(one)
        prefixes = (one.places[0].prefix for one in self._others)  # a pattern has none: it may begin anyhow
        self._beginnings = frozenset((*self._by_term, *self._by_word, *prefixes))

    def __missing__(self, chunk: str) -> list[tuple[int, Token, list[_Sought]]]:
        found = self[chunk] = []
        for number, token in enumerate(self._analyzer.analyse_cached(chunk)):
            begun = self._by_term.get(token.term, _NONE) + self._by_word.get(token.word, _NONE)
            begun += [one for one in self._others if one.places[0].fits(token)]
            if begun:
                found.append((number, token, begun))
        return found

    def chunks(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the chunks of a text that may begin a match, with their places."""
        return self._analyzer.candidates(text, self._beginnings) if self._beginnings else iter(())


_NONE: list[_Sought] = []

#: Stretches of a proximity query's leaf: by the number of the first word, what there is to mark.
_Found = dict[_Sought, dict[int, Match]]


class Finder:
    """Finds what a query matches in the texts of articles.

    What stands below a NOT is not looked for. Of a Near, only what takes part in a match is found; of
    anything else every occurrence, whether or not the whole query matches the article.
    """

    def __init__(self, query: Node, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._leaves = 0
        self._nears: list[tuple[Near, list[list[_Sought]]]] = []
        sought = list(self._sought(query))
        self._begins = {
            field: _Beginnings((one for one in sought if _looks_into(one.field, field)), analyzer)
            for field in FIELDS
        }

    def matches(self, text: str, field: str) -> list[Match]:
        """Return every match in a text of a field, by place; those of several leaves may overlap."""
        begins = self._begins[field]
        lede_end = lede_end_of(text) if field == "body" else len(text)
        found: list[Match] = []
        apart: dict[_Sought, list[tuple[int, int, Match]]] = {}
        for start, chunk in begins.chunks(text):
            for place, token, candidates in begins[chunk]:
                for one in candidates:
                    end = start + token.end
                    if len(one.places) > 1:
                        end = one.end_in(self._analyzer.tokens_from(text, start, place))
                    if end < 0 or (one.field == "lead" and end > lede_end):
                        continue
                    match = Match(start + token.start, end, one.number)
                    if one.near:
                        apart.setdefault(one, []).append((start, place, match))
                    else:
                        found.append(match)
        return sorted([*found, *self._together(text, apart)]) if apart else found

    def _together(self, text: str, apart: dict[_Sought, list[tuple[int, int, Match]]]) -> Iterator[Match]:
        """Yield the matches that stand near others as the query wants."""
        chunks = list(RAW_TOKEN.finditer(text))
        sizes = accumulate((len(self._analyzer.analyse_cached(chunk.group())) for chunk in chunks), initial=0)
        first = dict(zip((chunk.start() for chunk in chunks), sizes, strict=False))
        places = {
            one: {first[start] + place: match for start, place, match in matches}
            for one, matches in apart.items()
        }
        for near, parts in self._nears:
            stretches = [[_stretches(one, places.get(one, {})) for one in part] for part in parts]
            taking = taking_part(stretches, near.distance, ordered=near.ordered)
            for part, starts in zip(parts, taking, strict=True):
                for one, bits in zip(part, starts, strict=True):
                    marks = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
                    for place, match in places.get(one, {}).items():
                        if place // 8 < len(marks) and marks[place // 8] >> place % 8 & 1:
                            yield match

    def _sought(self, node: Node, near: bool = False) -> Iterator[_Sought]:
        """Yield what a part of the query looks for, noting each Near."""
        match node:
            case And(parts) | Or(parts):
                for part in parts:
                    yield from self._sought(part, near)
            case AtLeast(_, part) | Weighted(part, _):
                yield from self._sought(part, near)
            case Near(parts):
                alternatives = [list(self._sought(part, near=True)) for part in parts]
                self._nears.append((node, alternatives))
                for several in alternatives:
                    yield from several
            case TermNode():
                for places in _places(node, self._analyzer):
                    if places:
                        yield _Sought(self._leaves, node.field, places, near)
                self._leaves += 1
            case Not() | FilterNode():
                return
            case _:
                assert_never(node)


def _stretches(one: _Sought, found: dict[int, Match]) -> Stretches:
    bits = bytearray(max(found, default=0) // 8 + 1)
    for place in found:
        bits[place // 8] |= 1 << place % 8
    return Stretches(len(one.places), int.from_bytes(bits, "little"))


def lede_end_of(body: str) -> int:
    """Return where the first paragraph ends."""
    end = body.find("\n\n")
    return len(body) if end < 0 else end


def _looks_into(sought: str, field: str) -> bool:
    """Whether what is sought in a field, or in the lead, may stand in a text of a field."""
    return sought in ("", field) or (sought == "lead" and field in ("title", "body"))


def _places(leaf: TermQuery, analyzer: Analyzer) -> Iterator[tuple[_Place, ...]]:
    """Yield what a leaf looks for; any of it is a match."""
    tokens = analyzer.terms(leaf.text)
    stems = tuple(_Place(term=token.term) for token in tokens)
    match leaf:
        case Expanded(words, _):
            yield (_Place(words=frozenset(words)),)
        case Wildcard() | Fuzzy() | Regex():
            yield (_Place(pattern=leaf),)
        case Prefix() if tokens:
            yield (*stems[:-1], _Place(prefix=fold(tokens[-1].word)))
        case Exact():
            yield tuple(_Place(words=frozenset([token.word])) for token in tokens)
        case Word(any_part=True):
            yield from ((stem,) for stem in stems)
        case Word() | Phrase() | Prefix():
            yield stems
        case _:
            assert_never(leaf)
