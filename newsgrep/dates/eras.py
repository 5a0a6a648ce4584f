"""Years of East Asia: in Japanese eras, of the Republic of China, and with the sign for year.

>>> with_western_years("令和2年3月"), with_western_years("民國109年"), with_western_years("2020년")
('2020年3月', '2020', '2020')
"""

from __future__ import annotations

import re

#: The year before the first one of an era.
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
_YEAR_OF_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(元|\d{{1,3}})(?=\s?年)")
_YEAR_ALONE = re.compile(r"(\d{4})\s?[年년](?!\s?\d)")


def with_western_years(text: str) -> str:
    """Return a date with the years of eras counted as elsewhere, and a year alone without its sign."""
    return _YEAR_ALONE.sub(r"\1", _YEAR_OF_ERA.sub(_western, text))


def _western(found: re.Match[str]) -> str:
    era, year = found.groups()
    return str(_ERAS[era] + (1 if year == "元" else int(year)))
