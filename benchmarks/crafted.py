"""Open indexes that were made to harm: fields are edited, and all checksums are made right again.

    python benchmarks/crafted.py                  1,000 variants
    python benchmarks/crafted.py --count 10000 --seed 7

A checksum shows damage; whoever means harm computes it, too. Each variant is a small index in which something
was changed (crafting.py): a number, a length or a block of a section of a segment, its directory, a value of
the header, or a row of the catalog. A process searches it in several ways, prints and counts articles, checks
it, updates it and merges its segments. Nothing may be raised but IndexUnusableError and its kin, and none may
take more than MEMORY or SECONDS. The program prints the variants that do, and ends with 1.

The process of a variant is forked from this one, which has used the whole index and so has imported all.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from crafting import EDITS  # noqa: E402

import newsgrep  # noqa: E402
from newsgrep.engine.base import SORTS, Sort  # noqa: E402
from newsgrep.tuning import SegmentTuning, Tuning  # noqa: E402

#: Bytes of memory that a variant may take, and seconds of work.
MEMORY, SECONDS = 500_000_000, 10
#: Bytes of addresses and seconds after which a variant is ended, so that none harms the machine.
ADDRESSES, PATIENCE = 3_000_000_000, 120

#: One variant in so many is updated and merged, too.
_CHANGED = 3

#: The small index has vectors, too.
_TUNING = Tuning(segment=SegmentTuning(basis_articles=10))

#: Other errors that say clearly what is wrong.
_CLEAR = ("cannot be used", "cannot be read", "was indexed with options that this newsgrep does not know")

_QUERIES = (
    *(
        "missiles attack",
        '"the old town"',
        "vess* OR m?ssile OR misile~1 OR /miss.*/",
        "=Ships",
        "caps(Storm)",
    ),
    *("ATLEAST2 town", "storm W/5 port", "storm W/S port", "title:storm OR lead:ships", "author:ayla"),
    *("date:2020-10", "source:news.example lang:en words:>5", "url:news.example/2020 path:wire"),
    *("(wheat OR storm OR town) NOT rain",),
)


def make(home: Path) -> None:
    """Make an index of several segments, with deletions, in a folder."""
    articles = home / "news"
    articles.mkdir(parents=True)
    os.chdir(home)
    rng = random.Random(1)
    words = "storm port ships ship wheat missile missiles town old the attack rain vessel harvest talks"
    vocabulary = words.split()
    records = [
        {
            "id": str(number), "title": " ".join(rng.choices(vocabulary, k=4)),
            "date": f"2020-{number % 12 + 1:02}-05",
            "author": rng.choice(["Nino Example", "Ayla Example"]), "url": f"https://news.example/2020/{number}",
            "source": rng.choice(["news.example", "Daily Example"]), "language": "en",
            "body": " ".join(rng.choices(vocabulary, k=40)),
        }
        for number in range(16)
    ]  # fmt: skip
    with newsgrep.Index(home / ".newsgrep", tuning=_TUNING) as index:
        for part in range(2):
            lines = (json.dumps(one) + "\n" for one in records[part::2])
            (articles / f"wire{part}.jsonl").write_text("".join(lines))
            (articles / "note.txt").write_text(f"A missile attack on the old town, part {part}.")
            index.update("news", jobs=1)


def _hits(index: newsgrep.Index, query: str, sort: Sort = "relevance") -> list[tuple[object, int]]:
    hits = index.search(query, limit=2, sort=sort)
    return [(hit.as_dict(), hit.line) for hit in hits]


def use(index: Path, *, change: bool) -> str:
    """Use an index in many ways. Return what was raised that nobody may raise, else an empty text.

    change: whether it is updated and merged, too, which takes half of the time
    """
    found: list[str] = []

    def attempt(what: str, action: Callable[[], object]) -> None:
        try:
            action()
        except (newsgrep.IndexUnusableError, newsgrep.ArticleNotFoundError):
            pass
        except newsgrep.NewsgrepError as error:
            if not any(text in error.message for text in _CLEAR):
                found.append(f"{what}: {type(error).__name__}: {error}")
        except BaseException as error:
            *_, last = traceback.extract_tb(error.__traceback__)
            place = f"{Path(last.filename).name}:{last.lineno}"
            found.append(f"{what}: {place}: {type(error).__name__}: {str(error)[:200]}")

    with newsgrep.Index(index, tuning=_TUNING) as opened:
        for query in _QUERIES:
            attempt(query, partial(_hits, opened, query))
        attempt("explain", lambda: opened.search("storm ships", limit=2, any=True, explain=True)[:])
        for sort in SORTS:
            attempt(sort, partial(_hits, opened, "*", sort))
        attempt("nothing", lambda: opened.search("missle zzz").diagnosis)
        attempt("get", lambda: opened["news/wire1.jsonl#4"])
        attempt("unknown", lambda: opened["news/wire1.jsonl#none"])
        attempt("stats", opened.stats)
        attempt("facets", lambda: opened.facets("storm"))
        attempt("timeline", lambda: opened.timeline("storm"))
        attempt("similar", lambda: opened.similar("news/wire1.jsonl#4"))
        attempt("duplicates", opened.all_duplicates)
        attempt("check", opened.check)
        if change:
            (index.parent / "news/note.txt").write_text("Another note.")
            attempt("update", lambda: opened.update("news", jobs=1))
            attempt("optimize", opened.optimize)
    return "\n".join(found)


def outcome(index: Path, *, change: bool) -> tuple[str, int]:
    """Use an index in a forked process; return what is wrong, and the most memory it took."""
    receiver, sender = os.pipe()
    process = os.fork()
    if not process:
        _use_and_end(index, sender, change)
    os.close(sender)
    with os.fdopen(receiver, encoding="utf-8") as pipe:
        text = pipe.read()
    _, status, used = os.wait4(process, 0)
    peak = used.ru_maxrss * 1024
    if status:
        text += f"the process was ended: too much time or memory (status {status})"
    return text or (f"{peak:,} bytes of memory" if peak > MEMORY else ""), peak


def _use_and_end(index: Path, sender: int, change: bool) -> None:
    os.chdir(index.parent)
    signal.alarm(PATIENCE)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    status = 1
    try:
        os.write(sender, use(index, change=change).encode("utf-8", "replace")[:60_000])
        status = 0
    finally:
        os._exit(status)


def main() -> int:
    """Try variants, and print what is wrong with them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1_000, help="variants to try")
    parser.add_argument("--first", type=int, default=0, help="number of the first variant")
    parser.add_argument("--seed", type=int, default=0, help="seed of the random edits")
    parser.add_argument("--wrong", type=int, default=5, help="wrong variants after which to stop")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    wrong, largest, begun = 0, 0, time.monotonic()
    memory = Path("/dev/shm")  # an update waits for a disk
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        home, work = Path(folder) / "whole", Path(folder) / "work"
        make(home)
        shutil.copytree(home, work)
        os.chdir(work)
        if text := use(work / ".newsgrep", change=True):
            sys.exit(f"the whole index: {text}")
        for number in range(arguments.first, arguments.first + arguments.count):
            rng = random.Random(f"{arguments.seed} {number}")
            shutil.rmtree(work)
            shutil.copytree(home, work)
            edit = rng.choice(EDITS)
            what = edit(work / ".newsgrep", rng)
            if not what:
                continue
            text, peak = outcome(work / ".newsgrep", change=number % _CHANGED == 0)
            largest = max(largest, peak)
            counts[edit.__name__] += 1
            if text:
                wrong += 1
                sys.stdout.write(f"variant {number}: {what}\n{text}\n\n")
                sys.stdout.flush()
                if wrong == arguments.wrong:
                    break
            if counts.total() % 1_000 == 0:
                sys.stderr.write(f"{counts.total():,} variants, {wrong} wrong\n")
        os.chdir("/")
    listed = ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))
    sys.stdout.write(
        f"{counts.total():,} variants in {time.monotonic() - begun:.0f} s ({listed}): {wrong} wrong, "
        f"{largest / 1e6:.0f} MB at most\n"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
