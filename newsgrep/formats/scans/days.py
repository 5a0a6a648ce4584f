"""The day of an issue in the names of its files and folders, as libraries have them.

>>> day_in_path("sn83030214/1905-01-02/ed-1/ocr.xml"), day_in_path("0002647_18240217_0001.xml")
('1905-01-02', '1824-02-17')
>>> day_in_path("1824/0217/page-3.xml"), day_in_path("page-18241399.xml")
('1824-02-17', '')
"""

from __future__ import annotations

import datetime as dt
import re

_DAY = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)[-_./]?(0[1-9]|1[0-2])[-_./]?(0[1-9]|[12]\d|3[01])(?!\d)")


def day_in_path(path: str) -> str:
    """Return the last day that a path names, in ISO form; empty where there is none."""
    for year, month, day in reversed(_DAY.findall(path)):
        try:
            return dt.date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return ""
