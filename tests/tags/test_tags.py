"""Tags: the filter `tag:` and the methods of `Index`."""

from __future__ import annotations

import pytest

from newsgrep.errors import ArticleNotFoundError, QuerySyntaxError, UsageError
from newsgrep.index_group import open_indexes
from tests.tags.conftest import archive, found


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
    assert [hit.tags for hit in index.search("graze sleep").close_hits if hit.path == "c.txt"] == [
        ("sleepy",)
    ]
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


def test_a_count_does_not_read_tags(index, file):
    """Nothing of the file is needed for it."""
    file.write_text("broken\n")
    assert (index.count("sheep"), index.search("sheep", limit=0).notices) == (2, ())
