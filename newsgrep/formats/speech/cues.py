"""The cues of subtitles, SRT, WebVTT or SBV: the lines that are shown at a time.

>>> text = "WEBVTT\\nLanguage: en\\n\\nintro\\n00:01.000 --> 00:03.500\\n<i>Talks</i> resumed.\\n\\nNOTE done"
>>> header, cues = read_cues(text)
>>> header, cues
({'language': 'en'}, [Cue(start=1.0, end=3.5, lines=['Talks resumed.'])])

Between two lines of times stand the text of the first cue, perhaps notes and style rules, and the name of the
second cue. A file is read by this rule alone, so that a blank line within a text loses nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

#: The line with the times of a cue; in a broken file they may be no valid times.
_TIMES = re.compile(r"\s*(?P<start>\d+:\S*?)\s*-->\s*(?P<end>\d+:\S*)(?:\s.*)?")
#: The line with the times of a cue in SBV, a format of YouTube.
_SBV_TIMES = re.compile(r"(?P<start>\d+:\d\d:\d\d\.\d{3}),(?P<end>\d+:\d\d:\d\d\.\d{3})\s*")
_TIME = re.compile(r"(?:(\d+):)?(\d+):(\d+)(?:[.,:](\d{1,3}))?")
_HEADER = re.compile(r"([A-Za-z-]+):\s*(\S.*)")
#: Blocks of WebVTT that are not shown. The header comes again where pieces of a broadcast were joined.
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION|WEBVTT|X-TIMESTAMP-MAP)(?![^\W_])")
#: Tags of WebVTT and HTML, times of words, and codes of positions of other formats; then breaks and spaces.
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[\d:.]*>|</>|\{\\[^{}]*\}")
_SPACE = re.compile(r"<br\s*/?>|\[br\]|\\h", re.I)
_VOICE = re.compile(r"<v(?:\.[^\s<>]*+)?\s++([^\s<>][^<>]*+)>")
#: A part of a picture, as a cue of thumbnails has it.
_PICTURE = re.compile(r"\S+\.(?:jpe?g|png|webp|gif)(?:[#?]\S*)?", re.I)
#: What is written before the words of another speaker: `>>`, a dash, or a name in capitals.
_SPEAKER = re.compile(r"\s*(>>)|\A\s*(?=[-\u2010\u2013] ?[^\W\d]|[A-Z][A-Z0-9 .,'-]{1,40}:(?: |\Z))")


class Cue(NamedTuple):
    """Lines that are shown together.

    start, end: in seconds; the end of the cue before if they cannot be read
    lines:      without tags; a line end within a line is before the words of another speaker
    """

    start: float
    end: float
    lines: list[str]


def read_cues(text: str) -> tuple[dict[str, str], list[Cue]]:
    """Return what the header of WebVTT says, by names in lower case, and the cues, each once."""
    lines = text.split("\n")
    places = [(number, found) for number, line in enumerate(lines) if (found := _times_in(line))]
    ends = [number for number, _ in places[1:]] + [len(lines)]
    is_web = is_webvtt(text)
    fields = map(
        _HEADER.fullmatch, map(str.strip, lines[: places[0][0] if places else None] if is_web else [])
    )
    header = {match[1].lower(): match[2] for match in fields if match}
    seen: set[tuple[str, ...]] = set()
    cues: list[Cue] = []
    voices, end = _Voices(), 0.0
    for (number, times), below in zip(places, ends, strict=False):
        shown = _shown_lines(lines[number + 1 : below], is_last=below == len(lines), is_web=is_web)
        whole = (lines[number], *shown)
        if whole in seen:  # where pieces of a broadcast were joined
            continue
        seen.add(whole)
        start = _seconds(times["start"], end)
        end = _seconds(times["end"], start)
        cues.append(Cue(start, end, [line for line in map(voices.plain, shown) if line]))
    return header, cues


def _times_in(line: str) -> re.Match[str] | None:
    return _TIMES.fullmatch(line) or _SBV_TIMES.fullmatch(line)


def is_webvtt(text: str) -> bool:
    """Whether a text begins as WebVTT does."""
    return re.match(r"WEBVTT(?:\s|\Z)", text) is not None


def _shown_lines(lines: list[str], *, is_last: bool, is_web: bool) -> list[str]:
    """Return the lines of text from the lines below the times of a cue, where WebVTT may have others, too."""
    if not is_last and lines and _is_name(lines):
        lines = lines[:-1]
    blocks = list(_blocks(lines))
    text = 1 if lines and lines[0].strip() else 0
    rest = blocks[text:] if not is_web else (block for block in blocks[text:] if not _BLOCK.match(block[0]))
    return [line for block in (*blocks[:text], *rest) for line in block]


def _is_name(lines: list[str]) -> bool:
    """Whether the line above the times of the next cue is its name."""
    name, above = lines[-1].strip(), lines[:-1]
    return name.isdigit() or bool(name and above and not above[-1].strip() and any(map(str.strip, above)))


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Yield the lines between blank ones."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []


def _seconds(time: str, other: float) -> float:
    """Return a time in seconds, `other` if it is no time."""
    if not (match := _TIME.fullmatch(time)) or len(time) > len("000:00:00.000"):
        return other
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    return hours * 3600 + minutes * 60 + seconds + float(f"0.{match[4] or 0}")


class _Voices:
    """Removes tags from lines, and writes the name of the speaker that a tag gives where it changes."""

    def __init__(self) -> None:
        self._last = ""

    def plain(self, line: str) -> str:
        """Return a line without tags."""
        line = _TAG.sub("", _SPACE.sub(" ", _VOICE.sub(self._named, line)))
        line = html.unescape(line) if "&" in line else line
        line = _SPEAKER.sub(r"\n\1", "\n".join(" ".join(part.split()) for part in line.split("\n")))
        return "" if _PICTURE.fullmatch(line) else line

    def _named(self, tag: re.Match[str]) -> str:
        name = " ".join(tag[1].split())
        if name == self._last:
            return ""
        self._last = name
        return f"\n{name}: "
