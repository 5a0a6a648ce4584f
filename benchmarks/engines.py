"""The engines that are compared: each indexes an archive and answers its queries.

All do the same work: they read the archive and write an index over title and body that also stores the
articles; they answer a query with the ten best articles, each with title and, where supported, a passage.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

FIELDS = ("id", "title", "author", "date", "body")
TOP = 10


class Peer(ABC):
    """An engine to measure.

    needs:       the module to import
    kinds:       the kinds of queries it supports
    has_threads: whether it indexes with several threads or processes
    """

    needs = ""
    kinds: tuple[str, ...] = ("term", "or", "and", "phrase", "prefix")
    has_threads = False

    def __init__(self, archive: Path, folder: Path, threads: int, limit: int | None) -> None:
        self.archive, self.folder, self.limit = archive, folder, limit
        self.threads = threads if self.has_threads else 1

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield the articles of the archive."""
        with self.archive.open(encoding="utf-8") as lines:
            yield from map(json.loads, islice(lines, self.limit))

    @abstractmethod
    def build(self) -> None:
        """Make the index."""

    @abstractmethod
    def open(self) -> None:
        """Open the index for queries."""

    @abstractmethod
    def ask(self, kind: str, text: str) -> object:
        """Answer one query, including title and passage of its hits."""


def in_operators(kind: str, text: str) -> str:
    """Return a query in the syntax that all engines share."""
    words = text.split()
    return {"or": " OR ".join(words), "and": " AND ".join(words), "phrase": f'"{text}"'}.get(kind, text)


class Newsgrep(Peer):
    """newsgrep, through its Python interface."""

    needs = "newsgrep"
    has_threads = True

    def build(self) -> None:
        """Make the index."""
        import newsgrep

        archive = self.archive
        if self.limit is not None:
            archive = self.folder / "part.jsonl"
            with self.archive.open("rb") as lines, archive.open("wb") as part:
                part.writelines(islice(lines, self.limit))
        with newsgrep.open_index(self.folder / ".newsgrep") as index:
            report = index.update(archive, jobs=self.threads, keep_duplicates=True)
        assert report.added == report.total
        assert not report.unreadable

    def open(self) -> None:
        """Open the index for queries."""
        import newsgrep

        self._index: Any = newsgrep.open_index(self.folder / ".newsgrep")

    def ask(self, kind: str, text: str) -> object:
        """Clear the engine's caches, then answer one query."""
        self._index.open().clear_cache()
        return list(self._index.search(in_operators(kind, text), limit=TOP))


class Fts5(Peer):
    """SQLite's full-text search."""

    needs = "sqlite3"

    def _connect(self) -> Any:
        import sqlite3

        return sqlite3.connect(self.folder / "archive.db")

    def build(self) -> None:
        """Make the index."""
        base = self._connect()
        base.execute(
            "create virtual table archive using fts5"
            "(id unindexed, title, author, date unindexed, body, tokenize='porter unicode61')"
        )
        base.executemany(
            "insert into archive values (?, ?, ?, ?, ?)", ([row[f] for f in FIELDS] for row in self.rows())
        )
        base.execute("insert into archive(archive) values ('optimize')")
        base.commit()
        base.close()

    def open(self) -> None:
        """Open the index for queries."""
        self._base = self._connect()

    def ask(self, kind: str, text: str) -> object:
        """Answer one query."""
        ask = (
            "select id, title, snippet(archive, 4, '[', ']', '…', 24) from archive"
            f" where archive match ? order by rank limit {TOP}"
        )
        return self._base.execute(ask, (in_operators(kind, text),)).fetchall()


class Tantivy(Peer):
    """Tantivy, through its Python binding."""

    needs = "tantivy"
    has_threads = True

    def build(self) -> None:
        """Make the index."""
        import tantivy

        index = tantivy.Index(self._schema(), path=str(self.folder))
        writer = index.writer(heap_size=200_000_000, num_threads=self.threads)
        for row in self.rows():
            writer.add_document(tantivy.Document(**{field: row[field] for field in FIELDS}))
        writer.commit()
        writer.wait_merging_threads()

    @staticmethod
    def _schema() -> Any:
        import tantivy

        builder = tantivy.SchemaBuilder()
        for field, tokenizer in zip(FIELDS, ("raw", "en_stem", "default", "raw", "en_stem"), strict=True):
            builder.add_text_field(field, stored=True, tokenizer_name=tokenizer)
        return builder.build()

    def open(self) -> None:
        """Open the index for queries."""
        import tantivy

        self._index = tantivy.Index.open(str(self.folder))
        self._searcher = self._index.searcher()

    def ask(self, kind: str, text: str) -> object:
        """Answer one query. A regular expression in the body stands for a prefix, which tantivy-py lacks."""
        import tantivy

        schema, searcher = self._index.schema, self._searcher
        if kind == "prefix":
            query = tantivy.Query.regex_query(schema, "body", text.rstrip("*") + ".*")
        else:
            query = self._index.parse_query(in_operators(kind, text), ["title", "body"])
        snippets = tantivy.SnippetGenerator.create(searcher, query, schema, "body")
        found = [searcher.doc(address) for _, address in searcher.search(query, TOP).hits]
        return [(doc["id"], doc["title"], snippets.snippet_from_doc(doc).fragment()) for doc in found]


class Whoosh(Peer):
    """Whoosh with its own codec, writer and searcher."""

    needs = "whoosh"
    has_threads = True

    def build(self) -> None:
        """Make the index."""
        from whoosh import analysis, fields, index

        stemming = analysis.StemmingAnalyzer(cachesize=-1)
        schema = fields.Schema(
            id=fields.ID(unique=True, stored=True),
            title=fields.TEXT(stored=True, analyzer=stemming),
            author=fields.TEXT(stored=True),
            date=fields.STORED,
            body=fields.TEXT(stored=True, analyzer=stemming),
        )
        several = {"procs": self.threads, "multisegment": True} if self.threads > 1 else {}
        writer = index.create_in(str(self.folder), schema).writer(limitmb=512, **several)
        for row in self.rows():
            writer.add_document(**{field: row[field] for field in FIELDS})
        writer.commit()

    def open(self) -> None:
        """Open the index for queries."""
        from whoosh import index

        self._searcher = index.open_dir(str(self.folder)).searcher()

    def ask(self, kind: str, text: str) -> object:
        """Answer one query."""
        from whoosh.qparser import MultifieldParser

        query = MultifieldParser(["title", "body"], self._searcher.schema).parse(in_operators(kind, text))
        hits = self._searcher.search(query, limit=TOP)
        return [(hit["id"], hit["title"], hit.highlights("body")) for hit in hits]


class Bm25s(Peer):
    """bm25s: ranking by sparse matrices, without positions or operators."""

    needs = "bm25s"
    kinds = ("term", "or")

    def build(self) -> None:
        """Make the index."""
        import bm25s

        rows = list(self.rows())
        retriever = bm25s.BM25()
        retriever.index(self._tokens([f"{row['title']} {row['body']}" for row in rows]), show_progress=False)
        retriever.save(str(self.folder), corpus=rows)

    @staticmethod
    def _tokens(texts: list[str]) -> Any:
        import bm25s
        import Stemmer

        return bm25s.tokenize(texts, stemmer=Stemmer.Stemmer("english"), show_progress=False)

    def open(self) -> None:
        """Open the index for queries."""
        import bm25s

        self._retriever = bm25s.BM25.load(str(self.folder), mmap=True, load_corpus=True)

    def ask(self, kind: str, text: str) -> object:
        """Answer one query."""
        return self._retriever.retrieve(self._tokens([text]), k=TOP, show_progress=False)[0]


class Xapian(Peer):
    """Xapian, through its Python binding (python3-xapian in Debian)."""

    needs = "xapian"

    def build(self) -> None:
        """Make the index."""
        import xapian

        base = xapian.WritableDatabase(str(self.folder), xapian.DB_CREATE_OR_OVERWRITE)
        generator = xapian.TermGenerator()
        generator.set_stemmer(xapian.Stem("en"))
        for row in self.rows():
            document = xapian.Document()
            generator.set_document(document)
            generator.index_text(row["title"], 1, "S")
            generator.index_text(row["title"])
            generator.increase_termpos()
            generator.index_text(row["body"])
            document.set_data(json.dumps(row))
            document.add_value(0, row["date"])
            base.add_document(document)
        base.commit()
        base.close()

    def open(self) -> None:
        """Open the index for queries."""
        import xapian

        self._base = xapian.Database(str(self.folder))

    def ask(self, kind: str, text: str) -> object:
        """Answer one query."""
        import xapian

        parser = xapian.QueryParser()
        parser.set_database(self._base)
        parser.set_stemmer(xapian.Stem("en"))
        parser.set_stemming_strategy(parser.STEM_SOME)
        enquire = xapian.Enquire(self._base)
        flags = parser.FLAG_DEFAULT | parser.FLAG_WILDCARD
        enquire.set_query(parser.parse_query(in_operators(kind, text), flags))
        found = enquire.get_mset(0, TOP)
        rows = [json.loads(match.document.get_data()) for match in found]
        return [(row["id"], row["title"], found.snippet(row["body"], 200)) for row in rows]


PEERS: dict[str, type[Peer]] = {
    "newsgrep": Newsgrep,
    "fts5": Fts5,
    "tantivy": Tantivy,
    "whoosh": Whoosh,
    "bm25s": Bm25s,
    "xapian": Xapian,
}
