"""Several indexes, searched as one."""

from __future__ import annotations

import json
import shutil

import pytest

import newsgrep

BOTH = ("--index", "north", "--index", "south/.newsgrep")


@pytest.fixture
def two(write, run):
    """Two indexes in folders beside each other, which hold articles on floods and on harvests."""
    write("north/a.txt", "The flood reached Elmford. The flood was high. The flood left.")
    write("north/b.txt", "A quiet harvest in Elmford.", date="2020-11-01")
    write("south/a.txt", "One flood in Saltmarsh, after a long summer with a good harvest of barley.")
    write("south/c.txt", "Votes are counted in Saltmarsh.", author="Bo News")
    for place in ("north", "south"):
        assert run("index", "-q", "--index", f"{place}/.newsgrep", place).code == 0
    return BOTH


@pytest.fixture
def joint(two, run):
    """One index of all articles of both."""
    assert run("index", "-q", "--index", "all/.newsgrep", "north", "south").code == 0
    return ("--index", "all")


def test_several_indexes_are_ranked_as_one(two, joint, run):
    """With the same hits, scores and paths as one index of all articles."""
    for query in ("flood", "harvest", "elmford OR saltmarsh", "fl*d", "'*'"):
        flags = ("--fields", "path,key,score,date,author,passage", query.strip("'"))
        assert run("search", *two, *flags) == run("search", *joint, *flags)
    assert run("search", *two, "-c", "flood").out == "2\n"


@pytest.mark.parametrize(
    "command",
    [
        ("timeline", "flood", "--by", "month"),
        ("facets", "flood", "--by", "author"),
        ("terms", "flood"),
        ("kwic", "flood"),
        ("quotes", "--least", "1", "flood"),
        ("kwic", "--collocates", "3", "flood"),
        ("sample", "harvest", "-n", "2", "--fields", "path,title"),
        ("search", "--sort", "title", "--explain", "flood"),
        ("search", "--explain-query", "flo*"),
        ("similar", "north/a.txt"),
        ("search", "-c", "-e", "path:north/", "-e", "path:south/c"),
        ("search", "-c", "--", "-path:nor*"),
        ("search", "-c", "path:north/a.txt"),
        ("search", "-c", "path:txt"),
        ("search", "-c", "has:path"),
    ],
)
def test_every_command_that_searches_takes_several(two, joint, run, command):
    """And answers as one index of all articles does."""
    name, *rest = command
    one, other = run(name, *two, *rest), run(name, *joint, *rest)
    assert one.out
    assert (one.code, sorted(one.lines), one.err) == (other.code, sorted(other.lines), other.err)


@pytest.mark.parametrize("query", ["flood --since 2025", "flod", "flood quiet", "author:Ada has:url"])
def test_what_finds_nothing_is_explained_of_several(two, joint, run, query):
    """With the same reasons as of one index of all articles."""
    one, other = run("search", *two, *query.split()), run("search", *joint, *query.split())
    assert (one.code, one.out, one.err) == (other.code, other.out, other.err)
    assert one.err.startswith("newsgrep: nothing found\n  ")


def test_paths_open_from_here_whatever_the_index(two, run, folder, monkeypatch):
    """Also where the first index lies elsewhere, and its home is not above the files of the second."""
    (folder / "far").mkdir()
    shutil.move(folder / "south", folder / "far" / "south")
    hits = run("search", "--index", "far/south", "--index", "north", "--jsonl", "flood").lines
    assert sorted(json.loads(hit)["path"] for hit in hits) == ["far/south/a.txt", "north/a.txt"]
    monkeypatch.chdir(folder / "north")
    hits = run("search", "--index", "../far/south", "--index", ".", "--fields", "path", "flood").lines
    assert sorted(hits) == ["../far/south/a.txt", "a.txt"]


def test_articles_are_shown_from_any_of_them(two, run):
    """By the keys that a search of both prints."""
    keys = run("search", *two, "--fields", "key", "saltmarsh").lines
    assert sorted(keys) == ["south/a.txt", "south/c.txt"]
    for key in keys:
        assert "Saltmarsh" in run("show", *two, key).out
    missing = run("show", *two, "south/d.txt")
    assert (missing.code, missing.out) == (2, "")


@pytest.mark.parametrize("place", ["elsewhere", "north", "south/deep", "."])
def test_keys_of_a_search_are_shown_from_any_folder(two, run, folder, monkeypatch, place):
    """In the form of the folder, and in that of the folder above the indexes."""
    (folder / place).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(folder / place)
    both = ("--index", str(folder / "north"), "--index", str(folder / "south"))
    keys = run("search", *both, "--fields", "key", "elmford OR saltmarsh").out
    assert len(keys.splitlines()) == 4
    for named in (keys, "north/a.txt\nnorth/b.txt\nsouth/a.txt\nsouth/c.txt\n"):
        shown = run("show", *both, "-", stdin=named)
        assert (shown.code, shown.err) == (0, "")
        assert shown.out.count("Elmford") == 2
        assert shown.out.count("Saltmarsh") == 2


def test_one_index_named_twice_is_searched_once(two, run):
    """By its own folder, and by the one that holds it."""
    assert run("search", "--index", "north", "--index", "north/.newsgrep", "-c", "flood").out == "1\n"


def test_indexes_of_several_languages_are_refused(two, write, run):
    """As a word has another stem in each."""
    write("west/a.txt", "Hochwasser in Elmfurt.")
    assert run("index", "-q", "--index", "west/.newsgrep", "--language", "german", "west").code == 0
    ended = run("search", "--index", "north", "--index", "west", "flood")
    assert (ended.code, ended.out) == (2, "")
    assert "german" in ended.err
    assert "north" in ended.err
    assert "search one after the other" in ended.err


def test_path_means_what_is_printed_and_the_folder_of_the_index(two, run):
    """So it chooses one of the indexes, with what was piped into it."""
    assert run("index", "-q", "--index", "north", "-", stdin='{"id": "1", "text": "A flood."}').code == 0
    assert run("search", *two, "-c", "flood path:north/").out == "2\n"
    assert run("search", *two, "-c", "path:north/south").code == 1
    assert run("search", "--index", "north", "-c", "path:north").code == 1


def test_articles_are_counted_by_the_index_that_they_are_in(two, run):
    """By itself and with another facet, also those that were piped in, which have no path."""
    piped = '{"id": "1", "text": "A flood.", "date": "2021-03-01"}'
    assert run("index", "-q", "--index", "south", "-", stdin=piped).code == 0
    found = run("facets", *two, "flood OR harvest", "--by", "index,index*year", "--share", "--tsv")
    assert found.lines == [
        "facet\tvalue\tarticles\tindex_articles\tper_1000",
        *("index\tnorth\t2\t2\t1000.000", "index\tsouth\t2\t3\t666.667"),
        *("index*year\tnorth * 2020\t2\t2\t1000.000", "index*year\tsouth * 2020\t1\t2\t500.000"),
        "index*year\tsouth * 2021\t1\t1\t1000.000",
    ]
    assert run("facets", "--index", "south", "flood", "--by", "index", "--tsv").lines[1:] == [
        "index\tsouth\t2"
    ]


def test_a_sample_has_the_share_of_each_index(two, run):
    """And one article at least of each; with another facet, each pair of values has its share."""
    ended = run("sample", *two, "-n", "2", "--by", "index", "--fields", "index", "elmford OR saltmarsh")
    assert sorted(ended.lines[1:]) == ["north", "south"]
    found = newsgrep.open_indexes(["north", "south"]).sample("*", size=4, by="year,index")
    assert [(one.values, one.sampled) for one in found.strata] == [
        (("2020", "north"), 2),
        (("2020", "south"), 2),
    ]


def test_a_hit_names_the_index_that_it_is_in(two, write, folder, run):
    """In JSON and as a field; indexes in folders of one name are told apart by what is above them."""
    hits = map(json.loads, run("search", *two, "--jsonl", "flood").lines)
    assert {hit["path"]: hit["index"] for hit in hits} == {"north/a.txt": "north", "south/a.txt": "south"}
    write("old/north/a.txt", "An early flood.")
    assert run("index", "-q", "--index", "old/north", "old/north").code == 0
    named = ("--index", "old/north", "--index", "north", "--index", "south")
    found = run("search", *named, "--fields", "index,path", "flood").lines
    assert sorted(found) == sorted(
        ["old/north\told/north/a.txt", f"{folder.name}/north\tnorth/a.txt", "south\tsouth/a.txt"]
    )


def test_a_file_that_is_in_two_indexes_is_named_with_each(two, run):
    """Though its article has the same key in both, as one of the indexes lies in a folder of the other."""
    assert run("index", "-q", "--index", "all", "north", "south").code == 0
    found = run("search", "--index", "all", "--index", "north", "--fields", "index,key", "quiet").lines
    assert sorted(found) == ["all\tnorth/b.txt", "north\tnorth/b.txt"]


def test_a_list_of_indexes_in_the_place_of_one_is_refused(two, run, monkeypatch):
    """In the form of PATH, which the environment invites to: the hint has the flags that search both."""
    monkeypatch.setenv("NEWSGREP_INDEX", "north:south/.newsgrep")
    ended = run("search", "flood")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.splitlines()[1] == "hint: name each: --index north --index south/.newsgrep"
    assert run("search", "--index", "north:nowhere", "flood").err.startswith(
        "newsgrep: there is no index in "
    )


def test_originals_of_several_are_in_one_folder(two, folder, run):
    """With the same names, bytes and keys as those of one index of all; what is gone is named from here."""
    (folder / "north/b.txt").unlink()
    ended = run("export", *two, "both", "flood OR harvest")
    assert ended.code == 2
    assert ended.err.splitlines()[0].startswith("newsgrep: north/b.txt: ")
    for name in ("north/a.txt", "south/a.txt"):
        assert (folder / "both" / name).read_bytes() == (folder / name).read_bytes()
    rows = map(json.loads, (folder / "both/manifest.jsonl").read_text().splitlines())
    assert sorted((row["key"], row["file"]) for row in rows) == [
        (f"{at}/a.txt",) * 2 for at in ("north", "south")
    ]


def test_former_texts_are_shown_of_any(two, write, run):
    """By the key that a search of all prints."""
    write("south/c.txt", "Votes are counted again in Saltmarsh.", author="Bo News")
    assert run("index", "-q", "--index", "south", "south").code == 0
    ended = run("diff", *two, "--jsonl", "south/c.txt")
    assert [json.loads(line)["key"] for line in ended.lines] == ["south/c.txt"] * 2
    assert run("diff", *two, "north/a.txt").code == 1


def test_a_saved_search_that_several_have_is_the_same_in_all(two, folder, run):
    """Else it is refused, also where another search names it, and the list of searches says so."""
    for name in ("north", "south"):
        assert run("save", "--index", name, "water", "flood").code == 0
    assert run("save", "--index", "north", "wet", "@water -quiet").code == 0
    assert run("search", *two, "-c", "@wet").out == "2\n"
    assert run("save", "--index", "south", "--replace", "water", "votes").code == 0
    for query in ("@water", "@wet"):
        ended = run("search", *two, query)
        assert (ended.code, ended.out) == (2, "")
        assert (
            f"@water is one in {folder}/north/newsgrep-searches.toml and another in {folder}/south/"
            in ended.err
        )
    listed = run("saved", *two)
    assert listed.lines == ["water\tflood\t", "wet\t@water -quiet\t"]
    assert f"@water is one in {folder}/north/newsgrep-searches.toml and another in" in listed.err
    assert run("search", "--index", "north", "-c", "@water").out == "1\n"


def test_a_word_has_the_equivalents_that_any_of_the_projects_gives_it(two, folder, run):
    """Whatever the order in which the indexes are named."""
    (folder / "north/newsgrep.toml").write_text('[equivalents]\nwater = ["flood"]\n')
    (folder / "south/newsgrep.toml").write_text('[equivalents]\nwater = ["summer", "votes"]\n')
    for order in (two, two[2:] + two[:2]):
        assert run("search", *order, "-c", "water").out == "3\n"


def test_a_command_on_one_index_refuses_several(two, run):
    """In place of taking the last of them."""
    for command in ("status", "verify", "optimize", "sources"):
        ended = run(command, *two)
        assert (ended.code, ended.out) == (2, "")
        assert "--index is given 2 times" in ended.err


def test_a_missing_index_is_named(two, run):
    """Though the other one is there."""
    ended = run("search", "--index", "north", "--index", "east", "flood")
    assert (ended.code, ended.out) == (2, "")
    assert "east" in ended.err
