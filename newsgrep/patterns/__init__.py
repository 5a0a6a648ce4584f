"""Patterns over words: wildcards, fuzzy words and regular expressions, and the words that they match."""

from newsgrep.patterns.fitting import fits, fitting, joined

__all__ = ["fits", "fitting", "joined"]
