"""Which words of a dictionary a wildcard, a fuzzy word or a regular expression matches."""

from newsgrep.patterns.matching import concatenate, matches, matching_words

__all__ = ["concatenate", "matches", "matching_words"]
