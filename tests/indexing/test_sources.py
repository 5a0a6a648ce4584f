"""Sources: what was named to be indexed, and the options that runs remember of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from newsgrep.errors import UsageError
from newsgrep.index import Index
from newsgrep.indexing.options import IndexOptions, Input
from newsgrep.indexing.read_options import ReadOptions
from newsgrep.indexing.remembered import from_json, to_json
from newsgrep.indexing.updating import index_paths

STRANGE = ReadOptions(mapping={"body": ("lead",)})


@pytest.fixture
def own(archive):
    """A folder with a text, and a file of records under names of its own that was indexed by a mapping."""
    archive.write("news/a.txt", "Ganja.")
    archive.write("news/own.jsonl", '{"id": "1", "body": "Read more.", "lead": "Barda."}\n')
    assert archive.run("news/own.jsonl", reading=STRANGE) == {"added": 1}
    return archive


def bring_up_to_date(archive, **options):
    """Run without a path."""
    return index_paths(
        archive.index, Input(remembered=True), IndexOptions(jobs=1, **options), lambda *_: None
    )


def sources_in(archive) -> dict[str, str]:
    """The sources of an index and their flags."""
    with Index(archive.index) as index:
        return {one.path: one.options for one in index.sources()}


def files_in(archive) -> dict[str, tuple[int, int]]:
    """The sources of an index, with the numbers of their files and articles."""
    with Index(archive.index) as index:
        return {one.path: (one.files, one.articles) for one in index.sources()}


def test_a_mapping_is_kept_until_another_is_given(own) -> None:
    """For the file alone, within a folder that is indexed, and without a path."""
    assert own.run("news/own.jsonl") == {"same": 1}
    assert own.run("news") == {"added": 1, "same": 1}
    assert bring_up_to_date(own).same == 2
    own.write("news/own.jsonl", '{"id": "1", "lead": "Barda, again."}\n')
    assert bring_up_to_date(own).changed == 1
    assert own.texts() == {"news/a.txt": "Ganja.", "news/own.jsonl#1": "Barda, again."}
    other = ReadOptions(mapping={"body": ("text", "lead"), "title": ("id",)})
    assert own.run("news/own.jsonl", reading=other) == {"changed": 1}
    assert sources_in(own) == {"news": "", "news/own.jsonl": "--map body=text,body=lead,title=id"}


def test_options_that_are_given_for_a_folder_hold_for_the_sources_in_it(own) -> None:
    """Each option for itself: the mapping of the file stays, and the encoding is new."""
    own.run("news", reading=ReadOptions(encoding="koi8-r"))
    assert sources_in(own) == {
        "news": "--encoding koi8-r",
        "news/own.jsonl": "--map body=lead --encoding koi8-r",
    }
    assert own.texts()["news/own.jsonl#1"] == "Barda."


def test_options_are_forgotten_when_that_is_asked_for(own) -> None:
    """Those of the path, and of all sources below it."""
    own.run("news")
    assert own.run("news", forget=True) == {"same": 1, "changed": 1}
    assert own.texts()["news/own.jsonl#1"] == "Read more."
    assert sources_in(own) == {"news": ""}


def test_a_part_of_a_source_is_read_as_the_source(archive) -> None:
    """With its options, and globs that are relative to it; it is no source of its own."""
    for name in ("a.jsonl", "old/b.jsonl", "old/drafts/c.jsonl"):
        archive.write(f"news/{name}", f'{{"lead": "{name} is a story."}}\n')
    reading = ReadOptions(mapping={"body": ("lead",)}, exclude=("old/drafts",))
    assert archive.run("news", reading=reading) == {"added": 2}
    archive.write("news/old/b.jsonl", '{"lead": "Another story."}\n')
    report = archive.report("news/old")
    assert (report.changed, report.excluded) == (1, 0)
    assert archive.run("news/a.jsonl") == {"same": 1}
    assert sources_in(archive) == {"news": "--map body=lead --exclude old/drafts"}


def test_a_part_with_other_options_is_a_source_of_its_own(archive) -> None:
    """Its globs begin in it, and what is in it is read so when the whole is indexed."""
    for name in ("a.txt", "old/b.txt", "old/drafts/c.txt"):
        archive.write(f"news/{name}", f"The story {name}.")
    archive.run("news", reading=ReadOptions(exclude=("old/drafts",)))
    assert archive.run("news/old", reading=ReadOptions(encoding="koi8-r")) == {"same": 1}
    assert sources_in(archive)["news/old"] == "--encoding koi8-r --exclude drafts"
    assert archive.run("news") == {"same": 2}


def test_a_file_that_is_named_is_read_though_its_folder_leaves_it_out(archive) -> None:
    """For its suffix or by a glob; it stays a source, and is no longer told as left out."""
    archive.write("news/a.log", "Ganja.")
    archive.write("news/b.txt", "Barda.")
    archive.run("news", reading=ReadOptions(exclude=("b*",)))
    assert archive.run("news/a.log", "news/b.txt") == {"added": 2}
    report = bring_up_to_date(archive)
    assert (report.same, report.excluded) == (2, 0)
    assert sources_in(archive) == {"news": "--exclude 'b*'", "news/a.log": "", "news/b.txt": ""}
    report = archive.report("news", reading=ReadOptions(exclude=("b.*",)))
    assert (report.same, report.excluded, report.excluded_example) == (1, 1, "news/b.txt")


def test_a_source_that_is_gone_is_told_and_loses_nothing(archive) -> None:
    """As where a disk is not mounted; the others are brought up to date."""
    archive.write("one/a.txt", "Ganja.")
    archive.write("two/b.txt", "Barda.")
    archive.run("one", "two")
    (archive.home / "one").rename(archive.home / "three")
    (archive.home / "two/b.txt").unlink()
    report = bring_up_to_date(archive)
    assert [one.path for one in report.unreadable] == ["one"]
    assert "newsgrep sources --remove" in report.unreadable[0].reason
    assert (report.removed, list(archive.texts())) == (1, ["one/a.txt"])
    with pytest.raises(UsageError, match="a rebuild would lose its articles"):
        bring_up_to_date(archive, rebuild=True)
    assert list(archive.texts()) == ["one/a.txt"]


def test_a_source_beside_the_home_that_is_gone_loses_nothing(archive_at, tmp_path) -> None:
    """As where a disk is not mounted: a run over the home says nothing of what is stored by a whole path."""
    archive, disk = archive_at(tmp_path / "home"), archive_at(tmp_path / "disk")
    archive.write("a.txt", "Ganja.")
    disk.write("b.txt", "Barda.")
    archive.run(".", str(disk.home))
    assert files_in(archive) == {".": (1, 1), str(disk.home): (1, 1)}
    disk.home.rename(tmp_path / "elsewhere")
    assert archive.run(".") == {"same": 1}
    report = bring_up_to_date(archive)
    assert (report.same, report.removed, len(report.unreadable)) == (1, 0, 1)
    assert len(archive.texts()) == 2


def test_a_source_above_the_home_counts_what_lies_in_the_home(archive_at, tmp_path) -> None:
    """Its files below the home are stored by relative paths, where these were indexed before."""
    archive = archive_at(tmp_path / "home")
    archive.write("a.txt", "Ganja.")
    archive_at(tmp_path).write("b.txt", "Barda.")
    archive.run(".")
    archive.run("..")
    assert files_in(archive) == {".": (1, 1), str(tmp_path): (2, 2)}


def test_the_home_within_a_source_above_it_is_read_as_a_part_of_it(archive_at, tmp_path, monkeypatch) -> None:
    """Its files have relative paths as ever, so that nothing is stored twice, whatever is named and when."""
    archive = archive_at(tmp_path / "home")
    archive.write("a.txt", "Ganja.")
    archive.write("news/b.txt", "Barda.")
    archive.write("drafts/c.txt", "Shusha.")
    without_drafts = ReadOptions(exclude=("home/drafts",))
    assert archive.run("..", reading=without_drafts) == {"added": 2}
    assert sorted(archive.texts()) == ["a.txt", "news/b.txt"]
    assert archive.run("a.txt") == archive.run("news/b.txt", "news") == {"same": 1}
    assert archive.run("news", keep_duplicates=True) == archive.run("news", forget=True) == {"same": 1}
    assert archive.run("..", forget=True, reading=without_drafts) == {"same": 2}
    report = archive.report(".")
    assert (report.same, report.read_bytes) == (2, 0)
    report = archive.report("news")
    assert (report.same, report.read_bytes) == (1, 0)
    monkeypatch.chdir(archive.home)
    with Index(archive.index) as index:
        assert [index[hit.key].body for hit in index.search("ganja")] == ["Ganja."]
    (archive.home / "a.txt").unlink()
    assert archive.run(".") == {"same": 1, "removed": 1}


def test_a_moved_archive_has_its_sources(archive_at, tmp_path) -> None:
    """Paths below the folder of the index are relative to it."""
    archive = archive_at(tmp_path / "before")
    archive.write("news/a.txt", "Ganja.")
    archive.run("news")
    shutil.move(tmp_path / "before", tmp_path / "after")
    moved = archive_at(tmp_path / "after")
    moved.write("news/b.txt", "Barda.")
    report = bring_up_to_date(moved)
    assert (report.added, report.same, report.unreadable) == (1, 1, [])


def test_a_rebuild_reads_what_was_indexed_as_it_was_read(own) -> None:
    """Without a path all of it, and with one as far as it is named."""
    own.run("news")
    assert bring_up_to_date(own, rebuild=True).added == 2
    assert sources_in(own) == {"news": "", "news/own.jsonl": "--map body=lead"}
    assert own.run("news/own.jsonl", rebuild=True) == {"added": 1}
    assert sources_in(own) == {"news/own.jsonl": "--map body=lead"}
    assert own.texts() == {"news/own.jsonl#1": "Barda."}
    own.run("news/own.jsonl", rebuild=True, forget=True)
    assert own.texts() == {"news/own.jsonl#1": "Read more."}


def test_a_run_that_is_not_published_remembers_nothing(own, monkeypatch) -> None:
    """A dry run, and one that fails."""
    own.run("news", dry_run=True)
    with pytest.raises(OSError, match="no room"):
        index_paths(
            own.index,
            Input([own.home / "news"]),
            IndexOptions(jobs=1, reading=ReadOptions(encoding="koi8-r")),
            lambda *_: (_ for _ in ()).throw(OSError("no room")),
        )
    assert sources_in(own) == {"news/own.jsonl": "--map body=lead"}


# Taking one out


def test_a_source_is_taken_out_with_its_articles(own) -> None:
    """But for those that a source within it or above it has; a copy elsewhere takes the place of one."""
    story = "Talks went on for a second day, and nobody knew when they would end. " * 5
    own.write("news/b.txt", story)
    own.write("other/c.txt", story)
    own.run("news", "other")
    with Index(own.index) as index:
        assert index.remove_source(own.home / "news", dry_run=True).removed == 2
        report = index.remove_source(own.home / "news")
    assert (report.removed, report.added) == (2, 1)
    assert sorted(own.texts()) == ["news/own.jsonl#1", "other/c.txt"]
    own.run(".")
    with Index(own.index) as index:
        assert index.remove_source(own.home / "news/own.jsonl").removed == 0
        assert [one.path for one in index.sources()] == [".", "other"]


def test_what_is_no_source_is_refused(archive) -> None:
    """With the source that has it, or one of a similar name."""
    archive.write("news/a.txt", "Ganja.")
    archive.run("news")
    with Index(archive.index) as index:
        with pytest.raises(UsageError, match="lies in news") as refused:
            index.remove_source(archive.home / "news/a.txt")
        assert "--exclude a.txt --delete-excluded news" in refused.value.hint
        with pytest.raises(UsageError) as refused:
            index.remove_source(archive.home / "new")
        assert refused.value.hint == "did you mean news?"
    assert archive.run("news") == {"same": 1}


def test_what_was_piped_in_can_be_taken_out(archive) -> None:
    """It is a source, though it cannot be read again; the options of a pipe count for that pipe alone."""
    archive.write("a.txt", "Ganja.")
    archive.run("a.txt")
    line = b'{"id": "7", "lead": "Barda."}\n'
    assert archive.run(piped=line, reading=STRANGE) == {"added": 1}
    assert archive.run(piped=line, reading=STRANGE) == {"same": 1}
    assert sources_in(archive) == {"stdin:": "", "a.txt": ""}
    assert bring_up_to_date(archive).same == 1
    with Index(archive.index) as index:
        assert index.remove_source("-").removed == 1
    assert list(archive.texts()) == ["a.txt"]


@pytest.mark.parametrize("inner", [".", "../.."])
def test_a_source_above_another_is_taken_out_without_it(archive_at, tmp_path, inner) -> None:
    """Whether the other is the home, or a folder between it and the source: its files stay, and no others."""
    archive = archive_at(tmp_path / "all/between/home")
    archive.write("a.txt", "Ganja.")
    archive_at(tmp_path).write("away.txt", "Barda.")
    archive.run(str(tmp_path))
    archive.run(inner, keep_duplicates=True)
    with Index(archive.index) as index:
        assert index.remove_source(tmp_path).removed == 1
    assert archive.texts() == {"a.txt": "Ganja."}


def test_a_listed_folder_is_read_as_one_that_is_named(own) -> None:
    """A source within it keeps its options."""
    listed = Input(listed=[own.home / "news"])
    report = index_paths(own.index, listed, IndexOptions(jobs=1), lambda *_: None)
    assert (report.added, report.same) == (1, 1)
    assert own.texts() == {"news/a.txt": "Ganja.", "news/own.jsonl#1": "Barda."}


def test_each_of_the_listed_files_of_a_folder_is_read_with_its_options(own) -> None:
    """Whichever comes before it: a source of its own, one that the globs leave out, and a new one."""
    assert own.run("news", reading=ReadOptions(exclude=("x*",)))["added"] == 1
    own.write("news/own.jsonl", '{"id": "1", "body": "Read more.", "lead": "Shusha."}\n')
    for name in ("b", "x", "y"):
        own.write(f"news/{name}.txt", f"{name} Agdam.")
    listed = Input(
        listed=[own.home / "news" / name for name in ("a.txt", "b.txt", "own.jsonl", "x.txt", "y.txt")]
    )
    report = index_paths(own.index, listed, IndexOptions(jobs=1), lambda *_: None)
    assert (report.added, report.changed, report.same) == (3, 1, 1)
    assert own.texts()["news/own.jsonl#1"] == "Shusha."
    assert sources_in(own) == {
        "news": "--exclude 'x*'", "news/own.jsonl": "--map body=lead --exclude 'x*'", "news/x.txt": "",
    }  # fmt: skip


# The same under other names


def test_a_folder_under_a_linked_name_is_indexed_once(archive) -> None:
    """By the name under which it is a source, also for what is in it, and as a link within a folder."""
    archive.write("data/a.txt", "Ganja.")
    archive.run("data")
    (archive.home / "link").symlink_to("data")
    report = archive.report("link")
    assert (report.same, report.added) == (1, 0)
    assert report.known_as == {str(archive.home / "link"): "data"}
    archive.write("data/new/b.txt", "Barda.")
    assert archive.run("link/new") == {"added": 1}
    (archive.home / "whole").mkdir()
    (archive.home / "whole/inner").symlink_to("../data")
    assert archive.run("whole") == {}
    assert sorted(archive.texts()) == ["data/a.txt", "data/new/b.txt"]


@pytest.mark.parametrize("make_link", [os.link, os.symlink])
def test_a_second_name_of_a_file_takes_the_place_of_the_first(archive, make_link) -> None:
    """A file is read under one of its names; what was read under the other before does not stay as it was."""
    file = archive.write("b/a.txt", "Ganja.")
    (archive.home / "a").mkdir()
    make_link(file, archive.home / "a/link.txt")
    archive.run("a")
    archive.run("b")
    archive.write("b/a.txt", "Barda.")
    report = bring_up_to_date(archive)
    assert (report.same + report.changed + report.added, report.duplicates) == (1, 0)
    assert list(archive.texts().values()) == ["Barda."]


def test_links_are_passed_over_on_demand(archive, tmp_path_factory) -> None:
    """Those that are followed out of the folder are told."""
    away = tmp_path_factory.mktemp("away")
    (away / "x.txt").write_text("Shusha.")
    archive.write("news/a.txt", "Ganja.")
    (archive.home / "news/out").symlink_to(away)
    report = archive.report("news")
    assert (report.added, report.outside) == (2, ["news/out"])
    report = archive.report("news", reading=ReadOptions(no_follow=True))
    assert (report.same, report.outside, report.skipped, report.excluded) == (1, [], {"link": 1}, 1)
    assert archive.run("news", delete_excluded=True) == {"same": 1, "removed": 1}
    assert sources_in(archive) == {"news": "--no-follow"}


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="file systems of Linux")
def test_a_link_into_a_file_system_that_stores_nothing_is_not_followed(archive) -> None:
    """What is there has no end, and reading it can change the system."""
    archive.write("news/a.txt", "Ganja.")
    (archive.home / "news/system").symlink_to("/proc/self")
    (archive.home / "news/b.txt").symlink_to("/proc/self/status")
    report = archive.report("news")
    assert (report.added, report.skipped) == (1, {"system file": 2})


# Filters


def test_a_filter_is_run_again_where_this_person_has_run_it(archive, monkeypatch, tmp_path) -> None:
    """The index has a digest of the command alone: one from a stranger never says what to run."""
    archive.write("a.upper", "ganja.")
    reading = ReadOptions(filters={".upper": ("tr", "a-z", "A-Z")})
    assert archive.run(reading=reading) == {"added": 1}
    archive.write("a.upper", "ganja again.")
    assert bring_up_to_date(archive).changed == 1
    assert archive.texts() == {"a.upper": "GANJA AGAIN."}
    (file,) = archive.index.glob("catalog_*.sqlite")
    assert b"a-z" not in file.read_bytes()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another person"))
    with pytest.raises(UsageError, match="a filter that was never run here"):
        bring_up_to_date(archive)
    assert archive.texts() == {"a.upper": "GANJA AGAIN."}


@pytest.mark.parametrize("text", ["[]", "{", '{"nobody": 1}', '{"mapping": 3}', '{"encoding": "utf-99"}'])
def test_options_of_another_version_are_refused(text: str) -> None:
    """They are not read as something else; the hint says what to do."""
    with pytest.raises(UsageError) as refused:
        from_json(text, "news")
    assert "--forget" in refused.value.hint


@pytest.mark.parametrize(
    "options",
    [
        ReadOptions(),
        ReadOptions(mapping={"body": ("a", "b")}, include=("*.x",), exclude=("y/*",), keep_duplicates=True),
        ReadOptions(encoding="koi8-r", format="jsonl", no_follow=True),
    ],
)
def test_options_are_read_as_they_were_written(options: ReadOptions) -> None:
    """All of them."""
    assert from_json(to_json(options), "news") == options
