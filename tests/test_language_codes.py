"""Languages by their codes, from whatever producers write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.language_codes import is_language_name, language_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *[("English", "en"), ("ENGLISH", "en"), ("eng", "en"), ("EN", "en"), ("английский", "en")],
        *[("French", "fr"), ("français", "fr"), ("Francais", "fr"), ("fra", "fr"), ("fre", "fr")],
        *[("Deutsch", "de"), ("ger", "de"), ("spa", "es"), ("Spanish; Castilian", "es"), ("中文", "zh")],
        *[("Bengali", "bn"), ("Farsi", "fa"), ("Tagalog", "tl"), ("Norwegian Bokmål", "nb"), ("iw", "he")],
        *[("Portuguese (Brazil)", "pt"), ("Greek, Modern (1453-)", "el"), ("English | French", "en")],
        *[("en_US", "en-US"), ("en-us", "en-US"), ("eng-US", "en-US"), ("en_US.UTF-8", "en-US")],
        *[("zh_hant_tw", "zh-Hant-TW"), ("es-419", "es-419"), ("ast_es", "ast-ES"), ("de-1996", "de-1996")],
        *[(f" {text} ", "pl") for text in ("Polish", "POL", "pl")],
    ],
)
def test_a_language_has_one_form(written: str, code: str) -> None:
    """Names, codes of three letters and locales give the code of two letters."""
    assert language_code(written) == code


@pytest.mark.parametrize(
    "written", ["", "Klingon", "und", "UNK", "Non-English", "Klingon, English", "a" * 500]
)
def test_what_is_not_known_stays(written: str) -> None:
    """As it is."""
    assert language_code(written) == written


@given(st.text(st.sampled_from("enEN-_ frdDE(),;.@8"), max_size=12) | st.text(max_size=20))
def test_a_code_is_its_own_code(written: str) -> None:
    """To read it again changes nothing."""
    code = language_code(written)
    assert language_code(code) == code


def test_lines_that_are_names_of_languages() -> None:
    """Names alone are, and codes are not."""
    assert [
        line for line in ("English", "Suomi ", "en", "eng", "English news") if is_language_name(line)
    ] == [
        "English",
        "Suomi ",
    ]


@pytest.mark.parametrize("of", ["en", "de", "fr", "es", "it", "pt", "nl", "itself"])
def test_the_names_are_those_of_cldr(of: str) -> None:
    """In English and in itself, those of every language with a code of two letters; else of large ones."""
    babel = pytest.importorskip("babel")
    codes = [code for code in babel.Locale("en").languages if len(code) == 2 and code not in ("sh", "tw")]
    known = [code for code in codes if language_code(code) == code]
    assert known == codes
    large = [code for code in codes if f"{code} " in "ar de el en es fr it ja nl pl pt ru tr uk zh "]
    for code in codes if of in ("en", "itself") else large:
        try:
            name = babel.Locale(code if of == "itself" else of).languages.get(code, "")
        except babel.UnknownLocaleError:
            continue
        assert name == "isiNdebele" or language_code(name) == code  # which is the name of two
