"""The names of fields, with their aliases: fields with words, and fields that only select articles.

>>> field_of("Headline"), is_filter("site"), is_filter("title")
('title', True, False)
"""

from __future__ import annotations

from newsgrep.errors import nearest_name

#: The fields that hold words, each with its aliases. The lead is the title and the first paragraph; the empty
#: field is title, author and body.
FIELDS = {
    "title": ("title", "headline", "intitle"),
    "author": ("author", "byline", "by"),
    "body": ("body", "text"),
    "lead": ("lead", "hlead"),
}

#: The keyword fields: they select articles, and have no part in the ranking.
KEYWORDS = {
    "source": ("source",),
    "site": ("site",),
    "url": ("url",),
    "section": ("section",),
    "lang": ("lang", "language"),
    "path": ("path",),
    "format": ("format",),
    "from": ("from",),
    "to": ("to",),
    "attachment": ("attachment",),
}
#: The field of attachments, which mails lack if an older newsgrep indexed them.
ATTACHMENT = "attachment"

#: The field whose values are dates and periods.
DATE = "date"
#: The fields with dates, each with the comparison operator that it stands for.
DATES = {DATE: "", "after": ">", "before": "<", "since": ">=", "until": "<="}
#: The fields with persons of a mail, each with the date field that a user may mistake it for.
PERSONS = {"from": "since", "to": "until"}
#: The fields with the days on which the index was changed: they ask the catalog.
RECORDED = ("added", "changed")
#: The field with the tags that people give to articles.
TAG = "tag"
#: The fields whose value is the key of a mail, or its Message-ID.
OF_MAIL = ("mail", "thread")
#: The field whose values are numbers of words in the body.
LENGTH = "words"
#: The fields that ask whether another field has a word or not, and the names of fields that they take.
HAS, HAS_NOT = "has", "no"
PRESENT = (
    *("title", "author", "body", "date", "source", "section", "url", "lang", "path", "from", "to"),
    "attachment",
)
#: Manners are written like fields. This one asks for words as they are spelt, like `=`.
EXACT = "exact"
#: For words as they are spelt, with capitals; and for words that sound alike.
CAPS, SOUNDS = "caps", "sounds"
#: All manners, that is, ways to look up words.
MANNERS = (EXACT, CAPS, SOUNDS)

#: Every alias, with its field.
FIELD_OF = {
    alias: field for fields in (FIELDS, KEYWORDS) for field, names in fields.items() for alias in names
} | {name: name for name in (*DATES, *RECORDED, *OF_MAIL, LENGTH, TAG, HAS, HAS_NOT)}
#: The fields that only select articles; their values are not parsed as words of the query language.
FILTERS = frozenset({*KEYWORDS, *DATES, *RECORDED, *OF_MAIL, LENGTH, TAG, HAS, HAS_NOT})
#: The filters whose values are dates or numbers, and not words.
NUMERIC = frozenset({*DATES, *RECORDED, LENGTH})

#: Names of fields in the languages of Google, Lexis, Factiva, ProQuest, Media Cloud, Lucene, notmuch and
#: recoll, each with the field to write.
ELSEWHERE = {
    name: field
    for field, names in {
        "title": "allintitle hd hl ti subject",
        "author": "au writer",
        "from": "sender senders",
        "to": "bcc cc recip recipient recipients",
        "body": "intext allintext",
        "lead": "hlp lp lede",
        "source": "journal newspaper outlet paper rst sc sn pub publication publisher media_name",
        "site": "domain canonical_domain",
        "url": "inurl allinurl",
        "section": "cat category desk se su topic",
        "lang": "la",
        "format": "filetype ext",
        "path": "dir folder file filename index",
        "tag": "is label",
        "mail": "id mid msgid message_id messageid",
        "has": "_exists_",
        "date": "pd dt year pub_date publish_date publish_day publish_year published",
        "words": "wc length",
    }.items()
    for name in names.split()
}

#: Codes of Factiva for subjects, regions, companies, industries and the like, which no article here has.
CODES = frozenset(["an", "art", "co", "fds", "in", "ns", "re", "rf"])

_FIELD_NAMES = (*FIELDS, DATE, *KEYWORDS, *OF_MAIL, LENGTH, TAG, HAS, HAS_NOT, *MANNERS, *DATES, *RECORDED)
_FIELD_LIST = ", ".join(f"{field}:" for field in dict.fromkeys(_FIELD_NAMES))
_EXAMPLES = (
    dict.fromkeys(DATES, "2020-10")
    | dict.fromkeys(RECORDED, "7d")
    | dict.fromkeys(OF_MAIL, "KEY")
    | {LENGTH: ">500", HAS: "author", HAS_NOT: "date"}
)


def field_of(name: str) -> str | None:
    """Return the field that a name stands for, in capitals or not; None for an unknown name."""
    return FIELD_OF.get(name.lower())


def is_filter(name: str) -> bool:
    """Return whether the field with this name only selects articles."""
    return field_of(name) in FILTERS


def example(field: str) -> str:
    """Return an example of a query in a field, for hints."""
    return f"{field}:{_EXAMPLES.get(field, 'word')}"


def suggest_field(name: str) -> str:
    """Return a hint for an unknown field: the nearest name, and the list of fields."""
    name = name[:40].lower()
    near = ELSEWHERE.get(name) or nearest_name(name, [*FIELD_OF, *MANNERS])
    return f"{f'did you mean {near}:? ' if near else ''}the fields are {_FIELD_LIST}"
