"""The address and the time in a page that a program saved, which writes them into the page.

>>> saved_at("<!-- saved from url=(0024)https://example.org/lake -->")
('https://example.org/lake', '')

Chrome, Edge and Internet Explorer do so in a comment, as SingleFile, HTTrack and Monolith do; Save Page WE in
meta tags.
"""

from __future__ import annotations

import re

from newsgrep.formats.web.metadata import first_date, first_url

#: So much of a page is searched for a comment. Behind it, a comment may be one of a page within the page.
_HEAD = 100_000
_MARK = re.compile(
    r"""<!--\s*(?:
        saved\ from\ url=\(\d{4,9}\)(?P<browser>\S{1,2000})
      | Page\ saved\ with\ SingleFile\s+url:\ (?P<single>\S{1,2000})
        (?:\s+saved\ date:\ (?P<single_day>[^\n(]{1,99}))?
      | Mirrored\ from\ (?P<mirror>\S{1,2000})\ by\ HTTrack[^,\n]{1,99},\ (?P<mirror_day>[^\n]{1,40}?)\ *-->
      | Saved\ from\ (?P<monolith>https?:\S{1,2000})\ at\ (?P<monolith_day>\S{1,40})\ using\ monolith
    )""",
    re.X,
)
_META = re.compile(r"<meta name=\"savepage-(url|date)\" content=\"([^\"]{1,2000})\"")


def saved_at(text: str) -> tuple[str, str]:
    """Return the address of a saved page, and when it was saved, in ISO form; '' for what is not said."""
    if not (mark := _MARK.search(text, 0, _HEAD)):
        tags = dict(_META.findall(text))
        return first_url([tags.get("url")]), _day(tags.get("date"))
    found = mark.groupdict()
    address = found["browser"] or found["single"] or found["monolith"] or found["mirror"]
    if found["mirror"] and "://" not in address:
        address = f"http://{address}"
    return first_url([address]), _day(found["single_day"] or found["mirror_day"] or found["monolith_day"])


def _day(written: str | None) -> str:
    """Return a time as JavaScript, HTTP and ISO write it in ISO form."""
    return first_date([written.partition("(")[0]]) if written else ""
