"""ninjs, the JSON of the IPTC for news agencies, versions 1 to 3: turn an item into a record of plain fields.

>>> item = {"uri": "urn:x", "versionCreated": "2020-10-30", "headlines": [{"value": "Talks"}], "by": "Jane"}
>>> plain = plain_record(item)
>>> plain["title"], plain["author"], plain["date"]
('Talks', 'Jane', '2020-10-30')

Version 1 has a key for each form or role of a text (`body_text`, `headline_main`), version 2 lists
(`bodies`), and version 3 the same in camel case. Agencies add keys of their own, which stay in the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

#: Keys that hardly any other record has, and the usual keys, in lower case: an item has two of them or more.
_MARKS = frozenset(["versioncreated", "versionCreated", "bodies", "headlines"])
_USUAL = frozenset(
    ["uri", "guid", "type", "pubstatus", "headline", "headlines", "body_text", "body_html", "body_xhtml"]
    + ["bodies", "byline", "by", "firstcreated", "copyrightholder", "usageterms", "urgency", "slugline"]
)
#: Keys of long texts about an item, which are never its text.
_TERMS = frozenset(["usageterms", "copyrightnotice", "ednote"])
_DATES = ("contentcreated", "firstpublished", "versioncreated", "firstcreated")
#: The rank of a form of the body, by its media type, or by the ending of its key in version 1.
_RANKS = {
    **{"text/html": 2, "application/xhtml+xml": 2, "html": 2, "xhtml": 2},
    **{"text/plain": 1, "text": 1, "": 1},
}
#: The roles of headlines, the best first; others are short forms for screens and the like.
_MAIN = ("main", "headline", "")


def plain_record(record: Mapping[str, object]) -> Mapping[str, object]:
    """Return an item with the fields of an article added under usual names; any other record unchanged."""
    if record.keys().isdisjoint(_MARKS):
        return record
    item = {key.lower(): value for key, value in record.items()}
    if len(_USUAL & item.keys()) < 2:
        return record
    fields = {
        "title": _first_text(_texts(item, "headline"), _MAIN) or item.get("title"),
        "body": _best_body(item),
        "author": item.get("byline") or item.get("by") or item.get("authors"),
        "date": next(filter(None, map(item.get, _DATES)), None),
        "id": item.get("uri") or item.get("guid"),
        "source": _party(item),
    }
    others = {key: value for key, value in record.items() if key.lower() not in _TERMS}
    return {**others, **{name: value for name, value in fields.items() if value}}


def _texts(item: Mapping[str, object], name: str) -> Iterator[tuple[str, str, str]]:
    """Yield role, media type and value of each form of a text: `name`, `name_html` …, then from a list."""
    for key, value in item.items():
        if isinstance(value, str) and (key == name or key.startswith(f"{name}_")):
            form = key[len(name) + 1 :]
            yield ("", form, value) if form in _RANKS else (form, "", value)
    listed = item.get("bodies" if name == "body" else f"{name}s")
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, dict) and isinstance(value := entry.get("value"), str):
            media_type = entry.get("contenttype") or entry.get("contentType") or ""
            yield str(entry.get("role", "")), str(media_type).partition(";")[0].lower(), value


def _first_text(texts: Iterator[tuple[str, str, str]], roles: tuple[str, ...]) -> str:
    """Return the text of the best role, else the first."""
    found = [(role, value) for role, _, value in texts if value.strip()]
    ranked = (value for wanted in roles for role, value in found if role == wanted)
    return next(ranked, found[0][1] if found else "")


def _best_body(item: Mapping[str, object]) -> str:
    """Return the longest body in HTML, which has paragraphs, else in another form, else the description."""
    for name in ("body", "description"):
        found = [
            (_RANKS.get(kind, 0), len(text), text) for _, kind, text in _texts(item, name) if text.strip()
        ]
        if found:
            return max(found)[2].rpartition("</head>")[2]  # some agencies give a whole page
    return ""


def _party(item: Mapping[str, object]) -> object:
    """Return who published an item: its source, provider, source of information, or copyright holder."""
    listed = item.get("infosources") or item.get("infosource")
    first = listed[0] if isinstance(listed, list) and listed else listed
    informed = first.get("name") if isinstance(first, dict) else None
    return item.get("source") or item.get("provider") or informed or item.get("copyrightholder")
