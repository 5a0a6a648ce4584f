"""Message-IDs in a segment: merged, and missing in a segment of an older version."""

from __future__ import annotations

import numpy as np
import pytest

import newsgrep
from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.embedded.engine import EmbeddedEngine
from newsgrep.engine.registry import open_writer
from newsgrep.engine.segment.hash_table import hashes_of
from newsgrep.engine.segment.merger import MergeInput, merge_segments
from newsgrep.engine.segment.reader import SegmentReader
from newsgrep.errors import ArticleNotFoundError

MAILS = [Article(f"{n}.eml", f"{n}.eml", f"Text {n}.", format="eml", message_id=f"{n}@x") for n in range(4)]
PAGE = Article("a.html", "a.html", "Text.", format="html")


@pytest.fixture
def segment(tmp_path):
    """Return a function that writes a segment of some articles."""

    def write(name: str, *articles: Article) -> SegmentReader:
        folder = tmp_path / name
        with open_writer(folder, WriterOptions()) as writer:
            for article in articles:
                writer.add(article)
            writer.commit()
        (file,) = folder.glob("*.trm")
        return SegmentReader(file.with_suffix(""))

    return write


def test_a_merge_keeps_the_ids_of_live_mails(tmp_path, segment):
    """With the new numbers of the documents."""
    one, two = segment("a", PAGE, *MAILS[:2]), segment("b", *MAILS[2:])
    live = np.array([True, False, True])
    merge_segments([MergeInput(one, live), MergeInput(two)], tmp_path / "merged")
    ids = SegmentReader(tmp_path / "merged").message_ids()
    assert sorted(ids.documents_of(hashes_of(["0@x", "1@x", "3@x", "9@x"]))) == [1, 3]


def test_mails_of_an_older_version_are_told(tmp_path, segment, replace_section):
    """Their segment has no ids, also merged with a newer one; a segment without mails lacks none."""
    old, page = segment("a", *MAILS[:2]), segment("b", PAGE)
    for reader in (old, page):
        for name in ("hashes", "documents"):
            replace_section(reader.files[".col"].path, f"message_ids.{name}", None, "|u1")
    stems = [reader.files[".col"].path.with_suffix("") for reader in (old, page)]
    old, page = map(SegmentReader, stems)
    assert not old.keeps_message_ids()
    assert page.keeps_message_ids()
    new = segment("c", *MAILS[2:])
    merge_segments([MergeInput(page), MergeInput(new)], tmp_path / "first")
    assert SegmentReader(tmp_path / "first").message_ids().documents_of(hashes_of(["2@x"])).tolist() == [1]
    merge_segments([MergeInput(old), MergeInput(new)], tmp_path / "second")
    assert not SegmentReader(tmp_path / "second").keeps_message_ids()
    assert not EmbeddedEngine(tmp_path / "a").keeps_message_ids()
    with newsgrep.open_index(tmp_path / "a") as index:
        for query in ("has:attachment", "attachment:plan", "mail:0.eml", "thread:0.eml"):
            assert "newsgrep index --rebuild PATH reads them again" in index.search(query).notices[0]
        assert index.search("from:ada").notices == ()
    assert EmbeddedEngine(tmp_path / "b").keeps_message_ids()


def test_an_unknown_message_id_of_an_older_version_is_told(tmp_path, replace_section):
    """The mail may be there, and its Message-ID not."""
    with newsgrep.open_index(tmp_path / "a") as index, index.writer() as writer:
        writer.add(MAILS[0]._replace(path=""))
    (file,) = (tmp_path / "a").glob("*.col")
    for name in ("hashes", "documents"):
        replace_section(file, f"message_ids.{name}", None, "|u1")
    with newsgrep.open_index(tmp_path / "a") as index:
        for ask in (index.thread, lambda key: index.search(f"mail:{key}")):
            with pytest.raises(ArticleNotFoundError, match="newsgrep index --rebuild PATH reads them again"):
                ask("0@x")
