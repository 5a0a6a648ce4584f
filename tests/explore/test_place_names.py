"""The names of places in many languages."""

from __future__ import annotations

import pytest

pytest.importorskip("babel")

from newsgrep.explore.place_names import place_names  # noqa: E402


def test_a_place_has_its_names_in_the_order_of_the_languages():
    """Countries, regions and cities; a name that differs in accents alone is there once."""
    found = list(place_names(["en", "Russian", "az", "uk"]))
    for names in (
        ("Germany", "Германия", "Almaniya", "Німеччина"),
        ("Europe", "Европа", "Avropa", "Європа"),
        ("Uzbekistan", "Узбекистан", "Özbəkistan"),
        ("Tashkent", "Ташкент", "Daşkənd"),
        ("Singapore", "Сингапур", "Sinqapur", "Сінгапур"),
        ("Bosnia and Herzegovina", "Босния и Герцеговина", "Bosniya və Herseqovina", "Боснія і Герцеговина"),
        ("Algeria", "Алжир", "Əlcəzair"),
        ("Algiers", "Алжир", "Əlcəzair"),
    ):
        assert found.count(names) == 1, names


def test_what_is_no_name_is_left_out():
    """What stands in brackets, but for the two names of Myanmar; stations in the ice, and the world."""
    found = list(place_names(["en", "ru"]))
    assert ("Myanmar", "Burma", "Мьянма", "Бирма") in found
    assert ("British Virgin Islands", "Виргинские о-ва") in found
    assert not {"Vostok", "Center", "world", "Unknown City"} & {name for names in found for name in names}
