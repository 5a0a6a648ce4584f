"""Find every match of a query in a text, with the same analysis that indexed the text.

>>> Finder(Phrase("missile attack"), Analyzer()).matches("An attack. Missile attacks", "body")
[Match(start=11, end=26, term=0)]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from typing import NamedTuple, assert_never

from msgspec import Struct

from newsgrep.analysis.acronyms import acronyms_of
from newsgrep.analysis.analyzer import Analyzer, Token, as_read
from newsgrep.analysis.folding import fold, spelling
from newsgrep.analysis.tokenizer import RAW_TOKEN
from newsgrep.paragraphs import lede_end
from newsgrep.query.fields import FIELDS
from newsgrep.query.nodes import (
    And,
    AtLeast,
    Cased,
    Exact,
    Expanded,
    FilterNode,
    Fuzzy,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Prefix,
    Regex,
    Sounds,
    TermNode,
    TermQuery,
    Unit,
    Verified,
    Weighted,
    Wildcard,
    Word,
)
from newsgrep.textmatch.chains import FixedIntervals, Occurrence, apart, chained, disjoint_chains
from newsgrep.textmatch.sentences import unit_starts


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
    pattern: Pattern | None = None

    def match(self, token: Token) -> bool:
        if self.pattern is not None:
            from newsgrep.patterns import matches

            return matches(self.pattern, token.word)
        if self.prefix:
            return token.word.startswith((self.prefix, self.prefix.upper()))  # acronyms are in capitals
        return token.word in self.forms or token.term == self.stem


class _TermSequence(Struct, frozen=True, eq=False):
    """A term query as the alternatives at consecutive positions.

    in_near:   whether it is part of a Near, so that an occurrence matches only if the other parts are near it
    spellings: the exact spellings of the words, with their capitals if `case`; empty if any spelling matches
    """

    number: int
    field: str
    positions: tuple[_Alternatives, ...]
    in_near: bool
    spellings: tuple[str, ...] = ()
    case: bool = False

    @property
    def reads_on(self) -> bool:
        """Whether a match needs more than its first token to be checked."""
        return len(self.positions) > 1 or bool(self.spellings)

    def end_in(self, text: str, tokens: Iterator[Token]) -> int:
        """Return the end of the match that begins with the first of the tokens, -1 if there is none.

        text: the text of the tokens, as it is written
        """
        end = -1
        for number, alternatives in enumerate(self.positions):
            token = next(tokens, None)
            if token is None or not alternatives.match(token):
                return -1
            written = text[token.start : token.end]
            if self.spellings and spelling(written, case=self.case) != self.spellings[number]:
                return -1
            end = token.end
        return end


_NONE: list[_TermSequence] = []


class _FirstTokens(dict[str, list[tuple[int, Token, list[_TermSequence]]]]):
    """Maps a raw token to those of its tokens that may begin a match; most raw tokens have none.

    Each comes with its number in the raw token, and with the sequences that it may begin.
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

    It does not look for terms below a NOT. For a Near, only occurrences that are near one another match; for
    anything else, every occurrence does, even if the whole query does not match the article.
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

    def matches(
        self, text: str, field: str, most: int | None = None, *, whole_chains: bool = False
    ) -> list[Match]:
        """Return every match in the text of a field, sorted; matches of different terms may overlap.

        most:         stop after about this many matches; None for the whole text
        whole_chains: a chain of words that are near one another is one match, from the first to the last
        """
        first_tokens, written, text = self._first_tokens[field], text, as_read(text)
        end_of_lede = lede_end(written) if field == "body" else len(text)
        found: list[Match] = []
        candidates: _Candidates = {}
        seen = 0
        for start, raw in first_tokens.raw_tokens(text):
            for number, token, sequences in first_tokens[raw]:
                for sequence in sequences:
                    end = start + token.end
                    if sequence.reads_on:
                        end = sequence.end_in(written, self._analyzer.tokens_from(text, start, number))
                    if end < 0 or (sequence.field == "lead" and end > end_of_lede):
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
        if not candidates:
            return found
        in_units = (
            match
            for near, parts in self._nears
            if near.unit != "word"
            for match in _in_same_unit(written, near.unit, parts, candidates)
        )
        return sorted([*found, *self._near_matches(text, candidates, whole_chains), *in_units])

    def _near_matches(self, text: str, candidates: _Candidates, whole_chains: bool) -> Iterator[Match]:
        """Yield the candidates that are near one another as their Near asks, or whole chains of them."""
        if all(near.unit != "word" for near, _ in self._nears):
            return
        raw_tokens = list(RAW_TOKEN.finditer(text))
        sizes = accumulate((len(self._analyzer.analyse_cached(raw.group())) for raw in raw_tokens), initial=0)
        first = dict(zip((raw.start() for raw in raw_tokens), sizes, strict=False))
        by_position = {
            sequence: {first[start] + number: match for start, number, match in matches}
            for sequence, matches in candidates.items()
        }
        for near, parts in self._nears:
            if near.unit != "word":
                continue
            if whole_chains:
                yield from _whole_chains(near, parts, by_position)
                continue
            occurrences = [[_intervals(one, by_position.get(one, {})) for one in part] for part in parts]
            in_chains = chained(occurrences, near.distance, ordered=near.ordered)
            for part, starts in zip(parts, in_chains, strict=True):
                for sequence, bits in zip(part, starts, strict=True):
                    marks = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
                    for position, match in by_position.get(sequence, {}).items():
                        if position // 8 < len(marks) and marks[position // 8] >> position % 8 & 1:
                            yield match

    def _sequences(self, node: Node, in_near: bool = False) -> Iterator[_TermSequence]:
        """Yield the term sequences of a part of the query, and note each Near."""
        match node:
            case And(parts) | Or(parts):
                yield from chain.from_iterable(self._sequences(part, in_near) for part in parts)
            case AtLeast(_, part) | Weighted(part, _):
                yield from self._sequences(part, in_near)
            case Near(parts):
                by_part = [list(self._sequences(part, in_near=True)) for part in parts]
                self._nears.append((node, by_part))
                yield from chain.from_iterable(by_part)
            case Verified(_, exact):
                yield from self._sequences(exact, in_near)
            case TermNode():
                yield from self._of_term(node, in_near)
                self._terms += 1
            case Not() | FilterNode():
                return
            case _:
                assert_never(node)

    def _of_term(self, term: TermQuery, in_near: bool) -> Iterator[_TermSequence]:
        spellings = _spellings(term, self._analyzer)
        for positions in filter(None, _positions(term, self._analyzer)):
            yield _TermSequence(
                self._terms, term.field, positions, in_near, spellings, isinstance(term, Cased)
            )


def _whole_chains(
    near: Near, parts: list[list[_TermSequence]], by_position: dict[_TermSequence, dict[int, Match]]
) -> Iterator[Match]:
    """Yield each chain of a Near as one match, from its first to its last word."""
    matches = {
        Occurrence(position, len(sequence.positions), number): match
        for number, part in enumerate(parts)
        for sequence in part
        for position, match in by_position.get(sequence, {}).items()
    }
    for one in disjoint_chains(sorted(matches), len(parts), near.distance, ordered=near.ordered):
        found = [matches[occurrence] for occurrence in one]
        yield Match(found[0].start, max(one.end for one in found), found[0].term)


def _in_same_unit(
    text: str, unit: Unit, parts: list[list[_TermSequence]], candidates: _Candidates
) -> Iterator[Match]:
    """Yield the candidates in a sentence, or a paragraph, that has all parts.

    One occurrence cannot be two parts, as in a Near of words: `missile* W/S missile` needs a second mention.
    """
    starts = unit_starts(text, unit)
    by_part: list[dict[int, list[Match]]] = []
    for part in parts:
        by_unit: dict[int, list[Match]] = {}
        for match in (match for sequence in part for _, _, match in candidates.get(sequence, ())):
            number = bisect_right(starts, match.start)
            if number == bisect_right(starts, match.end - 1):
                by_unit.setdefault(number, []).append(match)
        by_part.append(by_unit)
    for number in set.intersection(*map(set, by_part)):
        for matches in apart([by_unit[number] for by_unit in by_part]):
            yield from matches


def capital_forms(word: str, analyzer: Analyzer) -> tuple[str, ...]:
    """Return the forms of a word in an index: an acronym has two, as headlines do not tell it from a word."""
    small = word.lower()
    return (small, small.upper()) if small.upper() in acronyms_of(analyzer.language) else (word,)


def has_accents(text: str, analyzer: Analyzer) -> bool:
    """Return whether a text has a word with accents or letters that an index folds to others."""
    return any(spelling(text[start:end]) != spelling(word) for _, word, start, end in analyzer.tokens(text))


def _spellings(term: TermQuery, analyzer: Analyzer) -> tuple[str, ...]:
    """Return how the words of a term query must be spelt; empty if any spelling matches."""
    case = isinstance(term, Cased)
    if not case and not (isinstance(term, Exact) and has_accents(term.text, analyzer)):
        return ()
    return tuple(spelling(term.text[start:end], case=case) for _, _, start, end in analyzer.tokens(term.text))


def _intervals(sequence: _TermSequence, by_position: dict[int, Match]) -> FixedIntervals:
    bits = bytearray(max(by_position, default=0) // 8 + 1)
    for position in by_position:
        bits[position // 8] |= 1 << position % 8
    return FixedIntervals(len(sequence.positions), int.from_bytes(bits, "little"))


def _is_in(term_field: str, field: str) -> bool:
    """Return whether a term of a field, or of the lead, can occur in the text of a field."""
    return term_field in ("", field) or (term_field == "lead" and field in ("title", "body"))


def _positions(term: TermQuery, analyzer: Analyzer) -> Iterator[tuple[_Alternatives, ...]]:
    """Yield the sequences of alternatives that a term query matches; any of them is a match."""
    tokens = analyzer.terms(term.text)
    all_forms = term.forms if isinstance(term, Word | Phrase) and term.forms else ((),) * len(tokens)
    stems = tuple(
        _Alternatives(stem=token.term, forms=frozenset(forms))
        for token, forms in zip(tokens, all_forms, strict=True)
    )
    match term:
        case Expanded(words, _):
            yield (_Alternatives(forms=frozenset(words)),)
        case Wildcard() | Fuzzy() | Regex() | Sounds():
            yield (_Alternatives(pattern=term),)
        case Cased():
            forms = (capital_forms(token.word, analyzer) for token in tokens)
            yield tuple(_Alternatives(forms=frozenset(one)) for one in forms)
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
