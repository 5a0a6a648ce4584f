"""Put articles on a server as a writer does, in one generation: for tests of what reads them."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from newsgrep.article import Article, decode_article
from newsgrep.config.address import parse_address
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.documents import DocumentMaker, id_of, surface_forms
from newsgrep.engine.opensearch.engine import OpenSearchEngine
from newsgrep.engine.opensearch.mapping import articles_index, words_index
from newsgrep.engine.opensearch.state import State, index_of


@contextmanager
def published(url: str, articles: Sequence[Article], language: str = "english") -> Iterator[OpenSearchEngine]:
    """Make an index of articles on a server, open it, and delete it at the end."""
    name = f"test-{uuid.uuid4().hex[:12]}"
    client = Client(parse_address(f"{url}/{name}"))
    index, words = (index_of(client.address, part, "1") for part in ("articles", "words"))
    for made, body in ((index, articles_index(language)), (words, words_index())):
        body["settings"]["index"] |= {"number_of_shards": 2, "number_of_replicas": 0}
        client.request("PUT", f"/{made}", body)
    maker = DocumentMaker(language)
    documents = [maker.document(decode_article(article.encode()), 1) for article in articles]
    counts = Counter(form for document in documents for form in surface_forms(document))
    lines: list[object] = []
    for document in documents:
        lines += [{"index": {"_index": index, "_id": id_of(document["key"], 1)}}, document]
    for form, number in counts.items():
        lines += [{"index": {"_index": words, "_id": form}}, {"w": form, "n": number, "g": 1}]
    if lines:
        data = "".join(json.dumps(line) + "\n" for line in lines).encode()
        answer = client.request("POST", "/_bulk", data, params={"refresh": True})
        assert not answer["errors"], answer
    client.request("POST", f"/{index},{words}/_refresh")
    length = sum(document["s_length"] for document in documents)
    try:
        yield OpenSearchEngine(
            client,
            State(
                generation=1,
                articles=len(documents),
                length=length,
                language=language,
                home="",
                build="1",
                analysis="",
                run="",
                committed_at="",
            ),
        )
    finally:
        client.request("DELETE", f"/{index},{words}")
