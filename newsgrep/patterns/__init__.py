"""Patterns over words: wildcards, fuzzy words and regular expressions, and the words that they fit."""

from newsgrep.patterns.fitting import LONGEST_REGEX, fits, fitting, joined, regex_fault

__all__ = ["LONGEST_REGEX", "fits", "fitting", "joined", "regex_fault"]
