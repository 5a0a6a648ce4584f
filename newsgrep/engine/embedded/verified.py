"""Verifies queries in the stored text, and remembers the results from one query to the next.

`newsgrep terms 'caps(Apple)'` searches for caps(Apple) alone, negated, and together with each of its terms:
each article is read once.
"""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.engine.embedded.snapshot import Marks, Snapshot
from newsgrep.engine.segment.reader import Documents
from newsgrep.query.nodes import Verified
from newsgrep.textmatch.verifier import Verifier

#: How many Verified nodes are remembered; each takes two bytes for each document of the index.
_REMEMBERED = 16


class VerifiedDocuments:
    """Verifies documents of a snapshot. Reads each article once for a Verified node."""

    def __init__(self, snapshot: Snapshot, analyzer: Analyzer) -> None:
        self._snapshot = snapshot
        # Not a method: it would keep the files of a closed index open until the garbage collector runs.
        self._known = lru_cache(maxsize=_REMEMBERED)(partial(_nothing_known, analyzer, snapshot.size))

    def among(self, documents: Documents, node: Verified) -> Documents:
        """Return the given documents whose text matches `node`; all must match its candidates."""
        verifier, is_read, matches = self._known(node)
        for document in documents[~is_read[documents]].tolist():
            matches[document] = verifier.matches(self._snapshot.article(document))
            is_read[document] = True
        return documents[matches[documents]]


def _nothing_known(analyzer: Analyzer, size: int, node: Verified) -> tuple[Verifier, Marks, Marks]:
    return Verifier(node.exact, analyzer), np.zeros(size, np.bool_), np.zeros(size, np.bool_)
