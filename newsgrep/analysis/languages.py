"""The languages that words can be stemmed in."""

from __future__ import annotations

from newsgrep.errors import UsageError, nearest_name

#: The language of an index where none is chosen, and the name for no stemming at all.
DEFAULT_LANGUAGE = "english"
NO_STEMMING = "none"


def known_languages() -> list[str]:
    """Return the languages that have a stemmer, and the name for no stemming."""
    from Stemmer import algorithms

    return sorted([*algorithms(), NO_STEMMING])


def check_language(language: str) -> None:
    """Raise UsageError, with the nearest name, for a language without a stemmer."""
    known = known_languages()
    if language not in known:
        near = nearest_name(language[:40].lower(), known)
        meant = f"did you mean {near}? " if near else ""
        raise UsageError(
            f"there is no stemmer for the language {language!r}", f"{meant}languages: {', '.join(known)}"
        )
