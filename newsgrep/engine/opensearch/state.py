"""The published state: one document, changed by compare-and-set, beside the lock of the one writer.

An index `NAME` consists of `NAME-state`, which has both documents, and the indexes of a build:
`NAME-articles-BUILD`, `NAME-words-BUILD` and `NAME-catalog-BUILD`. `--rebuild` makes a new build. `NAME` is
an alias of the articles.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from newsgrep.config.address import Address, rebuild_hint
from newsgrep.engine.bm25f import RankingParameters, ranking_differences
from newsgrep.engine.opensearch.client import Client
from newsgrep.engine.opensearch.mapping import FORMAT, analysis_fingerprint
from newsgrep.errors import IndexDamagedError, IndexIncompatibleError, IndexMissingError

#: Names of documents in the index of the state.
STATE, LOCK = "state", "lock"

#: The parts of a build; each is an index on the server.
PARTS = ("articles", "words", "catalog")

#: The ranking parameters of all states that lack them: they were the same before the state had them.
_FIRST_RANKING = RankingParameters(
    k1=1.5, b=0.75, compound_share=0.5, field_weights={"title": 3, "body": 1, "author": 1}
)


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A published state of an index.

    generation:   the published generation
    articles:     how many articles it has
    length:       the sum of their lengths, in words weighted by field
    language:     the language of stemming
    home:         the folder that relative paths of articles start from
    build:        the build that holds the articles
    analysis:     the fingerprint of the analysis that made the words
    ranking:      the ranking parameters; lengths are weighted by their field weights
    run:          the run that published it
    committed_at: when it was published, in ISO 8601
    """

    format: int = FORMAT
    generation: int
    articles: int
    length: int
    language: str
    home: str
    build: str
    analysis: str
    run: str
    committed_at: str
    ranking: RankingParameters = _FIRST_RANKING


class Published(NamedTuple):
    """A state, with the version of its document."""

    state: State
    version: dict[str, Any]


def index_of(address: Address, part: str, build: str) -> str:
    """Return the name of an index on the server: of the articles, the words or the catalog of a build."""
    return f"{address.name}-{part}-{build}"


def state_index(address: Address) -> str:
    """Return the name of the index that has the state and the lock."""
    return f"{address.name}-state"


def read_state(client: Client) -> Published:
    """Return the published state. Raises IndexMissingError, IndexIncompatibleError or IndexDamagedError."""
    published = find_state(client)
    if published is None:
        raise missing(client.address)
    check_state(client.address, published.state)
    return published


def find_state(client: Client) -> Published | None:
    """Return the published state, of any release; None if there is none. Raises IndexDamagedError."""
    address = client.address
    answer = client.request("GET", f"/{state_index(address)}/_doc/{STATE}", ok=(404,))
    if client.status == 404:
        return None
    try:
        state = msgspec.convert(answer["_source"], State)
        return Published(state, if_unchanged(answer))
    except (msgspec.ValidationError, KeyError, TypeError) as error:
        raise IndexDamagedError(
            f"the state of the index {address} is none that newsgrep wrote",
            "choose another name in the address; or have whoever runs the server delete "
            f"{state_index(address)} if nobody needs it, and index again",
        ) from error


def check_state(address: Address, state: State) -> None:
    """Raise IndexIncompatibleError if this newsgrep has another format, ranking or analysis of words."""
    if state.format != FORMAT:
        raise IndexIncompatibleError(
            f"the index {address} has format {state.format}, and this newsgrep reads {FORMAT}",
            rebuild_hint(address),
        )
    if state.analysis != analysis_fingerprint(state.language):
        raise IndexIncompatibleError(
            f"the words of the index {address} were made by another release of PyStemmer or newsgrep",
            f"install the same releases on all machines, or {rebuild_hint(address)}",
        )
    if differences := ranking_differences(state.ranking):
        raise IndexIncompatibleError(
            f"the index {address} was made with other ranking parameters: {differences}",
            rebuild_hint(address),
        )


def if_unchanged(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters that make a change fail if the document has changed since an answer."""
    return {"if_seq_no": answer["_seq_no"], "if_primary_term": answer["_primary_term"]}


def missing(address: Address) -> IndexMissingError:
    """Return the error for an address at which nothing is published."""
    return IndexMissingError(
        f"there is no index {address}", f"make one with: newsgrep index --index {address} PATH"
    )


def hidden(generation: int) -> list[dict[str, Any]]:
    """Return filters that match the documents that do not belong to a generation."""
    return [{"range": {"born": {"gt": generation}}}, {"range": {"died": {"lte": generation}}}]
