"""Stemmers that a test needs: older releases of PyStemmer have none for some languages."""

from __future__ import annotations

import pytest

from newsgrep.analysis.languages import known_languages, languages_of


def need_stemmers(language: str) -> None:
    """Skip a test of one language, or of several, if one of them has no stemmer here."""
    if missing := {*languages_of(language)}.difference(known_languages()):
        pytest.skip(f"this release of PyStemmer has no stemmer for {', '.join(sorted(missing))}")
