"""newsgrep verify and newsgrep optimize."""

from __future__ import annotations

import pytest


@pytest.fixture
def index(write, folder, run):
    """The folder of an index made by three runs, the last of which took an article out."""
    for name in ("ganja", "barda", "shusha"):
        write(f"news/{name}.txt", f"Missiles fell on {name.title()}.\n\nNobody was hurt in {name.title()}.")
        run("index", "news")
    (folder / "news/shusha.txt").unlink()
    run("index", "news")
    return folder / ".newsgrep"


def test_a_whole_index_is_reported_on_stderr(index, run):
    """With exit code 0."""
    ended = run("verify")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"the index in {index} is whole\n"


@pytest.mark.parametrize("suffix", [".trm", ".gap", ".frq", ".plc", ".frm", ".art", ".num"])
def test_a_flipped_bit_is_named_and_is_2(index, run, suffix):
    """Each byte of every file of a segment is under a checksum."""
    file = min(index.glob(f"*{suffix}"))
    data = bytearray(file.read_bytes())
    for offset in range(8, len(data), max(1, len(data) // 40)):
        data[offset] ^= 16
        file.write_bytes(data)
        ended = run("verify")
        data[offset] ^= 16
        # Between sections there are up to seven bytes that nobody reads.
        assert ended.code == 2 or data[offset] == 0, (suffix, offset)
    file.write_bytes(data)
    assert run("verify").code == 0


def test_an_article_that_the_manifest_lacks_is_named(index, run, folder):
    """The manifest and the segments are compared."""
    from newsgrep.indexing import manifest

    (file,) = index.glob("manifest_*")
    records = dict(manifest.Manifest(file))
    del records["news/ganja.txt"]
    manifest.save(records.values(), file)
    ended = run("verify")
    assert (ended.code, ended.out) == (2, "the article news/ganja.txt is of no file, or is there twice\n")


def test_an_article_that_the_segments_lack_is_named(index, run, folder):
    """A file that is not there any more is known to the manifest alone."""
    from newsgrep.indexing import manifest

    (file,) = index.glob("manifest_*")
    record = manifest.Manifest(file)["news/ganja.txt"]
    for name in ("a.txt", "news/z.txt"):
        manifest.save([*manifest.Manifest(file).values(), record._replace(path=name)], file)
    ended = run("verify")
    assert ended.code == 2
    assert ended.lines == ["the article a.txt is missing", "the article news/z.txt is missing"]


def test_optimize_leaves_one_segment_and_the_same_answers(index, run):
    """The next run finds nothing changed."""
    before = run("search", "--all", "missiles").out
    assert len(list(index.glob("*.trm"))) > 1
    ended = run("optimize")
    assert (ended.code, ended.out) == (0, "")
    assert len(list(index.glob("*.trm"))) == 1
    assert sorted(run("search", "--all", "missiles").lines) == sorted(before.splitlines())
    assert run("verify").code == 0
    assert run("index", "news").err.startswith("2 unchanged")


def test_optimize_without_an_index_names_the_command_that_makes_one(folder, run):
    """And makes no folder."""
    ended = run("optimize")
    assert (ended.code, ended.out) == (2, "")
    assert "newsgrep index PATH" in ended.err
    assert not (folder / ".newsgrep").exists()
