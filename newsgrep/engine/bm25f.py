"""BM25F, the ranking function: what makes one article a better answer than another.

score = idf · tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / average length)), summed over the words
idf   = ln(1 + (N − n + 0.5) / (n + 0.5))

tf adds the frequencies of a word in all fields, each times the field's weight, *before* saturation, so
that a word in both title and body is one word seen often and not two (Robertson, Zaragoza and Taylor,
"Simple BM25 extension to multiple weighted fields", CIKM 2004). length adds the fields' lengths with the
same weights; n counts the articles that have the word in any field. The idf is Lucene's, which is never
negative.
"""

from __future__ import annotations

from math import log

K1 = 1.5
B = 0.75

#: How much one occurrence in a field counts.
WEIGHTS = {"title": 3, "body": 1, "author": 1}

#: A compound such as `Nagorno-Karabakh` is ranked by its words and by their standing together, half and half.
COMPOUND_SHARE = 0.5


def idf(articles: int, matching: int) -> float:
    """Return how much it tells that a word is there: N articles in all, n with the word."""
    return log(1 + (articles - matching + 0.5) / (matching + 0.5))


def saturation(tf: float, length: float, average: float) -> float:
    """Return what `tf` occurrences in an article of this length earn of a word's idf: 0 up to k1 + 1."""
    return tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / average))
