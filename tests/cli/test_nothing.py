"""The reasons why nothing is found: on standard error, in few lines, the likeliest first."""

from __future__ import annotations

import pytest

from newsgrep.engine.base import Engine
from newsgrep.output.diagnosis import diagnosis_lines
from newsgrep.query.fields import DATES, FIELD_OF, HAS, HAS_NOT, KEYWORDS, MANNERS, OF_MAIL, RECORDED
from newsgrep.query.nodes import And, MatchAll, Node, Phrase, Word
from newsgrep.search.diagnosis import diagnose
from newsgrep.search.findings import Diagnosis, NoSuchKeyword


@pytest.fixture
def archive(write, run, folder):
    """Four short articles and two with sources, indexed."""
    write("1.txt", "Missiles fell on Ganja.", date="2020-10-04", author="Ada Stone")
    write("2.txt", "A missile fell on Ganja again; the attack was the second.", author="Ben Stone")
    write("3.txt", "Rockets fell on Barda. It was an attack.", date="2020-10-28", author="Ada Stone")
    write("4.txt", "Talks on Ganja and Barda.", date="2021-01-05", author="Carla Wood")
    (folder / "5.jsonl").write_text(
        '{"id": "1", "body": "Cocoa is dear.", "source": "Daily Post", "language": "en"}\n'
        '{"id": "2", "body": "Kakao ist teuer.", "source": "Tagblatt", "language": "de"}\n'
    )
    assert run("index", ".").code == 0


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        # words that are not there
        (["missle"], ["missle: no such word; nearest: missile, missiles"]),
        (["xyzzyx"], ["xyzzyx: no such word"]),
        (["issil"], ["issil: no such word; *issil* finds missile, missiles"]),
        (["arda"], ["arda: no such word; *arda* finds barda; nearest: ada"]),
        (["title:missle"], ["missle: no such word; nearest: missile, missiles"]),
        (['"fell on gania"'], ["gania: no such word; nearest: ganja"]),
        (
            ["missle", "ganja"],
            [
                "missle: no such word; nearest: missile, missiles",
                "articles with each alone: missle in 0, ganja in 3",
            ],
        ),
        # words that are elsewhere
        (["tagblatt"], ['tagblatt: no such word; source:"tagblatt" finds 1 article']),
        (["body:tagblatt"], ["tagblatt: no such word"]),
        (["2020"], ["2020: no such word; date:2020 finds 3 articles"]),
        (["2019"], ["2019: no such word"]),
        (["title:2020"], ["2020: no such word"]),
        (["author:ganja"], ["author:ganja: not in this field; ganja finds 3 articles"]),
        (["author:gan?a"], ["author:gan?a: not in this field; gan?a finds 3 articles"]),
        (["author:gan*"], ["author:gan*: not in this field; gan* finds 3 articles"]),
        (
            ["=missiles", "=rocket"],
            [
                '="rocket": not in this form; "rocket" finds 1 article',
                'articles with each alone: ="missiles" in 1, ="rocket" in 0',
            ],
        ),
        # words that are farther apart
        (
            ['"missile ganja"'],
            ['"missile ganja": not side by side; missile W/5 ganja finds 2 articles'],
        ),
        (
            ['"missile attack"'],
            ['"missile attack": not near one another; missile AND attack finds 1 article'],
        ),
        (
            ["missile W/2 attack"],
            [
                "missile W/2 attack: 1 article has all of it, but farther apart",
                "articles with each alone: missile W/2 attack in 0, missile in 2, attack in 2",
            ],
        ),
        (
            ["ATLEAST3 ganja"],
            [
                "ATLEAST3 ganja: 3 articles mention it less often",
                "articles with each alone: ATLEAST3 ganja in 0, ganja in 3",
            ],
        ),
        # clauses that do not go together
        (["rockets", "talks"], ["articles with each alone: rockets in 1, talks in 1"]),
        (
            ["rockets", "talks", "--since", "2020"],
            [
                "without rockets: 1 article; without talks: 1 article",
                "articles with each alone: rockets in 1, talks in 1, date:2020-01-01.. in 4",
            ],
        ),
        (
            ["talks NOT (barda OR ganja)"],
            ["without talks: 2 articles; without NOT (barda OR ganja): 1 article"],
        ),
        (
            ["talks", "(rockets OR missile)"],
            [
                "without talks: 3 articles; without (rockets OR missile): 1 article",
                "articles with each alone: talks in 1, rockets in 1, missile in 2",
            ],
        ),
        # filters that are to blame
        (
            ["talks", "--until", "2019"],
            [
                "articles are dated 2020-10-04 to 2021-01-05",
                "articles with each alone: talks in 1, date:..2019-12-31 in 0",
            ],
        ),
        (
            ["ganja", "--author", "smith"],
            [
                "smith: no such word",
                "articles with each alone: ganja in 3, author:smith in 0",
            ],
        ),
        # a name that is not quite one of an author: its neighbours among the names, not among all words
        (["author:stome"], ["stome: no such word; nearest: stone"]),
        (
            ["author:barda"],
            [
                "author:barda: no author is called barda; nearest: ada, carla",
                "author:barda: not in this field; barda finds 2 articles",
            ],
        ),
        (
            ["--source", "bbc"],
            ['source:"bbc": no article has this source; the newest articles have: Daily Post, Tagblatt'],
        ),
        (["source:tagblat"], ['source:"tagblat": no article has this source; did you mean Tagblatt?']),
        (["--lang", "fr"], ['lang:"fr": no article has this language; the newest articles have: en, de']),
        (["attachment:zzz"], ['attachment:"zzz": no article has this attachment']),
        (["path:nowhere"], ['path:"nowhere": no article has this path']),
        # a value that is spelt like one
        (["source:dialy"], ['source:"dialy": no article has this source; did you mean Daily?']),
        (["path:5.jsnl"], ['path:"5.jsnl": no article has this path; did you mean 5.jsonl?']),
        # a filter alone of which no more is known: as it was read
        (["changed:2020"], ["no article matches changed:2020-01-01..2020-12-31"]),
        (["words:>5000"], ["no article matches words:5001.."]),
    ],
)
def test_the_reasons(archive, run, arguments, lines):
    """The likeliest first; stdout stays empty, and the exit code is 1."""
    ended = run("search", *arguments)
    assert (ended.code, ended.out) == (1, "")
    printed = ended.err.splitlines()
    start = printed.index("newsgrep: nothing found") + 1
    assert printed[start:] == [f"  {line}" for line in lines]


@pytest.mark.parametrize("field", sorted({*FIELD_OF, *MANNERS} - {HAS, HAS_NOT, *OF_MAIL}))
def test_every_field_of_the_language_may_find_nothing(archive, run, field):
    """With a value that no article has: it is no error, whatever counts or lists what is found."""
    value = "99999" if field == "words" else "1901" if FIELD_OF.get(field) in (*DATES, *RECORDED) else "zzz"
    if field == "lang":
        value = "zulu"
    query = f"{field}:{value}" if field not in ("since", "after") else f"{field}:2099"
    for command in (["search"], ["search", "-c"], ["kwic"], ["new"], ["facets"], ["search", "--json"]):
        ended = run(*command, query)
        assert ended.code == 1, (command, ended.err)
        assert "bug" not in ended.err


@pytest.fixture
def folders(write, run, folder):
    """A mail and two articles in folders, indexed."""
    write("2020/autumn/talks.txt", "Talks on gas resumed.")
    write("2021/winter/strike.txt", "A strike began.")
    write("1/2/3/4/5/6/7/8/tides.txt", "The tides are high.")
    (folder / "rio.jsonl").write_text('{"id": "1", "body": "Chuva no Rio.", "language": "pt-BR"}\n')
    (folder / "a.eml").write_text(
        "From: Jane Doe <jane@mill.example>\nTo: Press Desk <press@mill.example>\n"
        "Message-ID: <1@mill.example>\n\nJane met the press at the mill.\n"
    )
    assert run("index", ".").code == 0


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("path:2020/atumn/", "2020/autumn/"),
        ("path:2020/atumn/tlaks.txt", "2020/autumn/talks.txt"),
        ("path:atumn", "autumn"),
        ("path:./2021/wintr", "2021/winter"),
        ("path:1/2/3/4/5/6/7/8/tdies.txt", "1/2/3/4/5/6/7/8/tides.txt"),
        ("lang:pt-BRR", "pt-BR"),
        ("from:jnae", "jane"),
        ("from:jnae@mill.example", "jane@mill.example"),
        ("to:prses", "press"),
        ("path:2020/zzzzz", ""),
        ("from:zzzzz", ""),
        ("lang:brr", ""),
    ],
)
@pytest.mark.parametrize("several", [False, True])
def test_the_nearest_path_or_person_is_named(folders, run, folder, typed, near, several):
    """Part by part and word by word; also in several indexes. Nothing is named if nothing is like it."""
    indexes = ["--index", ".newsgrep", "--index", "other"] if several else []
    if several:
        (folder / "b.txt").write_text("A ferry sank.")
        assert run("index", "--index", "other", "b.txt").code == 0
    ended = run("search", *indexes, typed)
    assert (ended.code, ended.out) == (1, "")
    asked = ended.err.partition("did you mean ")[2].partition("?")[0]
    assert asked == near
    assert not near or run("search", *indexes, f"{typed.partition(':')[0]}:{near}").code == 0


@pytest.mark.parametrize("typed", ["2020/0077_flod.txt", "2020/0077-FLOOD.txt", "202/0077_flood.txt"])
def test_the_right_one_of_very_many_names_is_named(folder, run, typed):
    """By the words that it shares with the typed name; capitals make no difference."""
    (folder / "2020").mkdir()
    for number in range(150):
        (folder / f"2020/{number:04}_{'flood' if number % 2 else 'fire'}.txt").write_text(f"Story {number}.")
    assert run("index", "-q", "2020").code == 0
    ended = run("search", f"path:{typed}_x")
    assert ended.err.endswith("did you mean 2020/0077_flood.txt?\n")


@pytest.mark.parametrize("command", [["search"], ["timeline"]])
def test_a_key_in_the_place_of_a_query_is_named_as_one(folders, run, command):
    """With the command that takes it; its words are not explained."""
    ended = run(*command, "2020/autumn/talks.txt")
    assert ended.code == 1
    assert ended.err == (
        "newsgrep: nothing found\n  it is the key of an article: newsgrep show 2020/autumn/talks.txt\n"
    )


def test_the_nearest_key_of_several_indexes_is_named(folders, run, folder):
    """Also if it is not in the first index."""
    (folder / "ferry.txt").write_text("A ferry sank.")
    assert run("index", "--index", "other", "ferry.txt").code == 0
    ended = run("show", "--index", ".newsgrep", "--index", "other", "fery.txt")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "newsgrep: there is no article fery.txt in the index\nhint: did you mean ferry.txt?\n"
    )


@pytest.mark.parametrize("field", KEYWORDS)
def test_the_reason_says_what_a_value_of_a_field_is(field):
    """Each field that only selects has a name for its values."""
    finding = NoSuchKeyword(f'{field}:"zzz"', field, "zzz", None)
    (line,) = diagnosis_lines(Diagnosis((finding,)))
    assert line.startswith(f'{field}:"zzz": no article has this ')


def test_a_terminal_gets_the_same(archive, run, terminal):
    """As the reasons are no data; the query is one that is not relaxed."""
    assert terminal("search", "missle AND ganja") == (1, run("search", "missle AND ganja").err)


def test_no_more_lines_than_a_person_reads(archive, run):
    """However long the query is."""
    query = " ".join(f"nothing{number} author:nobody{number} -x{number}" for number in range(20))
    ended = run("search", query, "--source", "bbc", "--lang", "fr", "--until", "1999")
    assert (ended.code, ended.out) == (1, "")
    assert len(ended.err.splitlines()) <= 10


class Counted(Engine):
    """An engine of one article that has no word, which counts how often it is asked."""

    language = "english"

    def __init__(self) -> None:
        self.looks = 0

    def count(self, query: Node) -> int:
        """Find every article, and no word."""
        self.looks += 1
        return int(query == MatchAll())

    def nearest(self, word: str, count: int) -> list[str]:
        """Know no word."""
        self.looks += 1
        return []


@pytest.mark.parametrize("leaf", [Word, Phrase])
def test_a_query_of_many_words_costs_no_more_looks(leaf):
    """However many it has."""
    looks = []
    for many in (40, 400):
        engine = Counted()
        query = And(tuple(leaf(f"nothing{number} x{number}") for number in range(many)))
        lines = diagnosis_lines(diagnose(engine, query))
        looks.append(engine.looks)
        assert len(lines) <= 8
    assert looks[0] == looks[1] < 60


def test_the_words_of_a_long_phrase_are_not_looked_for_near_one_another(archive, write, run):
    """Each set would be looked at, 2²⁰ of 20 words. So the reason does not say that they are apart."""
    words = [f"word{number}" for number in range(20)]
    write("6.txt", " ".join(reversed(words)))
    assert run("index").code == 0
    ended = run("search", f'"{" ".join(words)}"')
    assert ended.code == 1
    assert '"word0 word1 word2' in ended.err
    assert ": not in a row; word0 AND word1 AND " in ended.err


def test_a_repeated_word_is_named_once_where_a_phrase_is_not_found(archive, run):
    """As one of the words that articles have anywhere."""
    ended = run("search", '"attack missile attack"')
    assert '"attack missile attack": not near one another; attack AND missile finds 1 article' in ended.err


def test_one_of_many_queries_has_no_reasons(archive, run):
    """One line says that nothing was found."""
    assert run("search", "-f", "-", stdin="missle ganja\n").err == "newsgrep: 1: nothing found\n"


def test_quiet_gives_no_reasons(archive, run):
    """The exit code is enough."""
    assert run("search", "-q", "missle") == (1, "", "")
