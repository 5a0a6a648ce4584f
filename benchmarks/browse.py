"""Measure how long after a key the hits are on the screen of `newsgrep browse`.

    python benchmarks/browse.py INDEX [--queries ARCHIVE.queries.json]

Every key of the queries is typed without a pause for reading, and the time is taken until the answer to what
is typed then is drawn, by textual's own driver for tests: only the terminal itself is missing. Then the keys
are typed as fast as a quick typist does, 80 ms apart, and only the last one is timed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from textual import events

from newsgrep.browse.app import BrowseApp
from newsgrep.browse.wanted import Wanted
from newsgrep.errors import QuerySyntaxError

TYPED = ("ganja missile", '"missile attack"', "military OR peace", "azerb*", "the war of", "presidnt~1", "*")
#: Seconds between the keys of a quick typist, and after which an answer is overdue.
BETWEEN, LONGEST = 0.08, 20.0


class _Timed(BrowseApp):
    """Knows when it drew its screen last."""

    drawn = 0.0
    drawn_text: str | None = None

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        self.drawn = time.perf_counter()
        error = self.query_line.error
        self.drawn_text = (
            error.text
            if isinstance(error, QuerySyntaxError)
            else self.answer.wanted.text
            if self.answer
            else None
        )


async def measure(index: Path, typed: tuple[str, ...]) -> tuple[list[float], list[float]]:
    """Return the milliseconds after each key, and after the last key of each query typed quickly."""
    app = _Timed((index,), Wanted())
    single, quick = list[float](), list[float]()
    async with app.run_test(size=(140, 45)) as pilot:
        await pilot.pause(1.0)
        for text in typed:
            for pause, times in ((None, single), (BETWEEN, quick)):
                app.query_line.input.value = ""
                await pilot.pause(0.6)
                for number, character in enumerate(text, 1):
                    started = time.perf_counter()
                    app.post_message(events.Key(character, character))
                    if pause is None or number == len(text):
                        await _until_drawn(app, text[:number], started)
                        times.append(1000 * (app.drawn - started))
                    else:
                        await asyncio.sleep(pause)
    return single, quick


async def _until_drawn(app: _Timed, text: str, started: float) -> None:
    """Wait until the hits of a query are drawn, or the error that it is."""
    while time.perf_counter() < started + LONGEST:
        await asyncio.sleep(0.001)
        if app.drawn > started and app.drawn_text == text:
            return
    raise TimeoutError(text)


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description="Measure the time from a key to the hits.")
    parser.add_argument("index", type=Path, help="the folder of an index")
    parser.add_argument("--queries", type=Path, help="ARCHIVE.queries.json of benchmarks/archives.py")
    options = parser.parse_args()
    typed = TYPED
    if options.queries:
        typed = tuple(
            query for queries in json.loads(options.queries.read_text()).values() for query in queries[:4]
        )
    for name, times in zip(
        ("each key", "last key of a quick typist"), asyncio.run(measure(options.index, typed)), strict=True
    ):
        late = sum(one > 100 for one in times)
        nearly_all = sorted(times)[int(0.95 * (len(times) - 1))]
        sys.stdout.write(
            f"{name}: median {median(times):.0f} ms, 95 % within {nearly_all:.0f} ms, "
            f"slowest {max(times):.0f} ms, {late} of {len(times)} over 100 ms\n"
        )


if __name__ == "__main__":
    main()
