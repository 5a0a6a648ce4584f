"""Indexes on a real node: made, changed, killed at, rebuilt; what is published is whole."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsgrep import Index, open_index
from newsgrep.article import Article
from newsgrep.config.address import Address
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.opensearch.builds import add_later_fields, force_merge
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.mapping import later_fields
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.errors import (
    IndexDamagedError,
    IndexIncompatibleError,
    IndexLockedError,
    IndexMissingError,
    IndexUnusableError,
    UsageError,
)

#: Adds an article, and another thousand of 2 kB, deletes the one with the key `a`, and is killed.
KILLED = """
import os, signal, sys
from newsgrep.article import Article
from newsgrep.config.address import parse_address
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.registry import open_writer
writer = open_writer(parse_address(sys.argv[1]), WriterOptions())
for number in range(1000):
    writer.add(Article(key=f"k{number}", path="", body="harbour " * 250))
writer.delete("a")
writer.prepare()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with three articles in `news/`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for name, word in (("a", "harbour"), ("b", "railway"), ("c", "harbour")):
        text = f"A {word} was opened in Tuva. " + f"Many came to see what {name} had built there. " * 20
        (tmp_path / f"news/{name}.txt").write_text(f"The {word} opens\n\n{text}\n")
    return tmp_path


def keys(index: Index, query: str) -> list[str]:
    """The keys of what a query finds, sorted."""
    return sorted(hit.article.key for hit in index.search(query, limit=None))


def write(address: Address, *articles: Article, delete: str = "", **options: Any) -> None:
    """Commit a change."""
    with open_writer(address, WriterOptions(**options)) as writer:
        for article in articles:
            writer.add(article)
        if delete:
            writer.delete(delete)
        writer.commit()


def article(key: str, body: str = "harbour") -> Article:
    """An article of one word."""
    return Article(key=key, path="", body=body)


def test_an_index_is_made_and_brought_up_to_date(address: Address, home: Path, client: Client) -> None:
    """Only what changed is sent; the alias shows the articles to other tools."""
    with open_index(str(address)) as index:
        assert index.update(["news"]).added == 3
        assert keys(index, "harbour") == ["news/a.txt", "news/c.txt"]
        assert index.update().same == 3
        (home / "news/a.txt").unlink()
        (home / "news/b.txt").write_text("The harbour closes\n\nNobody knows why.\n")
        report = index.update()
        assert (report.removed, report.changed, report.same) == (1, 1, 1)
        assert keys(index, "harbour") == ["news/b.txt", "news/c.txt"]
        assert keys(index, "railway") == []
        assert index.stats().articles == 2
        assert list(index.check()) == []
        assert [source.path for source in index.sources()] == ["news"]
        index.optimize()
        assert keys(index, "harb*") == ["news/b.txt", "news/c.txt"]
    assert client.request("GET", f"/{address.name}/_count")["count"] == 2


@pytest.mark.parametrize("part", ["articles", "words", "catalog"])
def test_an_index_without_a_part_is_damaged(address: Address, home: Path, client: Client, part: str) -> None:
    """Someone else has deleted it; the way out is named, and works."""
    with open_index(str(address)) as index:
        index.update(["news"])
        (name,) = client.request("GET", f"/{address.name}-{part}-*/_settings")
        client.request("DELETE", f"/{name}")
        with pytest.raises(IndexDamagedError, match=f"{address} has lost a part .*no such index") as caught:
            list(index.check())
        assert f"newsgrep index --index {address} --rebuild PATH" in caught.value.hint
        assert index.update(["news"], rebuild=True).added == 3
        assert list(index.check()) == []


def test_merging_leaves_nothing_of_what_was_sent(address: Address, client: Client) -> None:
    """It waits until the server may forget that, and no old segment stays on the disk."""
    texts = [" ".join(f"w{number * step}" for step in range(1, 400)) for number in range(1, 200)]
    for half in (texts[:100], texts[100:]):
        write(address, *(article(f"{len(half)}-{text[:9]}", text) for text in half))
    indexes = [f"{address.name}-articles-*"]
    before = store_size(client, *indexes)
    force_merge(client, indexes, worth_waiting=0)
    assert len(segments(client, *indexes)) == 1
    deadline = time.monotonic() + 60
    while store_size(client, *indexes) > before * 0.7:  # the server counts anew every 10 seconds
        assert time.monotonic() < deadline
        time.sleep(1)


def store_size(client: Client, index: str) -> int:
    """The bytes of an index on the disks of the server."""
    return int(client.request("GET", f"/{index}/_stats/store")["_all"]["total"]["store"]["size_in_bytes"])


def segments(client: Client, index: str) -> list[str]:
    """The segments of all shards of an index."""
    shards = [
        shard
        for one in client.request("GET", f"/{index}/_segments")["indices"].values()
        for copies in one["shards"].values()
        for shard in copies
    ]
    return [name for shard in shards for name in shard["segments"]]


def test_an_open_index_stays_as_it_was(address: Address) -> None:
    """Also what has been deleted and replaced since is found, until it is opened again."""
    write(address, article("a"), article("b"))
    with closing(open_engine(address)) as before:
        write(address, article("b", "railway"), article("c"), delete="b")
        with closing(open_engine(address)) as after:
            assert [before.get(key) is not None for key in "abc"] == [True, True, False]
            assert [after.get(key) is not None for key in "abc"] == [True, True, True]
            old, new = before.get("b"), after.get("b")
            assert old
            assert new
            assert (old.body, new.body) == ("harbour", "railway")
            assert (before.articles, after.articles) == (2, 3)


def test_a_killed_run_changes_nothing_and_is_swept(address: Address, client: Client) -> None:
    """The next writer on the same machine need not wait for its lock, and takes back its deaths."""
    write(address, article("a"), article("b"))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(address)], check=False)
    assert killed.returncode == -9
    client.request("POST", f"/{address.name}/_refresh")
    dying = {"query": {"exists": {"field": "died"}}}
    assert client.request("POST", f"/{address.name}-articles-*/_count", dying)["count"] == 1
    with closing(open_engine(address)) as engine:
        assert sorted(key for key, _ in engine.encoded_articles()) == ["a", "b"]
    with open_writer(address, WriterOptions()) as writer:
        writer.sweep()
        writer.commit(articles=2)
    with closing(open_engine(address)) as engine:
        assert sorted(key for key, _ in engine.encoded_articles()) == ["a", "b"]
        assert list(engine.check()) == []
    assert client.request("GET", f"/{address.name}/_count")["count"] == 2


def test_a_second_writer_is_told(address: Address) -> None:
    """It says which process writes."""
    with (
        open_writer(address, WriterOptions()),
        pytest.raises(IndexLockedError, match=r"process \d+ on .* is writing"),
    ):
        open_writer(address, WriterOptions(wait=0.3))


def test_a_first_run_without_a_commit_leaves_no_index(address: Address, client: Client) -> None:
    """All that it had made is deleted."""
    with open_writer(address, WriterOptions()) as writer:
        writer.add(article("a"))
    with pytest.raises(IndexMissingError, match="there is no index"):
        open_engine(address)
    assert client.request("GET", f"/{address.name}-*") == {}


def test_a_rebuild_takes_the_place_of_the_old_index(address: Address, client: Client) -> None:
    """The old one is read until then, and deleted by the next run; another language needs a rebuild."""
    write(address, article("a", "harbours"))
    with pytest.raises(IndexIncompatibleError, match="the language of the index .* is english"):
        write(address, language="german")
    with closing(open_engine(address)) as before:
        write(address, article("b"), rebuild=True, language="german")
        assert before.get("a")
        with closing(open_engine(address)) as after:
            assert after.language == "german"
            assert [key for key, _ in after.encoded_articles()] == ["b"]
            assert after.generation == before.generation + 1
    assert client.request("GET", f"/{address.name}/_count")["count"] == 1
    with open_writer(address, WriterOptions()) as writer:
        writer.sweep()
    assert len(client.request("GET", f"/{address.name}-articles-*")) == 1


def test_a_key_in_use_is_refused(address: Address) -> None:
    """Nothing is published then; the number of articles is compared, too."""
    write(address, article("a"))
    with pytest.raises(IndexDamagedError, match="the article a would be in the index"):
        write(address, article("a", "railway"))
    with open_writer(address, WriterOptions()) as writer:
        writer.sweep()
        with pytest.raises(IndexDamagedError, match="would hold 1 articles, and its catalog 7"):
            writer.commit(articles=7)
    with closing(open_engine(address)) as engine:
        assert engine.generation == 0


def test_who_publishes_in_between_is_noticed(address: Address, client: Client) -> None:
    """The state document is changed only if it is as it was when the run began."""
    write(address, article("a"))
    path = f"/{address.name}-state/_doc/state"
    with open_writer(address, WriterOptions()) as writer:
        writer.add(article("b"))
        state = client.request("GET", path)["_source"]
        client.request("PUT", path, {**state, "run": "another"})
        with pytest.raises(IndexUnusableError, match="another process has published"):
            writer.commit()


def test_the_catalog_is_the_same_on_any_machine(
    address: Address, home: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine fetches what its copy has not; a block that was changed on the server is noticed then."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    with open_index(str(address)) as index:
        index.update(["news"])
        (home / "news/d.txt").write_text((home / "news/a.txt").read_text())
        assert index.update().duplicates == 1
        assert index.duplicates("news/a.txt") == ["news/d.txt"]
        catalog = next(iter(client.request("GET", f"/{address.name}-catalog-*")))
        client.request("POST", f"/{catalog}/_refresh")
        hits = client.request("POST", f"/{catalog}/_search", {"size": 100})["hits"]["hits"]
        for hit in hits:
            if "data" in hit["_source"]:
                changed = {**hit["_source"], "data": hit["_source"]["data"][::-1]}
                client.request("PUT", f"/{catalog}/_doc/{hit['_id']}", changed)
        assert list(index.check()) == [f"the catalog of the index {address} is damaged"]
        monkeypatch.setenv("XDG_CACHE_HOME", str(home / "another machine"))
        with pytest.raises(IndexDamagedError, match="catalog of the index .* is damaged"):
            index.update()
        monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        assert index.update().same == 3
        assert keys(index, "railway") == ["news/b.txt"]


def test_an_index_that_may_not_be_written_says_so(address: Address, client: Client) -> None:
    """As when the disk of a node is full; it is searched all the same."""
    write(address, article("a"))
    block = "index.blocks.read_only_allow_delete"
    client.request("PUT", f"/{address.name}-*/_settings", {block: True})
    with pytest.raises(IndexUnusableError, match="is blocked: .*read-only"):
        write(address, article("b"))
    with closing(open_engine(address)) as engine:
        assert engine.get("a")
    client.request("PUT", f"/{address.name}-*/_settings", {block: None})
    client.request("DELETE", f"/{address.name}-state/_doc/lock", ok=(404,))
    write(address, article("b"))


def test_a_name_of_an_index_of_someone_else_is_left_alone(address: Address, client: Client) -> None:
    """An alias of theirs would stand for the articles, too; nothing is made, and it stays as it is."""
    theirs = f"{address.name}-theirs"
    client.request("PUT", f"/{theirs}", {"aliases": {address.name: {}}})
    with pytest.raises(UsageError, match=f"a name {address.name}, of the index {theirs}, that newsgrep"):
        write(address, article("a"))
    assert list(client.request("GET", f"/{address.name}")) == [theirs]


def test_an_index_of_someone_else_is_left_alone(address: Address, client: Client) -> None:
    """A name that is taken is refused, as is a state that newsgrep did not write."""
    client.request("PUT", f"/{address.name}")
    with pytest.raises(UsageError, match="that newsgrep did not make"):
        write(address, article("a"))
    client.request("DELETE", f"/{address.name}")
    write(address, article("a"))
    path = f"/{address.name}-state/_doc/state"
    state = client.request("GET", path)["_source"]
    client.request("PUT", path, {**state, "format": 99})
    with pytest.raises(IndexIncompatibleError, match="has format 99"):
        open_engine(address)
    client.request("PUT", path, {**state, "analysis": "other"})
    with pytest.raises(IndexIncompatibleError, match="another release of PyStemmer"):
        open_engine(address)
    client.request("PUT", path, {**state, "ranking": {**state["ranking"], "b": 0.5}})
    with pytest.raises(IndexIncompatibleError, match=r"other ranking parameters: b 0\.5, not 0\.75;"):
        open_engine(address)
    client.request("PUT", path, {name: value for name, value in state.items() if name != "ranking"})
    open_engine(address).close()  # the state of an older newsgrep
    client.request("PUT", path, {"generation": "many"})
    with pytest.raises(IndexDamagedError, match="none that newsgrep wrote") as caught:
        open_engine(address)
    assert f"delete {address.name}-state" in caught.value.hint  # which a rebuild does not take the place of


def test_an_index_is_moved_to_a_server_and_back(address: Address, home: Path) -> None:
    """Nothing is read again, and the answers are the same."""
    with open_index() as index:
        index.update(["news"])
        with open_index(str(address)) as moved:
            assert index.copy_to(moved) == 3
            assert list(moved.check()) == []
            report = moved.update()
            assert (report.added, report.changed, report.removed) == (0, 0, 0)
            scores = [[(hit.key, hit.score) for hit in one.search("harbour tuva")] for one in (index, moved)]
            assert [key for key, _ in scores[0]] == [key for key, _ in scores[1]]
            assert scores[0][0][1] == pytest.approx(scores[1][0][1])
            with open_index(home / "back") as back:
                assert moved.copy_to(back) == 3
                assert list(back.check()) == []


def test_a_sample_is_analysed_again(address: Address, home: Path, client: Client) -> None:
    """What another tool has changed, so that the server has no words of an article, is noticed."""
    with open_index(str(address)) as index:
        index.update(["news"])
        assert list(index.check()) == []
        articles = next(iter(client.request("GET", f"/{address.name}-articles-*")))
        client.request("POST", f"/{articles}/_update/news%2Fb.txt@0", {"doc": {"s_day": 20_201_030}})
        client.request(
            "POST", f"/{address.name}-words-*/_delete_by_query", {"query": {"term": {"w": "tuva"}}}
        )
        client.request("POST", f"/{address.name}-*/_refresh")
        lost, missing = index.check()
        assert lost == "the words of the article news/b.txt do not agree with its text"
        assert re.fullmatch(r"1 of \d+ words of a sample are not in the list of words", missing)


def test_a_changed_mapping_is_noticed(address: Address, home: Path, client: Client) -> None:
    """A run stops, as it would write other words; a field of another tool does no harm."""
    with open_index(str(address)) as index:
        index.update(["news"])
        mapping = f"/{address.name}-articles-*/_mapping"
        client.request("PUT", mapping, {"properties": {"desk": {"type": "keyword"}}})
        assert index.update().same == 3
        (held,) = client.request("GET", mapping).values()
        field = held["mappings"]["properties"]["t_all"] | {"search_analyzer": "words"}
        client.request("PUT", mapping, {"properties": {"t_all": field}})
        with pytest.raises(
            IndexDamagedError, match="the field t_all of the index .* was changed on the server"
        ):
            index.update()
        assert "the field t_all" in next(iter(index.check()))
        assert len(index) == 3
        assert index.update(["news"], rebuild=True).added == 3
        assert list(index.check()) == []


def test_an_index_of_an_older_version_gets_the_fields_that_it_lacks(client, address):
    """What a version before did not map, as the recipients of mails, is added, and what is there stays."""
    index = f"/{address.name}-articles-0123456789ab"
    client.request("PUT", index, {"mappings": {"properties": {"key": {"type": "keyword"}}}})
    for _ in range(2):
        add_later_fields(client, "0123456789ab")
    (held,) = client.request("GET", f"{index}/_mapping").values()
    assert held["mappings"]["properties"].keys() == {"key", *later_fields()}
