"""The recipes in docs/recipes.md that are more than a command."""

from __future__ import annotations

import csv
import io
import re
from email.message import EmailMessage
from pathlib import Path

import pytest

import newsgrep
from newsgrep.cli import main

RECIPES = (Path(__file__).parents[1] / "docs/recipes.md").read_text("utf-8")

WIRE = """\
{"id": "1", "title": "Talks", "authors": ["Jane Doe"], "date": "2020-10", "source": "Post", "section": "A; B",
 "url": "https://post.example/1", "language": "en", "body": "Talks resumed.\\n\\nThey ended."}
{"id": "2", "date": "soon", "body": "The lede is the title."}
"""


@pytest.fixture
def archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two indexes in folders beside each other: of records, and of mails with an attachment."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire/a.json").write_text(WIRE)
    (tmp_path / "wire/page.html").write_text(
        "<html><head><title>Votes</title></head><body><article><h1>Votes</h1><p>3 March 2021</p><p>"
        + "Votes are counted in Saltmarsh. " * 20
        + "</p></article></body></html>"
    )
    (tmp_path / "press").mkdir()
    for number in (1, 2):
        mail = EmailMessage()
        mail["From"], mail["To"] = "Jane Roe <jane@ministry.example>", "bo@ministry.example"
        mail["Subject"], mail["Message-ID"] = f"Budget {number}", f"<{number}@ministry.example>"
        mail["Date"] = f"Mon, 0{number} Mar 2021 10:00:00 +0000"
        if number == 2:
            mail["In-Reply-To"] = "<1@ministry.example>"
        mail.set_content(f"The budget {number}.\n")
        mail.add_attachment(f"The figures {number}.\n", filename="figures.txt")
        (tmp_path / f"press/{number}.eml").write_bytes(mail.as_bytes())
    for name in ("wire", "press"):
        with newsgrep.open_index(name) as index:
            index.update(name)
    return tmp_path


def test_one_index_is_made_of_several(archives: Path) -> None:
    """With all fields, tags and conversations; a run goes on with it where the files are at hand."""
    with newsgrep.open_index("wire") as wire, newsgrep.open_index("press") as press:
        wire.tag(["wire/a.json#1", "wire/a.json#2"], ["quote", "chapter/1"])
        press.tag("press/1.eml#figures.txt", "quote")
    recipe = RECIPES.split("## One index of several\n")[1]
    code = re.search(r"^```python\n(.*?)^```", recipe, re.MULTILINE | re.DOTALL)
    assert code is not None
    exec(code[1], {})
    with newsgrep.open_indexes(["wire", "press"]) as several, newsgrep.open_index("all") as merged:
        hits, again = ([*one.search("*", limit=None, sort="date")] for one in (several, merged))
        assert len(hits) == 7
        assert {hit.key: (hit.article, hit.tags) for hit in again} == {
            hit.key: (hit.article, hit.tags) for hit in hits
        }
        assert {hit.article.date_from for hit in hits} >= {"field", "mail", "page"}
        assert merged.tags() == {"chapter/1": 2, "quote": 3}
        assert [one.depth for one in merged.thread("press/2.eml").messages] == [0, 1]
        assert merged.update(["wire", "press"]).added == 0
        assert len(merged) == 7
        (archives / "press/1.eml").unlink()
        assert merged.update().removed == 2


def test_a_table_with_tabs_is_read_without_quoting(archives: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """As the recipe for pandas and R has it: each cell is as it was, though quotes do not pair."""
    title = "\"Unclosed, # and \\\\ and \\' in a title"
    with newsgrep.open_index("odd").writer() as writer:
        writer.add(newsgrep.Article("1", title=title, body='He said "no.\n\nAnd\tleft.\x85Then\u2028came.'))
        writer.add(newsgrep.Article("2", title='"Closed" and more', body="Words.", source="NA"))
    assert (
        main(
            [
                "search",
                "--index",
                "odd",
                "--tsv",
                "--all",
                "--sort",
                "key",
                "--fields",
                "title,source,body",
                "*",
            ]
        )
        == 0
    )
    rows = [*csv.reader(io.StringIO(capfd.readouterr().out, newline=""), "excel-tab", quoting=csv.QUOTE_NONE)]
    assert rows[1:] == [
        [title, "", 'He said "no. And left. Then came.'],
        ['"Closed" and more', "NA", "Words."],
    ]
