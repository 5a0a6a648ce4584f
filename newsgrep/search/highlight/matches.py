"""Find every match of a query in a text, with the same analysis that indexed the text.

>>> Finder(Phrase("missile attack"), Analyzer()).matches("An attack. Missile attacks", "body")
[Match(start=11, end=26, term=0)]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple, assert_never

from msgspec import Struct

from newsgrep.analysis.acronyms import quieten
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
from newsgrep.search.highlight.chains import FixedIntervals, chained


class Match(NamedTuple):
    """A match in a text, as offsets, and the number of the term query that matches there."""

    start: int
    end: int
    term: int


class _Alternatives(Struct, frozen=True):
    """The terms that match at one position: a stem, any of some surface forms, a prefix or a pattern."""

    stem: str = ""
    forms: frozenset[str] = frozenset()
    prefix: str = ""
    pattern: Wildcard | Fuzzy | Regex | None = None

    def match(self, token: Token) -> bool:
        if self.pattern is not None:
            from newsgrep.patterns import matches

            return matches(self.pattern, token.word)
        if self.prefix:
            return token.word.startswith((self.prefix, self.prefix.upper()))  # acronyms are in capitals
        return token.word in self.forms or token.term == self.stem


class _TermSequence(Struct, frozen=True, eq=False):
    """A term query as the alternatives at consecutive positions.

    in_near: whether it is part of a Near, so that an occurrence matches only if the other parts are near it
    """

    number: int
    field: str
    positions: tuple[_Alternatives, ...]
    in_near: bool

    def end_in(self, tokens: Iterator[Token]) -> int:
        """Return the end of the match that begins with the first of some tokens, -1 if there is none."""
        end = -1
        for alternatives in self.positions:
            token = next(tokens, None)
            if token is None or not alternatives.match(token):
                return -1
            end = token.end
        return end


_NONE: list[_TermSequence] = []


class _FirstTokens(dict[str, list[tuple[int, Token, list[_TermSequence]]]]):
    """For each raw token, its tokens that may begin a match: number, token, and the sequences that it begins.

    Most raw tokens have none.
    """

    def __init__(self, sequences: Iterable[_TermSequence], analyzer: Analyzer) -> None:
        super().__init__()
        self._analyzer = analyzer
        self._by_stem: dict[str, list[_TermSequence]] = {}
        self._by_form: dict[str, list[_TermSequence]] = {}
        self._by_beginning: list[_TermSequence] = []
        for sequence in sequences:
            first = sequence.positions[0]
            if first.stem:
                self._by_stem.setdefault(first.stem, []).append(sequence)
            for form in first.forms:
                self._by_form.setdefault(form, []).append(sequence)
            if first.prefix or first.pattern is not None:
                self._by_beginning.append(sequence)
        # The prefix of a pattern is empty: its words may begin in any way.
        prefixes = (sequence.positions[0].prefix for sequence in self._by_beginning)
        self._beginnings = frozenset((*self._by_stem, *self._by_form, *prefixes))

    def __missing__(self, raw: str) -> list[tuple[int, Token, list[_TermSequence]]]:
        found = self[raw] = []
        for number, token in enumerate(self._analyzer.analyse_cached(raw)):
            begun = self._by_stem.get(token.term, _NONE) + self._by_form.get(token.word, _NONE)
            begun += [one for one in self._by_beginning if one.positions[0].match(token)]
            if begun:
                found.append((number, token, begun))
        return found

    def raw_tokens(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield the raw tokens of a text that may begin a match, with their offsets."""
        return self._analyzer.candidates(text, self._beginnings) if self._beginnings else iter(())


#: Occurrences of the parts of a Near: offset of the raw token, number of the token in it, and the match.
_Candidates = dict[_TermSequence, list[tuple[int, int, Match]]]


class Finder:
    """Finds what a query matches in the texts of articles.

    Terms below a NOT are not looked for. Of a Near only the occurrences that are near one another match; of
    all else every occurrence, whether or not the whole query matches the article.
    """

    def __init__(self, query: Node, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._terms = 0
        self._nears: list[tuple[Near, list[list[_TermSequence]]]] = []
        sequences = list(self._sequences(query))
        self._first_tokens = {
            field: _FirstTokens((one for one in sequences if _is_in(one.field, field)), analyzer)
            for field in FIELDS
        }

    def matches(self, text: str, field: str, most: int | None = None) -> list[Match]:
        """Return every match in the text of a field, sorted; those of different terms may overlap.

        most: look no further than the match of this number; None for the whole text
        """
        first_tokens, text = self._first_tokens[field], quieten(text)
        lede_end = lede_end_of(text) if field == "body" else len(text)
        found: list[Match] = []
        candidates: _Candidates = {}
        seen = 0
        for start, raw in first_tokens.raw_tokens(text):
            for number, token, sequences in first_tokens[raw]:
                for sequence in sequences:
                    end = start + token.end
                    if len(sequence.positions) > 1:
                        end = sequence.end_in(self._analyzer.tokens_from(text, start, number))
                    if end < 0 or (sequence.field == "lead" and end > lede_end):
                        continue
                    match = Match(start + token.start, end, sequence.number)
                    if sequence.in_near:
                        candidates.setdefault(sequence, []).append((start, number, match))
                    else:
                        found.append(match)
                    seen += 1
            if most is not None and seen >= most:
                text = text[: start + len(raw)]
                break
        return sorted([*found, *self._near_matches(text, candidates)]) if candidates else found

    def _near_matches(self, text: str, candidates: _Candidates) -> Iterator[Match]:
        """Yield the candidates that are as near one another as their Near wants."""
        raw_tokens = list(RAW_TOKEN.finditer(text))
        sizes = accumulate((len(self._analyzer.analyse_cached(raw.group())) for raw in raw_tokens), initial=0)
        first = dict(zip((raw.start() for raw in raw_tokens), sizes, strict=False))
        by_position = {
            sequence: {first[start] + number: match for start, number, match in matches}
            for sequence, matches in candidates.items()
        }
        for near, parts in self._nears:
            occurrences = [[_intervals(one, by_position.get(one, {})) for one in part] for part in parts]
            in_chains = chained(occurrences, near.distance, ordered=near.ordered)
            for part, starts in zip(parts, in_chains, strict=True):
                for sequence, bits in zip(part, starts, strict=True):
                    marks = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
                    for position, match in by_position.get(sequence, {}).items():
                        if position // 8 < len(marks) and marks[position // 8] >> position % 8 & 1:
                            yield match

    def _sequences(self, node: Node, in_near: bool = False) -> Iterator[_TermSequence]:
        """Yield the term sequences of a part of the query, and take note of each Near."""
        match node:
            case And(parts) | Or(parts):
                for part in parts:
                    yield from self._sequences(part, in_near)
            case AtLeast(_, part) | Weighted(part, _):
                yield from self._sequences(part, in_near)
            case Near(parts):
                by_part = [list(self._sequences(part, in_near=True)) for part in parts]
                self._nears.append((node, by_part))
                for sequences in by_part:
                    yield from sequences
            case TermNode():
                for positions in _positions(node, self._analyzer):
                    if positions:
                        yield _TermSequence(self._terms, node.field, positions, in_near)
                self._terms += 1
            case Not() | FilterNode():
                return
            case _:
                assert_never(node)


def _intervals(sequence: _TermSequence, by_position: dict[int, Match]) -> FixedIntervals:
    bits = bytearray(max(by_position, default=0) // 8 + 1)
    for position in by_position:
        bits[position // 8] |= 1 << position % 8
    return FixedIntervals(len(sequence.positions), int.from_bytes(bits, "little"))


def lede_end_of(body: str) -> int:
    """Return the offset at which the first paragraph ends."""
    end = body.find("\n\n")
    return len(body) if end < 0 else end


def _is_in(term_field: str, field: str) -> bool:
    """Return whether a term of a field, or of the lead, can occur in the text of a field."""
    return term_field in ("", field) or (term_field == "lead" and field in ("title", "body"))


def _positions(term: TermQuery, analyzer: Analyzer) -> Iterator[tuple[_Alternatives, ...]]:
    """Yield the sequences of alternatives that a term query matches; any of them is a match."""
    tokens = analyzer.terms(term.text)
    stems = tuple(_Alternatives(stem=token.term) for token in tokens)
    match term:
        case Expanded(words, _):
            yield (_Alternatives(forms=frozenset(words)),)
        case Wildcard() | Fuzzy() | Regex():
            yield (_Alternatives(pattern=term),)
        case Prefix() if tokens:
            yield (*stems[:-1], _Alternatives(prefix=fold(tokens[-1].word)))
        case Exact():
            yield tuple(_Alternatives(forms=frozenset([token.word])) for token in tokens)
        case Word(any_part=True):
            yield from ((stem,) for stem in stems)
        case Word() | Phrase() | Prefix():
            yield stems
        case _:
            assert_never(term)
