"""The posts of pages of Facebook as CrowdTangle exported them, in tables and by its interface.

>>> is_post(["pagename", "postcreated", "url", "message", "linktext", "description"])
True

A post has a message of its own, and the title and the description of the page that it links to. The page of
the post, too, has a name, a description and a day on which it was made.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

#: The keys, normalised, of which a post has those of a table, or those of the interface.
_MARKS = (frozenset(["message", "linktext", "postcreated"]), frozenset(["message", "platformid", "posturl"]))
#: Where the fields are.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("linkText", "title"),
    "author": (),
    "date": ("postCreated", "date"),
    "url": ("postUrl", "URL"),
    "source": ("pageName", "groupName", "account.name", "account"),
}
#: The texts of a post: its message, what is written on its picture, and the description of what it links to.
TEXTS = ("message", "imageText", "description")


def is_post(names: Collection[str]) -> bool:
    """Whether a record with some normalised names is a post."""
    return any(marks <= set(names) for marks in _MARKS)
