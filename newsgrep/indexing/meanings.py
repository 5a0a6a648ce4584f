"""The vectors of an index: which model a run names, and making what articles lack."""

from __future__ import annotations

from pathlib import Path

from newsgrep.engine.base import Writer
from newsgrep.errors import NewsgrepError, UsageError
from newsgrep.indexing.options import IndexOptions
from newsgrep.meaning.model import load_model, model_of
from newsgrep.results import IndexReport

#: What the user writes in place of a folder to remove the vectors.
NO_MODEL = "none"


def choose_model(writer: Writer, options: IndexOptions) -> bool:
    """Let the index remember the model that the options name, or none; return whether that is a change.

    Raises UsageError if there is no model in the folder, and for another model than the index has vectors of.
    """
    before, named = writer.meaning, options.meaning
    wanted = None if named == NO_MODEL else load_model(Path(named), options.jobs).meaning
    if before and wanted and before.name != wanted.name and not options.rebuild:
        raise UsageError(
            f"the index has vectors of the model that was in {before.folder}, and {named} has another one",
            f"remove them first with: newsgrep index --meaning {NO_MODEL}",
        )
    if wanted == before:
        return False
    writer.choose_meaning(wanted)
    return True


def make_missing_vectors(writer: Writer, report: IndexReport, options: IndexOptions) -> None:
    """Make the vectors that articles lack. If the model is gone, the report says so; words are found."""
    lacking = writer.count_without_vector()
    if not lacking or writer.meaning is None:
        return
    try:
        model = model_of(writer.meaning, options.jobs)
        report.vectors = writer.make_vectors(model.of_articles, options.on_vectors)
    except KeyboardInterrupt as interrupt:
        state = "the articles are indexed, and newsgrep index makes the vectors that are left"
        raise KeyboardInterrupt(state) from interrupt
    except NewsgrepError as error:
        report.without_vector = writer.count_without_vector()
        report.vectors_problem = f"{error.message}; {error.hint}" if error.hint else error.message
