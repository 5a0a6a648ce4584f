"""An archive of files that changes, and the index of it."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsgrep.engine.registry import open_engine
from newsgrep.indexing.inspection import catalog_of
from newsgrep.indexing.options import IndexOptions, Input
from newsgrep.indexing.parse import parsed_article
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.updating import index_paths
from newsgrep.query.nodes import MatchAll
from newsgrep.results import IndexReport
from newsgrep.tuning import DEFAULT_TUNING, Tuning

#: A time of change that is long enough ago to be trusted, in seconds.
LONG_AGO = 1_600_000_000

Did = dict[str, int]


class Archive:
    """Files in a folder, and an index of them."""

    def __init__(self, home: Path, tuning: Tuning = DEFAULT_TUNING) -> None:
        self.home = home
        self.tuning = tuning
        self.index = home / ".newsgrep"
        self._clock = LONG_AGO

    def write(self, path: str, text: str | bytes, *, fresh: bool = False) -> Path:
        """Write a file, changed a second after the last one, or right now if it is to be fresh."""
        file = self.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        if not fresh:
            self._clock += 1
            os.utime(file, (self._clock, self._clock))
        return file

    def lines(self, path: str, *records: tuple[str, ...]) -> Path:
        """Write a file of JSON Lines, of ids, texts and perhaps addresses."""
        objects = (dict(zip(("id", "body", "url"), record, strict=False)) for record in records)
        return self.write(path, "".join(json.dumps(one) + "\n" for one in objects))

    def report(self, *roots: str, piped: bytes | None = None, **options: Any) -> IndexReport:
        """Index some roots, the whole folder by default, or what is piped in."""
        paths = [self.home / root for root in roots or ((".",) if piped is None else ())]
        stream = None if piped is None else io.BufferedReader(io.BytesIO(piped))
        wanted = Input(paths, piped=stream)
        if "keep_duplicates" in options:
            options["reading"] = ReadOptions(keep_duplicates=options.pop("keep_duplicates"))
        return index_paths(
            self.index, wanted, IndexOptions(**{"jobs": 1} | options), lambda *_: None, self.tuning
        )

    def run(self, *roots: str, **options: Any) -> Did:
        """Index, and return the numbers of the report that are not 0, without the total."""
        report = self.report(*roots, **options)
        names = ("added", "changed", "same", "removed", "renamed", "duplicates")
        did = {name: number for name in names if (number := getattr(report, name))}
        return did | ({"unreadable": len(report.unreadable)} if report.unreadable else {})

    def texts(self) -> dict[str, str]:
        """What the index holds: the bodies of its articles, by key."""
        return texts_in(self.index)


def texts_in(index: Path) -> dict[str, str]:
    """The bodies of all articles of an index by key; each is in it once, and in the catalog as it is."""
    with closing(open_engine(index)) as engine, catalog_of(engine) as catalog:
        found = engine.search(MatchAll(), sort="date", limit=None, offset=0)
        articles = [article for _, article in found.articles]
        known = dict(catalog.stored_keys())
        files, stored, duplicates = catalog.totals()
        rows = [row for file in catalog.files() for row in catalog.articles_of(file.file)]
        assert not list(catalog.problems())
    assert len(articles) == found.total == stored
    texts = {article.key: article.body for article in articles}
    assert len(texts) == len(articles)
    assert known == {article.key: parsed_article(article).digest for article in articles}
    assert len(rows) == stored + duplicates == len({(row.file, row.name) for row in rows})
    assert files or not rows
    return texts


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty folder."""
    return Archive(tmp_path)


@pytest.fixture(scope="session")
def archive_at() -> Callable[..., Archive]:
    """Return what makes an archive of a folder."""
    return Archive
