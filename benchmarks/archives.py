"""Make news archives of any size, and choose queries for one.

    python benchmarks/archives.py 200000 OUT.jsonl       make an archive, and OUT.queries.json beside it
    python benchmarks/archives.py --from ARCHIVE.jsonl   only choose ARCHIVE.queries.json

An archive is JSON Lines with the keys id, title, author, date and body. Its articles are made of
sentences of corpus/ in random order; its names are invented, a few of them common and most of them rare.
The same call writes the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[1] / "corpus"

#: Queries by kind: term, or, and, phrase, prefix.
Queries = dict[str, list[str]]

_SYLLABLES = "ba ko mi ra ten lu var sho gan ja del por que zim an el ist or ev yan sto kir".split()  # noqa: SIM905
_NAMES = 200_000
_WRITERS = 2_000
_FIRST_DAY, _DAYS = dt.date(1990, 1, 1), 12_000

#: The number of articles at the start of an archive whose words are counted.
_SAMPLE = 20_000


def sentences() -> list[str]:
    """Return the sentences of the articles in corpus/, in a fixed order."""
    found = []
    for file in sorted(CORPUS.rglob("*.txt")):
        _, body = file.read_text("utf-8").split("\n\n", 1)
        paragraphs = body.split("\n---", 1)[0].split("\n\n")
        found += [
            s for p in paragraphs for s in re.split(r"(?<=[a-z]\.) (?=[A-Z])", p.strip()) if len(s) > 30
        ]
    return found


def articles(count: int) -> Iterator[dict[str, str]]:
    """Yield the articles of an archive."""
    rng = random.Random(count)
    known = sentences()
    names = [
        "".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4))).title() + rng.choice(["", "", "a", "ov", "i"])
        for _ in range(_NAMES)
    ]

    def name() -> str:
        return names[int(_NAMES ** rng.random()) - 1]  # the n-th name is as common as 1/n

    writers = [f"{name()} {name()}" for _ in range(_WRITERS)]
    for number in range(count):
        size = max(1, int(rng.lognormvariate(1.9, 0.6)))
        paragraphs = [" ".join(rng.choices(known, k=rng.randint(1, 3))) for _ in range(size)]
        place = rng.randrange(size)
        paragraphs[place] = f"{name()} {name()} of {name()}: {paragraphs[place]}"
        yield {
            "id": f"n{number}",
            "title": f"{name()} {' '.join(rng.choice(known).split()[: rng.randint(4, 9)])}".rstrip(".,;:"),
            "author": rng.choice(writers),
            "date": str(_FIRST_DAY + dt.timedelta(days=rng.randint(0, _DAYS))),
            "body": "\n\n".join(paragraphs),
        }


def write_archive(count: int, file: Path) -> None:
    """Write an archive, and its queries beside it."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(article) + "\n" for article in articles(count))
    write_queries(file)


def queries_file(archive: Path) -> Path:
    """Return where the queries of an archive are."""
    return archive.with_suffix(".queries.json")


def write_queries(archive: Path) -> None:
    """Choose queries for an archive and write them beside it."""
    queries_file(archive).write_text(json.dumps(choose_queries(archive), indent=1) + "\n", "utf-8")


def choose_queries(archive: Path) -> Queries:
    """Return queries of words that are rare, frequent or very frequent at the start of an archive."""
    rng = random.Random(11)
    has_word: Counter[str] = Counter()
    has_pair: Counter[tuple[str, str]] = Counter()
    sampled = 0
    with archive.open(encoding="utf-8") as lines:
        for line in islice(lines, _SAMPLE):
            words = re.findall("[a-z]+", json.loads(line)["body"].lower())
            has_word.update(set(words))
            has_pair.update(set(pairwise(words)))
            sampled += 1
    rare, frequent, common = (
        _between(has_word, sampled * low, sampled * high)
        for low, high in ((0.00025, 0.0025), (0.01, 0.075), (0.075, 0.6))
    )
    pairs = sorted(p for p, n in has_pair.items() if n > sampled / 200 and min(map(len, p)) > 3)

    def pick(words: list[str], count: int) -> list[str]:
        return rng.sample(words, min(count, len(words)))

    return {
        "term": pick(rare, 5) + pick(frequent, 10) + pick(common, 10),
        "or": [" ".join(pick(frequent, 2) + pick(common, 1)) for _ in range(15)]
        + [" ".join(pick(frequent, 3) + pick(common, 3)) for _ in range(5)],
        "and": [" ".join(pick(frequent, 1) + pick(common, 1)) for _ in range(15)],
        "phrase": [" ".join(pair) for pair in rng.sample(pairs, min(15, len(pairs)))],
        "prefix": [word[:4] + "*" for word in pick(frequent, 10)],
    }


def _between(counts: Mapping[str, int], low: float, high: float) -> list[str]:
    """Return the words of four letters and more that `low` to `high` articles have, in a fixed order."""
    return sorted(word for word, count in counts.items() if low <= count < high and len(word) > 3)


def main() -> None:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(description="Make a news archive and its queries.")
    parser.add_argument("count", nargs="?", type=int, help="number of articles")
    parser.add_argument("out", nargs="?", type=Path, help="the archive to write, OUT.jsonl")
    parser.add_argument("--from", dest="archive", type=Path, help="choose the queries of this archive")
    options = parser.parse_args()
    if options.archive:
        write_queries(options.archive)
    elif options.out:
        write_archive(options.count, options.out)
    else:
        parser.error("name a count and a file, or --from an archive")


if __name__ == "__main__":
    main()
