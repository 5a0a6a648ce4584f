"""IndexGroup: several indexes that are searched as one, and `open_indexes`, which opens one or several."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace

from newsgrep.arguments import path_argument, several
from newsgrep.article import common_home, key_with_path, moved_path, split_key
from newsgrep.config import Address, IndexPlace, index_place
from newsgrep.errors import ArticleNotFoundError, UsageError
from newsgrep.explore.explorer import Explorer
from newsgrep.index import Index, open_index
from newsgrep.tuning import DEFAULT_TUNING, Tuning

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsgrep.article import Article
    from newsgrep.engine.base import Engine
    from newsgrep.indexing.export_folder import ExportReport
    from newsgrep.query.nodes import Keys, Recorded
    from newsgrep.results import Hit, TextVersion
    from newsgrep.search.tags import Tags

_Folder: TypeAlias = str | os.PathLike[str] | Address


class IndexGroup(Explorer):
    """Several indexes that are searched as one, with common statistics and one ranking.

    Paths and keys of articles are as in one index of all articles, in the nearest folder above all indexes.
    An article that is in two of the indexes is found twice. The group is opened when it is first read; it
    cannot be changed.
    """

    def __init__(self, folders: _Folder | Iterable[_Folder], *, tuning: Tuning = DEFAULT_TUNING) -> None:
        """Take the folders of the indexes. Raises UsageError if there is none."""
        self.members = [Index(folder, tuning=tuning) for folder in several(folders)]
        if not self.members:
            raise UsageError("no index is named", "newsgrep.open_index() opens the index of the command line")
        self.title = ", ".join(member.title for member in self.members)
        self._tuning = tuning
        self._opened: Engine | None = None

    def __repr__(self) -> str:
        return f"IndexGroup({[member.title for member in self.members]})"

    @property
    def folders(self) -> tuple[IndexPlace, ...]:
        """The folders of the indexes."""
        return tuple(member.place for member in self.members)

    def close(self) -> None:
        """Release the indexes. Earlier results stay readable, and keep their files open."""
        self._opened = None
        self._closed = True
        for member in self.members:
            member.close()

    def refresh(self) -> None:
        """Show the newest state of the indexes, which other processes may have changed."""
        self._opened = None
        for member in self.members:
            member.refresh()

    def open(self) -> Engine:
        """Open the indexes if they are not open yet, and return their engine. Raises IndexMissingError."""
        self._refuse_closed()
        if (opened := self._opened) is None:  # read once: another thread may close the indexes right now
            from newsgrep.engine.registry import open_engines

            self._opened = opened = open_engines([member.place for member in self.members])
        return opened

    @cached_property
    def shown_path(self) -> Callable[[str], str]:
        """The function that returns a path of an article as a path from the current folder."""
        from newsgrep.search.shown_paths import relative_to_cwd

        return relative_to_cwd(self._home)

    @cached_property
    def _home(self) -> Path:
        return common_home([member.home / "index" for member in self.members])

    def _find(self, key: str) -> Article | None:
        from newsgrep.search.lookup import article_with_key

        if article := article_with_key(self.open(), key):
            return article
        found = ((member, article) for member in self.members if (article := member.get(key)))
        return next((self._as_of_group(member, article) for member, article in found), None)

    def __getitem__(self, key: str) -> Article:
        """Return the article with a key. Raises ArticleNotFoundError, a KeyError, with a suggestion."""
        if (article := self._find(key)) is not None:
            return article
        errors = []
        for member in self.members:
            try:
                return self._as_of_group(member, member[key])
            except ArticleNotFoundError as error:
                errors.append(error)
        raise max(errors, key=lambda error: (error.is_known, error.is_similar_known))

    @contextmanager
    def duplicates_finder(self) -> Iterator[Callable[[Article], list[str]]]:
        with ExitStack() as stack:
            finders = {member: stack.enter_context(member.duplicates_finder()) for member in self.members}

            def find(article: Article) -> list[str]:
                held = self._held(article)
                return finders[held[0]](held[1]) if held else []

            yield find

    def texts(self, key: str) -> list[TextVersion]:
        """Return the former and current texts of an article, and of others of its index with its address."""
        member, own = self._owner(key)
        return member.texts(member.shown_key(own))

    def export(self, target: str | os.PathLike[str], keys: str | Hit | Iterable[str | Hit]) -> ExportReport:
        """Write the originals of articles of any of the indexes to a new folder; see `Index.export`."""
        from newsgrep.indexing.originals import export_originals
        from newsgrep.search.arguments import keys_argument

        stored: dict[Index, list[str]] = {member: [] for member in self.members}
        for key in keys_argument(keys):
            member, own = self._owner(key)
            stored[member].append(own.key)
        wanted = [(member.open(), own_keys) for member, own_keys in stored.items() if own_keys]
        return export_originals(wanted, self._home, path_argument("target", target))

    def run_times(self) -> dict[str, int]:
        """Return the time of the last run of each index, by its place."""
        return {place: time for member in self.members for place, time in member.run_times().items()}

    def keys_since(self, times: Mapping[str, int]) -> Keys:
        """Return the keys of the articles that runs added after a time, which is given for each index."""
        return self._joined_keys(lambda member: member.keys_since(times, may_exclude=False))

    def keys_recorded(self, node: Recorded) -> Keys:
        """Return the keys of the articles of all indexes that match a filter such as `added:7d`."""
        return self._joined_keys(lambda member: member.keys_recorded(node, may_exclude=False))

    def stored_tags(self) -> Tags | None:
        """Return the tags of the articles of all indexes, by their keys in the group."""
        found = [(member, tags) for member in self.members if (tags := member.stored_tags())]
        if not found:
            return None
        from newsgrep.search.tags import joined_tags

        return joined_tags(tags.moved(partial(self._moved_key, member)) for member, tags in found)

    def _joined_keys(self, keys_of: Callable[[Index], Keys]) -> Keys:
        found = [(member, keys_of(member)) for member in self.members]
        keys = frozenset(self._moved_key(member, key) for member, keys in found for key in keys.keys)
        return replace(found[0][1], keys=keys)

    def _owner(self, key: str) -> tuple[Index, Article]:
        """Return the index that has the article with a key, and the article as that index has it.

        Raises what `__getitem__` raises.
        """
        if (held := self._held(self[key])) is None:
            reason = f"{key} was deleted after the indexes were opened"
            raise ArticleNotFoundError(reason, "refresh() shows their newest state")
        return held

    def _held(self, article: Article) -> tuple[Index, Article] | None:
        """Return the first index that has an article of the group, and the article as that index has it."""
        whole = key_with_path(article.key, str(self._home / article.path) if article.path else "")
        held = ((member, found) for member in self.members if (found := member.get(whole)))
        return next(held, None)

    def _as_of_group(self, member: Index, article: Article) -> Article:
        if not article.path:
            return article
        key = self._moved_key(member, article.key)
        return article._replace(path=split_key(key)[0], key=key)

    def _moved_key(self, member: Index, key: str) -> str:
        path, _ = split_key(key)
        return key_with_path(key, moved_path(path, member.home, self._home))


def open_indexes(folders: _Folder | Iterable[_Folder] = ()) -> Index | IndexGroup:
    """Return one index for several folders, an IndexGroup; for one folder, its Index.

    Without a folder, return what `open_index()` returns. Nothing is read yet.
    """
    chosen = list(dict.fromkeys(index_place(folder) for folder in several(folders)))
    return IndexGroup(chosen) if len(chosen) > 1 else open_index(*chosen)
