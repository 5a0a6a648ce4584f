"""The commit point: every bit of it is checked, and what it does not name is not deleted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.embedded.directory import IndexDirectory
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.errors import IndexDamagedError, IndexMissingError, IndexUnusableError
from newsgrep.query.nodes import MatchAll


def add(folder: Path, *keys: str, delete: str = "") -> None:
    """Commit some articles, and delete one."""
    with open_writer(folder, WriterOptions()) as writer:
        for key in keys:
            writer.add(Article(key, "p", f"a story of the city {key}"))
        if delete:
            writer.delete(delete)
        writer.commit()


@pytest.fixture(params=range(1, 6), ids=lambda count: f"{count} segments")
def folder(request, tmp_path) -> Path:
    """An index of some segments, the first of them with a deleted article."""
    for number in range(request.param):
        add(tmp_path / "index", f"k{number}", f"l{number}", delete="l0" * (number > 0))
    return tmp_path / "index"


def flips(file: Path) -> Iterator[str]:
    """Flip each bit of a file in turn, in place.

    A table of contents begins with the schema, which is the same in all. Of most of them only each 16th byte
    of it is flipped.
    """
    data = file.read_bytes()
    is_first = file.name == "_MAIN_0.toc"
    schema = 0 if is_first or file.suffix != ".toc" else data.find(b"ArraySegment")
    with file.open("r+b", buffering=0) as opened:
        for place, byte in enumerate(data):
            if place < schema and place % 16:
                continue
            for bit in range(8):
                os.pwrite(opened.fileno(), bytes([byte ^ 1 << bit]), place)
                yield f"{file.name}, bit {bit} of byte {place}"
            os.pwrite(opened.fileno(), bytes([byte]), place)


def is_refused(directory: IndexDirectory) -> bool:
    """Whether a generation cannot be read."""
    try:
        directory.read()
    except IndexUnusableError:
        return True
    return False


@pytest.mark.parametrize("name", ["_MAIN_*.toc", "newsgrep_*.json"])
def test_every_flipped_bit_is_refused(folder, name):
    """Of the table of contents and of the header, however many segments there are."""
    directory = IndexDirectory(folder)
    whole = directory.read()
    assert [flip for flip in flips(next(folder.glob(name))) if not is_refused(directory)] == []
    assert directory.read() == whole


@pytest.mark.parametrize("name", ["_MAIN_*.toc", "newsgrep_*.json"])
def test_no_change_begins_on_a_broken_commit_point(folder, name):
    """Nothing is deleted: once the bit is right again, all articles are there."""
    file = next(folder.glob(name))
    data = file.read_bytes()
    before = sorted(one.name for one in folder.iterdir())
    for place in range(0, len(data), 97):
        file.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        with pytest.raises(IndexUnusableError):
            open_writer(folder, WriterOptions())
    assert sorted(one.name for one in folder.iterdir()) == before
    file.write_bytes(data)
    engine = open_engine(folder)
    assert (
        engine.count(MatchAll())
        == engine.articles
        == 2 * len(before_segments(before)) - (len(before_segments(before)) > 1)
    )


def before_segments(names: list[str]) -> list[str]:
    """The files of a folder that are one for each segment."""
    return [name for name in names if name.endswith(".trm")]


def test_a_deleted_table_of_contents_is_no_empty_index(folder):
    """To a reader and a writer: a new index in its place would delete the segments."""
    before = {file.name for file in folder.iterdir()}
    contents = next(folder.glob("_MAIN_*.toc"))
    data = contents.read_bytes()
    contents.unlink()
    for begin in (open_engine, lambda folder: open_writer(folder, WriterOptions())):
        with pytest.raises(IndexDamagedError, match=f"has lost its file {contents.name}") as caught:
            begin(folder)
        assert "--rebuild" in caught.value.hint
    contents.write_bytes(data)
    assert {file.name for file in folder.iterdir()} == before
    contents.unlink()
    with open_writer(folder, WriterOptions(rebuild=True)) as writer:
        writer.add(Article("n", "p", "new"))
        writer.commit()
    assert open_engine(folder).articles == 1


def test_a_killed_first_run_is_no_lost_index(tmp_path):
    """Its header was written while the table of contents had a temporary name."""
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "newsgrep_0.json").write_text("{")
    (folder / "_MAIN_0.toc.1700000000.5").write_bytes(b"")
    with pytest.raises(IndexMissingError):
        open_engine(folder)
    add(folder, "k")
    assert open_engine(folder).articles == 1


@pytest.mark.parametrize("suffix", [".trm", ".gap", ".frq", ".pos", ".frm", ".art", ".col"])
def test_a_change_notices_a_missing_file(tmp_path, suffix):
    """The error names it; a change that adds articles would not read it otherwise."""
    folder = tmp_path / "index"
    add(folder, "k")
    (file,) = folder.glob(f"*{suffix}")
    file.unlink()
    with pytest.raises(IndexDamagedError, match=f"{file.name} is gone from the index") as caught:
        open_writer(folder, WriterOptions())
    assert "--rebuild" in caught.value.hint


def test_two_articles_never_share_a_key(tmp_path):
    """Neither of one change, nor of a later one; nothing is published then."""
    folder = tmp_path / "index"
    add(folder, "k", "l")
    for keys in (["k"], ["m", "m"]):
        with pytest.raises(IndexDamagedError, match=f"the article {keys[0]} would be in the index"):
            add(folder, *keys)
    assert open_engine(folder).articles == 2
    add(folder, "k", delete="k")
    assert open_engine(folder).articles == 2


def test_a_change_that_gives_another_number_of_articles_is_refused(tmp_path):
    """The caller's catalog does not say then what the segments hold."""
    folder = tmp_path / "index"
    add(folder, "k")
    with open_writer(folder, WriterOptions()) as writer:
        writer.delete("gone")
        with pytest.raises(IndexDamagedError, match="would hold 1 articles, and its catalog 0"):
            writer.commit(articles=0)
    assert open_engine(folder).articles == 1


@pytest.mark.parametrize("name", ["MAIN_WRITELOCK", "newsgrep_1.json"])
def test_a_link_in_the_folder_is_not_written_through(tmp_path, name):
    """A repository may carry one; the file that it leads to stays as it is."""
    folder, secret = tmp_path / "index", tmp_path / "secret"
    add(folder, "k")
    secret.write_text("mine")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    try:
        add(folder, "l")
    except IndexDamagedError as error:
        assert "is a link" in error.message or "has lost" in error.message  # noqa: PT017
    assert secret.read_text() == "mine"


def test_a_pipe_in_the_folder_is_not_waited_for(tmp_path):
    """An archive may carry one in the place of a file of a segment."""
    folder = tmp_path / "index"
    add(folder, "k")
    file = next(folder.glob("*.pos"))
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(IndexDamagedError, match="is not a regular file"):
        open_engine(folder)


@pytest.mark.parametrize(
    ("share", "umask", "mode"),
    [(False, 0o022, 0o700), (True, 0o022, 0o755), (True, 0o027, 0o750), (True, 0o002, 0o775)],
)
def test_others_may_read_an_index_that_is_shared(tmp_path, share, umask, mode):
    """And no other, as far as umask allows."""
    before = os.umask(umask)
    try:
        with open_writer(tmp_path / "index", WriterOptions(share=share)) as writer:
            writer.commit()
    finally:
        os.umask(before)
    assert (tmp_path / "index").stat().st_mode & 0o777 == mode
