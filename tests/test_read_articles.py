"""newsgrep.read_articles: articles of files, without an index."""

from __future__ import annotations

from pathlib import Path

import pytest

import newsgrep


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder of articles: three files, one of them in `drafts`, and two records."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles/drafts").mkdir(parents=True)
    for name in ("1", "2", "drafts/3"):
        (tmp_path / f"articles/{name}.txt").write_text(f"Missiles fell on town {name[-1]}.")
    (tmp_path / "dump.jsonl").write_text('{"id": "1", "body": "Talks."}\n{"id": "2", "body": "Cocoa."}\n')
    return tmp_path


def test_articles_are_read_without_an_index(home: Path) -> None:
    """Of a file, an archive or a folder, with the keys that an index would give."""
    assert [article.key for article in newsgrep.read_articles("dump.jsonl")] == [
        "dump.jsonl#1",
        "dump.jsonl#2",
    ]
    found = newsgrep.read_articles(home / "articles", exclude="drafts/*")
    assert [article.key for article in found] == ["articles/1.txt", "articles/2.txt"]
    assert not (home / "archive").exists()


def test_what_cannot_be_read_is_an_error_or_goes_to_a_callback(home: Path) -> None:
    """With a callback the rest is read."""
    with (home / "dump.jsonl").open("a") as dump:
        dump.write('{"id": "3", "body": \n')
    with pytest.raises(newsgrep.ArticleError, match=r"dump\.jsonl:3: "):
        list(newsgrep.read_articles("dump.jsonl"))
    problems: list[newsgrep.Unreadable | newsgrep.Skipped] = []
    assert len(list(newsgrep.read_articles("dump.jsonl", on_problem=problems.append))) == 2
    (problem,) = problems
    assert isinstance(problem, newsgrep.Unreadable)
    assert (problem.path, problem.line) == ("dump.jsonl", 3)


def test_files_of_other_kinds_are_skipped(home: Path) -> None:
    """A callback sees them."""
    (home / "articles/chart.png").write_bytes(b"\x89PNG")
    problems: list[newsgrep.Unreadable | newsgrep.Skipped] = []
    assert len(list(newsgrep.read_articles("articles"))) == 3
    assert len(list(newsgrep.read_articles("articles", on_problem=problems.append))) == 3
    assert problems == [newsgrep.Skipped("articles/chart.png", ".png")]


def test_a_path_that_does_not_exist_is_an_error_at_once(home: Path) -> None:
    """Before the first article is asked for."""
    with pytest.raises(newsgrep.UsageError):
        newsgrep.read_articles("nowhere")


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("dump.jsonl", "the keys are id, body; correct mapping"),
        ("articles", "only records have keys, and plain text has none; leave mapping out"),
    ],
)
def test_a_mapping_that_names_no_key_is_an_error(home: Path, path: str, hint: str) -> None:
    """As an index run refuses it; no article is yielded without the field."""
    with pytest.raises(newsgrep.UsageError, match="no record has the key hed") as caught:
        next(newsgrep.read_articles(path, mapping={"title": "hed"}))
    assert caught.value.hint == hint


def test_a_mapped_key_may_be_in_some_records_only(home: Path) -> None:
    """Articles come in their order, whatever record has the key first."""
    (home / "dump.jsonl").write_text(
        '{"id": "1", "body": "Talks."}\n{"id": "2", "body": "Oil.", "hed": "Up"}\n'
    )
    found = newsgrep.read_articles("dump.jsonl", mapping={"title": "hed"})
    assert [(article.key, article.title) for article in found] == [
        ("dump.jsonl#1", "Talks."),
        ("dump.jsonl#2", "Up"),
    ]
