"""Index and query one archive with one engine, in a process of its own, and print one line of JSON.

    python benchmarks/peers.py ENGINE ARCHIVE.jsonl FOLDER [--threads N] [--limit N]

ENGINE is newsgrep, fts5, tantivy, whoosh (its stock codec), bm25s or xapian; engines.py says what each does.
They answer the queries in ARCHIVE.queries.json; bm25s, which has neither phrases nor operators, only some.


Index time is that from the file to the committed index. The best of three runs of each query counts, after
one to warm up; the query is parsed each time, and newsgrep's caches are cleared.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks")]

from engines import PEERS, Peer  # noqa: E402
from memory import MemoryWatch  # noqa: E402


def measure(peer: Peer) -> dict[str, Any]:
    """Index and query with an engine, and return the figures."""
    watch = MemoryWatch()
    cpu, started = os.times(), time.perf_counter()
    peer.build()
    seconds, used = time.perf_counter() - started, os.times()
    peak, anonymous = watch.stop()
    text = articles = 0
    for row in peer.rows():
        text += len(row["title"]) + len(row["body"])
        articles += 1
    return {
        "threads": peer.threads,
        "articles": articles,
        "text_mb": round(text / 1e6, 1),
        "index_s": round(seconds, 2),
        "mb_per_s": round(text / 1e6 / seconds, 2),
        "cpu_s": round(sum(used[:4]) - sum(cpu[:4]), 2),
        "rss_mb": round(peak / 1e6),
        "anonymous_mb": round(anonymous / 1e6),
        "size_mb": round(_size_of(peer.folder) / 1e6, 1),
        "queries": time_queries(peer),
    }


def _size_of(folder: Path) -> int:
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != "part.jsonl")
    return sum(file.stat().st_size for file in files)


def time_queries(peer: Peer) -> dict[str, dict[str, float]]:
    """Return the median and the worst time of each kind of query, in milliseconds."""
    queries = json.loads(peer.archive.with_suffix(".queries.json").read_text("utf-8"))
    peer.open()
    figures = {}
    for kind, texts in queries.items():
        times = [_best_time(peer, kind, text) for text in texts if kind in peer.kinds]
        if times:
            figures[kind] = {"median": round(statistics.median(times), 3), "worst": round(max(times), 3)}
    return figures


def _best_time(peer: Peer, kind: str, text: str) -> float:
    peer.ask(kind, text)
    times = []
    for _ in range(3):
        started = time.perf_counter()
        peer.ask(kind, text)
        times.append(time.perf_counter() - started)
    return min(times) * 1e3


def main() -> None:
    """Measure one engine."""
    parser = argparse.ArgumentParser(description="Measure one engine on one archive.")
    parser.add_argument("engine", choices=PEERS)
    parser.add_argument("archive", type=Path)
    parser.add_argument("folder", type=Path, help="the folder of the index; FOLDER/ENGINE is emptied first")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--limit", type=int, help="only the first so many articles")
    options = parser.parse_args()
    kind = PEERS[options.engine]
    figures: dict[str, Any] = {"engine": options.engine}
    sys.path.insert(0, str(ROOT))
    if importlib.util.find_spec(kind.needs) is None:
        figures["missing"] = f"the package {kind.needs} is not installed"
    else:
        folder = options.folder.absolute() / options.engine
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        figures |= measure(kind(options.archive.absolute(), folder, options.threads, options.limit))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
