"""Keep the former text of an article whose text changes."""

from __future__ import annotations

from collections.abc import Callable

from newsgrep.article import LEDE, Article, decode_article, key_of
from newsgrep.indexing.catalog.history import CorrectionRow, compressed
from newsgrep.indexing.catalog.rows import ArticleRow
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.indexing.parse import ParsedArticle

#: How many former texts of an article are kept by default.
USUAL_HISTORY = 10


class TextKeeper:
    """Keeps former texts, at most `most` of each article; with 0, only the times of their change."""

    def __init__(self, catalog: CatalogWriter, published: Callable[[str], Article | None], most: int) -> None:
        """`published` returns an article as it was before this change."""
        self._catalog = catalog
        self._published = published
        self._most = most

    def keep(self, path: str, old: ArticleRow, new: ParsedArticle) -> None:
        """Keep the text of an article, unless the new one has the same text, or the old one was not stored.

        Only headline and body are compared, without white space.
        """
        if old.duplicate or (old.text is not None and old.text == new.fingerprints[1]):
            return
        before = self._published(key_of(path, old.name))
        if before is None or _text(before) == _text(decode_article(new.data)):
            return
        article = compressed(before) if self._most else b""
        row = CorrectionRow(path, old.name, article, old.changed, self._catalog.now)
        self._catalog.corrections.add(row, self._most)

    def is_only_moved(self, path: str, old: ArticleRow, new: ParsedArticle) -> bool:
        """Return whether nothing of a stored article differs from before, except its line in the file."""
        if old.text is None or old.text != new.fingerprints[1]:
            return False
        before, now = self._published(key_of(path, old.name)), decode_article(new.data)
        return before is not None and before._replace(line=now.line, body_line=now.body_line) == now


def _text(article: Article) -> str:
    title = "" if article.title_from == LEDE else article.title
    return "".join(f"{title} {article.body}".split())
