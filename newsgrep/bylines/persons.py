"""Bylines: the names of the persons in a line of text, in the languages of `--language`.

>>> persons("By Jane Doe in Baku and John Roe, Reuters")
('Jane Doe', 'John Roe')
>>> persons("Von Jane Doe und John Roe")
('Jane Doe', 'John Roe')

These parts of a byline are no authors: a leading `By`, mail addresses, handles, places (`in Baku`), and after
a person an agency, a job title (`Staff Writer`), `Special to The Post`, a publication after a bar, a date.
An agency alone is an author; a number, a host name and `No Author` are none. All else is kept. A comma
separates two persons only if a person follows it: `Smith, John` and `Jane Doe, London` are one author each,
as they are written. After `By` no name is inverted, and other text behind a name and a comma is dropped.
Words that are also parts of names, such as `y` in `José Ortega y Gasset`, separate persons only between two
names of several words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsgrep.bylines import words
from newsgrep.bylines.east_asian import names_beside_title, without_other_work
from newsgrep.clean_text import one_line
from newsgrep.dates.reading import is_day

#: A longer line is no byline with a date.
_LONGEST_DATED = 150
#: What may separate a name and a date; the group `mark` has a mark, if it is one.
_BREAK = re.compile(r"\s*(?P<mark>[,;|·•–—/])\s*|\s+-\s+|\s+")
#: A day has a number of four digits; else reading all ends of a line would take most of the time.
_YEAR = re.compile(r"\d(?=\d{3})")
_MONTH_AND_DAY = re.compile(r"[^\W\d_]{3,12}\.? \d\d?|\d\d?\.? [^\W\d_]{3,12}\.?")


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True))


_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_AGENCY = f"(?:{_any_of(tuple(words.AGENCIES))})"
_BY = re.compile(
    rf"\A(?:(?:{_any_of(words.LABELS)}) ?[:：՝]+\s*"
    rf"|(?:{_any_of(words.LEADING)})(?:[:：]|(?=\s|\Z))\s*"
    rf"|(?:{_any_of(words.AMBIGUOUS)})\s+(?={_AGENCY}(?:\W|\Z)"
    rf"|(?-i:{_CAPITAL})[\w.'’-]+\s+(?:\w{{1,4}}\s+)?(?-i:{_CAPITAL})))+",
    re.I,
)
#: A word before names, such as `By`. A name after it is not inverted; one after a label (`Author:`) may be.
_LED = re.compile(rf"(?:{_any_of((*words.LEADING, *words.AMBIGUOUS))})\b", re.I)
#: Work other than writing.
_WORK = (
    "(?:edit(?:ed|ing)|compiled|produced|translated|illustrat(?:ed|ions?)|photo(?:s|graph|graphs|graphed)?|video)"
    r" by\b"
)
_SEPARATOR = re.compile(rf"\s*;\s*|,?\s+(?:{_any_of(words.ALWAYS_BETWEEN)})\s+|(?<=\S)\s+(?={_WORK})", re.I)
_BETWEEN = re.compile(rf",?\s+(?:{_any_of(words.BETWEEN)})\s+")
_BETWEEN_CAPITALS = re.compile(rf",?\s+(?:{_any_of(words.BETWEEN_CAPITALS)})\s+")
_ADDRESSES = re.compile(r"[(\[<]?(?<![^\s(\[<,;/])(?:[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)++|@\w++)[)\]>]?")
#: The end of a byline that names no person: a publication after a bar, or for whom the text was written.
_TAIL = re.compile(
    r"(?<=\S)(?: ?\||,? \(?special (?:to|for) | for (?=(?-i:[A-Z]))|, from (?=(?-i:[A-Z]))).*\Z", re.I
)
_PLACE = re.compile(r"(?<=\S) (?:in|à|aus) (?=[^\W\d_a-z]).*\Z")
#: What may be an agency or the source behind a name: in parentheses, after a slash or after a dash.
_BEHIND = re.compile(r"(?<=\S)(?: ?\((?P<inner>[^()]+)\)| ?/ ?(?P<slash>[^/]+)| [-–—] (?P<dash>.+?))\.?\Z")
_ACRONYM = re.compile(rf"{_CAPITAL}{{2,5}}")
#: A place on its own, behind a name and a comma.
_PLACE_ALONE = re.compile(r"(?:in|à|aus|en) [^\W\d_a-z].*")
#: Further names in parentheses, or several agencies.
_PARENTHESES = re.compile(rf"\s*\((?P<together>(?:{_any_of(words.TOGETHER)})\s+)?(?P<inner>[^()]+)\)", re.I)
#: Text in parentheses that names nobody: the short form with which a person signs, or a label and its text.
_NO_NAME = re.compile(r"[a-zà-öø-ÿ]{2,5}\.?|\w+ ?:.*")
#: Agencies that a person wrote with.
_WITH_AGENCIES = re.compile(
    rf"(?<=\S),? (?:{_any_of(words.TOGETHER)}) {_AGENCY}(?:(?:/|, ?| [\w&]+ ){_AGENCY})*\.?\Z",
    re.I,
)
#: The address of a person's page behind the name.
_PAGE = re.compile(r"(?<=\S)\s+[(\[<]?https?://[^\s)\]>]++[)\]>]?", re.I)
#: A name after work other than writing.
_OTHER_WORK = re.compile(rf"{_WORK}.*", re.I)
_JOB_TITLE = re.compile(
    r"(?:[\w'’-]+ ){0,3}(?:staff|writer|reporter|correspondent|editor|columnist|journalist|contributor)s?"
    r"|freelancer?|(?:news )?agencies|wires|wire services",
    re.I,
)
_NEVER_IN_NAMES = frozenset(":©|[]")
_PARTICLES = frozenset(
    ["al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "la", "le"]
    + ["ten", "ter", "van", "von", "y"]
)
#: An inverted name that cannot be two names: after the comma it ends with an initial or a particle.
_PARTICLE = f"(?:{_any_of(tuple(_PARTICLES))})"
_INVERTED = re.compile(rf"(?:{_PARTICLE} )*[^\s,]+, [^\s,]+(?: [^\s,]+)*? (?:{_CAPITAL}\.?|{_PARTICLE})")
#: What follows a family name and is no part of it.
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
#: Longer bylines are not cached. The short ones of a paper repeat, as it has few writers.
_LONGEST_CACHED = 200
#: Who made the site.
_MAKER = re.compile(r"(?:designed|developed|created|powered|hosted) (?:&|and|by)\b")
#: A host name. Only well-known endings count, so that the user name `jane.doe` is none.
_HOST = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)+(?:com|org|net|info|edu|gov|biz|news|online|tv|io|eu|[a-z]{2})/?", re.I
)


def persons(byline: str) -> tuple[str, ...]:
    """Return the authors of a byline in their order, each once, without its leading `By`."""
    return _cached_persons(byline) if len(byline) <= _LONGEST_CACHED else _find_persons(byline)


def _find_persons(byline: str) -> tuple[str, ...]:
    if not byline.isascii():
        if reporters := names_beside_title(split_date(byline)[0]):
            return tuple(dict.fromkeys(reporters))
        byline = without_other_work(byline)
    pieces = _SEPARATOR.split(_without_extras(byline))
    line = split_date(byline)[0]
    is_led = _BY.match(line) is not None and _LED.match(line) is not None
    names = [name for piece in pieces for part in _split_between(piece) for name in _names(part, is_led)]
    while len(names) > 1 and _is_job_title(names[-1]):
        names.pop()
    names[1:] = [name for name in names[1:] if not _OTHER_WORK.fullmatch(name)]
    return tuple(dict.fromkeys(name for name in names if not is_nobody(name)))


_cached_persons = lru_cache(maxsize=8192)(_find_persons)


def name_parts(name: str) -> tuple[str, str] | None:
    """Return the given names and the family name of an author; None if they cannot be told apart.

    That is so for an agency, one word, a script without capitals, and a name with `Jr.` and the like.

    >>> name_parts("Ursula van der Doe"), name_parts("Doe, Jane"), name_parts("Associated Press")
    (('Ursula', 'van der Doe'), ('Jane', 'Doe'), None)
    """
    family, comma, given = (part.strip() for part in name.partition(","))
    words = f"{given} {family}".split()
    is_person = all(word[0].isalpha() for word in words) and _is_person(" ".join(words))
    if not is_person or name == name.lower():
        return None
    if comma:
        return None if "," in given or " " in family else (given, family)
    if is_agency(name) or words[-1].lower().rstrip(".") in _SUFFIXES:
        return None
    # `y` stands between two family names, every other particle before one.
    starts = (n - (word == "y") for n, word in enumerate(words[1:], 1) if word in _PARTICLES)
    start = max(1, next(starts, len(words) - 1))
    return " ".join(words[:start]), " ".join(words[start:])


def person(name: str) -> str:
    """Return the name in one entry of a list of authors; '' if it names nobody."""
    return ", ".join(name for name in _names(_without_extras(name)) if not is_nobody(name))


def strip_by(name: str) -> str:
    """Return a name on one line, without a leading `By`, in any language."""
    return _BY.sub("", one_line(name))


def is_nobody(name: str) -> bool:
    """Whether a text in the place of an author names none: a number, a host, or words such as `No Author`."""
    bare = name.strip(" .-–—_*()[]").casefold()
    is_host = _HOST.fullmatch(bare.partition(",")[0]) is not None  # a place may follow
    return bare in words.NOBODY or not any(map(str.isalpha, bare)) or is_host or bool(_MAKER.match(bare))


def writers(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names without job titles and people who did other work; all names if none would be left.

    >>> writers(("Jane Doe", "Senior Politics Editor", "Photographs by John Roe"))
    ('Jane Doe',)
    """
    found = (name for name in names if not _is_job_title(name) and not _OTHER_WORK.fullmatch(name))
    return tuple(found) or names


def is_byline(line: str) -> bool:
    """Whether a line has a `By`, in any language, and only persons after it.

    It is for lines of running text: `By noon the talks were over` is no byline.
    """
    return _BY.match(line) is not None and are_persons(persons(line))


def are_persons(names: tuple[str, ...]) -> bool:
    """Whether all names have the form of a person's name: two to five words with capitals."""
    return bool(names) and all(map(_is_person, names))


def without_source(authors: tuple[str, ...], source: str) -> tuple[str, ...]:
    """Return authors without the publication behind a name or as an author; it stays as the only author.

    >>> without_source(("Jane Doe, CNN", "John Roe"), "CNN.com")
    ('Jane Doe', 'John Roe')
    """
    bare_source = bare_name(source)
    if not bare_source:
        return authors
    names = [_cut_behind(name, bare_source) for name in authors]
    persons_alone = [name for name in names if bare_name(name) != bare_source]
    return tuple(dict.fromkeys(persons_alone or names))


@lru_cache(maxsize=8192)
def bare_name(name: str) -> str:
    """Return a publication's name in a form to compare: `The Example` and `example.org` have the same."""
    line = re.sub(r"\A(?:https?://)?(?:www\.)?|/+\Z", "", name.casefold().strip())
    if _HOST.fullmatch(line):
        line = re.sub(r"\.(?:(?:co|com|org|net)\.)?[a-z]+\Z", "", line).rpartition(".")[2]
    return re.sub(r"\Athe(?=\s)|\W+", "", line)


def _cut_behind(name: str, bare_source: str) -> str:
    """Return a name without the source behind a comma, in parentheses, or after a slash or a dash."""
    head, comma, tail = name.rpartition(",")
    if comma and head.strip() and bare_name(tail) == bare_source:
        return head.strip()
    match = _BEHIND.search(name)
    is_source = match and bare_name(match[match.lastgroup or 0]) == bare_source
    return name[: match.start()].strip() if match and is_source else name


def _without_extras(line: str) -> str:
    """Return a byline on one line without `By`, a date, mail addresses, handles and its tail."""
    line = strip_by(split_date(line)[0])
    if "@" in line:
        line = one_line(_ADDRESSES.sub("", line))
    if "http" in line:
        line = _PAGE.sub("", line)
    if "(" in line:
        line = _PARENTHESES.sub(_without_parentheses, line)
    return _TAIL.sub("", _WITH_AGENCIES.sub("", line)).rstrip(" –—")


def _without_parentheses(match: re.Match[str]) -> str:
    """Return the replacement of parentheses: further names, '' for no names, else the same text."""
    if _NO_NAME.fullmatch(match["inner"].strip()):
        return ""
    if match["together"]:
        return f" {match['together']}{match['inner']}" if is_agency(match["inner"]) else f"; {match['inner']}"
    parts = re.split(rf", ?|/|{_SEPARATOR.pattern}", match["inner"])
    are_others = len(parts) > 1 and (all(map(is_agency, parts)) or not any(map(_is_person, parts)))
    return "" if are_others else match[0]  # such as a place and a role


def _split_between(piece: str) -> list[str]:
    """Split at words that stand between names or within one, if there is a person before and behind."""
    parts, between = [piece], _BETWEEN_CAPITALS if piece.isupper() else _BETWEEN
    for match in between.finditer(piece):
        offset = len(piece) - len(parts[-1])
        before, behind = piece[offset : match.start()], piece[match.end() :]
        last, following = before.rpartition(",")[2], between.split(behind, maxsplit=1)[0].partition(",")[0]
        is_name = _is_person(_without_place(following)) or is_agency(following)
        if is_name and _is_person(_without_place(last)):
            parts[-1:] = [before, behind]
    return parts


def _names(piece: str, is_led: bool = False) -> list[str]:
    """Split at the commas before a person or an agency; drop agencies and job titles after a person.

    is_led: whether a `By` begins the line; then other text behind a person and a comma is dropped, too
    """
    if not is_led and _INVERTED.fullmatch(piece.strip()) and not is_agency(piece.partition(",")[0].strip()):
        return [piece.strip()]
    groups: list[list[str]] = []
    for part in filter(None, (_without_place(part) for part in piece.split(","))):
        is_no_name = _PLACE_ALONE.fullmatch(part) or _HOST.fullmatch(part)
        if groups and (is_no_name or _is_person(groups[-1][0]) and _is_role(part)):
            continue
        names_person = _is_person(part) and not (is_led and groups and _has_acronym(part))
        if groups and not is_agency(part) and not _is_job_title(part) and not names_person:
            if not is_led or not _is_person(groups[-1][0]) or part.lower().rstrip(".") in _SUFFIXES:
                groups[-1].append(part)
        else:
            groups.append([part])
    names = [", ".join(group) for group in groups]
    while len(names) > 1 and (_is_job_title(names[-1]) or (is_agency(names[-1]) and not is_agency(names[0]))):
        names.pop()
    return names


def _without_place(part: str) -> str:
    """Return a name without a place, and an agency, an acronym or a job title, at its end."""
    part = _PLACE.sub("", part.strip())
    if (match := _BEHIND.search(part)) is None:
        return part
    name, behind = part[: match.start()], match[match.lastgroup or 0].strip()
    is_acronym = _ACRONYM.fullmatch(behind) is not None and not name.isupper()
    return name if is_agency(behind) or is_acronym or _is_job_title(behind) else part


def _has_acronym(part: str) -> bool:
    """Whether a part has a word in capitals among others, as the names of broadcasters do."""
    return not part.isupper() and any(
        len(word) > 2 and word.isalpha() and word.isupper() for word in part.split()
    )


def is_agency(part: str) -> bool:
    """Whether a name is a news agency's."""
    return part.lower().rstrip(".") in words.AGENCIES


def _is_job_title(part: str) -> bool:
    return _JOB_TITLE.fullmatch(part) is not None


def _is_role(part: str) -> bool:
    """Whether a part is several words that end like no name: `professor of history at the university`."""
    *first, last = part.split()
    return len(first) > 1 and last.isalpha() and last.islower() and last not in _PARTICLES


def _is_person(part: str) -> bool:
    """Whether a part is two to five words with initial capitals, except for particles."""
    words = part.split()
    return (
        2 <= len(words) <= 5
        and not any(letter.isdigit() or letter in _NEVER_IN_NAMES for letter in part)
        and all(not word[0].islower() or word.lower() in _PARTICLES for word in words)
    )


def split_date(line: str) -> tuple[str, str]:
    """Return a byline without the days at its end, or else at its beginning, and the first of them.

    The day is returned as it stands there, with its label and its time; '' for none.

    >>> split_date("Par Jane Doe, le 7 mars 2021 à 10h30"), split_date("By Jane Doe")
    (('Par Jane Doe', 'le 7 mars 2021 à 10h30'), ('By Jane Doe', ''))
    >>> split_date("Posted 03/04/2021 by Jane Doe")
    ('by Jane Doe', 'Posted 03/04/2021')
    """
    line = one_line(line)
    if len(line) > _LONGEST_DATED or not any(map(str.isdigit, line)):
        return line, ""
    found = ""
    while day := _day_at_end(line):
        line, found = line[: -len(day)].rstrip(" ,;|·•–—/-"), day
    if not found and (found := _day_at_beginning(line)):
        line = line[len(found) :].lstrip(" ,;|·•–—/-")
    return line, found


def _day_at_end(line: str) -> str:
    """Return the longest end of a line that is a day, '' for none; after a mark it may lack the year."""
    if is_day(line):
        return line
    last_year = max((year.start() for year in _YEAR.finditer(line)), default=-1)
    for place in _BREAK.finditer(line):
        tail = line[place.end() :]
        if place.end() <= last_year and is_day(tail) or place["mark"] and _is_month_and_day(tail):
            return tail
    return ""


def _day_at_beginning(line: str) -> str:
    """Return the longest beginning of a line that is a day, '' for none."""
    first_year = _YEAR.search(line)
    if first_year is None:
        return ""
    heads = [line[: place.start()] for place in _BREAK.finditer(line, first_year.end())]
    return next(filter(is_day, reversed(heads)), "")


def _is_month_and_day(text: str) -> bool:
    if not _MONTH_AND_DAY.fullmatch(text):
        return False
    from newsgrep.dates.written_dates import read_written

    written = read_written(text)
    return written is not None and bool(written.day)
