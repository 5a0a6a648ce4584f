"""JSON Feed: what its items have in common is said once, above them.

>>> feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Example Post", "language": "en"}
>>> feed_of(feed).complete({"id": "1", "external_url": "https://example.org/1"})["source"]
'Example Post'
"""

from __future__ import annotations

from collections.abc import Mapping

_VERSION = "https://jsonfeed.org/version/"


class JsonFeed:
    """A feed, as https://www.jsonfeed.org/version/1.1/ defines it."""

    def __init__(self, feed: Mapping[str, object]) -> None:
        self._common = {
            "source": feed.get("title"),
            "language": feed.get("language"),
            "authors": feed.get("authors") or feed.get("author"),
        }

    def complete(self, item: Mapping[str, object]) -> Mapping[str, object]:
        """Return an item with the title of the feed, and its authors and language if it has none."""
        own = {
            "language": item.get("language"),
            "authors": item.get("authors") or item.get("author"),
            "url": item.get("url") or item.get("external_url"),
        }
        return {**item, **self._common, **{name: value for name, value in own.items() if value}}


def feed_of(value: object) -> JsonFeed | None:
    """Return what a decoded document says of its items if it is a JSON Feed, else None."""
    if not isinstance(value, dict):
        return None
    version = value.get("version")
    return JsonFeed(value) if isinstance(version, str) and version.startswith(_VERSION) else None
