"""What is known of a recording: from the name of a file, and from the file of yt-dlp beside it.

>>> named = recording_of(ReadContext("CNNW_20201017_120000_Harbour_Watch.srt"))
>>> named.title, named.source, named.date
('Harbour Watch', 'CNNW', '2020-10-17T12:00:00Z')
>>> named = recording_of(ReadContext("Pilots strike [Wt-f9FErE64].en-US.vtt"))
>>> named.title, named.language, named.title_from
('Pilots strike', 'en-US', 'properties')
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import msgspec

from newsgrep.article import HEADLINE, PROPERTIES, Article
from newsgrep.clean_text import one_clean_line
from newsgrep.dates.reading import iso_date
from newsgrep.encodings.text_streams import JSON_ERRORS
from newsgrep.errors import ArticleError
from newsgrep.formats.fields.article_builder import ArticleBuilder
from newsgrep.language_codes import language_code
from newsgrep.read_context import ReadContext

_SUFFIX = re.compile(r"\.(?:srt|vtt|sbv|ttml|dfxp|xml|txt)(?:\.\w+)?\Z", re.I)
#: A language, at the end of a name, as yt-dlp writes it: the country, or the name of a track, may follow.
_LANGUAGE = re.compile(r"\.([a-z]{2,3})(?:-([A-Z]{2}|[A-Z][a-z]{3}|\d{3})|-[\w-]*)?\Z")
#: The identifier of a video on its site, which yt-dlp puts behind the title.
_VIDEO = re.compile(r"\s*\[(?:[\w-]{11}|\d{5,})\]\Z")
#: A name in the TV archive of the Internet Archive: channel, day and time of UTC, show.
_BROADCAST = re.compile(r"([A-Z0-9-]+)_(\d{8})_(\d\d)(\d\d)(\d\d)_(.+?)(?:\.cc\d)?")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
#: The suffix of the file that yt-dlp writes beside a video and its subtitles.
_BESIDE = ".info.json"


def spoken_article(body: str, title: str, language: str, context: ReadContext) -> Article:
    """Return the article of what is spoken; `title` and `language` are as the subtitles say, '' for none."""
    article = recording_of(context)._replace(body=body)
    if language := one_clean_line(language):
        article = article._replace(language=language)
    title = one_clean_line(title)
    return article._replace(title=title, title_from=HEADLINE) if title else article


def recording_of(context: ReadContext) -> Article:
    """Return an article without a body, with what is known of the recording; its language may be unknown."""
    name = _SUFFIX.sub("", PurePosixPath(context.member or context.path).name)
    tag = _LANGUAGE.search(name)
    code = language_code(tag[1]) if tag else ""
    if not tag or len(code) != 2:
        return _described(_named(name, context), (name,), context)
    named = _named(name[: tag.start()], context)
    named = named._replace(language=f"{code}-{tag[2]}" if tag[2] else code)
    return _described(named, (name, name[: tag.start()]), context)


def _named(name: str, context: ReadContext) -> Article:
    """Return what the name of a file says, without its language and suffix."""
    title, source, date = _VIDEO.sub("", name), "", ""
    if match := _BROADCAST.fullmatch(name):
        source, day, hour, minute, second, title = match.groups()
        date = iso_date(f"{day[:4]}-{day[4:6]}-{day[6:]}T{hour}:{minute}:{second}Z")
    elif match := _DAY.search(name):
        date = iso_date(f"{match[1]}-{match[3]}-{match[4]}")
    if " " not in title:
        title = title.replace("_", " ")
    article = Article(context.key(), context.path, title=one_clean_line(title), title_from=PROPERTIES)
    return article._replace(source=source, date=date, date_from=PROPERTIES) if date else article


def _described(named: Article, names: tuple[str, ...], context: ReadContext) -> Article:
    """Return the article with what the file of yt-dlp says, which has one of the given names."""
    largest = context.limits.record_bytes
    found = (context.file_beside(name + _BESIDE, largest) for name in names)
    data = next(filter(None, found), b"")
    try:
        record = msgspec.json.decode(data[:largest], type=dict[str, object])
        silent = context._replace(mapping={}, on_record=None, on_remark=None)
        video = ArticleBuilder(silent).build(record, 1)
    except (*JSON_ERRORS, ArticleError):
        return named  # the run reads that file as JSON, too, and reports it
    named = named._replace(
        authors=video.authors,
        url=video.url,
        source=video.source or named.source,
        section=video.section,
        language=named.language or video.language,
    )
    if video.title:
        named = named._replace(title=video.title, title_from=video.title_from)
    if video.date:
        named = named._replace(date=video.date, date_from=video.date_from)
    return named
