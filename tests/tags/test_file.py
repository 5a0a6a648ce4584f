"""The file of tags beside the index: what is read and written, and what is refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.errors import UsageError
from newsgrep.search.tags import change_tags, read_tags
from tests.tags.conftest import found


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


def test_a_link_to_what_is_no_table_of_tags_is_not_written(index, file):
    """A folder from a stranger could have a link to a file that a shell reads."""
    Path("profile").touch()
    file.symlink_to("profile")
    with pytest.raises(
        UsageError, match=r"it is a link to .*profile, whose name does not end in \.tsv"
    ) as raised:
        index.tag("a.txt", "read")
    assert raised.value.hint == "give that file a name in .tsv, or delete the link"
    assert Path("profile").read_text() == ""


names = st.from_regex(r"[a-z0-9][a-z0-9_./-]{0,4}", fullmatch=True)
keys = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\\t\n\r\udcff"), min_size=1)


@given(st.dictionaries(names, st.frozensets(keys, min_size=1)))
def test_what_is_written_is_read(tmp_path_factory, tags):
    """Whatever the keys: with tabs, line ends, backslashes, and bytes that are not UTF-8."""
    file = tmp_path_factory.mktemp("tags") / "tags.tsv"
    for name, some in tags.items():
        change_tags(file, some, [name], [], 0o600)
    assert read_tags(file).keys == tags
