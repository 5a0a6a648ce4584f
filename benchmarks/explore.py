"""Measure what timelines, facets, stories and similar articles cost, beside the plain count of a query.

    python benchmarks/explore.py INDEX [--word WORD] [--fts5 FILE.jsonl]

INDEX is the folder of an index, for example of a million articles. The cost of a command is its CPU time as
a whole process; the ratio is to `newsgrep search -c` of the same query, measured alternately in the same
sitting. With --fts5, SQLite's FTS5 counts the same word by year over the same articles with GROUP BY.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT)]

from commands import Cost, in_turn, run_newsgrep  # noqa: E402

import newsgrep  # noqa: E402

ROUNDS = 5
HEADER = ("| command | CPU s | ratio | peak MB |", "| --- | --- | --- | --- |")


def lines(index: Path, word: str) -> Iterator[str]:
    """Yield a row for each command."""
    search = partial(run_newsgrep, "search", "--index", index)
    with newsgrep.open_index(index) as opened:
        (best,) = opened.search(word, limit=1)
    commands = {
        f"search -c {word}": partial(search, "-c", word),
        f"timeline --by month {word}": _of(index, "timeline", "--by", "month", word),
        f"facets {word}": _of(index, "facets", word),
        "search -c '*'": partial(search, "-c", "*"),
        "timeline --by month '*'": _of(index, "timeline", "--by", "month", "*"),
        "facets '*'": _of(index, "facets", "*"),
        f"search -n 10 {word}": partial(search, "-n", "10", word),
        f"search --fold -n 10 {word}": partial(search, "--fold", "-n", "10", word),
        "similar KEY": _of(index, "similar", best.key),
    }
    baselines = {name: _baseline(name, word) for name in commands}
    costs = dict(zip(commands, in_turn(ROUNDS, *commands.values()), strict=True))
    for name in commands:
        peak = max(cost.rss_mb for cost in costs[name])
        base = baselines[name]
        ratio = "" if base == name else f"{_cpu(costs[name]) / _cpu(costs[base]):.2f} × {base}"
        yield f"| {name} | {_cpu(costs[name]):.2f} | {ratio} | {peak:.0f} |"


def _of(index: Path, command: str, *arguments: str) -> partial[Cost]:
    return partial(run_newsgrep, command, "--index", index, *arguments)


def _baseline(name: str, word: str) -> str:
    if "-n 10" in name or name.startswith("similar"):
        return f"search -n 10 {word}"
    return "search -c '*'" if name.endswith("'*'") else f"search -c {word}"


def _cpu(costs: list[Cost]) -> float:
    return statistics.median(cost.cpu for cost in costs)


def fts5_line(file: Path, word: str) -> str:
    """Return a row for FTS5: the same count by year, over a database made for it."""
    with tempfile.TemporaryDirectory() as home:
        database = sqlite3.connect(Path(home) / "fts5.sqlite")
        database.execute(
            "create virtual table archive using fts5(day unindexed, title, body, tokenize=porter)"
        )
        with file.open(encoding="utf-8") as records:
            rows = (json.loads(record) for record in records)
            database.executemany(
                "insert into archive values (?, ?, ?)", ((r["date"], r["title"], r["body"]) for r in rows)
            )
        database.commit()
        query = "select substr(day, 1, 4), count(*) from archive where archive match ? group by 1"
        times = []
        for _ in range(ROUNDS):
            started = time.process_time()
            database.execute(query, (word,)).fetchall()
            times.append(time.process_time() - started)
    return f"| FTS5, GROUP BY year, {word} | {statistics.median(times):.2f} | without start-up | |"


def main() -> None:
    """Measure the index that the command line names."""
    parser = argparse.ArgumentParser(description="Measure timelines, facets and stories.")
    parser.add_argument("index", type=Path, help="the folder of an index")
    parser.add_argument("--word", default="opec", help="a word that about 1 %% of the articles have (opec)")
    parser.add_argument("--fts5", type=Path, help="the articles of the index as JSON Lines, for FTS5")
    options = parser.parse_args()
    for line in (*HEADER, *lines(options.index, options.word)):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    if options.fts5:
        sys.stdout.write(f"{fts5_line(options.fts5, options.word)}\n")


if __name__ == "__main__":
    main()
