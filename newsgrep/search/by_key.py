"""The methods that look articles up by their keys, of one index and of several together."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from newsgrep.article import key_with_path
from newsgrep.errors import IndexMissingError
from newsgrep.search.searcher import Searcher

if TYPE_CHECKING:
    from newsgrep.article import Article


class ByKey(Searcher):
    """Looks articles up by key: as it is shown from the current folder, or else as it is stored."""

    @abstractmethod
    def __getitem__(self, key: str) -> Article:
        """Return the article with a key. Raises ArticleNotFoundError, a KeyError, with a suggestion."""

    @abstractmethod
    def _find(self, key: str) -> Article | None:
        """Return the article with a key, None if there is none. Raises IndexMissingError."""

    def get(self, key: str) -> Article | None:
        """Return the article with a key, as a hit has it or as it is stored.

        The path of a file that holds one article is a key of it, too. Returns None where no article has the
        key, and where there is no index.
        """
        try:
            return self._find(key)
        except IndexMissingError:
            return None

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def __len__(self) -> int:
        """Return the number of articles; 0 where there is no index."""
        from newsgrep.query.nodes import MatchAll

        try:
            return self.open().count(MatchAll())
        except IndexMissingError:
            return 0

    #: Else Python would look up the keys 0, 1, 2, …; `search("*", limit=None)` finds all articles.
    __iter__ = None

    def shown_key(self, article: Article) -> str:
        """Return the key of an article as a hit has it: with a path that opens from the current folder."""
        return key_with_path(article.key, self.shown_path(article.path))
