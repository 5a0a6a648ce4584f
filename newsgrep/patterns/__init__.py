"""Which words of a dictionary a pattern matches, or have the stem of a word in another language."""

from newsgrep.patterns.matching import beginnings_of, concatenate, matches, matching_words
from newsgrep.patterns.same_stem import SameStem

__all__ = ["SameStem", "beginnings_of", "concatenate", "matches", "matching_words"]
