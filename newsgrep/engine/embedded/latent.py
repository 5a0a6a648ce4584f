"""The basis of an index, and the vectors of its segments: made at a commit.

The first commit with enough articles makes a basis. Later commits keep it while the index grows, so that the
cost of an update depends on what it changes. A commit makes another basis when there are ten times as many
articles, and to optimize. A commit gives every segment that has no vectors of the current basis such vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from newsgrep.engine.embedded.directory import IndexDirectory, wrong_numbers_reported
from newsgrep.engine.segment.info import SegmentInfo
from newsgrep.tuning import SegmentTuning

#: A commit makes another basis when there are this many times as many articles as for the current one.
_GROWTH = 10


def chosen_basis(
    directory: IndexDirectory,
    segments: Sequence[SegmentInfo],
    current: str,
    tuning: SegmentTuning,
    *,
    renew: bool,
) -> str:
    """Return the name of the basis that the next generation has, empty where it has none.

    current: name of the basis of the published generation, empty where it has none
    renew:   whether to make another in its place
    """
    articles = sum(info.live_count for info in segments)
    if articles < tuning.basis_articles:
        return current if articles else ""
    with wrong_numbers_reported(directory.path):
        if current and not renew:
            from newsgrep.engine.segment.vectors import Basis

            if articles < _GROWTH * Basis(directory.basis_file(current)).articles:
                return current
        from newsgrep.engine.segment.basis import make_basis
        from newsgrep.engine.segment.opening import allow_segments, open_segment

        allow_segments(len(segments))
        sample = min(tuning.basis_sample, max(2 * tuning.basis_articles, articles // tuning.basis_part))
        made = make_basis([open_segment(directory.path, info) for info in segments], sample)
    if made.name != current:
        made.write(directory.basis_file(made.name))
    return made.name


def write_segment_vectors(folder: Path, info: SegmentInfo, basis: str) -> list[SegmentInfo]:
    """Write the vectors of a segment by a basis. Returns no new segments."""
    from newsgrep.engine.segment import vectors
    from newsgrep.engine.segment.opening import open_segment

    directory = IndexDirectory(folder)
    with wrong_numbers_reported(folder):
        reader, _ = open_segment(folder, info)
        found = vectors.Basis(directory.basis_file(basis)).fold(reader)
    vectors.write_vectors(directory.vectors_file(info, basis), found)
    return []
