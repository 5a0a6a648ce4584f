"""Paths in a query, as the user sees them."""

from __future__ import annotations

import pytest


@pytest.fixture
def archive(write, folder, run):
    """An index in a folder with two articles, beside the current folder and above it."""
    write("wire/old/a.txt", "The flood reached Elmford.")
    write("wire/b.txt", "A quiet harvest in Elmford.")
    assert run("index", "-q", "--index", "wire/.newsgrep", "wire").code == 0
    return folder


@pytest.mark.parametrize(
    ("place", "path", "found"),
    [
        (".", "wire/old/a.txt", 1),
        (".", "./wire/old/*", 1),
        (".", "wire/", 2),
        (".", "{}/wire/old/a.txt", 1),
        (".", "{}/wire/o*", 1),
        (".", "{}/wire/", 2),
        ("wire/old", "../b.txt", 1),
        ("wire/old", "old/a.txt", 1),
        ("wire", "old/a.txt", 1),
        ("wire", "old/c.txt", 0),
        (".", "other/a.txt", 0),
    ],
)
def test_a_path_is_found_as_it_is_seen(archive, run, monkeypatch, place, path, found):
    """From the current folder, from the root and from the home of the index."""
    monkeypatch.chdir(archive / place)
    index = ("--index", str(archive / "wire"))
    ended = run("search", *index, "-c", f"path:{path.format(archive)}")
    assert ended.out == f"{found}\n"
    others = run("search", *index, "-c", "--", f"-path:{path.format(archive)}")
    assert others.out == f"{2 - found}\n"


def test_a_notice_says_which_path_is_searched_for(archive, run):
    """And that a path is outside of the folder of the index; none where the path is as it is stored."""
    index = ("--index", "wire")
    assert run("search", *index, "-c", "path:wire/b.txt").err == (
        f'newsgrep: path:"wire/b.txt" is searched for as path:"b.txt": paths start from {archive}/wire\n'
    )
    outside = run("search", *index, "path:/etc/passwd")
    assert f'path:"/etc/passwd" is outside of {archive}/wire, which the paths start from' in outside.err
    assert run("search", *index, "-c", "path:old/a.txt").err == ""
