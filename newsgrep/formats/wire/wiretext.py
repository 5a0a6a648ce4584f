r"""The wire formats of agencies from before XML: IPTC 7901 and ANPA 1312, a message or many in a file.

A message has a heading, a text and an ending, each after a control character. The first lines of the text are
the slug, notes to editors, the headline and the byline: in IPTC 7901 the lines up to one that ends in `=`, in
ANPA each line after a `^`. The ending has the time: in IPTC 7901 `301137 GMT Oct 20`, the day first and the
year last.

>>> text = "\x01ex1 i exa 1\n\nTalks/\n\x02EXTRA\nTalks end\nBy Jane Doe =\n\nBaku - They ended.\n\x03x\x04"
>>> from io import BytesIO
>>> article = next(read(BufferedReader(BytesIO(text.encode())), ReadContext("a.txt")))
>>> article.title, article.authors, article.body
('Talks end', ('Jane Doe',), 'Baku - They ended.')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.bylines.persons import persons, strip_by
from newsgrep.clean_text import one_line, with_lines
from newsgrep.encodings.decoding import read_text
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_MESSAGE = re.compile(r"\x01(?P<heading>[^\x01\x02]*)\x02(?P<text>[^\x01\x03\x04]*)(?P<end>[^\x01\x04]*)")
#: Before a message may stand signs that wake a receiver, and DEL, which is a punched-out sign of a tape.
_BEGINNING = re.compile(r"[\s\x16\x7f]*\x01[^\x02]{0,400}\x02")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")
#: The most lines before the text of a message of IPTC 7901.
_MOST_HEADLINES = 8
#: Notes to editors, which are no headline.
_NOTE = re.compile(
    r"\(?(?:eds|achtung|attention|editors)\b.*|ap (?:photo|video|graphic)s?\b.*|.*\b(?:lead|ld|add|update)"
    r"|(?:the )?associated press|ap [\w ]*(?:writer|correspondent|editor)s?"
    r"|(?:refile|extra|urgent|bulletin|flash|correction|corrected|update)d?|[*\d<\s]+",
    re.I,
)
_IPTC_DAY = re.compile(r"\s*(\d\d)(\d\d)(\d\d) *(GMT|UTC|Z)? +([^\W\d]{3,12})\.? +(\d\d)(?!\d)", re.I)
_ANPA_DAY = re.compile(r"-(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d)GMT")


def claims(beginning: str) -> bool:
    """Whether the text begins with the heading of a message."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each message. Raises ArticleError if there is none."""
    return ArticleMaker(context).each(_messages(read_text(stream, context)), _article)


def _messages(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield each message with the line where it begins. Raises ArticleError if there is none."""
    found = None
    for found in with_lines(_MESSAGE.finditer(text)):
        yield found
    if found is None:
        raise ArticleError("no message with a text in the file")


def _number(heading: str) -> str:
    """Return the service and number of a message."""
    first = one_line(_CONTROLS.sub(" ", heading)).partition(" ")[0]
    return first if any(map(str.isdigit, first)) else ""


def _article(found: tuple[re.Match[str], int], make: ArticleMaker) -> Article:
    message, line = found
    is_anpa = "^" in message["text"][:20]
    heads, paragraphs = _split_anpa(message["text"]) if is_anpa else _split_iptc(message["text"])
    bylines = [head for head in heads if strip_by(head) != head]
    titles = [head for head in heads if head not in bylines and not _NOTE.fullmatch(head)]
    title = one_line(titles[0] if is_anpa else " ".join(titles)) if titles else ""
    body = "\n\n".join([*(titles[1:] if is_anpa else ()), *paragraphs])
    article = make(
        _number(message["heading"]),
        title=title,
        body=body,
        dates=(),
        authors=persons(bylines[0]) if bylines else (),
        source=_agency(message["heading"], message["end"]),
        line=line,
    )
    date, date_text = _date(message["end"], make.context)
    return article._replace(date=date, date_text=date_text)


def _split_iptc(text: str) -> tuple[list[str], list[str]]:
    """Return the lines up to one that ends in `=`, and the paragraphs below them."""
    lines = [_CONTROLS.sub("", line).rstrip() for line in text.split("\n")]
    ends = (index for index, line in enumerate(lines[:_MOST_HEADLINES]) if line.endswith("="))
    end = next(ends, -1) + 1
    heads = [line.rstrip("= ").strip() for line in lines[:end]]
    parts = re.split(r"\n\s*\n", "\n".join(lines[end:]))
    return list(filter(None, heads)), [part.strip() for part in parts if part.strip()]


def _split_anpa(text: str) -> tuple[list[str], list[str]]:
    """Return the first lines after `^`, with the slug only if it is alone, and the paragraphs below.

    A paragraph begins with a tab, and a row of a table with a backspace.
    """
    lines = text.split("\n")
    marked = next((index for index, line in enumerate(lines) if "^" not in line), len(lines))
    heads = [_bare(line.rpartition("^")[2]) for line in lines[:marked]]
    slug, *others = heads or [""]
    slug = re.sub(r",\d*\Z", "", slug)
    found: list[str] = []
    for line in lines[marked:]:
        bare = _bare(line)
        if bare and found and line[0].isalnum():
            found[-1] += f" {bare}"
        elif bare:
            found.append(bare)
    return others or [slug], found


def _bare(line: str) -> str:
    """Return a line without its control characters and the mark at its end."""
    return one_line(_CONTROLS.sub(" ", line)).lstrip("^").rstrip("<= ")


def _date(end: str, context: ReadContext) -> tuple[str, str]:
    """Return the time at the end of a message and '', or '' and its text if it is not understood."""
    if match := _ANPA_DAY.search(end):
        month, day, year, hour, minute = match.groups()
        return context.dates.read_first([f"{_year(year)}-{month}-{day}T{hour}:{minute}Z"])
    bare = _CONTROLS.sub(" ", end)
    if match := _IPTC_DAY.match(bare):
        day, hour, minute, zone, month, year = match.groups()
        date, _ = context.dates.alone().read(
            f"{day} {month} {_year(year)} {hour}:{minute}{' GMT' if zone else ''}"
        )
        if date:
            return date, ""
    return "", one_line(bare)[:60]


def _year(digits: str) -> str:
    """Return the full year of two digits, none before 1979, when the formats were made."""
    return f"{'20' if digits < '79' else '19'}{digits}"


def _agency(heading: str, end: str) -> str:
    """Return the agency that the heading or the ending names, '' for none."""
    if "AP-WF" in end:
        return "AP"
    return "dpa" if re.search(r"\bdpa\b", heading) else ""
