"""The methods of `Index` that give tags to articles."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from newsgrep.arguments import several
from newsgrep.config import file_beside
from newsgrep.config.place import TAGS_FILE
from newsgrep.search.searcher import Searcher

if TYPE_CHECKING:
    from newsgrep.indexing.options import IndexOptions
    from newsgrep.results import Hit, IndexReport
    from newsgrep.search.tags import Tags


class Tagging(Searcher):
    """Gives tags to the articles of one index, in a file beside it."""

    #: The tags that were last read, after the inode, times and size that their file had.
    _known_tags: tuple[tuple[int, ...], Tags] | None = None

    def tag(
        self,
        articles: str | Hit | Iterable[str | Hit],
        add: str | Iterable[str] = (),
        *,
        remove: str | Iterable[str] = (),
        dry_run: bool = False,
    ) -> int:
        """Give tags to articles, and take others away; return how many articles changed their tags.

        articles: keys of articles, or hits of this index, such as all that `search` returns
        add, remove: names of tags, in which capitals make no difference
        dry_run: only count the articles

        Raises ArticleNotFoundError for a key of no article, and UsageError for an invalid name; then nothing
        is changed. A tag can also be taken from a key whose article is gone.
        """
        from newsgrep.search.tags import change_tags, read_tags

        file, add, remove = self._tags_file, list(several(add)), list(several(remove))
        known = frozenset[str]() if add else read_tags(file).all_keys()
        keys = [self._tagged_key(one, known) for one in several(articles)]
        return change_tags(file, keys, add, remove, self._mode_of_tags, dry_run=dry_run)

    def rename_tag(self, name: str, new: str) -> int:
        """Give a tag another name, which another tag may have; return how many articles had it.

        Raises UsageError for a tag that no article has, and for an invalid name.
        """
        from newsgrep.search.tags import rename_tag

        return rename_tag(self._tags_file, name, new)

    def tags(self) -> dict[str, int]:
        """Return how many articles have a tag, by its name. `search("tag:NAME")` finds them."""
        from newsgrep.query.nodes import Tagged

        if (tags := self.whole_tags()) is None:
            return {}
        engine = self.open()
        return {name: engine.count(tags.matching(Tagged(name))) for name in sorted(tags.keys)}

    def lost_tags(self) -> dict[str, tuple[str, ...]]:
        """Return the tags of stored keys that no article has now: it was moved or deleted."""
        from newsgrep.query.nodes import Tagged

        if (tags := self.whole_tags()) is None:
            return {}
        engine, everything = self.open(), tags.matching(Tagged("", prefix=True))
        if engine.count(everything) == len(everything.keys):
            return {}
        lost: dict[str, tuple[str, ...]] = {key: () for key in sorted(everything.keys) if not engine.get(key)}
        for name in sorted(tags.keys):
            for key in tags.keys[name] & lost.keys():
                lost[key] += (name,)
        return lost

    def stored_tags(self) -> Tags | None:
        """Return the tags of the articles, by their stored keys; None if there is no file of tags.

        Raises UsageError if the file cannot be read; if only a line cannot, the `fault` of the tags says so.
        """
        file = self._tags_file
        try:
            state = file.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            from newsgrep.search.tags import unreadable

            raise unreadable(file, error) from error
        version = (state.st_ino, state.st_mtime_ns, state.st_ctime_ns, state.st_size)
        known = self._known_tags
        if known is None or known[0] != version:
            from newsgrep.search.tags import read_tags

            self._known_tags = known = version, read_tags(file)
        return known[1]

    def _following(self, options: IndexOptions, *, moves: bool = True) -> IndexOptions:
        """Return options for a change of the index, with a follower that moves tags with their articles.

        moves: whether the change may give articles other keys

        Raises UsageError if it may and the tags cannot be read: after the change it is too late.
        """
        from newsgrep.search.tag_follower import TagFollower

        if moves:
            self.stored_tags()

        return replace(options, follower=TagFollower(self._tags_file, self.folders[0]))

    def _with_tags_problem(self, report: IndexReport, *, share: bool = False) -> IndexReport:
        """Return the report of a run, with the line of the tags that cannot be read, and so did not follow.

        share: whether this run may have let more users read the index; they can then read its tags, too
        """
        tags = self.stored_tags()
        if share and tags is not None:
            file = self._tags_file
            file.chmod(file.stat().st_mode & 0o777 | self._mode_of_tags)
        if tags is not None and tags.fault is not None:
            report.tags_problem = f"{tags.fault.message} ({tags.fault.hint})"
        return report

    @property
    def _mode_of_tags(self) -> int:
        """The permissions of the file: whoever may read the index may read its tags, as every search does."""
        place = self.folders[0]
        return place.stat().st_mode & 0o666 if isinstance(place, Path) and place.is_dir() else 0o600

    @property
    def _tags_file(self) -> Path:
        return file_beside(self.folders[0], TAGS_FILE)

    def _tagged_key(self, one: str | Hit, known: frozenset[str]) -> str:
        """Return the stored key of an article; a key of no article is returned if it is one of `known`."""
        from newsgrep.results import Hit

        if isinstance(one, Hit):
            return one.article.key
        if (article := self.get(one)) is None and one in known:
            return one
        return (article or self[one]).key
