"""A closed index gives its files free at once: a disk with it can be unmounted."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsgrep import Article, Index, open_index

USES: dict[str, Callable[[Index], object]] = {
    "search": lambda index: [hit.passages for hit in index.search("harbour")],
    "capitals": lambda index: list(index.search("caps(Harbour)")),
    "sentence": lambda index: list(index.search("harbour W/S opens")),
    "pattern": lambda index: list(index.search("harb* -railway~1")),
    "nothing found": lambda index: index.search("harbuor").diagnosis,
    "count": lambda index: index.count("harbour OR railway"),
    "facets": lambda index: index.facets("harbour"),
    "timeline": lambda index: index.timeline("harbour"),
    "key terms": lambda index: index.key_terms("harbour"),
    "names": lambda index: index.names("harbour"),
    "pairs": lambda index: index.name_pairs("harbour"),
    "quotations": lambda index: index.quotations("harbour"),
    "concordance": lambda index: list(index.concordance("harbour").lines),
    "collocates": lambda index: index.collocates("harbour"),
    "story": lambda index: index.story("a"),
    "thread": lambda index: index.search("thread:a").total,
    "similar": lambda index: index.similar("a").hits,
    "article": lambda index: index["a"],
    "stats": lambda index: index.stats(),
    "check": lambda index: index.check(),
}


def _open_files() -> int:
    return len([*Path("/dev/fd").iterdir()])


@pytest.fixture
def _without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_without_collector")
@pytest.mark.parametrize("use", USES)
def test_a_closed_index_has_no_file_open(use: str, tmp_path: Path) -> None:
    """Nor does it wait for the garbage collector to close one."""
    with open_index(tmp_path) as index, index.writer() as writer:
        writer.add(Article(key="a", path="a.txt", body='The Harbour opens. "It is open," Jane Doe said.'))
        writer.add(Article(key="b", path="b.txt", body="The railway ends at the harbour of Acme Town."))
    gc.collect()
    before = _open_files()
    with open_index(tmp_path) as index:
        USES[use](index)
    assert _open_files() == before
