"""newsgrep sources, and newsgrep index without a path."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def indexed(write, folder, run):
    """A folder, and a file with options."""
    write("news/ganja.txt", "Missiles fell on Ganja.")
    (folder / "own.jsonl").write_text('{"hed": "Strike", "lead": "Rockets fell on Barda."}\n')
    assert run("index", "news").code == 0
    assert run("index", "--map", "title=hed,body=lead", "own.jsonl").code == 0


def test_removing_what_was_piped_in_where_nothing_was_is_an_error(write, run):
    """It does not speak of a source with a name that nobody typed."""
    run("index", write("a.txt", "The mayor spoke."))
    ended = run("sources", "--remove", "-")
    assert (ended.code, ended.summary) == (2, "newsgrep: nothing of this index was piped in")


def test_a_narrow_terminal_shows_that_a_source_is_missing(indexed, folder, terminal):
    """The options are left out before, and the flag is named that has them."""
    (folder / "own.jsonl").unlink()
    code, screen = terminal("sources", "--color", "never", COLUMNS="40")
    assert code == 0
    lines = [line.rstrip() for line in screen.splitlines()]
    assert lines[0].split() == ["path", "articles", "files", "state"]
    assert lines[2].split() == ["own.jsonl", "1", "1", "missing"]
    assert lines[3] == "… 1 more column: --json has them"


def test_sources_are_lines_in_a_pipe(indexed, run):
    """Path, articles, files, options and state, with tabs."""
    ended = run("sources")
    assert ended == (0, "news\t1\t1\t\t\nown.jsonl\t1\t1\t--map body=lead,title=hed\t\n", "")


def test_sources_are_a_table_on_a_terminal(indexed, terminal):
    """With a header, as other lists; a dash stands for no options and for what is there."""
    code, screen = terminal("sources", "--color", "never")
    assert code == 0
    assert [line.split() for line in screen.splitlines()] == [
        ["path", "articles", "files", "options", "state"],
        ["news", "1", "1", "–", "–"],
        ["own.jsonl", "1", "1", "--map", "body=lead,title=hed", "–"],
    ]


def test_sources_are_objects(indexed, folder, run, monkeypatch):
    """Paths are relative to the current folder."""
    (folder / "own.jsonl").unlink()
    monkeypatch.chdir(folder / "news")
    first, second = json.loads(run("sources", "--json").out)
    assert first == {
        "schema_version": 1, "path": ".", "articles": 1, "files": 1, "options": None, "missing": False
    }  # fmt: skip
    assert (second["path"], second["missing"]) == ("../own.jsonl", True)


def test_index_without_a_path_brings_all_up_to_date(indexed, write, folder, run):
    """From any folder, each source with its options, which are told."""
    write("news/more.txt", "Talks in Baku.")
    (folder / "own.jsonl").write_text('{"hed": "Strike", "lead": "Shells fell on Barda."}\n')
    ended = run("index")
    assert ended.code == 0
    assert ended.summary == "1 added, 1 changed, 1 unchanged"
    assert "own.jsonl as before: with --map body=lead,title=hed\n" in ended.err
    assert run("search", "-l", "shells").out == "own.jsonl\n"


def test_options_of_reading_need_a_path(indexed, run):
    """It is not to be known which source they are for."""
    ended = run("index", "--exclude", "x*")
    assert (ended.code, ended.err) == (
        2,
        "newsgrep: options of reading need a PATH that they are for\n"
        "hint: name files or folders: newsgrep index … PATH\n",
    )


def test_what_an_exclude_leaves_out_is_told_and_taken_out(indexed, run):
    """The articles stay until that is asked for."""
    ended = run("index", "--exclude", "ganja*", "news")
    assert (
        "1 article of 1 file that is left out now stays in the index, as of news/ganja.txt "
        "(--delete-excluded removes them)" in ended.err
    )
    assert run("search", "-l", "ganja").code == 0
    assert run("index", "--delete-excluded", "news").err.startswith("1 removed\n")
    assert run("search", "-l", "ganja").code == 1


def test_a_source_is_taken_out(indexed, run):
    """Its articles are gone; its file is not."""
    assert run("sources", "--remove", "news", "--dry-run").err == "would remove 1\n"
    assert run("sources", "--remove", "news").err.startswith("1 removed\n1 article in ")
    assert run("sources").out.startswith("own.jsonl\t")
    ended = run("sources", "--remove", "news")
    assert (ended.code, ended.summary) == (2, "newsgrep: news is no source of this index")


def test_a_deleted_file_that_is_named_can_be_taken_out(indexed, folder, run):
    """The hint says how, for a source and for a file of one."""
    (folder / "own.jsonl").unlink()
    (folder / "news/ganja.txt").unlink()
    assert run("index", "own.jsonl").err == (
        "newsgrep: own.jsonl: no such file or directory\n"
        "hint: to remove it from the index: newsgrep sources --remove own.jsonl; "
        "if it was moved: newsgrep sources --move own.jsonl NEW\n"
    )
    assert run("index", "news/ganja.txt").err.splitlines()[1] == (
        "hint: to remove it from the index, bring its folder up to date: newsgrep index news"
    )
    ended = run("index")
    assert ended.code == 2
    assert "own.jsonl: no such file or directory; its articles stay until" in ended.err
    assert run("search", "-l", "barda").out == "own.jsonl\n"


def test_a_dry_run_of_nothing_is_refused(indexed, run):
    """It would do nothing."""
    assert run("sources", "--dry-run").err.startswith(
        "newsgrep: --dry-run has no meaning without --remove or "
    )


def test_sources_of_no_index(folder, run):
    """The hint names the command that makes one."""
    ended = run("sources")
    assert (ended.code, ended.err.splitlines()[1]) == (2, "hint: make one with: newsgrep index PATH")


def test_a_source_that_was_moved_is_followed(folder, write, run):
    """With its options and those of a source below it; nothing is new, and what was deleted stays away."""
    write("old/a.txt", "Talks in Baku.")
    write("old/b.txt", "Rain in Baku.")
    write("old/skip.txt", "Snow in Baku.")
    (folder / "old/own.jsonl").write_text('{"hed": "Strike", "lead": "Rockets fell on Barda."}\n')
    assert run("index", "--exclude", "skip*", "old").code == 0
    assert run("index", "--map", "title=hed,body=lead", "old/own.jsonl").code == 0
    write("old/a.txt", "Talks in Baku ended.")
    assert run("index").code == 0
    assert run("delete", "old/b.txt").code == 0
    assert run("new").code == 0
    (folder / "old").rename(folder / "archive")
    assert "--move names where it is now" in run("index").err
    assert "newsgrep sources --move old NEW" in run("index", "old").err
    assert run("sources", "--move", "old", "archive", "--dry-run").err.startswith("would rename 2\n")
    assert run("sources", "--move", "old", "archive").err.startswith("2 renamed\n")
    assert run("sources").lines == [
        "archive\t2\t3\t--exclude 'skip*'\t",
        "archive/own.jsonl\t1\t1\t--map body=lead,title=hed --exclude 'skip*'\t",
    ]
    assert run("new").code == 1
    assert [line.split("\t")[0] for line in run("delete", "--list").lines] == ["archive/b.txt"]
    assert run("diff", "archive/a.txt").code == 0
    assert run("index").err.startswith("2 unchanged\n")


def test_all_sources_of_a_disk_are_followed_at_once(folder, write, run):
    """By the folder above them; one that is not below the new folder is left alone, and its articles stay."""
    for name in ("talks", "rain", "snow"):
        write(f"disk/{name}/a.txt", f"{name} in Baku.")
    (folder / "disk/rain/own.jsonl").write_text('{"hed": "Strike", "lead": "Rockets fell on Barda."}\n')
    assert run("index", "--exclude", "skip*", "disk/talks", "disk/rain", "disk/snow").code == 0
    assert run("index", "--map", "title=hed,body=lead", "disk/rain/own.jsonl").code == 0
    refused = run("sources", "--move", "disk", "other")
    assert refused.err.startswith("newsgrep: disk is still there, and was not moved\n")
    (folder / "disk/snow").rename(folder / "snow")
    (folder / "disk").rename(folder / "other")
    assert run("sources", "--move", "disk", "nowhere").err.startswith("newsgrep: nowhere/rain is not there, ")
    assert run("sources", "--move", "disk", "other").err.startswith("3 renamed\n")
    assert run("sources").lines == [
        "disk/snow\t1\t1\t--exclude 'skip*'\tmissing",
        "other/rain\t2\t2\t--exclude 'skip*'\t",
        "other/rain/own.jsonl\t1\t1\t--map body=lead,title=hed --exclude 'skip*'\t",
        "other/talks\t1\t1\t--exclude 'skip*'\t",
    ]
    assert run("sources", "--move", "disk", ".").err.startswith("1 renamed\n")
    assert run("index").err.startswith("4 unchanged\n")


def test_only_a_source_that_is_gone_was_moved(indexed, folder, run):
    """What is still there, no source, or not there under the new name is refused."""
    assert "is still there" in run("sources", "--move", "news", "other").err
    (folder / "news").rename(folder / "other")
    assert "there is no" not in run("sources", "--move", "news", "nowhere").err
    assert run("sources", "--move", "news", "nowhere").code == 2
    assert "newsgrep index news" in run("sources", "--move", "news/ganja.txt", "other").err
    assert run("sources", "--move", "--remove", "news", "other").code == 2
    assert run("sources", "--move", "news", "other").code == 0
