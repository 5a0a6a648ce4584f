"""The vocabulary of an index run, which remembers the analysis of every raw token.

A surface form is a word as an article spells it, folded; its term is its stem.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain, count

import numpy as np

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.segment.sections import Array
from newsgrep.engine.segment.shingles import WordHashes
from newsgrep.engine.segment.token_table import END, TokenTable

#: Memory that a raw token and a surface form take beside their own bytes.
_BYTES_PER_TOKEN, _BYTES_PER_FORM = 70, 300

#: Replaces an empty array, as numpy makes no view of one.
_EMPTY = array("i", [0])


class Vocabulary:
    """Numbers surface forms in the order in which they come, and knows the forms of each raw token.

    forms: surface forms in UTF-8, by number
    terms: their terms in UTF-8, by the same number
    hashes: hashes of the surface forms
    size:  approximate bytes of memory
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._table = TokenTable()
        self._form_numbers: dict[str, int] = {}
        self._sorted_numbers: list[int] = []
        self.forms: list[bytes] = []
        self.hashes = WordHashes()
        self.terms: list[bytes] = []
        # The value of a raw token is the number of its one form. If it has several forms or none, the value
        # is ~i, with the number of its forms in _counts[i], and the forms in _multiple from _starts[i] on.
        self._counts = array("i")
        self._starts = array("i")
        self._multiple = array("i")
        self.size = 0

    def form_numbers(self, texts: Sequence[bytes], ends: Sequence[int]) -> tuple[Array, Array]:
        """Return the form numbers of all words of the texts, in order, and the word count of each region.

        `ends` are the ascending ends of the regions, as offsets into the texts joined by one byte of white
        space. A raw token belongs to the region in which it begins.
        """
        values, starts = self._table.lookup(b"\n".join(texts) + END, self._values_of)
        tokens = np.searchsorted(starts, np.array(ends))
        multiple = np.flatnonzero(values < 0)
        if not len(multiple):
            return values, np.diff(tokens, prepend=0)
        numbers, added = self._expand(values, multiple)
        return numbers, np.diff(tokens + added.take(np.searchsorted(multiple, tokens)), prepend=0)

    def _values_of(self, tokens: list[bytes]) -> list[int]:
        """Analyse new raw tokens, and return the values to remember for them."""
        texts = b"\n".join(tokens).decode("utf-8", "replace").split("\n")
        plain = self._analyzer.plain_words(texts)
        others = {
            text: self._analyzer.words(text) for text, word in zip(texts, plain, strict=True) if not word
        }
        self._add_forms(chain(plain, *others.values()))
        number_of = self._form_numbers.__getitem__
        self.size += _BYTES_PER_TOKEN * len(tokens) + sum(map(len, tokens))
        return [
            number_of(word) if word else self._value_of([*map(number_of, others[text])])
            for text, word in zip(texts, plain, strict=True)
        ]

    def _value_of(self, numbers: Sequence[int]) -> int:
        """Return the value of a raw token with these forms."""
        if len(numbers) == 1:
            return numbers[0]
        self._counts.append(len(numbers))
        self._starts.append(len(self._multiple))
        self._multiple.extend(numbers)
        return -len(self._counts)

    def _add_forms(self, words: Iterable[str]) -> None:
        """Number and stem the new words among the given ones."""
        known = self._form_numbers
        new = [word for word in dict.fromkeys(words) if word and word not in known]
        known.update(zip(new, count(len(self.forms)), strict=False))
        encoded = [word.encode() for word in new]
        stems = zip(new, encoded, self._analyzer.stems(new), strict=True)
        self.terms += [data if stem == word else stem.encode() for word, data, stem in stems]
        self.forms += encoded
        self.size += _BYTES_PER_FORM * len(new) + 2 * sum(map(len, encoded))

    def _expand(self, values: Array, multiple: Array) -> tuple[Array, Array]:
        """Replace the values < 0, which are at the indices `multiple`, by the forms they stand for.

        Return the form numbers, and how many more forms than tokens there are before each of those indices
        and after the last.
        """
        entries = ~values.take(multiple)
        # These views must not outlive this call: an array cannot grow while there is a view of it.
        counts = np.frombuffer(self._counts, np.int32).take(entries).astype(np.int64)
        starts = np.frombuffer(self._starts, np.int32).take(entries)
        added = np.zeros(len(multiple) + 1, np.int64)
        np.cumsum(counts - 1, out=added[1:])
        repeats = np.ones(len(values), np.int64)
        repeats[multiple] = counts
        numbers = np.repeat(values, repeats)
        steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        forms = np.frombuffer(self._multiple or _EMPTY, np.int32)
        indices = np.repeat(multiple + added[:-1], counts) + steps
        numbers[indices] = forms.take(np.repeat(starts, counts) + steps)
        return numbers, added

    def sorted_numbers(self) -> list[int]:
        """Return the numbers of all forms, ascending by term, then by form."""
        # list.sort finds the numbers that were sorted before in order, and merges the new ones in.
        keys = list(zip(self.terms, self.forms, strict=True))
        self._sorted_numbers += range(len(self._sorted_numbers), len(keys))
        self._sorted_numbers.sort(key=keys.__getitem__)
        return self._sorted_numbers
