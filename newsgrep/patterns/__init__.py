"""The words of a dictionary that a pattern matches, or that share a stem with a word in another language."""

from newsgrep.patterns.matching import beginnings_of, concatenate, matches, matching_words
from newsgrep.patterns.same_stem import SameStem

__all__ = ["SameStem", "beginnings_of", "concatenate", "matches", "matching_words"]
