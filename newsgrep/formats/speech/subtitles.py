"""SRT, WebVTT and SBV, the subtitles and captions of broadcasts and videos: a file is one article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.encodings.decoding import read_text
from newsgrep.errors import ArticleError
from newsgrep.formats.speech.cues import is_webvtt, read_cues
from newsgrep.formats.speech.recording import spoken_article
from newsgrep.formats.speech.spoken import spoken_text
from newsgrep.read_context import ReadContext

_TIME = r"(?:\d+:)?\d\d:\d\d[.,]\d{3}"
#: The header of WebVTT and the first cue below it, a first cue of SRT with its number, or one of SBV.
_BEGINNING = re.compile(
    rf"\s*(?:WEBVTT(?:[ \t][^\n]*)?\n(?:(?!\d)[^\n]*\n)*+(?:\d+\n)?|\d+\n){_TIME} --> {_TIME}"
    rf"|\s*{_TIME},{_TIME}[ \t]*\n"
)
#: Kinds of tracks of WebVTT that are for programs, or name the chapters of a video.
_NOT_SPOKEN = frozenset(["metadata", "chapters"])


def claims(beginning: str) -> bool:
    """Whether a text begins with the header of WebVTT and a cue, or with a cue of SRT or SBV."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article]:
    """Yield the article of what is spoken, nothing if there are no words. Raises ArticleError."""
    text = read_text(stream, context)
    header, cues = read_cues(text)
    if not cues and not is_webvtt(text):
        raise ArticleError("no subtitles: no line has times, such as 00:00:01,000 --> 00:00:04,000")
    if header.get("kind", "").lower() not in _NOT_SPOKEN and (body := spoken_text(cues)):
        yield spoken_article(body, header.get("title", ""), header.get("language", ""), context)
