"""The names of places in many languages: countries, their regions and the cities of time zones, from CLDR.

Babel has them, but lacks short forms such as US and most former names: these are in other_place_names.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from newsgrep.analysis.folding import fold
from newsgrep.errors import UsageError
from newsgrep.extras import library_needed
from newsgrep.language_codes import language_code

if TYPE_CHECKING:
    from babel import Locale

#: Territories that are left out: the world, whose name is `peace` in Slavic languages, and test codes.
_NO_PLACES = frozenset(("001", "QO", "XA", "XB", "ZZ"))
#: Time zones whose city is left out: stations in the Antarctic, such as `Vostok`, which is `east` in Russian,
#: and places within a state, such as `America/North_Dakota/Center`.
_NO_CITY = re.compile("(Antarctica|Etc)/.*|.*/.*/.*")
#: Brackets after a name say what the place is, `Гонконг (САР)`; only for Myanmar do they hold a second name.
_BRACKETS = re.compile(r"(.+?) *\((.+)\)")
_MYANMAR = "MM"
#: More names, by place and language.
_OTHER_NAMES = Path(__file__).with_name("other_place_names.tsv")


def place_names(languages: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Yield the names of each place in the given languages, in their order, without repeated ones.

    Names that differ only in accents count as one.

    languages: codes or names, such as `az`, `Russian` or `sr-Latn`

    Raises UsageError for a language that CLDR does not have, and where Babel is not installed.
    """
    locales = [_locale(language) for language in languages]
    codes = dict.fromkeys(str(code) for locale in locales for code in locale.territories)
    zones = {str(zone) for locale in locales for zone in locale.time_zones}
    zones |= {place for place, _ in _other_names() if "/" in place}
    places = [
        *([_of_territory(locale, code) for locale in locales] for code in codes if code not in _NO_PLACES),
        *(
            [_of_zone(locale, zone) for locale in locales]
            for zone in sorted(zones)
            if not _NO_CITY.fullmatch(zone)
        ),
    ]
    found = set[frozenset[str]]()
    for names_by_locale in places:
        names: dict[str, str] = {}
        for name in chain(*names_by_locale):
            names.setdefault(fold(name), name)
        if len(names) > 1 and frozenset(names) not in found:  # Singapore is a country and a city
            found.add(frozenset(names))
            yield tuple(names.values())


def _locale(language: str) -> Locale:
    try:
        from babel import Locale, UnknownLocaleError
    except ImportError as error:
        raise library_needed("newsgrep places", "babel", "places") from error
    try:
        return Locale.parse(language_code(language), sep="-")
    except (UnknownLocaleError, ValueError):
        raise UsageError(
            f"there are no names of places in {language}", "name languages by their codes: en,ru,az"
        ) from None


@cache
def _other_names() -> Mapping[tuple[str, str], Sequence[str]]:
    rows = (line.split("\t") for line in _OTHER_NAMES.read_text("utf-8").splitlines() if line[:1] != "#")
    return {(place, language): names.split(", ") for place, language, names in rows}


def _of_territory(locale: Locale, code: str) -> Sequence[str]:
    others = _other_names().get((code, locale.language), ())
    name: str = locale.territories.get(code, "")
    if locale.language == "en":
        name = name.replace("&", "and")
    found = _BRACKETS.fullmatch(name)
    if found and code == _MYANMAR:
        return (*found.groups(), *others)
    return [found[1] if found else name, *others] if name else []


def _of_zone(locale: Locale, zone: str) -> Sequence[str]:
    """Return the names of a zone's city. CLDR has none if the identifier of the zone already gives it."""
    city: str = locale.time_zones.get(zone, {}).get("city", "")
    found = _BRACKETS.fullmatch(city)
    name = found[1] if found else city or zone.rpartition("/")[2].replace("_", " ")
    return [name, *_other_names().get((zone, locale.language), ())]
