"""JSON Feed: add the metadata of the feed, which hold for all items, to each item.

>>> feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Example Post", "language": "en"}
>>> completer_of(feed)({"id": "1", "external_url": "https://example.org/1"})["source"]
'Example Post'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

#: Returns a record with the metadata that the document around it has for it, None if it is no article.
Completer = Callable[[Mapping[str, object]], Mapping[str, object] | None]

_VERSION = "https://jsonfeed.org/version/"


def completer_of(value: object) -> Completer | None:
    """Return the function that completes the items of a JSON Feed; None for another document.

    An item gets the title of the feed, and its authors and language if it has none: see
    https://www.jsonfeed.org/version/1.1/. For a feed without items, the feed itself comes as a record: it is
    no article.
    """
    if not isinstance(value, dict) or not str(value.get("version")).startswith(_VERSION):
        return None
    common = {
        "source": value.get("title"),
        "language": value.get("language"),
        "authors": value.get("authors") or value.get("author"),
    }

    def complete(item: Mapping[str, object]) -> Mapping[str, object] | None:
        own = {
            "language": item.get("language"),
            "authors": item.get("authors") or item.get("author"),
            "url": item.get("url") or item.get("external_url"),
        }
        found = {**item, **common, **{name: given for name, given in own.items() if given}}
        return None if item is value else found

    return complete
