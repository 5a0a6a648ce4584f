"""Every form of the query language finds what an independent reading of the corpus finds, and no more.

A row is a query and what an article must be like, said without newsgrep: patterns over the raw text (see
conftest.py), with the inflections that English stemming joins spelt out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsgrep.engine.base import Engine
from newsgrep.engine.registry import open_engine
from newsgrep.indexing.options import IndexOptions, Input
from newsgrep.indexing.updating import index_paths
from newsgrep.query import parse
from newsgrep.query.nodes import MatchAll
from newsgrep.search.answering import search
from newsgrep.search.hit_maker import Shown
from newsgrep.search.options import SearchOptions
from newsgrep.search.request import ParsedRequest
from tests.engine.memory_engine import MemoryEngine
from tests.opensearch.publish import published

CORPUS = Path(__file__).parents[2] / "corpus"

MISSILE = "missiles?"
ATTACK = "attack(?:s|ed|ing)?"
KILL = "kill(?:s|ed|ing)?"
PARAGRAPH = r"\n\s*\n"
SENTENCE = rf"{PARAGRAPH}|(?<!\b[A-Z])[.!?]['\")”’»]*\s+"
STRIKE = "strik(?:e|es|ing)"

ROWS = [
    # words: one, several, inflections, possessives, accents
    ("ganja", lambda a: a.has("ganja(?:'s)?")),
    ("GANJA", lambda a: a.has("ganja(?:'s)?")),
    ("ganja missile", lambda a: a.has("ganja(?:'s)?", MISSILE)),
    ("missiles", lambda a: a.has(MISSILE)),
    ("attacked", lambda a: a.has(ATTACK)),
    ("armenia", lambda a: a.has("armenia(?:'s)?")),
    ("Armenia’s", lambda a: a.has("armenia(?:'s)?")),
    ("killed wounded", lambda a: a.has(KILL, "wound(?:s|ed|ing)?")),
    ("erdogan", lambda a: a.has("erdogan(?:'s)?")),
    ("Erdoğan", lambda a: a.has("erdogan(?:'s)?")),
    ("kılıçdaroğlu", lambda a: a.has("kilicdaroglu(?:'s)?")),
    ("nonesuchword", lambda a: False),
    # operators
    ("missile OR drone", lambda a: a.any(MISSILE, "drones?")),
    ("missile OR drone OR rocket", lambda a: a.any(MISSILE, "drones?", "rockets?(?:'s)?")),
    ("ganja AND missile", lambda a: a.has("ganja(?:'s)?", MISSILE)),
    ("ganja NOT missile", lambda a: a.has("ganja(?:'s)?") and not a.has(MISSILE)),
    ("ganja -missile", lambda a: a.has("ganja(?:'s)?") and not a.has(MISSILE)),
    ("-ganja missile", lambda a: a.has(MISSILE) and not a.has("ganja(?:'s)?")),
    ("+ganja +missile", lambda a: a.has("ganja(?:'s)?", MISSILE)),
    ("ganja (missile OR truce)", lambda a: a.has("ganja(?:'s)?") and a.any(MISSILE, "truces?")),
    ("(ganja OR barda) -missile", lambda a: a.any("ganja(?:'s)?", "barda") and not a.has(MISSILE)),
    ("(ganja missile) OR (mars rover)", lambda a: a.has("ganja", MISSILE) or a.has("mars", "rovers?(?:'s)?")),
    ("NOT armenia", lambda a: not a.has("armenia(?:'s)?")),
    ("-(armenia OR azerbaijan)", lambda a: not a.any("armenia(?:'s)?", "azerbaijan(?:'s)?")),
    ("ganja NOT (missile OR truce)", lambda a: a.has("ganja(?:'s)?") and not a.any(MISSILE, "truces?")),
    ("*", lambda a: True),
    # phrases
    ('"bank of japan"', lambda a: a.has(r"bank of japan(?:'s)?")),
    ("“bank of japan”", lambda a: a.has(r"bank of japan(?:'s)?")),
    ("«bank of japan»", lambda a: a.has(r"bank of japan(?:'s)?")),
    ('"bank in japan"', lambda a: a.has(r"bank in japan")),
    ('"to be or not to be"', lambda a: a.has(r"to be,? or not to be")),
    ('"ballistic missile"', lambda a: a.has(r"ballistic missiles?")),
    ('"cluster munitions" -ganja', lambda a: a.has(r"cluster munitions?") and not a.has("ganja(?:'s)?")),
    ('"prime minister" OR "foreign minister"', lambda a: a.any(r"prime ministers?", r"foreign ministers?")),
    ('"president of turkey"', lambda a: a.has(r"presidents? of turkey(?:'s)?")),
    ('"minister prime"', lambda a: a.has("ministers? prime")),
    # special words
    ("AT&T", lambda a: a.has(r"at&t")),
    ("C++", lambda a: a.has(r"c\+\+(?![0-9])")),
    ("C++20", lambda a: a.has(r"c\+\+20")),
    ("F-16", lambda a: a.has(r"f-16s?")),
    ('"F-16"', lambda a: a.has(r"f-16s?")),
    ("G-7", lambda a: a.has(r"g-7")),
    ("S-400", lambda a: a.has(r"s-400s?")),
    ("20,000", lambda a: a.has(r"20,?000")),
    ("20000", lambda a: a.has(r"20,?000")),
    ("Nagorno-Karabakh", lambda a: a.has(r"nagorno-karabakh(?:'s)?")),
    ("nagorno karabakh", lambda a: a.has("nagorno", "karabakh(?:'s)?")),
    ('"nagorno-karabakh"', lambda a: a.has(r"nagorno-karabakh(?:'s)?")),
    ("karabakh", lambda a: a.has("karabakh(?:'s)?")),
    ("U.S.", lambda a: a.cased(r"U\.S\.|US")),
    ("US", lambda a: a.cased(r"U\.S\.|US")),
    ("US*", lambda a: a.cased(r"U\.S\.") or a.has(r"us\w*")),
    ("u.s.*", lambda a: a.cased(r"U\.S\.") or a.has(r"us\w*")),
    ("WHO", lambda a: a.cased(r"W\.H\.O\.|WHO")),
    ('"I.T."', lambda a: a.cased(r"I\.T\.|IT")),
    ("a.m.", lambda a: a.cased(r"[Aa]\.[Mm]\.|AM")),
    ('"who"', lambda a: a.cased("[Ww]ho(?:['’]s)?")),
    ("d'ivoire", lambda a: a.has("d'ivoire(?:'s)?")),
    ("COVID-19", lambda a: a.has("covid-19")),
    # pasted texts
    ("missile & drone", lambda a: a.has(MISSILE, "drones?")),
    ("Who won - and where ?", lambda a: a.has("won")),
    ("PEOPLE WERE KILLED IN GANJA NOT IN BARDA", lambda a: a.has("people", KILL, "ganja(?:'s)?", "barda")),
    ("»prime minister«, said", lambda a: a.has("prime ministers?(?:'s)?", "said")),
    ("(up OR higher) earthquake", lambda a: a.any("up", "higher") and a.has("earthquakes?(?:'s)?")),
    ("against -armenia", lambda a: a.has("against") and not a.has("armenia(?:'s)?")),
    # capitals and accents
    ("caps(Turkey)", lambda a: a.cased("Turkey(?:['’]s)?")),
    ("caps(turkey)", lambda a: a.cased("turkey(?:['’]s)?")),
    ("caps(Who)", lambda a: a.cased("Who")),
    ("caps(The) missile", lambda a: a.cased("The") and a.has(MISSILE)),
    ('caps:"Prime Minister"', lambda a: a.cased(r"Prime\s+Minister(?:['’]s)?")),
    ("ganja -caps(Armenia)", lambda a: a.has("ganja(?:'s)?") and not a.cased("Armenia(?:['’]s)?")),
    ("=Erdoğan", lambda a: a.cased("Erdoğan(?:['’]s)?")),
    ("=erdogan", lambda a: a.has("erdogan(?:'s)?")),
    # fields and their aliases
    ("author:aysel", lambda a: a.by("aysel")),
    ("byline:aysel", lambda a: a.by("aysel")),
    ("by:aysel", lambda a: a.by("aysel")),
    ('author:"Tomas Newsgrep"', lambda a: a.by("tomas newsgrep")),
    ('author:"newsgrep tomas"', lambda a: False),
    ("author:(aysel OR tomas)", lambda a: a.by("aysel|tomas")),
    ("author:aysel author:tomas", lambda a: a.by("aysel") and a.by("tomas")),
    ("author:aysel missile", lambda a: a.by("aysel") and a.has(MISSILE)),
    ("author:ganja", lambda a: False),
    ("title:missile", lambda a: a.in_lede(MISSILE)),
    ("headline:missile", lambda a: a.in_lede(MISSILE)),
    ("intitle:(missile OR truce)", lambda a: a.in_lede(f"{MISSILE}|truces?")),
    ("body:truce", lambda a: bool(a.count("truces?"))),
    ("text:newsgrep", lambda a: False),
    ("lead:ganja", lambda a: a.in_lede("ganja(?:'s)?")),
    ("hlead:ganja", lambda a: a.in_lede("ganja(?:'s)?")),
    ("ganja -lead:ganja", lambda a: a.has("ganja(?:'s)?") and not a.in_lede("ganja(?:'s)?")),
    ('lead:"bank of japan"', lambda a: a.in_lede("bank of japan")),
    ("lead:miss*", lambda a: a.in_lede(r"miss\w*")),
    # keyword fields
    ("path:archive", lambda a: a.path.startswith("archive/")),
    ("path:archive/063", lambda a: a.path.startswith("archive/063")),
    ('path:"notre dame"', lambda a: "notre-dame" in a.path),
    ("path:ganja missile", lambda a: "ganja" in a.path and a.has(MISSILE)),
    ("path:gan*", lambda a: "-gan" in a.path or "_gan" in a.path),
    ("source:reuters", lambda a: False),
    ("format:dateline ganja", lambda a: a.has("ganja(?:'s)?")),
    ("ganja -format:date*", lambda a: False),
    ("NOT path:archive", lambda a: not a.path.startswith("archive/")),
    ("has:author", lambda a: bool(a.author)),
    ("no:source missile", lambda a: a.has(MISSILE)),
    ("has:url", lambda a: False),
    # proximity
    ("ganja W/S missile", lambda a: a.in_one(SENTENCE, "ganja(?:'s)?", MISSILE)),
    ("killed W/S (ganja OR barda)", lambda a: a.in_one(SENTENCE, KILL, "(?:ganja|barda)(?:'s)?")),
    ("ganja W/P missile", lambda a: a.in_one(PARAGRAPH, "ganja(?:'s)?", MISSILE)),
    ("armenia W/P missile W/P attack", lambda a: a.in_one(PARAGRAPH, "armenia(?:'s)?", MISSILE, ATTACK)),
    ("ganja W/5 missile", lambda a: a.near(5, "ganja(?:'s)?", MISSILE)),
    ("missile w/5 ganja", lambda a: a.near(5, "ganja(?:'s)?", MISSILE)),
    ("ganja NEAR/12 missile", lambda a: a.near(12, "ganja(?:'s)?", MISSILE)),
    ("missile PRE/12 ganja", lambda a: a.near(12, MISSILE, "ganja(?:'s)?", ordered=True)),
    ("ganja PRE/12 missile", lambda a: a.near(12, "ganja(?:'s)?", MISSILE, ordered=True)),
    ("ganja PRE/1 missile", lambda a: a.near(1, "ganja(?:'s)?", MISSILE, ordered=True)),
    ('"ganja missile"~5', lambda a: a.near(5, "ganja(?:'s)?", MISSILE)),
    ('"president minister"~30', lambda a: a.near(30, "presidents?(?:'s)?", "ministers?(?:'s)?")),
    ("(missile OR rocket) W/8 (ganja OR stepanakert)",
     lambda a: a.near(8, "missiles?|rockets?(?:'s)?", "(?:ganja|stepanakert)(?:'s)?")),
    ('"people were" W/3 killed',
     lambda a: a.has(rf"people were (?:\w+ ){{0,2}}{KILL}|{KILL} (?:\w+ ){{0,2}}people were")),
    ("armenia W/3 azerbaijan", lambda a: a.near(3, "armenia(?:'s)?", "azerbaijan(?:'s)?")),
    ("russia W/6 armenia W/6 azerbaijan",
     lambda a: a.near(6, "russia(?:'s)?", "armenia(?:'s)?", "azerbaijan(?:'s)?")),
    ("lead:(armenia W/6 azerbaijan)", lambda a: a.near(6, "armenia(?:'s)?", "azerbaijan(?:'s)?", lede=True)),
    ("ganja W/5 missile -truce", lambda a: a.near(5, "ganja(?:'s)?", MISSILE) and not a.has("truces?")),
    # patterns
    ("missil*", lambda a: a.has(r"missil\w*")),
    ("azer*", lambda a: a.has(r"azer\w*")),
    ("m?ssile", lambda a: a.has(r"m\wssile")),
    ("m?ssile*", lambda a: a.has(r"m\wssile\w*")),
    ("*munition*", lambda a: a.has(r"\w*munition\w*")),
    ("*quake", lambda a: a.has(r"\w*quake")),
    ("er?og*n", lambda a: a.has(r"er\wog\w*n")),
    ("missle~1", lambda a: a.has("missile|missle")),
    ("gnaja~1", lambda a: a.has("ganja(?:'s)?")),
    ("armania~", lambda a: a.has("(?:armenian?|romania)(?:'s)?")),
    ("/gan.a/", lambda a: a.has(r"gan\wa(?:'s)?")),
    ("/(shell|bomb)ed/", lambda a: a.has("shelled|bombed")),
    ("/[0-9]{4}/ -missile", lambda a: a.has(r"[0-9]{4}|[0-9],[0-9]{3}") and not a.has(MISSILE)),
    ("title:/missil.*/", lambda a: a.in_lede(r"missil\w*")),
    ("author:ay*", lambda a: a.by(r"ay\w*")),
    ("author:t?mas", lambda a: a.by("tomas")),
    # number of mentions, length, weights
    ("ATLEAST3 missile", lambda a: a.count(MISSILE) >= 3),
    ("ATLEAST5 ganja", lambda a: a.count("ganja(?:'s)?") >= 5),
    ("atleast2 (missile OR rocket)", lambda a: a.count(f"{MISSILE}|rockets?(?:'s)?") >= 2),
    ('ATLEAST2 "prime minister"', lambda a: a.count("prime ministers?(?:'s)?") >= 2),
    ("words:>230", lambda a: a.length > 230),
    ("words:<=120", lambda a: a.length <= 120),
    ("words:150..180 OR words:>250", lambda a: 150 <= a.length <= 180 or a.length > 250),
    ("ganja^2 missile", lambda a: a.has("ganja(?:'s)?", MISSILE)),
    ("(ganja OR barda)^3 -missile", lambda a: a.any("ganja(?:'s)?", "barda") and not a.has(MISSILE)),
    # one spelling
    ("=missile", lambda a: a.has("missile(?:'s)?")),
    ("=missiles", lambda a: a.has("missiles")),
    ("=Apple", lambda a: a.has("apple(?:'s)?")),
    ('exact:"missiles"', lambda a: a.has("missiles")),
    ('exact:"cluster munitions"', lambda a: a.has("cluster munitions")),
    ("exact:attack", lambda a: a.has("attack")),
    ("attack -=attack", lambda a: a.has(ATTACK) and not a.has("attack")),
    # dates
    ("date:2020", lambda a: a.date.startswith("2020")),
    ("date:2020-10", lambda a: a.date.startswith("2020-10")),
    ("date:2020-10-17", lambda a: a.date == "2020-10-17"),
    ('date:"17 October 2020"', lambda a: a.date == "2020-10-17"),
    ('date:"October 17, 2020"', lambda a: a.date == "2020-10-17"),
    ('date:"October 2020"', lambda a: a.date.startswith("2020-10")),
    ("date:2020-10-01..2020-11-01", lambda a: "2020-10-01" <= a.date <= "2020-11-01"),
    ("date:2020-10..2020-11", lambda a: "2020-10-01" <= a.date <= "2020-11-30"),
    ("date:..2010", lambda a: a.date <= "2010-12-31"),
    ("date:2021..", lambda a: a.date >= "2021-01-01"),
    ("date:>2020-10-17", lambda a: a.date > "2020-10-17"),
    ("date:>=2020-10-17", lambda a: a.date >= "2020-10-17"),
    ("date:<2010", lambda a: a.date < "2010-01-01"),
    ("date:<=2010", lambda a: a.date <= "2010-12-31"),
    ("ganja date:2020-10", lambda a: a.has("ganja(?:'s)?") and a.date.startswith("2020-10")),
    ("ganja -date:2020-10", lambda a: a.has("ganja(?:'s)?") and not a.date.startswith("2020-10")),
    ("(date:1969 OR date:1986) moon", lambda a: a.date[:4] in ("1969", "1986") and a.has("moons?(?:'s)?")),
    # all together
    ("((missile W/8 ganja) OR barda) date:2020-10 -author:tomas",
     lambda a: (a.near(8, MISSILE, "ganja(?:'s)?") or a.has("barda(?:'s)?")) and a.date.startswith("2020-10")
     and not a.by("tomas")),
    ('lead:(ganja OR barda) ATLEAST2 missil* date:2020 -"cluster munitions"',
     lambda a: a.in_lede("(?:ganja|barda)(?:'s)?") and a.count(r"missil\w*") >= 2
     and a.date.startswith("2020") and not a.has("cluster munitions?")),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of the text files of the sample corpus, which the independent reader knows."""
    folder = tmp_path_factory.mktemp("table") / ".newsgrep"
    index_paths(folder, Input(sorted(CORPUS.rglob("*.txt"))), IndexOptions(), lambda *_: None)
    return folder


@pytest.fixture(scope="module", params=["embedded", "memory", "server"])
def engine(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """The index of the sample corpus in each engine, and in the one that reads every article."""
    with closing(open_engine(folder)) as opened:
        if request.param == "embedded":
            yield opened
            return
        found = opened.search(MatchAll(), sort="date", limit=None, offset=0).articles
        every_article = [article for _, article in found]
        if request.param == "memory":
            yield MemoryEngine(every_article)
        else:
            with published(request.getfixturevalue("cluster_url"), every_article) as on_server:
                yield on_server


def found_by(engine: Engine, query: str) -> set[str]:
    """Return the files, below the corpus, of all articles that a query finds."""
    results = search(engine, ParsedRequest("", parse(query)), SearchOptions(limit=None), Shown())
    return {Path(hit.article.path).relative_to(CORPUS).as_posix() for hit in results}


@pytest.mark.parametrize(("query", "matches"), ROWS, ids=[query for query, _ in ROWS])
def test_a_query_finds_what_reading_finds(engine, raw, query: str, matches: Callable[..., bool]):
    """The articles found are exactly those that match when they are read one by one."""
    assert found_by(engine, query) == {article.path for article in raw if matches(article)}


def test_most_rows_match_some_articles_and_not_others(raw):
    """A row that matches all or none would prove little."""
    selective = [query for query, matches in ROWS if 0 < sum(map(bool, map(matches, raw))) < len(raw)]
    assert len(selective) >= 120
