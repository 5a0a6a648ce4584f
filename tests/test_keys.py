"""Keys in Python: as they are shown from the current folder, and as they are stored; methods take both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import newsgrep
from newsgrep import Article, ArticleNotFoundError

LONG = "Beans were sold at the market of Elmford, as the mayor had foretold in spring. " * 4
FORMS = ["shown", "stored"]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[newsgrep.Index]:
    """An index of three files, one of them a copy, and of a note of a program, seen from another folder."""
    for name, text in {"a.txt": LONG, "b.txt": "A flood in Saltmarsh.", "z.txt": LONG}.items():
        (tmp_path / "home/news").mkdir(parents=True, exist_ok=True)
        (tmp_path / "home/news" / name).write_text(text)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    with newsgrep.open_index("../home/.newsgrep") as opened:
        opened.update("../home/news")
        with opened.writer() as writer:
            writer.add(Article(key="wire/1", body="A flood in Elmford."))
        yield opened


@pytest.fixture
def group(tmp_path: Path, index: newsgrep.Index) -> newsgrep.IndexGroup:
    """The index with another one beside it."""
    (tmp_path / "other").mkdir()
    (tmp_path / "other/c.txt").write_text("A flood in Barley.")
    newsgrep.open_index("../other/.newsgrep").update("../other/c.txt")
    opened = newsgrep.open_indexes(["../home", "../other"])
    assert isinstance(opened, newsgrep.IndexGroup)
    return opened


def key_of(hit: newsgrep.Hit, form: str) -> str:
    """The key of a hit in a form."""
    return hit.key if form == "shown" else hit.article.key


@pytest.mark.parametrize("form", FORMS)
def test_every_method_takes_both_forms(index: newsgrep.Index, tmp_path: Path, form: str) -> None:
    """From a folder where they differ."""
    (hit,) = index.search("beans")
    assert (hit.key, hit.article.key) == ("../home/news/a.txt", "news/a.txt")
    key = key_of(hit, form)
    assert key in index
    assert index[key] == index.get(key) == hit.article
    assert index.duplicates(key) == ["../home/news/z.txt"]
    assert [one.key for one in index.texts(key)] == [hit.key]
    assert [one.article for one in index.story(key)] == [hit.article]
    assert index.similar(key).terms == index.similar(hit.article).terms
    assert index.export(tmp_path / form, [key]).articles == 1
    assert index.delete([key]).removed == 1
    assert key not in index
    assert [one for one, _ in index.deleted()] == ["../home/news/a.txt"]
    assert index.undelete([key]).added == 1
    assert key in index


def test_what_a_search_returns_is_exported_and_deleted(index: newsgrep.Index, tmp_path: Path) -> None:
    """From a folder where shown and stored keys differ: all hits, or one."""
    found = index.search("beans OR flood", limit=None)
    assert index.export(tmp_path / "all", found).articles == 2
    assert index.export(tmp_path / "one", found[0]).articles == 1
    assert index.delete(index.search("beans OR flood", limit=None)).removed == 3
    assert index.count("beans OR flood") == 0


def test_a_group_exports_what_its_search_returns(group: newsgrep.IndexGroup) -> None:
    """Of each of its indexes."""
    assert group.export("hits", group.search("flood OR beans")).articles == 3


@pytest.mark.parametrize("form", FORMS)
def test_a_group_takes_both_forms(group: newsgrep.IndexGroup, form: str) -> None:
    """Those of a group are stored as from the folder above all."""
    keys = {hit.key: key_of(hit, form) for hit in group.search("flood OR beans")}
    assert sorted(keys) == ["../home/news/a.txt", "../home/news/b.txt", "../other/c.txt", "wire/1"]
    for shown, key in keys.items():
        assert key in group
        assert group.shown_key(group[key]) == shown
        assert group.duplicates(key) == (["../home/news/z.txt"] if "a.txt" in key else [])
        assert [text.key for text in group.texts(key)] == [shown]
    report = group.export("both", keys.values())
    assert (report.articles, report.files) == (3, 3)
    assert [problem.path for problem in report.problems] == ["wire/1"]
    assert "../home/news/c.txt" not in group
    assert len(group) == 4
    newsgrep.open_index("../other").update("../other", rebuild=True, exclude=["c.txt"])
    assert len(group) == 4
    group.refresh()
    assert len(group) == 3
    with pytest.raises(TypeError):
        iter(group)  # type: ignore[call-overload]


@pytest.mark.parametrize("name", ["{}", "wire/{}", "https://wire.example/{}"])
def test_a_group_has_articles_of_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """By the keys that the programs gave them: they are found, filtered and compared as those of files."""
    monkeypatch.chdir(tmp_path)
    for folder in ("north", "south"):
        with newsgrep.open_index(f"{folder}/.newsgrep").writer() as writer:
            for n in range(4):
                body = (
                    f"The flood reached Elmford and Saltmarsh, wrote {folder} on page {n}." + f" word{n}" * 9
                )
                writer.add(Article(key=name.format(f"{folder}{n}"), body=body))
    group = newsgrep.open_indexes(["north", "south"])
    keys = {name.format(f"{folder}{n}") for folder in ("north", "south") for n in range(4)}
    for query in ("flood", "added:1d", "flood added:1d"):
        assert {hit.key for hit in group.search(query, limit=None)} == keys
    assert all(group[key].key == key for key in keys)
    first = name.format("north1")
    assert {hit.key for hit in group.similar(first, limit=None).hits} <= keys - {first}
    assert group.similar(first).hits[0].key == name.format("south1")
    assert first in {one.article.key for one in group.story(first)}


def test_an_article_of_no_index_of_a_group_has_no_duplicates(group: newsgrep.IndexGroup) -> None:
    """As in a single index; one of its own has those of its index."""
    assert group.duplicates("../home/news/a.txt") == ["../home/news/z.txt"]
    assert group.duplicates(Article(key="of/none.txt", path="of/none.txt", body=LONG)) == []


def test_the_error_of_a_group_is_that_of_the_index_that_knows_the_file(
    tmp_path: Path, group: newsgrep.IndexGroup
) -> None:
    """Whichever of them it is; the key in the hint is one of the group."""
    (tmp_path / "other/d.txt").write_text(LONG)
    (tmp_path / "other/e.txt").write_text(LONG)
    newsgrep.open_index("../other/.newsgrep").update("../other")
    group = newsgrep.open_indexes(["../home", "../other"])
    for key, hint in (
        ("../home/news/z.txt", "it is the same as ../home/news/a.txt"),
        ("../other/e.txt", "it is the same as ../other/d.txt"),
    ):
        with pytest.raises(newsgrep.ArticleNotFoundError, match="is not stored, because") as caught:
            group[key]
        assert caught.value.hint == hint
        assert group[hint.rpartition(" ")[2]].body == LONG.strip()


def test_a_closed_group_says_so(group: newsgrep.IndexGroup) -> None:
    """It is not opened again. Results that it gave before can still be read."""
    with group:
        results = group.search("flood")
    assert len(list(results)) == 3
    for use in (lambda: group.search("flood"), lambda: group.get("../other/c.txt")):
        with pytest.raises(newsgrep.IndexUnusableError, match="the index is closed"):
            use()


def test_results_have_the_key_of_a_hit(index: newsgrep.Index, group: newsgrep.IndexGroup) -> None:
    """So that they can be joined."""
    for archive in (index, group):
        hits = {hit.key for hit in archive.search("flood")}
        assert {line.key for line in archive.concordance("flood").lines} == hits
        assert {hit.key for hit in archive.sample("flood", size=9).hits} == hits
        assert {archive.shown_key(archive[key]) for key in hits} == hits
    assert {line.path for line in index.concordance("flood").lines} == {"../home/news/b.txt", ""}
    assert index.all_duplicates() == [("../home/news/z.txt", "../home/news/a.txt")]


def test_a_sample_of_a_concordance_is_the_same_from_every_folder(
    index: newsgrep.Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it depends on the keys that are stored."""
    here = [line.left for line in index.concordance("beans OR flood", sample=2, seed=3).lines]
    monkeypatch.chdir(tmp_path)
    with newsgrep.open_index("home") as again:
        assert [line.left for line in again.concordance("beans OR flood", sample=2, seed=3).lines] == here


@pytest.mark.parametrize("path", ["../home/news", "news"])
def test_a_source_is_taken_out_by_either_path(index: newsgrep.Index, path: str) -> None:
    """That from the current folder, and the one that `sources` has."""
    assert [source.path for source in index.sources()] == ["news"]
    assert index.remove_source(path).removed == 2
    assert index.sources() == []


def test_one_key_may_be_given_as_a_text(index: newsgrep.Index) -> None:
    """It is no list of letters."""
    assert index.delete("../home/news/b.txt").removed == 1
    assert index.undelete("../home/news/b.txt").added == 1
    assert index.delete(hit.key for hit in index.search("flood")).removed == 2


@pytest.mark.parametrize("key", ["news/q.txt", "news/z.txt"])
def test_a_key_of_no_article_deletes_nothing(index: newsgrep.Index, key: str) -> None:
    """Nor does that of a duplicate; the error says which it is."""
    with pytest.raises(ArticleNotFoundError, match=key) as caught:
        index.delete(["news/b.txt", key])
    assert caught.value.hint
    assert "news/b.txt" in index
    assert index.deleted() == []


def test_an_article_is_deleted_once(index: newsgrep.Index) -> None:
    """However often it is named at once; later it is none."""
    assert index.delete(["news/b.txt", "../home/news/b.txt"]).removed == 1
    with pytest.raises(ArticleNotFoundError, match="was deleted"):
        index.delete("news/b.txt")
    with pytest.raises(ArticleNotFoundError, match=r"news/a\.txt was not deleted"):
        index.undelete(["news/b.txt", "news/a.txt"])
    assert len(index.deleted()) == 1


def test_what_was_deleted_by_another_program_is_not_deleted_again(index: newsgrep.Index) -> None:
    """Though this one has not seen it."""
    assert "news/b.txt" in index
    newsgrep.open_index("../home").delete("news/b.txt")
    with pytest.raises(ArticleNotFoundError, match="was deleted"):
        index.delete("news/b.txt")


def test_nothing_is_deleted_where_there_is_no_index(tmp_path: Path) -> None:
    """And none is made."""
    index = newsgrep.open_index(tmp_path / "none")
    for change in (index.delete, index.undelete):
        with pytest.raises(newsgrep.IndexMissingError):
            change("a")
    assert not (tmp_path / "none").exists()
