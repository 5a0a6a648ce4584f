"""Measure an index on OpenSearch beside one in a folder, and print the figures as Markdown.

    python benchmarks/opensearch.py                       200,000 articles; clusters of one and of three nodes
    python benchmarks/opensearch.py --articles 20000 --nodes 1
    python benchmarks/opensearch.py --place https://search.example.org/trial   a cluster of your own, too

The nodes are started on this machine, from Maven's jars. All places get the same archive and answer the same
queries, with the ten best articles, their titles and passages. The last column says how many queries have
the same ten in the same order as in the folder, with scores that differ by less than 0.00001.

The size is that of all copies after `newsgrep optimize`. The best of three runs of each query counts, after
one to warm up; a whole call is the command in a process of its own, at its fastest of three.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from archives import queries_file, write_archive  # noqa: E402
from commands import fastest, run_newsgrep  # noqa: E402
from engines import TOP, in_operators  # noqa: E402

KINDS = ("or", "and", "phrase")
NAME = "newsgrep-benchmark"
CLOSE = 1e-5
#: The whole command is measured with so many queries of a kind.
COMMANDS = 3

#: Line in the archive and score of each of the best articles.
Best = list[tuple[int, float]]


def measured(place: str, archive: Path, best: dict[str, Best]) -> str:
    """Index an archive at a place, ask for its queries, and return a row of figures.

    best: the best articles of each query in the place that was measured first, which fills it
    """
    import newsgrep

    started = time.perf_counter()
    run_newsgrep("index", "--rebuild", "--keep-duplicates", "--index", place, archive, expected=(0,))
    indexed = time.perf_counter() - started
    run_newsgrep("optimize", "--index", place, expected=(0,))
    queries: Mapping[str, list[str]] = json.loads(queries_file(archive).read_text("utf-8"))
    medians, calls, same, asked = [], [], 0, 0
    with newsgrep.open_index(place) as index:
        count = len(index)
        for kind in KINDS:
            times = []
            for text in queries[kind]:
                query = in_operators(kind, text)
                found, milliseconds = _ask(index, query)
                same += _is_same(found, best.setdefault(query, found))
                asked += 1
                times.append(milliseconds)
            medians.append(statistics.median(times))
    for kind in KINDS:
        command = ("search", "--index", place, "--rank", "bm25f", "-n", str(TOP))
        texts = [in_operators(kind, text) for text in queries[kind][:COMMANDS]]
        costs = [fastest(run_newsgrep(*command, text) for _ in range(3)) for text in texts]
        calls.append(statistics.median(cost.seconds for cost in costs) * 1e3)
    cells = [f"{count:,}", f"{count / indexed:,.0f}", f"{_size(place) / 1e6:,.0f}"]
    cells += [*(f"{one:.1f}" for one in medians), *(f"{one:.0f}" for one in calls), f"{same} of {asked}"]
    return " | ".join(cells)


def _ask(index: Any, query: str) -> tuple[Best, float]:
    times = []
    for _ in range(4):
        _forget(index)
        started = time.perf_counter()
        hits = list(index.search(query, limit=TOP, rank="bm25f"))
        times.append(time.perf_counter() - started)
    return [(hit.article.line, hit.score) for hit in hits], min(times[1:]) * 1e3


def _forget(index: Any) -> None:
    """Let the engine in a folder answer anew; one on a server keeps nothing."""
    clear = getattr(index.open(), "clear_cache", None)
    if clear is not None:
        clear()


def _is_same(found: Best, wanted: Best) -> bool:
    return len(found) == len(wanted) and all(
        one == other and abs(score - other_score) < CLOSE
        for (one, score), (other, other_score) in zip(found, wanted, strict=True)
    )


def _size(place: str) -> int:
    if "://" not in place:
        return sum(file.stat().st_size for file in Path(place).rglob("*") if file.is_file())
    from newsgrep.config.address import parse_address
    from newsgrep.engine.opensearch.client import Client

    address = parse_address(place)
    stats = Client(address).request("GET", f"/{address.name}-*/_stats/store")
    return int(stats["_all"]["total"]["store"]["size_in_bytes"])


def places(numbers: Iterable[int], more: Iterable[str], work: Path) -> Iterator[tuple[str, str]]:
    """Yield a name and the place of each index; a cluster is started when its turn comes."""
    yield "a folder", str(work / "folder")
    for number in numbers:
        from tests.opensearch.nodes.cluster import Cluster

        with Cluster(work / f"nodes-{number}", nodes=number) as cluster:
            nodes = ",".join(url.removeprefix("http://") for url in cluster.urls)
            yield f"{number} node{'s' * (number > 1)}", f"http://{nodes}/{NAME}"
    for place in more:
        yield place, place


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure indexes on OpenSearch beside one in a folder.")
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--nodes", default="1,3", help="clusters to start on this machine: their nodes (1,3)")
    parser.add_argument(
        "--place", action="append", default=[], help="the address of an index to measure, too"
    )
    parser.add_argument("--work", type=Path, help="the folder for archive and nodes (a temporary one)")
    options = parser.parse_args()
    numbers = [int(number) for number in options.nodes.split(",") if number]
    with tempfile.TemporaryDirectory() as temporary:
        work = (options.work or Path(temporary)).absolute()
        work.mkdir(parents=True, exist_ok=True)
        archive = work / f"{options.articles}.jsonl"
        if not archive.exists():
            write_archive(options.articles, archive)
        columns = ["place", "articles", "articles/s", "size MB", *(f"{kind} ms" for kind in KINDS)]
        columns += [*(f"call {kind} ms" for kind in KINDS), "same ten"]
        sys.stdout.write(f"{archive.stat().st_size / 1e6:.0f} MB of JSON Lines\n\n")
        sys.stdout.write(f"| {' | '.join(columns)} |\n{'| --- ' * len(columns)}|\n")
        best: dict[str, Best] = {}
        for name, place in places(numbers, options.place, work):
            sys.stdout.write(f"| {name} | {measured(place, archive, best)} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
