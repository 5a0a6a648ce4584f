"""Measure newsgrep and its peers side by side, and print the figures as Markdown.

    python benchmarks/run.py                              20,000 and 200,000 articles, all installed peers
    python benchmarks/run.py --sizes 5000 --peers fts5,tantivy
    python benchmarks/run.py --archive ARCHIVE.jsonl      an archive of your own; may be repeated
    python benchmarks/run.py --text-files FOLDER          also index a folder of text files
    python benchmarks/run.py --sizes '' --files 1000000   only start-up and updates

The tables show index speed, peak memory, size and query times of each engine, and for newsgrep the start-up
of the command and the cost of updates (see updates.py). Each engine runs in a process of its own, one after
the other; the fastest of several rounds counts, as other programs on the machine can only slow one down.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks")]

from archives import queries_file, write_archive, write_queries  # noqa: E402
from commands import environment, fastest, in_turn, run_newsgrep, run_python  # noqa: E402
from updates import HEADER, sizes_in, update_lines  # noqa: E402

PEERS = ("fts5", "tantivy", "whoosh", "bm25s", "xapian")
KINDS = ("term", "or", "and", "phrase", "prefix")

#: Stock Whoosh indexes 1 MB/s: it gets only so many articles of a larger archive.
WHOOSH_LIMIT = 20_000

#: The whole command is measured with so many queries of a kind, each so many times.
COMMAND_QUERIES, COMMAND_RUNS = 5, 10

#: How often each command is started to measure its start-up.
START_RUNS = 20

Figures = dict[str, Any]


def measure_engine(engine: str, archive: Path, work: Path, threads: int, limit: int | None) -> Figures:
    """Measure one engine on one archive."""
    script = str(ROOT / "benchmarks" / "peers.py")
    command = [sys.executable, script, engine, str(archive), str(work), "--threads", str(threads)]
    if limit:
        command += ["--limit", str(limit)]
    _say(f"{engine}, {threads} thread{'s' * (threads > 1)}, {archive.name}")
    ended = subprocess.run(command, env=environment(), stdout=subprocess.PIPE, check=True)
    figures: Figures = json.loads(ended.stdout)
    return figures


def measure_side_by_side(
    archive: Path, work: Path, threads: int, peers: Sequence[str], rounds: int
) -> list[Figures]:
    """Measure newsgrep and the peers in turn; newsgrep comes first."""
    runs: dict[str, list[Figures]] = {}
    for _ in range(rounds):
        for engine in ("newsgrep", *peers):
            limit = WHOOSH_LIMIT if engine == "whoosh" else None
            runs.setdefault(engine, []).append(measure_engine(engine, archive, work, threads, limit))
    return [_best_of(figures) for figures in runs.values()]


def _best_of(runs: Sequence[Figures]) -> Figures:
    """Return the run that indexed fastest, with the best query times of all runs."""
    if "missing" in runs[0]:
        return runs[0]
    fastest = min(runs, key=lambda run: run["index_s"])
    queries = {
        kind: {what: min(run["queries"][kind][what] for run in runs) for what in figures}
        for kind, figures in fastest["queries"].items()
    }
    return {**fastest, "queries": queries}


def engine_table(measured: Sequence[Figures]) -> Iterator[str]:
    """Yield a Markdown table of figures, a row for each engine."""
    present = [figures for figures in measured if "missing" not in figures]
    yield (
        "| engine | threads | articles | index s | MB/s | CPU s | peak MB | size MB | "
        + " | ".join(f"{kind} ms" for kind in KINDS)
        + " |"
    )
    yield "| --- " * (8 + len(KINDS)) + "|"
    for run in present:
        cells = [run["engine"], run["threads"], f"{run['articles']:,}", run["index_s"], run["mb_per_s"]]
        cells += [run["cpu_s"], run["rss_mb"], run["size_mb"]]
        cells += [_times(run["queries"].get(kind)) for kind in KINDS]
        yield _row(cells)


def _times(figures: dict[str, float] | None) -> str:
    return f"{figures['median']:.2f} ({figures['worst']:.1f})" if figures else "–"


def ratio_table(measured: Sequence[Figures]) -> Iterator[str]:
    """Yield a Markdown table of ratios of newsgrep to each peer: how many times as fast, and as large."""
    ours, *others = [figures for figures in measured if "missing" not in figures]
    yield "| newsgrep against | index speed | size | " + " | ".join(KINDS) + " |"
    yield "| --- " * (3 + len(KINDS)) + "|"
    for run in others:
        size = ours["size_mb"] / ours["articles"] / (run["size_mb"] / run["articles"])
        cells = [run["engine"], f"{ours['mb_per_s'] / run['mb_per_s']:.2f} ×", f"{size:.2f} × as large"]
        for kind in KINDS:
            known = kind in run["queries"] and run["articles"] == ours["articles"]
            cells.append(
                f"{run['queries'][kind]['median'] / ours['queries'][kind]['median']:.2f} ×" if known else "–"
            )
        yield _row(cells)


def _row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def start_lines() -> Iterator[str]:
    """Yield rows on the start-up of the command, in CPU time and as multiples of Python's own."""
    with tempfile.TemporaryDirectory() as home:
        index = Path(home) / "index"
        run_newsgrep("index", "-q", "--index", index, ROOT / "corpus")
        names = ("python -c pass", "newsgrep --version", "newsgrep search, sample corpus")
        costs = in_turn(
            START_RUNS,
            partial(run_python, "-c", "pass"),
            partial(run_newsgrep, "--version"),
            partial(run_newsgrep, "search", "--index", index, "Ganja missile"),
        )
        cpu = [statistics.median(cost.cpu for cost in of_one) for of_one in costs]
        for name, of_one, seconds in zip(names, costs, cpu, strict=True):
            peak = max(cost.rss_mb for cost in of_one)
            yield f"| {name} | {seconds * 1e3:.0f} | {seconds / cpu[0]:.1f} × | {peak:.0f} |"


def command_lines(archive: Path, index: Path) -> Iterator[str]:
    """Yield rows on the whole command in a pipe, and on indexing an archive that has not changed."""
    queries = json.loads(queries_file(archive).read_text("utf-8"))
    for kind, flags in (("and", ()), ("or", ("--any",)), ("phrase", ())):
        texts = [f'"{text}"' if kind == "phrase" else text for text in queries[kind][:COMMAND_QUERIES]]
        command = ("search", "--index", index, *flags)
        costs = [fastest(run_newsgrep(*command, text) for _ in range(COMMAND_RUNS)) for text in texts]
        median = statistics.median(cost.seconds for cost in costs)
        peak = max(cost.rss_mb for cost in costs)
        yield f"| newsgrep search, {kind}, {archive.stem} | {median * 1e3:.0f} | | {peak:.0f} |"
    again = fastest(run_newsgrep("index", "--index", index, archive) for _ in range(3))
    yield f"| newsgrep index again, {archive.stem} | {again.seconds * 1e3:.0f} | | {again.rss_mb:.0f} |"


def folder_lines(folder: Path) -> Iterator[str]:
    """Yield rows on indexing a folder of text files, once and again without changes."""
    count = sum(1 for file in folder.rglob("*.txt"))
    with tempfile.TemporaryDirectory() as home:
        command = ("index", "--index", Path(home) / "index", folder)
        first = run_newsgrep(*command, expected=(0, 2))  # 2: some of the files cannot be read
        time.sleep(2)  # files that changed less than two seconds ago are read again
        again = fastest(run_newsgrep(*command, expected=(0, 2)) for _ in range(3))
    name = f"{count:,} text files"
    yield f"| newsgrep index, {name} | {first.seconds * 1e3:.0f} | | {first.rss_mb:.0f} |"
    share = f"{again.seconds / first.seconds:.3f} × the first"
    yield f"| newsgrep index again, {name} | {again.seconds * 1e3:.0f} | {share} | {again.rss_mb:.0f} |"


def machine() -> str:
    """Describe the machine."""
    model = platform.processor() or platform.machine()
    if (cpuinfo := Path("/proc/cpuinfo")).exists():
        names = [line for line in cpuinfo.read_text().splitlines() if line.startswith("model name")]
        model = names[0].split(":", 1)[1].strip() if names else model
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    cores = len(os.sched_getaffinity(0))
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{model}, {cores} cores, {system}; load at the start {load}"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def main() -> None:
    """Measure what the command line asks for."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        work = (options.work or Path(temporary)).absolute()
        work.mkdir(parents=True, exist_ok=True)
        _print([machine(), ""])
        archives = options.archive or [_made(size, work) for size in sizes_in(options.sizes)]
        for archive in archives:
            if not queries_file(archive).exists():
                write_queries(archive)
        peers = [peer for peer in options.peers.split(",") if peer]
        for archive in archives:
            for threads in map(int, options.threads.split(",")):
                _print(_comparison(archive, work / archive.stem, threads, peers, options.rounds))
        _print(["| start-up | CPU ms | ratio | peak MB |", "| --- | --- | --- | --- |"])
        _print(start_lines())
        if options.files:
            _print(["", *HEADER])
            _print(update_lines(sizes_in(options.files), work))
        _print(["", "| command | ms | ratio | peak MB |", "| --- | --- | --- | --- |"])
        for archive in archives:
            _print(command_lines(archive, work / archive.stem / "newsgrep/.newsgrep"))
        if options.text_files:
            _print(folder_lines(options.text_files))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure newsgrep and its peers side by side.")
    parser.add_argument("--sizes", default="20000,200000", help="articles of the archives to make")
    parser.add_argument("--archive", type=Path, action="append", help="measure this archive instead")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--work", type=Path, help="the folder for archives and indexes (a temporary one)")
    parser.add_argument("--text-files", type=Path, metavar="FOLDER")
    parser.add_argument("--files", default="100000", help="files of the indexes to update (100000)")
    return parser.parse_args()


def _made(count: int, work: Path) -> Path:
    archive = work / f"{count}.jsonl"
    if not archive.exists():
        _say(f"making {count:,} articles")
        write_archive(count, archive)
    return archive


def _comparison(archive: Path, work: Path, threads: int, peers: Sequence[str], rounds: int) -> Iterator[str]:
    measured = measure_side_by_side(archive.absolute(), work, threads, peers, rounds)
    ours = measured[0]
    size = f"{ours['articles']:,} articles, {ours['text_mb']} MB of text"
    yield f"{size}, {threads} thread{'s' * (threads > 1)}; times are medians (worst):"
    yield ""
    yield from engine_table(measured)
    yield ""
    yield from ratio_table(measured)
    for figures in measured:
        if "missing" in figures:
            yield f"\n{figures['engine']}: {figures['missing']}"
    yield ""


if __name__ == "__main__":
    main()
