"""Factiva: one article per document, from HTML, RTF, DOCX and text, and from XML (`factivaxml`).

There are two layouts, by the display format that the user chose. One has the codes of the fields: HD for the
headline, BY, WC, PD, SN, LP and TD for the text, AN for the accession number. The other has the same values
without codes, one line each, in a fixed order around the number of words. In both, the last line of an
article is its accession number, as in `Document EXPST00020201030egau0001x`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bylines.persons import persons, strip_by
from newsgrep.clean_text import one_line
from newsgrep.encodings.decoding import HEAD
from newsgrep.errors import ArticleError
from newsgrep.formats.documents.extracted import plain_line
from newsgrep.formats.exports import factivaxml
from newsgrep.formats.exports.export_lines import read_all_lines
from newsgrep.formats.exports.labels import stated_word_count
from newsgrep.formats.exports.record import ExportRecord, find_date, first_words, make_articles
from newsgrep.language_codes import is_language_name
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_PAGE = re.compile(r"<title>\s*(?:Factiva|Dow Jones Factiva)\b|class=[\"']?article [a-z]{2,5}Article\b", re.I)
#: Marks that replace tags of certain classes in a page. These code points are for private use.
_ARTICLE, _HEADLINE, _AUTHOR = "\ue002", "\ue003", "\ue004"
_MARKS = (
    (re.compile(r"<div\b[^<>]*\bclass=[\"']?article [a-z]{2,5}Article\b[^<>]*>", re.I), f"<p>{_ARTICLE}</p>"),
    # A script numbers the headlines of some pages.
    (re.compile(r"<span class=[\"'][a-z]{2,5}Headline counted[\"']>\s*\d{1,4}\) ", re.I), _HEADLINE),
    (re.compile(r"<(?:span|b|div)\b[^<>]*\bclass=[\"']?[a-z]{2,5}Headline\b[^<>]*>", re.I), _HEADLINE),
    (re.compile(r"<div\b[^<>]*\bclass=[\"']?author\b[^<>]*>", re.I), f"<p>{_AUTHOR}"),
)
_ACCESSION = re.compile(
    r"(?:AN\s+)?(?:document|dokument|documento|документ|文書番号|文件|文档|문서)\s+(?=\S*\d)([A-Za-z0-9_-]{12,60})",
    re.I,
)
#: Parts of the word `document`, one of which begins the line of the accession number in most languages.
_WORDS = ("ocument", "okument", "окумент", "文件", "文档", "文書", "문서")
_CODES = frozenset(
    ["HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "NGC", "GC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD"]
    + ["CLM", "SE", "CT", "RF", "ART", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "DLN", "CX", "RST"]
)
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: \w{2,4})?", re.I)
#: The names of languages in Chinese pages.
_CHINESE_NAMES = {
    **{
        "英文": "en",
        "德文": "de",
        "法文": "fr",
        "西班牙文": "es",
        "葡萄牙文": "pt",
        "意大利文": "it",
        "荷兰文": "nl",
    },
    **{
        "俄文": "ru",
        "日文": "ja",
        "韩文": "ko",
        "阿拉伯文": "ar",
        "土耳其文": "tr",
        "波兰文": "pl",
        "瑞典文": "sv",
    },
    **{
        "简体中文": "zh-Hans",
        "繁体中文": "zh-Hant",
        "繁體中文": "zh-Hant",
        "中文": "zh",
        "印尼文": "id",
        "马来文": "ms",
    },
}
_SOURCE_CODE = re.compile(r"[A-Z0-9]{2,8}")
_COPYRIGHT = re.compile(r"(?:copyright|©|\(c\))", re.I)
#: How the names of companies end. The publisher stands between the text and the accession number.
_COMPANY = re.compile(
    r".*\b(?:GmbH|AG|SE|KG|Ltd|Limited|Inc|LLC|Corp|Company|S\.?A|B\.?V|N\.?V|Pty|S\.?p\.?A|Co)\.?"
    r"(?: \([^()]*\))?",
)
#: A sentence. Any other last line that several articles share names the publisher.
_SENTENCE = re.compile(r"\(.*|.*[.?!…\"”»]", re.S)
_LONGEST_PUBLISHER = 80
#: Lines that may stand between the date and the text.
_MOST_ABOVE_TEXT = 12
#: Lines above the headline of an article. Above the first there may be a table of contents.
_MOST_ABOVE_HEADLINE = 2
_LONGEST_SECTION, _LONGEST_BYLINE = 60, 120


def claims(beginning: str) -> bool:
    """Whether a file begins as an export of Factiva."""
    if factivaxml.claims(beginning):
        return True
    if beginning.lstrip().startswith("<"):
        return is_page(beginning)
    return any(word in beginning for word in _WORDS) and reads_lines(beginning.split("\n"))


def is_page(markup: str) -> bool:
    """Whether a page is an export of Factiva."""
    return _PAGE.search(markup) is not None


def reads_lines(lines: list[str]) -> bool:
    """Whether the lines of a document are an export of Factiva."""
    if not any(_accession(line) for line in lines):
        return False
    return any(map(stated_word_count, lines)) or {"HD", "LP"} <= {_code(line)[0] for line in lines}


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of an export. Raises ArticleError if there is none."""
    head = stream.peek(HEAD)[:HEAD]
    if factivaxml.claims(head.decode("utf-8", "replace").removeprefix("\ufeff")):
        yield from factivaxml.read(stream, context)
    else:
        yield from articles(read_all_lines(stream, context, _with_marks), context)


def articles(lines: list[str], context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the articles of the lines of a document. Raises ArticleError if there is none."""
    chunks = list(_chunks([plain_line(line) for line in lines]))
    if not chunks:
        raise ArticleError("no document of Factiva in the file")
    publishers = _publishers(chunks)
    for article in make_articles((_record(chunk, publishers, context) for chunk in chunks), context):
        yield article._replace(line=1) if isinstance(article, Article) else article


def _with_marks(markup: str) -> str:
    for form, mark in _MARKS:
        markup = form.sub(mark, markup)
    return markup


def _accession(line: str) -> str:
    found = _ACCESSION.fullmatch(line.strip()) if len(line) < 120 else None
    return found[1] if found else ""


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    """Yield the lines with text of each article, up to its accession number."""
    is_marked = any(line.strip() == _ARTICLE for line in lines)
    chunk: list[str] = []
    is_open = not is_marked  # whether an article has begun; lines above the first one are left out
    for line in filter(None, map(str.strip, lines)):
        if line == _ARTICLE:
            if chunk:
                yield chunk
            chunk, is_open = [], True
        elif is_open:
            chunk.append(line)
            if _accession(line):
                yield chunk
                chunk, is_open = [], not is_marked
    if chunk and (is_marked or any(map(stated_word_count, chunk))):
        yield chunk


def _publishers(chunks: list[list[str]]) -> frozenset[str]:
    """Return the last lines of articles that name a publisher: companies, and lines that several share."""
    lasts = Counter(chunk[-2] for chunk in chunks if len(chunk) > 2 and len(chunk[-2]) <= _LONGEST_PUBLISHER)
    return frozenset(
        line
        for line, count in lasts.items()
        if _COMPANY.fullmatch(line) or count > 1 and not _SENTENCE.fullmatch(line)
    )


def _record(chunk: list[str], publishers: frozenset[str], context: ReadContext) -> ExportRecord | Unreadable:
    """Return the record of an article; an Unreadable if its lines do not fit."""
    name = _accession(chunk[-1])
    if not name:
        return Unreadable(context.path, f'"{_shown(chunk[0])}" is cut off: it has no accession number')
    fields = _coded_fields(chunk)
    lines = chunk[: -2 if chunk[-2:-1] and chunk[-2] in publishers else -1]
    record = _from_codes(fields) if "HD" in fields else _from_lines(lines)
    if record is None or not record.title:
        return Unreadable(context.path, f"document {name} is no article: {_shown(chunk[0])}")
    record.name = name
    return record


def _shown(line: str) -> str:
    return first_words(line.strip(_HEADLINE + _AUTHOR))


def _code(line: str) -> tuple[str, str]:
    """Return the code of a field that a line begins with, and the rest; '' and the line for none."""
    code, _, rest = line.strip().replace("\u00a0", "\t").partition("\t")
    return (code.strip(), rest.strip()) if code.strip() in _CODES else ("", line)


def _coded_fields(chunk: list[str]) -> dict[str, list[str]]:
    """Return the paragraphs of each field by its code; the code is '' above the first one."""
    fields: dict[str, list[str]] = {}
    current = ""
    for line in chunk:
        code, rest = _code(line)
        current = code or current
        fields.setdefault(current, [])
        if rest := one_line(rest.strip(_HEADLINE)):
            fields[current].append(rest)
    return fields


def _from_codes(fields: dict[str, list[str]]) -> ExportRecord:
    def first(*codes: str) -> str:
        return next((" ".join(fields[code]) for code in codes if fields.get(code)), "")

    return ExportRecord(
        title=first("HD"),
        byline=first("BY"),
        date=find_date(f"{first('PD')} {first('ET')}"),
        source=first("SN"),
        section=first("SE", "CLM"),
        language=first("LA"),
        words=stated_word_count(first("WC")),
        body="\n\n".join(fields.get("LP", []) + fields.get("TD", [])),
    )


def _from_lines(lines: list[str]) -> ExportRecord | None:
    """Return the record of an article without codes, None if its lines have another layout."""
    at = next(
        (
            at
            for at, line in enumerate(lines)
            if stated_word_count(line) and _has_date(lines[at + 1 : at + 3])
        ),
        -1,
    )
    if at < 1:
        return None
    record = _headline(lines[:at])
    record.words = stated_word_count(lines[at])
    day_at = at + 1 if find_date(lines[at + 1]).written else at + 2
    below = lines[day_at + 1 :]
    clock = below.pop(0) if below and _CLOCK.fullmatch(below[0]) else ""
    record.date = find_date(f"{lines[day_at]} {clock}")
    record.source = below.pop(0) if below else ""
    languages = (at for at, line in enumerate(below[:_MOST_ABOVE_TEXT]) if _is_language(line))
    if (language := next(languages, -1)) >= 0:
        record.language = _CHINESE_NAMES.get(below[language], one_line(below[language]))
        del below[: language + 1]
    elif below and _SOURCE_CODE.fullmatch(below[0]):
        del below[0]
    if below and _COPYRIGHT.match(below[0]):
        del below[0]
    record.body = "\n\n".join(map(one_line, below))
    return record


def _is_language(line: str) -> bool:
    return line in _CHINESE_NAMES or is_language_name(line)


def _has_date(lines: list[str]) -> bool:
    return any(len(line) < 60 and find_date(line).written for line in lines)


def _headline(above: list[str]) -> ExportRecord:
    """Return the title, the byline and the section, from the lines above the number of words."""
    record = ExportRecord()
    authors = [line for line in above if line.startswith(_AUTHOR)]
    if authors:
        record.byline = one_line(authors[0].strip(_AUTHOR))
        above = [line for line in above if line not in authors]
    marked = next((at for at, line in enumerate(above) if line.startswith(_HEADLINE)), -1)
    if marked >= 0:
        record.title = one_line(above[marked].strip(_HEADLINE))
        if not authors and marked + 1 < len(above):
            record.byline = above[marked + 1]
    else:
        if not authors and len(above) > 1 and _is_byline(above[-1], above[-2]):
            record.byline, above = above[-1], above[:-1]
        marked = len(above) - 1
        record.title = one_line(above[-1]) if above else ""
    if 0 < marked <= _MOST_ABOVE_HEADLINE and len(above[marked - 1]) <= _LONGEST_SECTION:
        record.section = above[marked - 1]
    return record


def _is_byline(line: str, above: str) -> bool:
    """Whether a line below a headline, `above`, is a byline: it has a `By`, or nothing but names."""
    if len(line) > _LONGEST_BYLINE or line.endswith((".", "?", "!")):
        return False
    if strip_by(line) != one_line(line):
        return True
    names = persons(line)
    words = [word for name in names for word in name.split()]
    is_names = all(2 <= len(name.split()) <= 4 for name in names)
    return is_names and len(line) < len(above) and all(word[0].isupper() for word in words if len(word) > 3)
