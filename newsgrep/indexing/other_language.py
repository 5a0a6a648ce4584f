"""Whether a new index has many words in the script of another language than the one it is stemmed in."""

from __future__ import annotations

import re
from collections import Counter

from newsgrep.analysis.languages import script_of, scripts_of
from newsgrep.engine.base import IndexEngine
from newsgrep.query.nodes import MatchAll

#: The language to suggest for words in each script.
_LANGUAGES = ("russian", "greek", "arabic", "armenian", "hindi", "tamil")
#: Articles of the index that are looked at, chosen at random, and characters of each.
_ARTICLES, _CHARACTERS = 30, 3_000
#: Letters that tell the languages of Cyrillic letters apart, as each has many of its own.
_CYRILLIC = {"russian": "ыэ", "ukrainian": "іїє", "bulgarian": "ъ", "serbian": "јљњћђ"}
#: The share of words in another script that makes a rebuild worth while.
_MANY = 0.25
_WORD = re.compile(r"[^\W\d_]{2,}")


def other_language(engine: IndexEngine) -> str:
    """Return a language in whose script many words of an index are; empty if there is none."""
    sample = engine.search(MatchAll(), sort="random", limit=_ARTICLES, offset=0)
    texts = [article.body[:_CHARACTERS] for _, article in sample.articles]
    scripts = Counter(script_of(word) for text in texts for word in _WORD.findall(text))
    many = (name for name in _LANGUAGES if scripts[scripts_of(name)[0]] > _MANY * scripts.total())
    found = next(many, "")
    if found != "russian":
        return found
    letters = Counter("".join(texts).lower())
    return max(_CYRILLIC, key=lambda name: sum(letters[letter] for letter in _CYRILLIC[name]))
