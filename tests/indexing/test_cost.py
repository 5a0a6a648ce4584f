"""A run costs what it changes, whatever the size of the index."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

import newsgrep


class Cost:
    """The statements that SQLite runs on catalogs, and the steps of its virtual machine."""

    def __init__(self) -> None:
        self.steps = 0
        self.statements: list[str] = []

    def step(self) -> None:
        """Count a step."""
        self.steps += 1


@contextmanager
def cost_of_catalogs() -> Iterator[Cost]:
    """Measure what is done with the catalogs that are opened in the block."""
    cost = Cost()

    class Measured(sqlite3.Connection):
        def __init__(self, database, *arguments, **options) -> None:
            super().__init__(database, *arguments, **options)
            if "catalog_" in str(database):
                self.set_progress_handler(cost.step, 1)
                self.set_trace_callback(cost.statements.append)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", functools.partial(sqlite3.connect, factory=Measured))
        yield cost


def query_plans(index: Path, statements: list[str]) -> set[str]:
    """Return the steps of the plans of some statements on the catalog of an index."""
    (file,) = index.glob("catalog_*.sqlite")
    with closing(sqlite3.connect(file)) as database:
        wanted = [one for one in statements if one.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")]
        assert wanted
        return {row[3] for one in wanted for row in database.execute(f"EXPLAIN QUERY PLAN {one}")}


def cost_of_changes(archive, size: int) -> list[tuple[str, Cost]]:
    """Index so many files, then change one after the other in each way there is, and return what it costs."""
    text = "Talks on the corridor went on in the capital for a second day, of which nothing was said. "
    for number in range(size):
        archive.write(
            f"news/{number:04}.txt", f"Report {number}. {(number - number % 2) * 'x'}{text * 3}"[:400]
        )
    archive.run()
    costs = []

    def measure(name: str, expected: dict[str, int]) -> None:
        with cost_of_catalogs() as cost:
            assert archive.run("news/zz.txt", "news/0010.txt") == expected
        costs.append((name, cost))

    archive.write("news/zz.txt", "Something new.")
    measure("new", {"added": 1, "same": 1})
    archive.write("news/zz.txt", f"Something else. {text * 3}")
    archive.write("news/0010.txt", f"Something else. {text * 3}")
    measure("changed, with a duplicate", {"changed": 1, "removed": 1, "duplicates": 1})
    archive.write("news/0010.txt", "Something new.")
    measure("the duplicate is stored again", {"changed": 1, "added": 1})
    archive.write("news/0010.txt", "Something new.")
    measure("touched", {"same": 2})
    measure("unchanged", {"same": 2})
    return costs


def test_a_run_costs_what_it_changes(tmp_path, archive_at):
    """A named file in an index of 3,000 costs as much as in one of 100, and no table is read whole."""
    few, many = archive_at(tmp_path / "few"), archive_at(tmp_path / "many")
    costs_of_few, costs_of_many = cost_of_changes(few, 100), cost_of_changes(many, 3_000)
    for (name, one), (_, other) in zip(costs_of_few, costs_of_many, strict=True):
        assert other.steps <= 1.5 * one.steps, name
        scans = [plan for plan in query_plans(many.index, other.statements) if plan.startswith("SCAN")]
        assert not [plan for plan in scans if plan.split()[1] in ("files", "articles")], name


@pytest.mark.parametrize("names", [["all.jsonl"] * 40, [f"{number:02}.jsonl" for number in range(40)]])
def test_articles_are_deleted_together(archive, names):
    """To delete 40 articles, of one file or of one each, reads the catalog less than once for each."""
    lines: dict[str, str] = {}
    for number, name in enumerate(names):
        lines[name] = lines.get(name, "") + f'{{"id": "{number}", "body": "Report {number}."}}\n'
    for name, text in lines.items():
        archive.write(f"news/{name}", text)
    archive.run()
    index = newsgrep.open_index(archive.index)
    keys = [hit.key for hit in index.search("report", limit=None)]
    with cost_of_catalogs() as cost:
        assert index.delete(keys).removed == 40
    reads = [one for one in cost.statements if one.startswith(("SELECT", "WITH"))]
    assert len(reads) < 40
    assert not [plan for plan in query_plans(archive.index, cost.statements) if plan.startswith("SCAN files")]
