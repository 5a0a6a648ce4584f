"""The export of a Ghost blog: tables of posts, users and tags that refer to one another by number.

>>> tables = {"posts": [{"id": "1"}], "users": [{"id": "7", "name": "Jane Doe"}]}
>>> tables["posts_authors"] = [{"post_id": "1", "author_id": "7"}]
>>> complete = completer_of({"db": [{"data": tables}]}, ReadContext("blog.json"))
>>> complete({"id": "1"})["authors"]
['Jane Doe']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from newsgrep.formats.records.jsonfeed import Completer
from newsgrep.read_context import ReadContext
from newsgrep.remarks import UNPUBLISHED


class _Export:
    """The authors and the first tag of each post, and which posts are published."""

    def __init__(self, tables: Mapping[str, object], context: ReadContext) -> None:
        self._context = context
        users, tags = _names(tables, "users"), _names(tables, "tags")
        self._authors: dict[object, list[str]] = {}
        self._tags: dict[object, str] = {}
        for row in _in_order(tables, "posts_authors"):
            if name := users.get(row.get("author_id")):
                self._authors.setdefault(row.get("post_id"), []).append(name)
        for row in _in_order(tables, "posts_tags"):
            if name := tags.get(row.get("tag_id")):
                self._tags.setdefault(row.get("post_id"), name)
        self._posts = {row.get("id") for row in _rows(tables, "posts") if not _is_page(row)}
        # Before version 2 a post had one author.
        for row in _in_order(tables, "posts"):
            if name := users.get(row.get("author_id")):
                self._authors.setdefault(row.get("id"), [name])

    def complete(self, post: Mapping[str, object]) -> Mapping[str, object] | None:
        """Return a post with the names of its authors and its first tag; None for a record that is no post.

        The export also has pages, mails of posts, and drafts. Drafts are remarked.
        """
        number = post.get("id")
        if number not in self._posts or "post_id" in post:
            return None
        if post.get("status", "published") not in ("published", "sent"):
            self._context.remark(UNPUBLISHED, "", 0)
            return None
        return {**post, "authors": self._authors.get(number), "section": self._tags.get(number)}


def completer_of(value: object, context: ReadContext) -> Completer | None:
    """Return the function that completes the posts of an export of Ghost; None for another document."""
    export = value.get("db") if isinstance(value, dict) else None
    if isinstance(export, list) and export:
        value = export[0]
    tables = value.get("data") if isinstance(value, dict) else None
    if not isinstance(tables, dict) or not {"posts", "users"} <= tables.keys():
        return None
    return _Export(tables, context).complete


def _is_page(post: Mapping[str, object]) -> bool:
    """Whether a row of the table of posts is a page, such as the imprint."""
    return post.get("type") == "page" or post.get("page") in (1, True)


def _names(tables: Mapping[str, object], table: str) -> dict[object, str]:
    return {row.get("id"): str(row["name"]) for row in _rows(tables, table) if row.get("name")}


def _in_order(tables: Mapping[str, object], table: str) -> list[dict[str, object]]:
    """Return the rows of a table in the order of their `sort_order`."""

    def place(row: dict[str, object]) -> int:
        order = row.get("sort_order")
        return order if isinstance(order, int) else 0

    return sorted(_rows(tables, table), key=place)


def _rows(tables: Mapping[str, object], table: str) -> Iterator[dict[str, object]]:
    rows = tables.get(table)
    return (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))
