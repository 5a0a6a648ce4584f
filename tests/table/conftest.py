"""`raw`: the articles of the sample corpus as an independent reader sees them.

Nothing of newsgrep is used here: a file is split with string methods, words are found with regular
expressions over its text, and inflections are spelt out in the table of queries.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise, permutations, product
from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[2] / "corpus"


def fold(text: str) -> str:
    """Return a text without accents and in lower case."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("’", "'"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


@dataclass(frozen=True)
class Raw:
    """An article; patterns are regular expressions over whole words, without accents or case."""

    path: str
    date: str
    author: str
    text: str

    @property
    def lede(self) -> str:
        """The first paragraph."""
        return self.text.split("\n\n", 1)[0]

    def has(self, *patterns: str) -> bool:
        """Whether each pattern is in the text or in the author."""
        return all(self.count(pattern) for pattern in patterns)

    def any(self, *patterns: str) -> bool:
        """Whether one pattern at least is."""
        return any(self.count(pattern) for pattern in patterns)

    def count(self, pattern: str) -> int:
        """Return how often a pattern is in the text or in the author."""
        return len(_found(pattern, self.text)) + len(_found(pattern, self.author))

    def in_lede(self, pattern: str) -> bool:
        """Whether a pattern is in the first paragraph."""
        return bool(_found(pattern, self.lede))

    def by(self, pattern: str) -> bool:
        """Whether a pattern is in the author."""
        return bool(_found(pattern, self.author))

    def cased(self, pattern: str) -> bool:
        """Whether a pattern is in the text, capitals and all."""
        return re.search(rf"(?<!\w)(?:{pattern})(?!\w)", self.text) is not None

    def near(self, distance: int, *patterns: str, ordered: bool = False, lede: bool = False) -> bool:
        """Whether words of all patterns occur with at most `distance` words from one to the next."""
        words = re.findall(r"[^\W_]+(?:'[^\W_]+)?", fold(self.lede if lede else self.text))
        positions = [[i for i, word in enumerate(words) if re.fullmatch(p, word)] for p in patterns]
        orders = [tuple(positions)] if ordered else permutations(positions)
        return any(
            all(0 < b - a <= distance for a, b in pairwise(chosen))
            for order in orders
            for chosen in product(*order)
        )

    def in_one(self, cut: str, *patterns: str) -> bool:
        """Whether a pattern of each kind is in one piece of the text, which is cut where `cut` matches."""
        pieces = re.split(cut, self.text)
        return any(all(_found(pattern, piece) for pattern in patterns) for piece in pieces)

    @property
    def length(self) -> int:
        """The number of words of the text."""
        return len(re.findall(r"[^\W_]+(?:['’.,&+-]*[^\W_]+)*", self.text))


def _found(pattern: str, text: str) -> list[str]:
    return re.findall(rf"(?<!\w)(?:{pattern})(?!\w)", fold(text))


def read_raw(file: Path) -> Raw:
    """Read a file of the corpus."""
    first, _, rest = file.read_text("utf-8").partition("\n")
    written, _, author = first.strip().removeprefix("date ").partition(" By ")
    text = rest.split("\n---\n")[0].strip()
    return Raw(file.relative_to(CORPUS).as_posix(), written, author, text)


@pytest.fixture(scope="session")
def raw() -> list[Raw]:
    """Every article of the corpus that is a text file; the reprints are Markdown."""
    return [read_raw(file) for file in sorted(CORPUS.rglob("*.txt"))]
