"""The catalog: the files an index was made from, and their articles, in SQLite beside the segments.

Every row has the generation in which it came, and the one in which it left. A run writes the rows of the
generation that it is going to publish, in short transactions; a reader of generation g sees the rows that
came up to g and had not left by then. If a run ends without publishing, the next writer drops its rows. So
catalog and segments change together, at the moment when the engine publishes the generation.

The rows that a reader of the published generation no longer sees are deleted by the next writer.
"""

from newsgrep.indexing.catalog.corrections import CorrectionRow, compressed
from newsgrep.indexing.catalog.files import catalog_errors, open_catalog, sweep_catalogs
from newsgrep.indexing.catalog.former import FormerCatalog
from newsgrep.indexing.catalog.ranges import EVERY_PATH, PathRange, ranges_below
from newsgrep.indexing.catalog.reader import Catalog
from newsgrep.indexing.catalog.rows import (
    FROM_FILE,
    FROM_PROGRAM,
    FROM_STDIN,
    UNSETTLED,
    ArticleRow,
    DateNote,
    FileRow,
    Problem,
    SourceRow,
    name_bytes,
    name_of,
    path_bytes,
    path_of,
    unread_dates_of,
    unreadable_in,
)
from newsgrep.indexing.catalog.withdrawn import WithdrawnRow, is_line, withdrawn_row
from newsgrep.indexing.catalog.writer import CatalogWriter, catalog_writer, dry_catalog

__all__ = [
    "EVERY_PATH",
    "FROM_FILE",
    "FROM_PROGRAM",
    "FROM_STDIN",
    "UNSETTLED",
    "WithdrawnRow",
    "withdrawn_row",
    "ArticleRow",
    "Catalog",
    "CatalogWriter",
    "CorrectionRow",
    "DateNote",
    "FileRow",
    "FormerCatalog",
    "PathRange",
    "Problem",
    "SourceRow",
    "catalog_errors",
    "compressed",
    "catalog_writer",
    "dry_catalog",
    "open_catalog",
    "is_line",
    "name_bytes",
    "name_of",
    "path_bytes",
    "path_of",
    "ranges_below",
    "sweep_catalogs",
    "unread_dates_of",
    "unreadable_in",
]
