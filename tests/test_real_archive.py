"""On real stories, `newsgrep search -c` counts what an independent script counts.

The script knows nothing of newsgrep: it cuts a text into runs of the letters a to z, drops a possessive
's, and stems with Snowball. That is fair for words of at least four letters that stand in no capitals with
full stops and beside no digits; those below were chosen so, among them common ones, rare ones, plurals
and a name. A story counts where title, body or author has the stem. The stories are those that were read:
what newsgrep leaves out of an archive is told on standard error and is none of these.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from Stemmer import Stemmer

from newsgrep.cli import main

SHARED = Path(__file__).parents[2] / "shared"
MAKER, STORIES = SHARED / "bench/make_archive.py", SHARED / "data/reuters21578.tar.xz"
WORDS = ["cocoa", "wheat", "bank", "missiles", "Gulf", "shareholders", "cars", "Baker", "vessel", "unanimous"]

pytestmark = pytest.mark.skipif(not (MAKER.exists() and STORIES.exists()), reason="no archive to read")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first 3,000 stories, indexed in one file."""
    home = tmp_path_factory.mktemp("reuters")
    whole, file = home / "whole", home / "reuters.jsonl"
    subprocess.run([sys.executable, MAKER, "reuters", whole], check=True)
    with whole.open(encoding="utf-8") as lines:
        file.write_text("".join(line for line, _ in zip(lines, range(3000), strict=False)), "utf-8")
    with contextlib.redirect_stderr(io.StringIO()) as told:
        code = main(
            ["index", "--index", str(home / ".newsgrep"), "--jobs", "1", "--keep-duplicates", str(file)]
        )
    assert code == 0, told.getvalue()
    assert "3,000 added" in told.getvalue()
    return home


@pytest.fixture(scope="module")
def stems(archive: Path) -> list[set[str]]:
    """The stems of each story, by the independent script."""
    stem = Stemmer("english").stemWord
    texts = []
    for line in (archive / "reuters.jsonl").read_text("utf-8").splitlines():
        story = json.loads(line)
        texts.append(" ".join((story["title"], story["author"], story["body"])).lower())
    return [{stem(word) for word in re.findall("[a-z]+", text.replace("'s", " "))} for text in texts]


@pytest.mark.parametrize("word", WORDS)
def test_a_count_agrees_with_an_independent_one(
    archive: Path, stems: list[set[str]], capsys: pytest.CaptureFixture[str], word: str
) -> None:
    """And is more than nothing and less than everything."""
    expected = sum(Stemmer("english").stemWord(word.lower()) in story for story in stems)
    assert main(["search", "-c", "--index", str(archive / ".newsgrep"), word]) == 0
    assert int(capsys.readouterr().out) == expected
    assert 0 < expected < 3000


def test_the_words_together(archive: Path, stems: list[set[str]], capsys: pytest.CaptureFixture[str]) -> None:
    """AND, OR and NOT count as sets do."""
    bank, baker = (
        {number for number, story in enumerate(stems) if word in story} for word in ("bank", "baker")
    )
    for query, expected in (
        ("bank baker", bank & baker),
        ("bank OR baker", bank | baker),
        ("baker -bank", baker - bank),
    ):
        assert main(["search", "-c", "--index", str(archive / ".newsgrep"), query]) == 0
        assert int(capsys.readouterr().out) == len(expected)
