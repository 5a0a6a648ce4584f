r"""The text of RTF through striprtf, and the properties in its `\info` group."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from newsgrep.errors import ArticleError
from newsgrep.formats.documents.extracted import Extracted, mark_link
from newsgrep.formats.documents.first_bytes import RTF

#: A link is a field with an instruction, which striprtf would put into the text.
_LINK = re.compile(
    r'(\{\\field(?:\\\w+)*\s*\{\s*\\\*\\fldinst\b[^"{}]{0,200}\{?[^"{}]{0,200}?)HYPERLINK\s+"([^"{}\s]{1,2000})"'
)
_INFO = re.compile(r"\{\\info\b")
_LONGEST_INFO = 20_000
_TEXT = r"((?:[^{}\\]|\\[^{}]){0,2000})\}"
_TITLE, _AUTHOR = (re.compile(rf"\{{\\{name}\s{_TEXT}") for name in ("title", "author"))
_CREATED = re.compile(r"\{\\creatim\\yr(\d{4})\\mo(\d\d?)\\dy(\d\d?)(?:\\hr(\d\d?)\\min(\d\d?))?")
#: How to read characters: the code page, and how many characters follow one of Unicode as its substitute.
_READING = re.compile(r"\\(?:ansicpg\d{1,5}|uc\d)(?!\w)")


def extract(data: bytes) -> Extracted:
    """Return the text and the properties of a document. Raises ArticleError."""
    if not data.lstrip().startswith(RTF):
        raise ArticleError("not RTF")
    source = data.decode("cp1252", "replace")
    begin = _INFO.search(source)
    info = source[begin.start() : begin.start() + _LONGEST_INFO] if begin else ""
    before_info = source[: begin.start() if begin else 0][:_LONGEST_INFO]
    prefix = r"{\rtf1\ansi" + "".join(_READING.findall(before_info)[::-1]) + " "  # the first counts
    found = {name: _property(form, info, prefix) for name, form in (("title", _TITLE), ("author", _AUTHOR))}
    text = _plain(_LINK.sub(lambda link: f"{{\\uc1 {_escaped(mark_link(link[2]))}}}{link[1]}", source))
    return Extracted(
        lines=tuple(line.strip("|").replace("|", "\t") for line in text.split("\n")),
        title=found["title"],
        author=found["author"],
        created=_created(info),
    )


def _plain(source: str) -> str:
    """Return the text of RTF. Raises ArticleError."""
    try:
        text: str = rtf_to_text(source, errors="replace")
    except (ValueError, OverflowError, LookupError, TypeError) as error:
        raise ArticleError(f"malformed RTF: {type(error).__name__}") from None
    # A character beyond the basic plane is written as two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _escaped(text: str) -> str:
    r"""Return text as RTF of `\uc1`: `\u57344?` for a character beyond ASCII."""
    return "".join(
        letter if letter.isascii() and letter not in "\\{}" else f"\\u{ord(letter) - 0x10000}?"
        for letter in text
    )


def _property(form: re.Pattern[str], info: str, prefix: str) -> str:
    found = form.search(info)
    return _plain(f"{prefix}{found[1]}}}").strip() if found else ""


def _created(info: str) -> str:
    """Return the time of creation in ISO form, to the minute; '' for none."""
    found = _CREATED.search(info)
    if not found:
        return ""
    year, month, day, hour, minute = found.groups()
    clock = f"T{int(hour):02}:{int(minute):02}" if hour else ""
    return f"{year}-{int(month):02}-{int(day):02}{clock}"
