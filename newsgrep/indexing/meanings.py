"""The vectors of an index: which model a run names, and making what articles lack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newsgrep.engine.base import Writer
from newsgrep.errors import NewsgrepError, UsageError
from newsgrep.meaning.model import load_model, model_of
from newsgrep.results import IndexReport

#: What a person writes in place of a folder to take the vectors out.
NO_MODEL = "none"


def choose_model(writer: Writer, named: str, *, rebuild: bool, jobs: int) -> bool:
    """Have the index remember the model in a folder, and return whether that is another state than before.

    named:   the folder, `none` to take the vectors out, empty to keep to what is remembered
    rebuild: whether the index is made anew, so that any model fits
    jobs:    threads that the model is loaded for, 0 for one a core

    Raises UsageError if there is no model in the folder, and for another model than the index has vectors of.
    """
    before = writer.meaning
    if not named or (named == NO_MODEL and before is None):
        return False
    wanted = None if named == NO_MODEL else load_model(Path(named), jobs).meaning
    if before and wanted and before.name != wanted.name and not rebuild:
        raise UsageError(
            f"the index has vectors of the model that was in {before.folder}, and {named} has another one",
            f"take them out first with: newsgrep index --meaning {NO_MODEL}",
        )
    if wanted == before:
        return False
    writer.choose_meaning(wanted)
    return True


def make_vectors(
    writer: Writer, report: IndexReport, progress: Callable[[int, int], None], jobs: int
) -> None:
    """Make the vectors that articles lack. Where the model is gone, the report says so: words are found."""
    lacking = writer.count_without_vector()
    if not lacking or writer.meaning is None:
        return
    try:
        model = model_of(writer.meaning, jobs)
        report.vectors = writer.make_vectors(model.of_articles, progress)
    except KeyboardInterrupt as interrupt:
        state = "the articles are indexed, and newsgrep index makes the vectors that are left"
        raise KeyboardInterrupt(state) from interrupt
    except NewsgrepError as error:
        report.without_vector = writer.count_without_vector()
        report.vectors_problem = f"{error.message}; {error.hint}" if error.hint else error.message
