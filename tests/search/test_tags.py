"""Tags: the file beside the index, the filter `tag:` and the methods of `Index`."""

from __future__ import annotations

import json
import os
import re
import resource
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsgrep
from newsgrep.errors import ArticleNotFoundError, QuerySyntaxError, UsageError
from newsgrep.index_group import open_indexes
from newsgrep.search.tag_follower import TagFollower
from newsgrep.search.tags import change_tags, read_tags

NAMES = {"a.txt": "Sheep graze.", "b.txt": "Goats graze.", "c.txt": "Sheep and goats sleep."}


def archive(home: Path) -> newsgrep.Index:
    """Make an index of three articles."""
    home.mkdir(exist_ok=True)
    for name, text in NAMES.items():
        (home / name).write_text(f"{text} This is in {home.name}.")
    index = newsgrep.Index(home / ".newsgrep")
    index.update(home, jobs=1)
    return index


@pytest.fixture
def index(tmp_path, monkeypatch):
    """The index of three articles, seen from its home."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    return archive(home)


@pytest.fixture
def file(index):
    """The file of its tags."""
    return index.home / "newsgrep-tags.tsv"


def found(index: newsgrep.Index | newsgrep.IndexGroup, query: str) -> list[str]:
    """The paths that a query finds."""
    return sorted(hit.path for hit in index.search(query, limit=None))


def test_a_tag_finds_the_articles_that_have_it(index):
    """Whole, by its beginning, as any tag, in brackets, and below a NOT; capitals make no difference."""
    assert index.tag(["a.txt", "b.txt"], ["story/Sheep", "read"]) == 2
    assert index.tag("c.txt", "story/goats") == 1
    assert found(index, "tag:READ") == ["a.txt", "b.txt"]
    assert found(index, "tag:story/*") == ["a.txt", "b.txt", "c.txt"]
    assert found(index, "tag:(read OR story/goats) sheep") == ["a.txt", "c.txt"]
    assert found(index, "has:tag -tag:read") == found(index, "no:tag OR tag:story/goats") == ["c.txt"]
    assert index.count("tag:read") == 2
    assert index.tags() == {"read": 2, "story/goats": 1, "story/sheep": 2}


def test_hits_are_tagged_as_well_as_keys(index):
    """All that a search found, with the tags taken off that they had."""
    index.tag(index.search("sheep", limit=None), "wool")
    assert index.tag(index.search("graze", limit=None), "field", remove="wool") == 2
    assert {hit.path: hit.tags for hit in index.search("*", limit=None)} == {
        "a.txt": ("field",), "b.txt": ("field",), "c.txt": ("wool",),
    }  # fmt: skip
    assert {hit.path: hit.tags for hit in index.sample("tag:wool", size=1).hits} == {"c.txt": ("wool",)}


def test_close_and_similar_hits_have_their_tags(index):
    """As all other hits have."""
    index.tag("c.txt", "sleepy")
    assert [hit.tags for hit in index.search("graze sleep").close if hit.path == "c.txt"] == [("sleepy",)]
    assert ("sleepy",) in [hit.tags for hit in index.similar("a.txt").hits]


def test_articles_are_counted_by_tag(index):
    """One with two tags counts for each of them, alone and across another facet; some have none."""
    index.tag(["a.txt", "c.txt"], "wool")
    index.tag("c.txt", "sleepy")
    report = index.facets("sheep OR goats", by="tag,year*tag")
    alone, crossed = report.tables
    assert {row.values: (row.count, row.articles) for row in alone.rows} == {
        ("wool",): (2, 2), ("sleepy",): (1, 1), ("",): (1, 1),
    }  # fmt: skip
    assert {row.values: row.count for row in crossed.rows} == {
        ("", "wool"): 2,
        ("", "sleepy"): 1,
        ("", ""): 1,
    }
    assert (report.total, alone.distinct, alone.counted) == (3, 2, 4)


def test_without_tags_all_articles_have_none(index):
    """As where no article has a source."""
    (table,) = index.facets("sheep", by="tag").tables
    assert [(row.values, row.count) for row in table.rows] == [(("",), 2)]


def test_an_unknown_key_or_name_changes_nothing(index, file):
    """Not even the keys and names beside it."""
    with pytest.raises(ArticleNotFoundError):
        index.tag(["a.txt", "zz.txt"], "read")
    with pytest.raises(UsageError, match="cannot be a tag"):
        index.tag("a.txt", ["read", "to read"])
    assert not file.exists()


def test_a_tag_that_no_article_has_is_a_notice(index):
    """With the nearest one that an article has; so it is of a beginning."""
    index.tag("a.txt", "follow-up")
    assert index.search("tag:folow-up").notices == (
        "no article has the tag folow-up; did you mean follow-up?",
    )
    assert "a tag that begins with x" in index.search("tag:x*").notices[0]


@pytest.mark.parametrize(
    ("query", "position", "message"),
    [
        ("sheep tag:a+b", 10, "a+b cannot be a tag"),
        ('tag:"to read"', 4, "to read cannot be a tag"),
        ("tag:*ad", 4, "the value of tag: cannot contain a wildcard"),
        ("tag:re*d", 6, "the value of tag: cannot contain a wildcard"),
        ("tag:read^2", 8, "tag: cannot have a weight"),
    ],
)
def test_what_cannot_be_a_tag_is_refused(index, query, position, message):
    """At its place in the query."""
    with pytest.raises(QuerySyntaxError, match=message.replace("+", r"\+")) as refused:
        index.search(query)
    assert refused.value.position == position
    assert "may stand anywhere" not in refused.value.hint


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


def test_a_tag_is_renamed(index):
    """Also to the name of another one, which then has the articles of both."""
    index.tag("a.txt", "read")
    index.tag("b.txt", "seen")
    assert index.rename_tag("read", "Seen") == 1
    assert index.tags() == {"seen": 2}
    with pytest.raises(UsageError, match="no article has the tag sen") as refused:
        index.rename_tag("sen", "x")
    assert refused.value.hint == "did you mean seen?"


def test_several_indexes_have_the_tags_of_all(index, tmp_path):
    """Each has its own file; the keys are those of the indexes together."""
    other = archive(tmp_path / "other")
    index.tag("a.txt", "read")
    other.tag(other.search("goats", limit=None), "read")
    with open_indexes([index.place, other.place]) as both:
        assert found(both, "tag:read") == ["../other/b.txt", "../other/c.txt", "a.txt"]
        assert {hit.path: hit.tags for hit in both.search("sheep", limit=None)} == {
            "a.txt": ("read",), "c.txt": (), "../other/a.txt": (), "../other/c.txt": ("read",),
        }  # fmt: skip


def test_a_file_edited_by_hand_is_read(index, file):
    """In any order, with comments, Windows line ends and capitals; a change keeps the comments."""
    file.write_text("# of the beat\r\nRead\tb.txt\r\n\r\nread\ta.txt\r\n")
    assert found(index, "tag:read") == ["a.txt", "b.txt"]
    index.tag("c.txt", "read")
    assert file.read_text() == "# of the beat\nread\ta.txt\nread\tb.txt\nread\tc.txt\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("read a.txt\n", "tsv:1 is not a tag, a tab and a key"),
        ("read\tb.txt\nto read\ta.txt\n", "tsv:2: to read cannot be a tag"),
        ("\ta.txt\n", "tsv:1: an empty name cannot be a tag"),
    ],
)
def test_a_broken_file_is_refused_and_not_written(index, file, text, message):
    """By a search and by a change, as tags would be lost."""
    file.write_text(text)
    for use in (lambda: index.search("tag:read"), lambda: index.tag("a.txt", "read")):
        with pytest.raises(UsageError, match=message):
            use()
    assert file.read_text() == text


#: What git leaves in a file where two people gave tags in the same place.
CONFLICT = (
    "# of the beat\n<<<<<<< HEAD\nread\ta.txt\n=======\nread\tb.txt\n"
    "seen\tb.txt\n>>>>>>> theirs\nlate\tc.txt\n"
)


def test_a_line_that_cannot_be_read_stops_no_search_that_has_no_tag_in_it(index, file):
    """Hits have the tags of the other lines, and a notice names file and line; so of all that shows tags."""
    file.write_text(CONFLICT)
    results = index.search("sheep OR goats")
    assert {hit.path: hit.tags for hit in results} == {
        "a.txt": ("read",), "b.txt": ("read", "seen"), "c.txt": ("late",),
    }  # fmt: skip
    notice = (
        f"some tags may be missing: {file}:2 is a mark of a conflict of git; lines that cannot be read: 3",
    )
    assert (
        results.notices == index.sample("sheep", size=1).notices == index.similar("a.txt").notices == notice
    )


@pytest.mark.parametrize(
    "ask",
    [
        lambda index: index.search("-tag:read"),
        lambda index: index.count("has:tag"),
        lambda index: index.facets("*", by="tag"),
        lambda index: index.tags(),
        lambda index: index.lost_tags(),
        lambda index: index.rename_tag("late", "later"),
    ],
)
def test_what_asks_for_tags_is_refused_where_a_line_cannot_be_read(index, file, ask):
    """As the answer could be wrong: the line may have the tag."""
    file.write_text(CONFLICT)
    with pytest.raises(UsageError, match="tsv:2 is a mark of a conflict of git") as refused:
        ask(index)
    assert refused.value.hint == "keep the lines with a tab that are right, and delete the marks"
    assert file.read_text() == CONFLICT


def test_a_run_keeps_a_line_that_cannot_be_read_in_its_place(index, file):
    """The tags of the other lines follow their articles, and the report names the line."""
    file.write_bytes(CONFLICT.encode() + b"to read\ta.txt\r\n\xff\0\n")
    Path("b.txt").rename("x.txt")
    Path("c.txt").rename("y.txt")
    report = index.update(index.home)
    assert "tsv:2 is a mark" in report.tags_problem
    assert file.read_bytes() == CONFLICT.replace("b.txt", "x.txt").replace("c.txt", "y.txt").encode() + (
        b"to read\ta.txt\r\n\xff\0\n"
    )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (os.mkfifo, "not a regular file"),
        (os.mkdir, "not a regular file"),
        (lambda file: file.symlink_to(file), "cannot be read: too many levels of symbolic links"),
        (lambda file: file.symlink_to(os.devnull), "not a regular file"),
    ],
)
def test_what_is_no_file_is_refused(index, file, make, message):
    """By a search for tags, a change and a run; another search says so. None of them waits for it to end."""
    make(file)
    for use in (lambda: index.search("has:tag"), lambda: index.tag("a.txt", "read"), index.update):
        with pytest.raises(UsageError, match=message):
            use()
    results = index.search("sheep")
    assert (len(results), len(results.notices)) == (2, 1)
    assert re.match(f"tags are not shown: .*{message}", results.notices[0])


def test_a_link_to_a_file_stays_one(index, file):
    """The file that it leads to is written, which may lie elsewhere and be made by the first tag."""
    file.symlink_to("elsewhere.tsv")
    index.tag("a.txt", "read")
    assert file.is_symlink()
    assert Path("elsewhere.tsv").read_text() == "read\ta.txt\n"


def test_a_count_does_not_read_tags(index, file):
    """Nothing of the file is needed for it."""
    file.write_text("broken\n")
    assert (index.count("sheep"), index.search("sheep", limit=0).notices) == (2, ())


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


names = st.from_regex(r"[a-z0-9][a-z0-9_./-]{0,4}", fullmatch=True)
keys = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\\t\n\r\udcff"), min_size=1)


@given(st.dictionaries(names, st.frozensets(keys, min_size=1)))
def test_what_is_written_is_read(tmp_path_factory, tags):
    """Whatever the keys: with tabs, line ends, backslashes, and bytes that are not UTF-8."""
    file = tmp_path_factory.mktemp("tags") / "tags.tsv"
    for name, some in tags.items():
        change_tags(file, some, [name], [], 0o600)
    assert read_tags(file).keys == tags
