"""Copy an index from a folder to a server, and back: articles and catalog, and nothing is parsed again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from newsgrep.config import IndexPlace
from newsgrep.engine.base import IndexEngine, WriterOptions
from newsgrep.engine.meaning import MeaningEngine
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.errors import IndexMissingError, UsageError
from newsgrep.indexing.catalog.opening import open_catalog
from newsgrep.indexing.change import mark_as_cache, usual_jobs
from newsgrep.indexing.options import USUAL_MEMORY
from newsgrep.indexing.pool import Pool
from newsgrep.tuning import DEFAULT_TUNING, Tuning


def copy_index(
    source: IndexEngine, target: IndexPlace, *, wait: float = 0.0, tuning: Tuning = DEFAULT_TUNING
) -> int:
    """Copy an index to a place, with its articles, catalog and generation; return how many articles it has.

    Raises UsageError where there is an index already, and for a folder that is not where the paths of the
    articles start from; and what `open_writer` raises.
    """
    home = source.home.absolute()
    if isinstance(target, Path) and target.absolute().parent != home:
        raise UsageError(
            f"the paths of the articles start from {home}, where an index of them has to lie",
            f"name a folder in it, for example {home / '.newsgrep'}",
        )
    _refuse_index(target)
    options = WriterOptions(wait=wait, language=source.language)
    pool = Pool(usual_jobs(USUAL_MEMORY), tuning.indexing)
    with open_writer(target, options, pool) as writer, closing(pool):
        writer.home = home
        # The rows of the catalog name generations by their numbers.
        writer.generation = source.generation
        for _, data in source.encoded_articles():
            writer.add_encoded(data)
        writer.prepare()
        folder = source.catalog_folder()
        with closing(open_catalog(folder, source.generation, source.articles, source.place)) as catalog:
            file = writer.catalog_folder / catalog.file.name
            catalog.copy_to(file)
        if isinstance(target, Path):
            mark_as_cache(target)
        writer.keep_catalog(file)
        vectors_of = None
        if isinstance(source, MeaningEngine) and source.meaning and isinstance(target, Path):
            vectors_of = source.vectors_of
            writer.choose_meaning(source.meaning)
        writer.commit(articles=source.articles)
        if vectors_of:
            writer.make_vectors(vectors_of, lambda *_: None)
    return source.articles


def _refuse_index(target: IndexPlace) -> None:
    try:
        open_engine(target).close()
    except IndexMissingError:
        return
    raise UsageError(f"there is an index at {target} already", "name a place where there is none")
