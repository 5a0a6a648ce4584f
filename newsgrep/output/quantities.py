"""Numbers, dates, places and persons in words for people.

>>> count(1, "article"), count(1234, "article"), size(5_600_000)
('1 article', '1,234 articles', '5.6 MB')
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsgrep.article import STDIN, Article, key_with_path

#: Persons of a mail to name; the others are only counted.
_MOST_NAMES = 2
_CLOCK = r"T(\d\d:\d\d)(?::[\d.]+)?"


def count(number: int, noun: str) -> str:
    """Return a number with a noun whose plural ends in s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def size(byte_count: float) -> str:
    """Return a number of bytes in decimal units: `812 bytes`, `5.6 MB`."""
    if byte_count < 999.5:
        return count(round(byte_count), "byte")
    unit = "kB"
    for larger in ("MB", "GB", "TB"):
        if byte_count < 999_500:
            break
        byte_count, unit = byte_count / 1000, larger
    return f"{amount(byte_count / 1000)} {unit}"


def amount(number: float) -> str:
    """Return a number without decimals, or with one decimal if it is below ten."""
    return f"{number:.1f}" if number < 9.95 else f"{number:,.0f}"


def moment(date: str) -> str:
    """Return a date of ISO 8601 in a form for people, with the time to the minute.

    >>> moment("1987-10-19T16:33:42.57"), moment("2020-10-30T12:00+04:00"), moment("2020-10")
    ('1987-10-19 16:33', '2020-10-30 12:00+04:00', '2020-10')
    """
    return re.sub(_CLOCK, r" \1", date)


def sent_to(article: Article) -> str:
    """Return the recipients of a mail, by name if it is known, at most two of many; '' for other articles.

    For a file attached to a mail, the sender comes first, as the byline does not name the sender.

    >>> mail = Article("a", "a", "", recipients=("Jane Roe <jane@example.org>", "x@y.zz", "z@y.zz"))
    >>> sent_to(mail), sent_to(mail._replace(senders=("max@y.zz",), recipients=("x@y.zz",)))
    ('to Jane Roe; x@y.zz and 1 other', 'sent by max@y.zz to x@y.zz')
    """
    is_mail = article.authors and all(any(name in one for one in article.senders) for name in article.authors)
    persons = {"sent by": () if is_mail else article.senders, "to": article.recipients}
    return " ".join(f"{word} {_names(some)}" for word, some in persons.items() if some)


def _names(persons: Sequence[str]) -> str:
    names = "; ".join(one.partition(" <")[0] for one in persons[:_MOST_NAMES])
    others = len(persons) - _MOST_NAMES
    return names + (f" and {count(others, 'other')}" if others > 0 else "")


def correspondence(article: Article) -> list[str]:
    """Return lines with the senders, recipients and attachments of a mail, and the mail of an attachment.

    Other articles have none. The path of the article has to be the path to show.
    """
    mail = (key_with_path(article.mail_key, article.path),) if article.attached_as else ()
    persons = {
        **{"from": article.senders, "to": article.recipients},
        **{"attached": article.attachments, "attached to": mail},
    }
    return [f"{label}: {'; '.join(some)}" for label, some in persons.items() if some]


def location(path: str, line: int, member: str = "") -> str:
    """Return `path:line` as compilers and grep write it; only the path if the line is 0, which means unknown.

    member: the name of a stream within the file; empty for none

    >>> location("a.txt", 3), location("a.zip", 0, "b.txt"), location("stdin:", 3)
    ('a.txt:3', 'a.zip#b.txt', 'stdin:3')
    """
    name = f"{path}#{member}" if member else path.removesuffix(":") if path == STDIN else path
    return f"{name}:{line}" if line > 0 else name
