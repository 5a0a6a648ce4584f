"""Repeat failures and check that the index survives them. The tests have short versions of some rounds.

    python benchmarks/reliability.py                    all rounds
    python benchmarks/reliability.py kills --times 100  one or several rounds

kills     an index run that adds, merges and commits is killed (SIGKILL) at random moments
workers   one of its worker processes is killed
searches  indexes are reopened and searched while another process commits without pause
disk      the disk fills up at different moments, or is read-only (needs root, for tmpfs)
damage    a bit of the index's files is flipped, or the end of a file is cut off

After each failure the index must be complete: in the state before the run or after it, with the right counts.
The next run must work and leave no temporary files.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from trials import AFTER, ARTICLES, BEFORE, Archive, WrongError, litter, prepared, state  # noqa: E402

import newsgrep  # noqa: E402
from newsgrep.errors import NewsgrepError  # noqa: E402


def kills(times: int) -> str:
    """Kill a run at random moments: anywhere, after its first segment, and during its commit."""
    rng = random.Random(times)
    outcomes: Counter[str] = Counter()
    orphans = 0
    with tempfile.TemporaryDirectory() as home, prepared(Path(home)) as copy:
        archive = copy(Path(home) / "copy")
        started = time.monotonic()
        code, messages = archive.update("--jobs", "2")
        length = time.monotonic() - started
        if code or state(archive.index) != AFTER:
            raise WrongError(f"the run does not work undisturbed: {messages}")
        for number in range(times):
            archive = copy(Path(home) / "copy")
            phase = ("add", "merge", "commit")[number % 3]
            process = archive.run("--jobs", str(1 + number // 3 % 2))
            _wait_for(phase, archive.index, process)
            time.sleep(rng.uniform(0, {"add": length, "merge": 0.3, "commit": 0.01}[phase]))
            children = _workers_of(process.pid)
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()
            assert process.stderr is not None
            process.stderr.close()
            orphans += _orphans(children)
            ended = "killed" if process.returncode == -signal.SIGKILL else "had ended"
            now = state(archive.index)
            if now not in (BEFORE, AFTER):
                raise WrongError(f"{phase}: {now}")
            left = "with litter" if litter(archive.index) else "clean"
            outcomes[f"{phase}, {ended}, {'old' if now == BEFORE else 'new'} state, {left}"] += 1
            _next_run_works(archive)
    result = f"{times} moments, {_listed(outcomes)}; all whole, all next runs worked"
    if orphans:
        raise WrongError(f"{orphans} worker processes outlived their run ({result})")
    return result


def _wait_for(phase: str, index: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a run has written its first segment, or begins to publish its generation."""
    before = {file.name for file in index.iterdir()}
    pattern = {"add": None, "merge": r"MAIN_\w+\.", "commit": r"_MAIN_\d+\.toc"}[phase]
    while pattern and process.poll() is None:
        if any(re.match(pattern, name) for name in set(os.listdir(index)) - before):  # noqa: PTH208
            return


def _orphans(children: list[int]) -> int:
    """Return how many workers still run three seconds after their parent was killed, and end them."""
    deadline = time.monotonic() + 3
    while (left := [child for child in children if _is_worker(child)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    for child in left:
        os.kill(child, signal.SIGKILL)
    return len(left)


def _next_run_works(archive: Archive) -> None:
    try:
        archive.update_here()
    except NewsgrepError as error:
        raise WrongError(f"the next run failed: {error}") from error
    if state(archive.index) != AFTER:
        raise WrongError("the next run did not bring the index up to date")
    if left := litter(archive.index):
        raise WrongError(f"litter: {left}")


def workers(times: int) -> str:
    """Kill a worker process of a run."""
    rng = random.Random(times)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as home, prepared(Path(home)) as copy:
        for _ in range(times):
            archive = copy(Path(home) / "copy")
            process = archive.run("--jobs", "4")
            children: list[int] = []
            while process.poll() is None and not children:
                children = _workers_of(process.pid)
            time.sleep(rng.uniform(0, 0.6))
            for child in _workers_of(process.pid)[:1]:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            _, messages = process.communicate()
            now = state(archive.index)
            if (process.returncode, now) not in ((0, AFTER), (2, BEFORE)):
                raise WrongError(f"ended with {process.returncode}: {messages.decode()}")
            if process.returncode and b"a worker process was killed" not in messages:
                raise WrongError(messages.decode())
            if left := litter(archive.index):
                raise WrongError(f"litter: {left}")
            outcomes[
                "error reported, old state" if process.returncode else "had no more to do, new state"
            ] += 1
            _next_run_works(archive)
    return f"{times} workers killed, {_listed(outcomes)}; no lock or file left, all next runs worked"


def _workers_of(process: int) -> list[int]:
    """Return the ids of a run's worker processes."""
    with suppress(OSError):
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return [int(child) for child in children if _is_worker(int(child))]
    return []


def _is_worker(process: int) -> bool:
    """Return whether a process runs and is a worker."""
    with suppress(OSError):
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


#: Rewrites two files of an archive and indexes them, until it is stopped.
COMMITS = """
import sys, signal
from pathlib import Path
import trials
import newsgrep
archive, stop = trials.Archive(Path(sys.argv[1])), []
signal.signal(signal.SIGTERM, lambda *_: stop.append(1))
count = 0
while not stop:
    archive.write(0, ("new", "old")[count % 2])
    archive.write(1, ("new", "old")[count % 2])
    with newsgrep.open_index(archive.index) as index:
        index.update(archive.home / "articles", jobs=1)
    count += 1
print(count)
"""


def searches(times: int) -> str:
    """Search reopened indexes while another process commits: each answer must come from one state."""
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as home:
        archive = Archive(Path(home))
        for number in range(4):
            archive.write(number, "old")
            archive.update_here()
        process = subprocess.Popen(
            [sys.executable, "-c", COMMITS, home],
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}"},
            stdout=subprocess.PIPE,
        )
        started = time.monotonic()
        for number in range(times):
            with newsgrep.open_index(archive.index) as index:
                words = ("old", "new")[number % 2]
                results = index.search(words, limit=10)
                shown = [hit.article.body.split()[0] for hit in results]
                expected = {"old": (4, 2), "new": (0, 2)}[words]
                if results.total not in (expected[0] * ARTICLES, expected[1] * ARTICLES):
                    raise WrongError(f"{results.total} articles with {words}")
                if shown != [words] * min(10, results.total):
                    raise WrongError(f"searched {words}, found {shown}")
                seen[f"{words} {results.total}"] += 1
        seconds = time.monotonic() - started
        process.terminate()
        commits = int(process.communicate()[0])
    if process.returncode:
        raise WrongError("the commits stopped")
    return (
        f"{times:,} searches in {seconds:.0f} s during {commits} commits without an error ({_listed(seen)})"
    )


def disk(times: int) -> str:
    """Fill a small disk so that a run fails at different moments; then make the disk read-only."""
    rng = random.Random(times)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as home, prepared(Path(home)) as copy:
        small = Path(home) / "small"
        small.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(small)], check=True)
        try:
            for number in range(times):
                archive = copy(small / "copy")
                free = shutil.disk_usage(small).free
                keep = rng.randrange(4_096, 5_000_000)
                (small / "filler").write_bytes(bytes(free - keep))
                code, messages = archive.update("--jobs", str(1 + number % 2))
                now = state(archive.index)
                if (code, now) not in ((0, AFTER), (2, BEFORE)):
                    raise WrongError(f"{keep} bytes free: ended with {code}, {now}: {messages}")
                if code and "no space left on device" not in messages:
                    raise WrongError(messages)
                outcomes["error reported, old state" if code else "had enough room"] += 1
                (small / "filler").unlink()
                _next_run_works(archive)
            archive = copy(small / "copy")
            gc.collect()  # closes the deleted files of earlier indexes, with which a disk is busy
            subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
            code, messages = archive.update("--jobs", "1")
            if (code, state(archive.index)) != (2, BEFORE):
                raise WrongError(f"read-only: ended with {code}: {messages}")
        finally:
            subprocess.run(
                ["umount", "--lazy", str(small)], check=True
            )  # an index may be open after an error
    return f"{times} full disks, {_listed(outcomes)}; read-only: {messages.splitlines()[0]}"


def damage(times: int) -> str:
    """Damage a file of an index: a search must answer as before, or report the damage."""
    queries = ("story", "danta", "old OR borta", '"old story"', "borta*", "borro -danta")

    def answers(index: Path) -> list[object]:
        with newsgrep.open_index(index) as opened:
            found = [opened.search(query) for query in queries]
            return [(hits.total, [(hit.score, hit.article, hit.passages) for hit in hits]) for hits in found]

    rng = random.Random(times)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as home, prepared(Path(home)) as copy:
        original = copy(Path(home) / "damaged").index
        right = answers(original)
        files = sorted(file for file in original.iterdir() if "LOCK" not in file.name and file.stat().st_size)
        for number in range(times):
            file = rng.choice(files)
            whole = file.read_bytes()
            offset = rng.randrange(len(whole))
            flipped = whole[:offset] + bytes([whole[offset] ^ 1 << rng.randrange(8)]) + whole[offset + 1 :]
            # The old file stays under another name, as it may be mapped.
            file.rename(file.with_suffix(".kept"))
            file.write_bytes(whole[:offset] if number % 3 == 0 else flipped)
            kind = f"{'cut' if number % 3 == 0 else 'flipped'} {file.suffix}"
            try:
                outcomes[f"{kind} {'as before' if answers(original) == right else 'ANSWERED WRONG'}"] += 1
            except NewsgrepError:
                outcomes[f"{kind} reported"] += 1
            except Exception as error:
                outcomes[f"{kind} {type(error).__name__.upper()}"] += 1
            file.with_suffix(".kept").rename(file)
    return f"{times} damaged files, {_listed(outcomes)}"


def _listed(outcomes: Counter[str]) -> str:
    return "; ".join(f"{count} {what}" for what, count in sorted(outcomes.items()))


#: The rounds, and how often each repeats its failure.
ROUNDS: dict[str, tuple[Callable[[int], str], int]] = {
    "kills": (kills, 100),
    "workers": (workers, 12),
    "searches": (searches, 10_000),
    "disk": (disk, 24),
    "damage": (damage, 300),
}


def main() -> int:
    """Run the rounds that the command line names; the exit code is 1 if one of them failed."""
    names = ", ".join(ROUNDS)
    parser = argparse.ArgumentParser(description="Check what an index survives.")
    parser.add_argument("rounds", nargs="*", metavar="ROUND", help=f"any of {names}; without, all of them")
    parser.add_argument("--times", type=int, help="how often, instead of the usual number")
    options = parser.parse_args()
    if unknown := [name for name in options.rounds if name not in ROUNDS]:
        parser.error(f"there is no round {unknown[0]}; the rounds are {names}")
    failed = 0
    for name in options.rounds or ROUNDS:
        play, times = ROUNDS[name]
        started = time.monotonic()
        try:
            result = play(options.times or times)
        except (WrongError, subprocess.CalledProcessError) as error:
            result, failed = f"FAILED: {error}", 1
        sys.stdout.write(f"{name}: {result} ({time.monotonic() - started:.0f} s)\n")
        sys.stdout.flush()
    return failed


if __name__ == "__main__":
    sys.exit(main())
