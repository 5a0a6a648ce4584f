"""Measure what is read from web pages, beside trafilatura, on sets of pages with the right answers.

    python benchmarks/extraction.py FOLDER...

A set is in one of three forms:

- that of trafilatura (its folder `tests/`): `evaldata.json`, which has for each URL the `file`, `title`,
  `author` and `date`, and some passages that its text has (`with`) and others that it has not (`without`);
  the pages are in the folders `cache/` and `eval/`, or beside the file;
- that of scrapinghub/article-extraction-benchmark: `ground-truth.json`, which has for each page its
  `articleBody`, and perhaps `headline`, `author` and `datePublished`; the pages are `html/<name>.html.gz`;
- that of flairNLP/fundus (its folder `tests/resources/parser/test_data`): for each country a folder with
  `meta.info`, which lists the pages, and for each publisher a JSON with the `title`, `authors`,
  `publishing_date` and `body` of its pages, the oldest first.

Every page is read as a file, without its address. A title is right if it has the same words, authors if they
are the same set of names, a date if it is the same day. Precision is the share of what is given that is
right. Of passages, the precision counts those of other parts of the page that were taken for the article; a
body is measured by the F1 of its words, each as often as it stands there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import html
import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path
from statistics import fmean

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and what is right for it; None where the set does not say."""

    file: Path
    title: str | None = None
    author: str | None = None
    date: str | None = None
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a tool found on a page."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    body: str = ""
    date_from: str = ""


def read_set(folder: Path) -> list[Page]:
    """Return the pages of a set in one of the forms. Exits with a message where there is none."""
    if (file := folder / "evaldata.json").exists():
        items = json.loads(file.read_text("utf-8")).values()
        return [
            Page(
                _page_file(folder, item["file"]),
                _line(item.get("title")),
                _line(item.get("author")),
                _day(item.get("date")),
                inside=tuple(item.get("with", ())),
                outside=tuple(item.get("without", ())),
            )
            for item in items
        ]
    if (file := folder / "ground-truth.json").exists():
        return [
            Page(
                folder / "html" / f"{name}.html.gz",
                _line(item.get("headline")),
                _line(item.get("author")),
                _day(item.get("datePublished")),
                body=item["articleBody"],
            )
            for name, item in json.loads(file.read_text("utf-8")).items()
        ]
    if lists := sorted(folder.glob("*/meta.info")):
        return [page for file in lists for page in _pages_of_publishers(file)]
    sys.exit(f"{folder} has neither evaldata.json nor ground-truth.json nor */meta.info")


def _pages_of_publishers(file: Path) -> Iterator[Page]:
    """Yield the pages that a list of fundus names; those of a publisher and its answers are in order."""
    names: dict[str, list[str]] = defaultdict(list)
    for name in sorted(json.loads(file.read_text("utf-8"))):
        if (file.parent / name).exists():  # it lists pages that are no more
            names[name.partition("_")[0]].append(name)
    for publisher, pages in names.items():
        answers = json.loads((file.parent / f"{publisher}.json").read_text("utf-8"))
        versions = sorted(answers, key=lambda version: [int(n) for n in re.findall(r"\d+", version)])
        for name, version in zip(pages, versions, strict=True):
            item = answers[version]
            body = item["body"]
            parts = [
                part
                for section in body["sections"]
                for key in ("headline", "paragraphs")
                for part in section[key]
            ]
            yield Page(
                file.parent / name,
                item.get("title"),
                _line(item.get("authors")),
                _day(item.get("publishing_date")),
                body="\n\n".join(body["summary"] + parts),
            )


def _line(value: str | list[str] | None) -> str | None:
    return "; ".join(value) if isinstance(value, list) else value


def _day(value: str | None) -> str | None:
    """Return the day of a date, None for one that the set has misspelt."""
    with suppress(ValueError):
        return value and dt.date.fromisoformat(value[:10]).isoformat()
    return None


def _page_file(folder: Path, name: str) -> Path:
    places = (folder / "cache" / name, folder / "eval" / name)
    return next((place for place in places if place.exists()), folder / name)


def read_newsgrep(data: bytes) -> Found:
    """Read a page as newsgrep does."""
    from newsgrep.article import HEADLINE, Article
    from newsgrep.errors import ArticleError
    from newsgrep.formats.web import webpage
    from newsgrep.read_context import ReadContext

    try:
        (article,) = webpage.read(BufferedReader(BytesIO(data)), ReadContext("page.html"))
    except ArticleError:
        return Found()
    assert isinstance(article, Article)
    title = article.title if article.title_from == HEADLINE else ""
    return Found(title, article.authors, article.date, article.body, article.date_from)


def read_trafilatura(data: bytes) -> Found:
    """Read a page as trafilatura does."""
    import trafilatura
    from trafilatura.settings import Document

    document = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
    if document is None:
        return Found()
    assert isinstance(document, Document)
    authors = tuple(filter(None, re.split(r"\s*;\s*", document.author or "")))
    return Found(document.title or "", authors, document.date or "", document.text or "")


TOOLS: dict[str, Callable[[bytes], Found]] = {"newsgrep": read_newsgrep, "trafilatura": read_trafilatura}


def find(task: tuple[str, Path]) -> Found:
    """Read a page with a tool; one that a tool fails on has nothing."""
    tool, file = task
    data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    try:
        return TOOLS[tool](data)
    except Exception as error:
        sys.stderr.write(f"{tool}: {file.name}: {type(error).__name__}: {error}\n")
        return Found()


def one_line(text: str) -> str:
    """Return a text by which passages are compared: without soft hyphens, on one line."""
    return " ".join(text.replace("\xad", "").split())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words by which titles and names are compared.

    >>> words_of("Bud\\u00adget “Talks” &amp; more")
    ('budget', 'talks', 'more')
    """
    return tuple(re.findall(r"\w+", html.unescape(text).replace("\xad", "").casefold()))


def names_in(author: str) -> frozenset[tuple[str, ...]]:
    """Return the names in the author of a set, which has several in one string.

    >>> sorted(names_in("Jane Doe, John Roe"))
    [('jane', 'doe'), ('john', 'roe')]
    """
    parts = re.split(r"[;,]|\s(?:and|und|&)\s", author)
    return frozenset(filter(None, map(words_of, parts)))


def word_f1(right: str, found: str) -> float:
    """Return the F1 of the words of a text.

    >>> word_f1("the talks go on", "the talks")
    0.6666666666666666
    """
    expected, got = (Counter(re.findall(r"\w+", text)) for text in (right, found))
    common = (expected & got).total()
    total = expected.total() + got.total()
    return 2 * common / total if total else 1.0


@dataclass(slots=True)
class Tally:
    """How often something was asked for, given, and right; and given where there is none."""

    asked: int = 0
    given: int = 0
    right: int = 0
    unasked: int = 0

    def add(self, expected: str | None, given: bool, right: bool) -> None:
        """Count a page; one of which the set says nothing counts nowhere."""
        if expected:
            self.asked, self.given, self.right = self.asked + 1, self.given + given, self.right + right
        elif expected is not None:
            self.unasked += given

    def __str__(self) -> str:
        if not self.asked:
            return "–"
        precision = f"{self.right / self.given:.3f}" if self.given else "–"
        return f"{self.right / self.asked:.3f} / {precision} ({self.unasked})"


def measure(pages: Iterable[Page], found: Iterable[Found]) -> Iterator[str]:
    """Yield the cells of a tool: title, authors, date, passages and body."""
    title, authors, date = Tally(), Tally(), Tally()
    hits, false, passages = 0, 0, 0
    bodies = []
    for page, result in zip(pages, found, strict=True):
        title.add(page.title, bool(result.title), words_of(result.title) == words_of(page.title or ""))
        names = frozenset(map(words_of, result.authors))
        authors.add(page.author, bool(names), names == names_in(page.author or ""))
        date.add(page.date, bool(result.date), result.date[:10] == page.date)
        text = one_line(result.body)
        hits += sum(one_line(part) in text for part in page.inside)
        false += sum(one_line(part) in text for part in page.outside)
        passages += len(page.inside)
        if page.body is not None:
            bodies.append(word_f1(page.body, result.body))
    yield from map(str, (title, authors, date))
    precision, recall = hits / (hits + false or 1), hits / (passages or 1)
    f1 = 2 * hits / (hits + false + passages or 1)
    yield f"{precision:.3f} / {recall:.3f} / {f1:.3f}" if passages else "–"
    yield f"{fmean(bodies):.3f}" if bodies else "–"


def main() -> None:
    """Print a table for each set that the command line names."""
    parser = argparse.ArgumentParser(description="Measure what is read from web pages.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--tools", default=",".join(TOOLS), help=f"of {', '.join(TOOLS)}")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    with ProcessPoolExecutor(options.jobs) as pool:
        for folder in options.folders:
            pages = read_set(folder)
            sys.stdout.write(
                f"\n{folder.name}: {len(pages)} pages\n\n"
                "| | title right / precision (given where there is none) | authors | date "
                "| passages P / R / F1 | body F1 |\n| --- | --- | --- | --- | --- | --- |\n"
            )
            for tool in options.tools.split(","):
                found = pool.map(find, ((tool, page.file) for page in pages), chunksize=4)
                sys.stdout.write(f"| {tool} | {' | '.join(measure(pages, found))} |\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
