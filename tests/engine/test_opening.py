"""Opening an index: what its header says has to fit this version of newsgrep."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from newsgrep.article import Article
from newsgrep.engine.base import WriterOptions
from newsgrep.engine.bm25f import DEFAULT_RANKING, RankingParameters
from newsgrep.engine.embedded.directory import FORMAT_VERSION, IndexDirectory
from newsgrep.engine.registry import open_engine, open_writer
from newsgrep.errors import IndexIncompatibleError
from newsgrep.query.nodes import Word

REBUILD = "rebuild it with: newsgrep index --rebuild PATH"


@pytest.fixture
def index(tmp_path: Path, committed) -> Path:
    """An index of one article."""
    committed(tmp_path / "index", [(set(), {"k": Article("k", "p", "a city")})])
    return tmp_path / "index"


def write_header(index: Path, ranking: RankingParameters) -> None:
    """Write the header of an index as if it had been made with other ranking parameters."""
    directory = IndexDirectory(index)
    directory.write_header(0, replace(directory.read().header, ranking=ranking))


def test_the_header_has_the_ranking_parameters(index):
    """Those by which newsgrep ranks, field weights included."""
    assert IndexDirectory(index).read().header.ranking == DEFAULT_RANKING


@pytest.mark.parametrize(
    ("ranking", "difference"),
    [
        (RankingParameters(k1=1.2), "k1 1.2, not 1.5"),
        (RankingParameters(b=0.5, compound_share=1.0), "b 0.5, not 0.75; compound_share 1.0, not 0.5"),
        (
            RankingParameters(field_weights={"title": 5, "body": 1, "author": 1}),
            "field_weights {'title': 5, ",
        ),
    ],
    ids=["k1", "b and the share of compounds", "field weights"],
)
def test_an_index_of_another_ranking_is_refused(index, ranking, difference):
    """To searches and to changes; the error names each difference on one line and says how to rebuild."""
    write_header(index, ranking)
    for begin in (open_engine, lambda folder: open_writer(folder, WriterOptions())):
        with pytest.raises(IndexIncompatibleError) as caught:
            begin(index)
        assert difference in caught.value.message
        assert "\n" not in caught.value.message
        assert caught.value.hint == REBUILD


#: Opens each of some indexes, and then all together, in a process that may open 100 files.
MANY = """
import resource, sys
from pathlib import Path
from newsgrep.engine.registry import open_engine, open_engines
from newsgrep.query.nodes import MatchAll
resource.setrlimit(resource.RLIMIT_NOFILE, (100, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
places = [*map(Path, sys.argv[1:])]
engines = [open_engine(place) for place in places]
print(sum(one.count(MatchAll()) for one in engines), open_engines(places).count(MatchAll()))
"""


def test_several_indexes_may_have_more_files_than_the_limit(index, tmp_path):
    """It is raised for all that are open, as far as the system allows it, one by one and together."""
    places = [shutil.copytree(index, tmp_path / f"copy{number}") for number in range(16)]
    run = subprocess.run([sys.executable, "-c", MANY, *places], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("16 16\n", "")


def test_an_index_of_an_older_format_is_refused(index):
    """Whatever else its header has; the error names both formats and says how to rebuild."""
    header = IndexDirectory(index).header_file(0)
    header.write_text(json.dumps({"format": 5, "language": "english", "committed_at": "", "checksum": 1}))
    with pytest.raises(IndexIncompatibleError) as caught:
        open_engine(index)
    assert f"has format 5, this newsgrep reads format {FORMAT_VERSION}" in caught.value.message
    assert caught.value.hint == REBUILD


def test_a_rebuild_replaces_an_index_of_another_ranking(index):
    """With one that is searched again."""
    write_header(index, RankingParameters(k1=1.2))
    with open_writer(index, WriterOptions(rebuild=True)) as writer:
        writer.add(Article("l", "p", "a town"))
        writer.commit()
    with closing(open_engine(index)) as engine:
        assert (engine.count(Word("town")), engine.count(Word("city"))) == (1, 0)


@pytest.mark.parametrize("text", ["대한민국은 강하다", "ประเทศไทย", "ປະເທດລາວ", "ព្រះរាជា", "မြန်မာ"])
def test_words_of_an_earlier_analysis_are_refused(tmp_path, committed, text):
    """To searches and to changes: pairs of letters would not be found in whole words."""
    folder = tmp_path / "index"
    committed(folder, [(set(), {"k": Article("k", "p", text)})])
    directory = IndexDirectory(folder)
    directory.write_header(0, replace(directory.read().header, analysis=1))
    for begin in (open_engine, lambda folder: open_writer(folder, WriterOptions())):
        with pytest.raises(IndexIncompatibleError, match="as an earlier version read them") as caught:
            begin(folder)
        assert caught.value.hint == REBUILD


@pytest.mark.parametrize(
    ("language", "is_refused"),
    [("hindi", True), ("english,tamil,nepali", True), ("english", False), ("none", False)],
)
def test_words_with_vowel_signs_of_an_earlier_analysis(tmp_path, language, is_refused):
    """Their stems are others now in Hindi, Nepali and Tamil; every other index is searched as before."""
    folder = tmp_path / "index"
    with open_writer(folder, WriterOptions(language=language)) as writer:
        writer.add(Article("k", "p", "भारत के किसानों"))
        writer.commit()
    directory = IndexDirectory(folder)
    directory.write_header(0, replace(directory.read().header, analysis=2))
    if is_refused:
        with pytest.raises(IndexIncompatibleError, match="words of Hindi, Nepali or Tamil as an earlier"):
            open_engine(folder)
    else:
        with closing(open_engine(folder)) as engine:
            assert engine.count(Word("किसानों")) == 1


def test_other_words_of_an_earlier_analysis_are_searched(index):
    """The next change makes them words of this one."""
    directory = IndexDirectory(index)
    directory.write_header(0, replace(directory.read().header, analysis=1))
    with closing(open_engine(index)) as engine:
        assert engine.count(Word("city")) == 1
    with open_writer(index, WriterOptions()) as writer:
        writer.add(Article("l", "p", "대한민국은 강하다"))
        writer.commit()
    with closing(open_engine(index)) as engine:
        assert (engine.count(Word("city")), engine.count(Word("민국"))) == (1, 1)
