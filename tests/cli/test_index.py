"""newsgrep index: what it takes in, what it leaves out, and what it does the second time."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest


@pytest.fixture
def archive(write, run):
    """Two articles in two folders, indexed."""
    write("news/a/ganja.txt", "Missiles fell on Ganja.")
    write("news/b/barda.txt", "Rockets fell on Barda.")
    assert run("index", "news").code == 0


def first_line(ended) -> str:
    """What a run did, in numbers."""
    assert ended.out == ""
    return ended.err.splitlines()[0]


def found(run, *query: str) -> list[str]:
    """The paths of what a search finds, by name."""
    return sorted(run("search", "-l", *query).lines)


def test_new_articles_are_added_and_counted_on_stderr(write, run):
    """Standard output stays empty."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    ended = run("index", "news")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.splitlines()[0] == "1 added"
    assert ended.err.splitlines()[-1] == f"1 article in {Path.cwd() / '.newsgrep'}"


def test_no_path_is_an_error_with_an_example(folder, run):
    """`newsgrep index` alone does not index the current folder."""
    ended = run("index")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "newsgrep: no file or folder to index is named\nhint: for example: newsgrep index corpus/\n"
    )


def test_a_path_that_does_not_exist_is_an_error_and_makes_no_index(folder, run):
    """A typing error leaves nothing behind."""
    ended = run("index", "nowhere")
    assert ended.code == 2
    assert ended.err.startswith("newsgrep: nowhere: ")
    assert not (folder / ".newsgrep").exists()


def test_a_mistyped_path_is_asked_about(folder, write, run):
    """With the path beside it whose name is spelt like it; a missing folder has none."""
    write("archive/a.txt", "Rain fell.")
    assert run("index", "archvie").err.endswith("hint: did you mean archive?\n")
    assert run("index", "archive/b.txt").err.endswith("hint: did you mean archive/a.txt?\n")
    assert run("index", "nowhere/a.txt").err.endswith("hint: name files or folders that exist\n")


def test_an_address_is_no_path(folder, run):
    """The hint says how its content gets into the index."""
    ended = run("index", "https://example.org/feed?a=1&b=2")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "newsgrep: https:/example.org/feed?a=1&b=2: no such file or directory\n"
        "hint: newsgrep reads files; pass an address on: "
        "curl -sL 'https://example.org/feed?a=1&b=2' | newsgrep index -\n"
    )


def test_unchanged_files_are_skipped_without_being_opened(archive, folder, run):
    """Size and times of change are enough: no bytes are read."""
    ended = run("index", "news")
    assert (ended.code, first_line(ended)) == (0, "2 unchanged")
    assert "read " not in ended.err
    assert "read " in run("index", "--checksum", "news").err


def test_a_run_without_changes_leaves_the_index_as_it_is(archive, folder, run):
    """No file of it is written again."""
    before = sorted((file.name, file.stat().st_mtime_ns) for file in (folder / ".newsgrep").glob("*[0-9]*"))
    run("index", "news")
    assert (
        sorted((file.name, file.stat().st_mtime_ns) for file in (folder / ".newsgrep").glob("*[0-9]*"))
        == before
    )


def test_a_touched_file_is_the_same(archive, folder, run):
    """A new time of change with the same bytes changes nothing."""
    (folder / "news/a/ganja.txt").touch()
    assert first_line(run("index", "news")) == "2 unchanged"


def test_a_changed_file_is_replaced(archive, write, run):
    """Its old text is not found any more."""
    write("news/a/ganja.txt", "Shells fell on Shusha instead.")
    assert first_line(run("index", "news")) == "1 changed, 1 unchanged"
    assert found(run, "shusha") == ["news/a/ganja.txt"]
    assert run("search", "ganja").code == 1


def test_articles_of_a_deleted_file_are_deleted(archive, folder, run):
    """If the run covers its folder."""
    (folder / "news/a/ganja.txt").unlink()
    assert first_line(run("index", "news")) == "1 unchanged, 1 removed"
    assert found(run, "*") == ["news/b/barda.txt"]


def test_articles_of_a_file_outside_of_the_run_stay(archive, folder, run):
    """A run of one folder says nothing of the others."""
    (folder / "news/a/ganja.txt").unlink()
    run("index", "news/b")
    assert found(run, "*") == ["news/a/ganja.txt", "news/b/barda.txt"]


def test_a_renamed_file_is_noticed(archive, folder, run):
    """It is counted as renamed and found under its new name."""
    (folder / "news/a/ganja.txt").rename(folder / "news/b/ganja-strike.txt")
    assert first_line(run("index", "news")) == "1 unchanged, 1 renamed"
    assert found(run, "ganja") == ["news/b/ganja-strike.txt"]


def test_a_file_of_many_articles_is_compared_article_by_article(folder, run):
    """Only those that changed are written again."""
    articles = [{"id": name, "title": name, "body": f"Talks in {name}."} for name in ("baku", "tbilisi")]
    file = folder / "archive.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in articles))
    assert first_line(run("index", file)) == "2 added"
    articles[1]["body"] = "Talks in Tbilisi went on."
    articles.append({"id": "yerevan", "title": "yerevan", "body": "Talks in Yerevan."})
    file.write_text("".join(json.dumps(one) + "\n" for one in articles))
    assert first_line(run("index", file)) == "1 added, 1 changed, 1 unchanged"
    assert run("search", "--fields", "key", "went").lines == ["archive.jsonl#tbilisi"]


def test_an_unreadable_file_is_listed_and_the_rest_is_indexed(archive, folder, run):
    """With exit code 2."""
    (folder / "news/broken.txt").write_bytes(b"\x00\x01\x02 not text \xff" * 50)
    ended = run("index", "news")
    assert ended.code == 2
    assert first_line(ended) == "2 unchanged, 1 unreadable"
    assert any(line.startswith("news/broken.txt: ") for line in ended.err.splitlines())
    assert found(run, "*") == ["news/a/ganja.txt", "news/b/barda.txt"]


def test_an_unreadable_file_stays_on_record(archive, folder, run):
    """A later run that does not read it again still reports it."""
    file = folder / "news/broken.txt"
    file.write_bytes(b"\x00\x01\x02 not text \xff" * 50)
    os.utime(file, (1, 1))
    run("index", "news")
    assert run("index", "news").code == 2
    assert "unreadable\tnews/broken.txt: " in run("status").out


def test_quiet_reports_unreadable_files_only(archive, folder, run):
    """In one line."""
    assert run("index", "-q", "news") == (0, "", "")
    (folder / "news/broken.txt").write_bytes(b"\x00\x01\x02 not text \xff" * 50)
    assert run("index", "-q", "news") == (2, "", "newsgrep: 1 unreadable item; newsgrep status lists them\n")


def test_dry_run_reports_and_writes_nothing(archive, folder, write, run):
    """The index is the same file by file."""
    write("news/c/shusha.txt", "Talks on Shusha.")
    before = sorted(file.name for file in (folder / ".newsgrep").iterdir())
    assert first_line(run("index", "--dry-run", "news")) == "would add 1, keep 2"
    assert sorted(file.name for file in (folder / ".newsgrep").iterdir()) == before
    assert run("search", "shusha").code == 1


def test_dry_run_makes_no_index(write, folder, run):
    """Where there is none yet."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    assert first_line(run("index", "--dry-run", "news")) == "would add 1"
    assert not (folder / ".newsgrep").exists()


def test_rebuild_forgets_what_the_index_held(archive, run):
    """Only the articles of this run are in it."""
    assert first_line(run("index", "--rebuild", "news/b")) == "1 added"
    assert found(run, "*") == ["news/b/barda.txt"]


def test_exclude_and_include_choose_files_by_globs(archive, folder, write, run):
    """An included file may have any suffix."""
    write("news/notes.log", "A log of Ganja.")
    run("index", "--rebuild", "--exclude", "b/*", "news")
    assert found(run, "*") == ["news/a/ganja.txt"]
    run("index", "--rebuild", "--include", "*.log", "news")
    assert found(run, "*") == ["news/notes.log"]


def test_hidden_files_and_the_index_itself_are_left_out(archive, write, run):
    """Of a folder that is walked."""
    write(".hidden/ganja.txt", "Hidden in Ganja.")
    run("index", "--rebuild", ".")
    assert found(run, "*") == ["news/a/ganja.txt", "news/b/barda.txt"]


def test_a_loop_of_links_is_survived(archive, folder, run):
    """No file is read twice."""
    (folder / "news/loop").symlink_to(folder / "news")
    assert first_line(run("index", "news")) == "2 unchanged"


def test_the_index_is_made_where_the_flag_or_the_environment_says(write, folder, run, monkeypatch):
    """And not in the current folder."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    run("index", "--index", "one", "news")
    monkeypatch.setenv("NEWSGREP_INDEX", str(folder / "two"))
    run("index", "news")
    for place in ("one", "two"):
        assert run("search", "--index", place, "-c", "ganja").out == "1\n"
    assert not (folder / ".newsgrep").exists()


def test_the_nearest_index_upward_is_used(archive, folder, write, run, monkeypatch):
    """As git finds its repository."""
    write("news/b/shusha.txt", "Talks on Shusha.")
    monkeypatch.chdir(folder / "news/b")
    run("index", "shusha.txt")
    assert not Path(".newsgrep").exists()
    assert run("search", "-l", "--sort", "title", "fell OR talks").lines == [
        "../a/ganja.txt",
        "barda.txt",
        "shusha.txt",
    ]


def test_an_index_folder_that_is_a_file_is_an_error(write, folder, run):
    """And not a bug."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    (folder / "taken").write_text("something else")
    ended = run("index", "--index", "taken", "news")
    assert ended.code == 2
    assert "bug" not in ended.err


def test_file_names_of_any_bytes_come_out_as_they_are(folder, write, run):
    """Also those that are not UTF-8."""
    name = os.fsdecode(b"news/caf\xe9 \xf0\x9f\x97\x9e.txt")
    write(name, "Missiles fell on Ganja.")
    assert run("index", "news").code == 0
    assert run("search", "-l", "-0", "ganja").out == name + "\0"
    assert run("show", name).out.endswith("Missiles fell on Ganja.\n")


def test_a_new_index_keeps_itself_out_of_git_and_backups(archive, folder, run):
    """By the files that they know; what somebody has put there stays."""
    assert (folder / ".newsgrep/.gitignore").read_text().splitlines()[-1] == "*"
    tag = (folder / ".newsgrep/CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    (folder / ".newsgrep/.gitignore").write_text("mine")
    assert run("index", "--rebuild", "news").code == 0
    assert (folder / ".newsgrep/.gitignore").read_text() == "mine"
    assert run("verify").code == 0


def test_a_dry_run_has_no_files_beside_the_index(write, folder, run):
    """Nothing is written at all."""
    write("a.txt", "Ganja.")
    run("index", "--dry-run", ".")
    assert not (folder / ".newsgrep").exists()


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_rebuild_names_what_is_no_longer_indexed(archive, write, run, dry):
    """By its source as it opens from here, and in how many articles; what is read again is not named."""
    write("more.jsonl", '{"id": "1", "body": "Talks."}\n{"id": "2", "body": "No talks."}\n')
    run("index", "more.jsonl")
    assert "no longer indexed" not in run("index", "--rebuild", *dry, "news", "more.jsonl").err
    ended = run("index", "--rebuild", *dry, "news/b")
    assert ended.code == 0
    assert "no longer indexed: more.jsonl (2 articles), news (1 article)" in ended.err.splitlines()


@pytest.mark.parametrize("paths", [(), ("news",)])
def test_a_rebuild_does_not_lose_what_was_piped_in(archive, run, paths):
    """Unless that is said: it cannot be read again. It is kept if it is piped in with the rebuild."""
    record = '{"id": "1", "body": "Talks."}\n'
    run("index", "-", stdin=record)
    ended = run("index", "--rebuild", *paths)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "newsgrep: a rebuild would lose an article that was piped in or added by a program, and cannot be"
        " read again\nhint: to discard what came so: --discard-piped\n"
    )
    assert run("search", "-c", "talks").out == "1\n"
    assert run("index", "--rebuild", "news", "-", stdin=record).code == 0
    ended = run("index", "--rebuild", "--discard-piped", *paths)
    assert "no longer indexed: piped in (1 article)" in ended.err.splitlines()
    assert found(run, "*") == ["news/a/ganja.txt", "news/b/barda.txt"]
