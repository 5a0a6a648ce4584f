"""Stems of folded words in languages whose endings have accents, or that the stemmer does not know."""

from __future__ import annotations

import pytest

from newsgrep.analysis.folding import fold
from newsgrep.analysis.readings import WITH_READINGS, stems_of
from tests.stemmers import need_stemmers

ALIKE = {
    "russian": "новый новая нового новой новые; русский русской; первый первой первых",
    "czech": "nový nových nového novou; pražské pražských; nádraží nádražích",
    "polish": "rząd rządu; decyzję decyzja; miłość miłości",
    "hungarian": "képviselő képviselők képviselője; dollár dollárért",
    "turkish": "seçim seçimler seçimlerde; yıl yılında yılda; dünya dünyanın; bardak bardağı",
    "lithuanian": "valstybės valstybėms; gatvėje gatvės",
    "portuguese": "eleição eleições; responsável responsáveis; cidadão cidadãos; nacional nacionais",
    "french": "premier première premières; situé située; dernier dernière",
    "catalan": "elecció eleccions; sessió sessions",
    "finnish": "Virtanen Virtasen Virtaselle; suomalainen suomalaisen; Helsinki Helsingissä; Turku Turussa; "
    "Lahti Lahdessa; hallitus hallituksen",
    "arabic": "انتخابات الانتخابات والانتخابات للانتخابات; مدارس والمدارس; السيسي السيسى; مصطفى مصطفي",
    "azerbaijani": "Gəncə Gəncədə Gəncənin Gəncəyə; Azərbaycan Azərbaycanda; qonaq qonağı; Əliyev Əliyevin",
    "bulgarian": "град градът градове; министър министърът министри; България; Борисов Борисова; нов новата",
    "ukrainian": "Київ Києва Києвом; Зеленський Зеленського; Шевченко Шевченком; рука руці; новий нове",
    "hindi": "गांधी गाँधी गान्धी; हिंदी हिन्दी; कानून क़ानून",
}
APART = {
    "russian": "новый война; город гордый",
    "czech": "nový noha; praha prach",
    "turkish": "kara kare; yıl yol",
    "french": "père perdu",
    "finnish": "Virtanen virta; Helsinki helmi",
    "arabic": "وزير الزيارة; رئيس الرأس",
    "azerbaijani": "Bakı Bərdə; qala qara",
    "bulgarian": "град гранит; министър министерство",
    "ukrainian": "місто мільйон; новий новина",
    "hindi": "गांधी गंदा",
}


def _pairs(table: dict[str, str]) -> list[tuple[str, str, str]]:
    groups = [(language, group.split()) for language, groups in table.items() for group in groups.split(";")]
    return [(language, group[0], other) for language, group in groups for other in group[1:]]


@pytest.mark.parametrize(("language", "word", "other"), _pairs(ALIKE))
def test_inflections_share_a_stem(language: str, word: str, other: str) -> None:
    """Though the words are folded before they are stemmed."""
    need_stemmers(language)
    one, two = stems_of([fold(word), fold(other)], language)
    assert one & two


@pytest.mark.parametrize(("language", "word", "other"), _pairs(APART))
def test_other_words_share_none(language: str, word: str, other: str) -> None:
    """An accent that a word may have had makes it no other word."""
    need_stemmers(language)
    one, two = stems_of([fold(word), fold(other)], language)
    assert not one & two


def test_each_such_language_has_an_example() -> None:
    """So that none is without a test."""
    assert ALIKE.keys() == WITH_READINGS
