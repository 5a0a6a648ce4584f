"""Headlines pasted as they are: each has to find its article, as a query and with -F.

    python benchmarks/headlines.py FOLDER [--headlines 3000] [--seed 1]

FOLDER holds the files of an archive with headlines, such as those of Reuters-21578. A sample of the titles of
its articles is searched for. It prints how many are refused, and how many do not find their own article, with
the first of each, and exits with 1 if there are any. A title without a letter or digit is passed over.

Then the articles are indexed without their titles, and it prints how many of the titles find their article on
the first page, with and without close hits.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1])]

from quality import known_items, record_id  # noqa: E402

import newsgrep  # noqa: E402

#: Headlines that are printed of those that fail.
_MOST_SHOWN = 20


def main() -> int:
    """Run the trial, and return 1 if a headline failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--headlines", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, newsgrep.Index(Path(home) / "index") as index:
        index.update([options.folder])
        titles = [
            (hit.article.key, hit.article.title) for hit in index.search("*", limit=None, passages=0).stream()
        ]
        named = [(key, title) for key, title in titles if any(map(str.isalnum, title))]
        sample = random.Random(options.seed).sample(named, min(options.headlines, len(named)))
        failed = sum(_report(index, sample, literal) for literal in (False, True))
    _report_first_pages(options.folder, options.headlines)
    return failed > 0


def _report(index: newsgrep.Index, sample: list[tuple[str, str]], literal: bool) -> bool:
    """Print how the headlines fare in one mode; return whether one failed."""
    refused, missed = [], []
    for key, title in sample:
        try:
            found = index.search(title, limit=None, passages=0, literal=literal)
        except newsgrep.QuerySyntaxError as error:
            refused.append(f"{title}  ({error.message})")
            continue
        if all(hit.article.key != key for hit in found.stream()):
            missed.append(title)
    name = "with -F" if literal else "as a query"
    counts = f"{len(refused)} refused, {len(missed)} miss their article"
    sys.stdout.write(f"{len(sample):,} headlines {name}: {counts}\n")
    for title in (*refused[:_MOST_SHOWN], *missed[:_MOST_SHOWN]):
        sys.stdout.write(f"  {title}\n")
    return bool(refused or missed)


def _report_first_pages(archive: Path, count: int) -> None:
    """Print how many titles have their article among the first ten hits, and with the close ones."""
    full = close = nothing = 0
    with tempfile.TemporaryDirectory() as home, newsgrep.Index(Path(home) / "untitled") as index:
        judged = known_items(archive, count, Path(home))
        index.update(Path(home) / "docs.jsonl", keep_duplicates=True)
        for number, title in judged.queries.items():
            found = index.search(title, limit=10, passages=0, literal=True)
            is_full = any(record_id(hit.article) == number for hit in found)
            full += is_full
            close += is_full or any(record_id(hit.article) == number for hit in found.close_hits)
            nothing += not found
    sys.stdout.write(
        f"{len(judged.queries):,} headlines of articles without titles: {nothing:,} have no full match; "
    )
    sys.stdout.write(f"{full:,} find their article on the first page, {close:,} with close hits\n")


if __name__ == "__main__":
    sys.exit(main())
