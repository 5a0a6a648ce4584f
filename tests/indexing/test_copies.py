"""Which articles have copies, however many there are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.indexing.dedupe import PRINTS
from newsgrep.indexing.manifest import FileRecord
from newsgrep.indexing.manifest.copies import Copies
from newsgrep.outofcore import numberset, sorter

#: Of each article its prints, and whether it is a copy.
Known = list[tuple[int, int, bool]]
articles = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2) | st.just(2**64 - 1), st.booleans()))


def record(path: str, known: Known) -> FileRecord:
    """Return a file with an article named by each place."""
    names = [str(place) for place in range(len(known))]
    copies = frozenset(name for name, (*_, is_copy) in zip(names, known, strict=True) if is_copy)
    prints = b"".join(PRINTS.pack(address, text) for address, text, _ in known)
    return FileRecord(path, 1, 2, "d", dict.fromkeys(names, b"1" * 8), prints=prints, copies=copies)


def expected(records: list[FileRecord]) -> dict[str, list[str]]:
    """Compare every article with every other."""
    every = [(one, name, set(PRINTS.unpack(some)) - {0}) for one in records for name, some in one.printed()]
    originals = [(one.key(name), prints) for one, name, prints in every if name not in one.copies]
    copies = [(one.key(name), prints) for one, name, prints in every if name in one.copies]
    found = {
        key: [copy for copy, others in copies if not prints.isdisjoint(others)] for key, prints in originals
    }
    return {key: some for key, some in found.items() if some}


@given(st.lists(articles, max_size=4), st.sampled_from([1, 3, 100]), st.sampled_from([1, 1000]))
def test_every_original_has_its_copies(files: list[Known], held: int, few: int) -> None:
    """Those with the same address or text, each once and in their order, in memory or on the disk."""
    records = [record(f"f{number}", known) for number, known in enumerate(files)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorter, "_HELD", held)
        patch.setattr(numberset, "_FEW", few)
        copies = Copies()
        for one in records:
            copies.note(one)
        assert dict(copies.by_original(records)) == expected(records)
