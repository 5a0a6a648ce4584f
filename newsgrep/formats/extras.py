"""Optional libraries, which come with extras of newsgrep: the error where one is not installed.

>>> missing_library("trafilatura", "html").message
"needs trafilatura: pip install 'newsgrep[html]'"
"""

from __future__ import annotations

from newsgrep.errors import ArticleError


class MissingLibraryError(ArticleError):
    """A file of a format whose library is not installed."""


def missing_library(library: str, extra: str) -> MissingLibraryError:
    """Return the error for a library that one of newsgrep's extras installs."""
    return MissingLibraryError(f"needs {library}: pip install 'newsgrep[{extra}]'")
