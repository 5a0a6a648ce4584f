"""Tags follow their articles to other keys, and wait for those that are gone."""

from __future__ import annotations

import json
import resource
from contextlib import suppress
from pathlib import Path

import pytest

import newsgrep
from newsgrep.errors import UsageError
from newsgrep.search.tag_follower import TagFollower
from tests.tags.conftest import found


def test_tags_follow_a_renamed_file(index, file):
    """The run that finds the file under its new name gives its tags to the new key."""
    index.tag(["a.txt", "b.txt"], "read")
    Path("old").mkdir()
    Path("a.txt").rename("old/x.txt")
    index.update(index.home, dry_run=True)
    assert index.lost_tags() == {}
    index.update(index.home)
    assert file.read_text() == "read\tb.txt\nread\told/x.txt\n"
    assert found(index, "tag:read") == ["b.txt", "old/x.txt"]


def long(word: str) -> str:
    """A text that is long enough to be known again."""
    return f"The {word} grazed on the hill. " * 20


def records(*words: str) -> str:
    """Records that are known by their lines."""
    return "".join(json.dumps({"title": word, "text": long(word)}) + "\n" for word in words)


def titles(index: newsgrep.Index, query: str) -> list[str]:
    """The titles that a query finds."""
    return sorted(hit.title for hit in index.search(query, limit=None))


def test_tags_follow_a_record_to_another_line(index):
    """As lines come before it, change places and go; none gets the tags of another, rebuilt or not."""
    file = Path("x.jsonl")
    file.write_text(records("sheep", "goat", "cow"))
    index.update(index.home)
    index.tag("x.jsonl#L2", "read")
    index.tag("x.jsonl#L3", "late")
    for rebuild, words in ((False, "horse sheep goat cow"), (True, "goat cow horse"), (False, "cow goat")):
        file.write_text(records(*words.split()))
        index.update(index.home, rebuild=rebuild)
        index.update(index.home)
        assert (titles(index, "tag:read"), titles(index, "tag:late")) == (["goat"], ["cow"])
    file.write_text(records("cow", "goat").replace("hill", "field"))
    index.update(index.home)
    assert (titles(index, "tag:read"), titles(index, "tag:late")) == (["goat"], ["cow"])
    file.write_text(records("goat").replace("hill", "field"))
    index.update(index.home)
    assert (titles(index, "tag:read"), index.tags(), index.lost_tags()) == (["goat"], {"read": 1}, {})


@pytest.mark.parametrize("rebuild", [False, True])
def test_tags_follow_a_text_to_the_copy_that_is_stored(index, rebuild):
    """Where the copy comes first among all, where the original goes, and where its source does."""
    Path("m.txt").write_text(long("sheep"))
    Path("n.txt").write_text(long("sheep"))
    index.update(index.home)
    index.tag("m.txt", "read")
    Path("k.txt").write_text(long("sheep"))
    index.update(index.home, rebuild=rebuild)
    assert found(index, "tag:read") == ["k.txt"]
    Path("k.txt").unlink()
    Path("m.txt").unlink()
    index.update(index.home, rebuild=rebuild)
    assert (found(index, "tag:read"), index.lost_tags()) == (["n.txt"], {})
    other = index.home.parent / "other.txt"
    other.write_text(long("sheep"))
    index.update(other)
    index.remove_source(other)
    assert found(index, "tag:read") == ["n.txt"]
    index.update(other)
    index.remove_source(index.home)
    assert found(index, "has:tag") == ["../other.txt"]


@pytest.mark.parametrize("rebuild", [False, True])
def test_tags_follow_an_edited_text_to_a_copy_that_comes_first(index, rebuild):
    """Both came between two runs, so that nothing has the text that was tagged."""
    Path("m.txt").write_text(long("sheep"))
    Path("n.jsonl").write_text(records("goat", "cow"))
    index.update(index.home)
    index.tag(["m.txt", "n.jsonl#L2"], "read")
    for name in ("m.txt", "k.txt"):
        Path(name).write_text(long("ram"))
    for name in ("n.jsonl", "l.jsonl"):
        Path(name).write_text(records("goat", "cow").replace("cow grazed", "cow slept"))
    index.update(index.home, rebuild=rebuild)
    assert found(index, "tag:read") == ["k.txt", "l.jsonl"]
    assert (index.tags(), index.lost_tags()) == ({"read": 2}, {})


def test_a_copy_that_is_an_article_of_its_own_has_its_own_tags(index):
    """It was stored beside the other, whose tags stay in the file when it is gone."""
    Path("m.txt").write_text(long("sheep"))
    Path("n.txt").write_text(long("sheep"))
    index.update(index.home, keep_duplicates=True)
    index.tag("m.txt", "read")
    Path("m.txt").unlink()
    index.update(index.home)
    assert (found(index, "tag:read"), index.lost_tags()) == ([], {"m.txt": ("read",)})


def test_tags_outlive_their_articles(index, file):
    """They are listed as lost, come back with the article, and can be taken off."""
    index.tag("a.txt", ["read", "late"])
    text = Path("a.txt").read_text()
    Path("a.txt").unlink()
    index.update(index.home)
    assert found(index, "tag:read") == []
    assert (index.tags(), index.lost_tags()) == ({"late": 0, "read": 0}, {"a.txt": ("late", "read")})
    index.tag("a.txt", remove="late")
    Path("a.txt").write_text(text)
    index.update(index.home, rebuild=True)
    assert (found(index, "tag:read"), index.lost_tags()) == (["a.txt"], {})


def test_tags_that_could_not_be_written_move_with_the_next_change(index, file):
    """As on a full disk, or as a run is killed: the run is done, and says so."""
    file.write_text("# A long comment.\n" * 100_000)
    index.tag(["a.txt", "b.txt"], "read")
    Path("a.txt").rename("x.txt")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, limits[1]))
    try:
        with pytest.raises(UsageError, match="the run is done, but tags are still at the former") as refused:
            index.update(index.home)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert refused.value.hint.endswith("; the next run moves them")
    assert (found(index, "tag:read"), index.lost_tags()) == (["b.txt"], {"a.txt": ("read",)})
    index.optimize()
    assert found(index, "tag:read") == ["b.txt", "x.txt"]
    assert not list(index.home.glob(".newsgrep-tags*"))


def test_tags_move_with_the_generation_they_were_to_move_with(index, file):
    """Of a run that ended before it published, none moves, whatever is published in its place."""
    index.tag("a.txt", "read")
    for change, tagged in ((lambda: 1 / 0, "a.txt"), (lambda: None, "x.txt"), (lambda: None, "x.txt")):
        with suppress(ZeroDivisionError), TagFollower(file, index.place).moving({"a.txt": "x.txt"}, 7):
            change()
        TagFollower(file, index.place).settle(6 if tagged == "a.txt" else 7)
        assert file.read_text() == f"read\t{tagged}\n"
        TagFollower(file, index.place).settle(7)
        assert file.read_text() == f"read\t{tagged}\n"


def test_whoever_reads_the_tags_reads_their_moves(index, file):
    """The next to change a shared index after a killed run may be another user."""
    index.tag("a.txt", "read")
    file.chmod(0o664)
    with suppress(ZeroDivisionError), TagFollower(file, index.place).moving({"a.txt": "x.txt"}, 7):
        (pending,) = file.parent.glob(".newsgrep-tags.tsv.*")
        assert pending.stat().st_mode & 0o777 == 0o664
        raise ZeroDivisionError


def test_moves_that_newsgrep_did_not_write_are_refused(index, file):
    """They name the file to delete."""
    index.tag("a.txt", "read")
    pending = file.with_name(".newsgrep-tags.tsv._newsgrep.moves")
    for text in ("[]", '{"generation": 1}', "{", '{"generation": 1, "keys": []}'):
        pending.write_text(text)
        with pytest.raises(UsageError, match="moves is not as newsgrep has written it"):
            index.update(index.home)
