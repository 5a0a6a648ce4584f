"""The names of places in many languages."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("babel")

from babel import Locale  # noqa: E402

from newsgrep.analysis.folding import fold  # noqa: E402
from newsgrep.explore import place_names as module  # noqa: E402
from newsgrep.explore.place_names import place_names  # noqa: E402

TABLE = Path(module.__file__).with_name("other_place_names.tsv")


def test_a_place_has_its_names_in_the_order_of_the_languages():
    """Countries, regions and cities; a name that differs in accents alone is there once."""
    found = list(place_names(["en", "Russian", "az", "uk"]))
    for names in (
        ("Germany", "FRG", "Германия", "ФРГ", "Almaniya", "AFR", "Німеччина", "ФРН"),
        ("Europe", "Европа", "Avropa", "Європа"),
        ("Uzbekistan", "Узбекистан", "Özbəkistan"),
        ("Tashkent", "Ташкент", "Daşkənd"),
        ("Singapore", "Сингапур", "Sinqapur", "Сінгапур"),
        ("Algeria", "Алжир", "Əlcəzair"),
        ("Algiers", "Алжир", "Əlcəzair"),
    ):
        assert found.count(names) == 1, names


def test_a_place_has_its_short_and_former_names():
    """Which CLDR does not have, in each of the languages; also where there is one language alone."""
    found = list(place_names(["en", "ru", "az"]))
    for names in (
        ("United States", "US", "USA", "Соединенные Штаты", "США", "Amerika Birləşmiş Ştatları", "ABŞ"),
        ("Türkiye", "Turkey", "Турция", "Türkiyə"),
        ("Kyiv", "Kiev", "Киев", "Kiyev"),
        ("Eswatini", "Swaziland", "Эсватини", "Свазиленд", "Esvatini", "Svazilend"),
    ):
        assert found.count(names) == 1, names
    assert ("Netherlands", "Holland") in set(place_names(["English"]))


def test_the_table_of_other_names_is_of_places_and_languages_of_cldr():
    """So that no line is there in vain; it has no name that CLDR has in the language, and none twice."""
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line[0] != "#"]
    assert len({(place, language) for place, language, _ in rows}) == len(rows)
    without = {
        language: {fold(name) for names in place_names([language]) for name in names}
        for language in {language for _, language, _ in rows}
    }
    for place, language, names in rows:
        locale = Locale.parse(language)
        assert place in locale.territories or place in Locale("ru").time_zones, (place, language)
        own = locale.territories.get(place, locale.time_zones.get(place, {}).get("city", ""))
        others = [fold(name) for name in names.split(", ")]
        assert fold(own) not in others, (place, language)
        assert len(set(others)) == len(others), (place, language)
        assert set(others) <= without[language], (place, language)


def test_what_is_no_name_is_left_out():
    """What stands in brackets, but for the two names of Myanmar; stations in the ice, and the world."""
    found = list(place_names(["en", "ru"]))
    assert ("Myanmar", "Burma", "Мьянма", "Бирма") in found
    assert ("British Virgin Islands", "Виргинские о-ва") in found
    assert not {"Vostok", "Center", "world", "Unknown City"} & {name for names in found for name in names}
