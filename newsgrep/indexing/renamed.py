"""Renamed files: a new file takes over what is known of a file that is gone and had the same bytes."""

from __future__ import annotations

from newsgrep.indexing.catalog.rows import FileRow
from newsgrep.indexing.catalog.writer import CatalogWriter
from newsgrep.results import IndexReport


class RenamedFiles:
    """The files that are gone in a run, and those that have taken their places.

    new_paths: former path -> new path of the renamed files
    """

    def __init__(self, catalog: CatalogWriter, report: IndexReport) -> None:
        self.new_paths: dict[str, str] = {}
        self._catalog = catalog
        self._report = report
        self._gone: dict[str, list[FileRow]] = {}

    def note_gone(self, file: FileRow) -> None:
        """Take note of a file that is gone, whose articles are removed."""
        self._gone.setdefault(file.digest, []).append(file)

    def take_over(self, row: FileRow) -> FileRow | None:
        """Return the file that a new one was before, None for none; the new one takes over its data."""
        files = self._gone.get(row.digest)
        if not files:
            return None
        for table in (self._catalog.withdrawn, self._catalog.arrivals, self._catalog.corrections):
            table.move(files[0].path, row.path)
        self.new_paths.setdefault(files[0].path, row.path)
        return files[0]

    def count(self, file: FileRow, added: int) -> None:
        """Count the articles of a file that was renamed as renamed, if the new one gives as many."""
        if added and added == file.stored:
            self._gone[file.digest].remove(file)
            self._report.renamed += added
            self._report.added -= added
            self._report.removed -= added
