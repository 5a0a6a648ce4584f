"""Libraries that are installed on demand: what is said where one of them is missing.

>>> missing("trafilatura", "html").message
"needs trafilatura: pip install 'newsgrep[html]'"
"""

from __future__ import annotations

from newsgrep.errors import ArticleError


class MissingLibraryError(ArticleError):
    """A file that no record of can be read until a library is installed."""


def missing(library: str, extra: str) -> MissingLibraryError:
    """Return the error for a library that comes with one of newsgrep's extras."""
    return MissingLibraryError(f"needs {library}: pip install 'newsgrep[{extra}]'")
