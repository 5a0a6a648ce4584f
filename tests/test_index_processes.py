"""Several processes: what can be sent from one to another."""

from __future__ import annotations

import json
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

import newsgrep


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of two files with articles."""
    monkeypatch.chdir(tmp_path)
    for name, bodies in {
        "wire.jsonl": ["Missiles fell on Ganja.", "Talks on Ganja and a missile.", "Cocoa is dear."],
        "press.jsonl": ["A missile fell on Barda."],
    }.items():
        Path(name).write_text("".join(f"{json.dumps({'title': 'Wire', 'body': body})}\n" for body in bodies))
    return tmp_path


def test_hits_and_records_can_be_sent_to_another_process(archive: Path) -> None:
    """That is, they can be pickled."""
    with newsgrep.open_index("archive") as index:
        index.update("wire.jsonl")
        for record in (
            index.search("missile")[0],
            index.search("misile").diagnosis,
            index.timeline("missile"),
            index.facets("missile"),
            index.concordance("missile").lines,
            index.key_terms("missile"),
            index.names("missile"),
            index.sample("missile", size=1),
            index.sources(),
            index.stats(),
        ):
            assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301


def test_an_index_can_be_sent_to_another_process(archive: Path) -> None:
    """Which opens it for itself, alone or together with others; results are sent as their hits."""
    with newsgrep.open_index("archive") as index, newsgrep.open_indexes(["archive", "other"]) as group:
        index.update("wire.jsonl")
        newsgrep.open_index("other").update("press.jsonl")
        for opened in (index, group):
            assert opened.search("missile")[0].key
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                assert pool.submit(opened.count, "*").result() == len(opened)
                assert pool.submit(opened.facets, "missile").result() == opened.facets("missile")
        for lazy in (index.search("missile"), index.concordance("missile")):
            with pytest.raises(TypeError, match="cannot be pickled: take "):
                pickle.dumps(lazy)
