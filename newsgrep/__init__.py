"""Full-text search for folders of news articles.

>>> import newsgrep
>>> engine = newsgrep.open_index(".newsgrep")  # doctest: +SKIP

Importing the package costs nothing: what a name needs is imported when it is first asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    from newsgrep.article import Article
    from newsgrep.engine.base import Engine
    from newsgrep.errors import NewsgrepError

__version__ = "0.1.0"
__all__ = ["Article", "NewsgrepError", "__version__", "open_index"]

_HOMES = {"Article": "newsgrep.article", "NewsgrepError": "newsgrep.errors"}


def open_index(folder: str | os.PathLike[str] | None = None) -> Engine:
    """Open an index for searching: the one in `folder`, or the one the command line would use.

    Raises NewsgrepError where there is none that this version reads.
    """
    from pathlib import Path

    from newsgrep.config import index_folder
    from newsgrep.engine.registry import open_engine

    return open_engine(index_folder(None if folder is None else Path(folder)))


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
