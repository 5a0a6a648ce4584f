"""The line with which an agency begins a story: `LONDON, March 9, 2021 (Reuters) - Shares fell …`."""

from __future__ import annotations

import re

from newsgrep.article import FIELD, Article
from newsgrep.formats.bylines import is_agency
from newsgrep.formats.dates import is_day, read_date

_AGENCY_LINE = re.compile(
    r"\s*(?P<place>[^\W\d_][^\d_,()\n]{1,40}), (?P<day>[^()\n–—]{6,40}?)(?: \((?P<source>[^()\n]{2,40})\))?"
    r"(?: ?[–—]| --? )\s*\S"
)


def with_agency_line(article: Article) -> Article:
    """Return an article with the day and the source that its text begins with, if it has none.

    The line has to be unmistakable: a place in capitals, a day with its month as a word and its year, a dash.
    """
    match = _AGENCY_LINE.match(article.body)
    if match is None or not match["place"].isupper() or not is_day(match["day"]):
        return article
    date, source = read_date(match["day"]).iso, match["source"] or ""
    if not date or not any(map(str.isalpha, match["day"])):
        return article
    if not (is_agency(source) or source[:1].isupper()):
        source = ""
    article = article._replace(source=article.source or source)
    return article if article.date or article.date_text else article._replace(date=date, date_from=FIELD)
