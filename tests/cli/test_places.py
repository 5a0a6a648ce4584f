"""newsgrep places."""

from __future__ import annotations

import json
import sys
import tomllib

import pytest

pytest.importorskip("babel")

ARTICLES = [
    ("en", "Ministers met in Germany on Monday. The United States sent an envoy to Kyiv."),
    ("ru", "Министры встретились в Германии. Соединенные Штаты послали в Киев посла. Его ждал народ Того."),
    ("az", "Nazirlər Almaniyada görüşdü. Amerika Birləşmiş Ştatları Kiyevə nümayəndə göndərdi."),
    ("uk", "Міністри зустрілися в Німеччині. Сполучені Штати направили посланця до Києва."),
    ("ru", "После того дня и кроме того шел дождь, того и гляди, что франки и того не покроют."),
    ("en", "The franc fell, and francs were sold in France."),
    ("en", "A franc is 100 centimes. Bank notes of 50 francs are francs, too. Togo pays in francs."),
]  # fmt: skip


@pytest.fixture
def index(folder, run):
    """Articles in four languages, and an index of them, in a folder with a file of settings."""
    records = [{"id": number, "language": code, "text": text} for number, (code, text) in enumerate(ARTICLES)]
    (folder / "a.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in records), "utf-8")
    (folder / "newsgrep.toml").write_text('[equivalents]\nGermany = ["FRG"]\n', "utf-8")
    assert run("index", "a.jsonl", "--language", "english,russian,azerbaijani,ukrainian").code == 0


def keys(run, *arguments):
    """The keys of the articles that a search finds."""
    ended = run("search", "--all", "--fields", "key", *arguments)
    return sorted(int(line.partition("#")[2]) for line in ended.lines)


def test_a_name_finds_an_article_in_any_language(index, run, folder):
    """Once what is printed is in the settings: in inflections, phrases, and near others; a notice says so."""
    assert keys(run, "Germany") == [0]
    printed = run("places", "--lang", "en,ru,az,uk")
    with (folder / "newsgrep.toml").open("a", encoding="utf-8") as file:
        file.write(printed.out)
    for query, found in (
        ("Germany", [0, 1, 2, 3]),
        ("Almaniya", [0, 1, 2, 3]),
        ('"United States"', [0, 1, 2, 3]),
        ("united states", [0, 1, 2, 3]),
        ("Київ", [0, 1, 2, 3]),
        ('"встретились в Germany"', [1]),
        ("Kyiv W/3 посла", [1]),
        ("=Germany", [0]),
    ):
        assert keys(run, query) == found, query
    assert keys(run, "--no-equivalents", "Germany") == [0]
    assert run("search", "Germany").err == (
        "newsgrep: Germany is searched for as FRG, Германия, ФРГ, Almaniya, AFR, Німеччина, ФРН too:"
        " they are equivalents\n"
    )


def test_an_inflection_stands_for_what_its_word_stands_for(index, run, folder):
    """In the languages of the index: as a word, in a phrase, in a name of several words and near others."""
    with (folder / "newsgrep.toml").open("a", encoding="utf-8") as file:
        file.write(run("places", "--lang", "en,ru,az,uk").out)
    for query, found in (
        ("Германии", [0, 1, 2, 3]),
        ("Німеччини", [0, 1, 2, 3]),
        ("Almaniyada", [0, 1, 2, 3]),
        ("Киева", [0, 1, 2, 3]),
        ('"встретились в Германию"', [1]),
        ("Соединенных Штатов", [0, 1, 2, 3]),
        ("Germany W/9 Киеву", [1, 2, 3]),
        ("franc", [5, 6]),
        ("=Германии", [1]),
    ):
        assert keys(run, query) == found, query
    assert keys(run, "--no-equivalents", "Германии") == [1]


def test_a_line_tells_what_its_names_find(index, run):
    """As the articles have it, so that a person sees what else a name means; the most frequent come first."""
    ended = run("places", "--lang", "en,ru,az,uk")
    germany = next(line for line in ended.lines if line.startswith("Germany"))
    assert germany == (
        'Germany = ["FRG", "Германия", "ФРГ", "Almaniya", "AFR", "Німеччина", "ФРН"]'
        "  # Germany 1, Германии 1, Almaniyada 1, Німеччині 1"
    )
    assert '"United States" = [' in ended.out
    assert ended.err.endswith(" places with names in en, ru, az, uk\n")
    tomllib.loads(ended.out)


def test_a_name_that_is_a_common_word_is_left_out(index, run):
    """France has the stem of francs, so it is searched for as it is spelt; Того is a pronoun, too."""
    ended = run("places", "--lang", "en,ru,az", "France", "Togo")
    assert ended.lines[-2:] == [
        '"Франция" = ["=France", "Fransa"]  # France 1',
        'Togo = ["Toqo"]  # Togo 1; left out: того 2',
    ]


def test_the_languages_are_those_of_the_articles(index, run):
    """If none is named; names that no article has are printed for places that are asked for."""
    ended = run("places", "Kyiv", "Algiers", "--jsonl")
    assert ended.err == "newsgrep: 2 places with names in en, ru, az, uk\n"
    kyiv, algiers = map(json.loads, ended.lines)
    assert [one["name"] for one in kyiv["names"]] == ["Kyiv", "Kiev", "Киев", "Kiyev", "Київ"]
    assert (algiers["articles"], algiers["names"][1]["name"]) == (0, "Алжир")


def test_what_cannot_be_named(index, run):
    """A language that CLDR does not have, and a place that it does not have."""
    assert "there are no names of places in Klingon" in run("places", "--lang", "en,Klingon").err
    ended = run("places", "--lang", "en,ru", "Karabakh")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "newsgrep: 0 places with names in en, ru\n"
        "newsgrep: Karabakh: CLDR has no place of this name with another name in en, ru; list its names in"
        " newsgrep.toml below [equivalents]\n"
    )


def test_articles_without_a_language_name_none(folder, run):
    """Such as those of plain texts: newsgrep asks for the languages, and takes an empty one for none."""
    (folder / "a.txt").write_text("Ministers met in Germany on Monday.\n", "utf-8")
    assert run("index", "a.txt").code == 0
    ended = run("places")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "newsgrep: no article says in which language it is\nhint: name the languages: --lang en,ru\n"
    )


def test_one_language_has_short_and_former_names(index, run):
    """Of places that have such a name in it: US beside United States, Kiev beside Kyiv."""
    ended = run("places", "--lang", "en", "US", "Kiev")
    assert ended.lines[-2:] == [
        '"United States" = ["US", "USA"]  # United States 1',
        'Kyiv = ["Kiev"]  # Kyiv 1',
    ]


def test_a_table_that_is_appended_again_is_named(index, run, folder):
    """The error says which table is in the settings twice, where, and what to do."""
    printed = run("places", "--lang", "en,ru").out
    with (folder / "newsgrep.toml").open("a", encoding="utf-8") as file:
        file.write(printed + printed)
    ended = run("search", "Germany")
    assert ended.code == 2
    assert "it has the table [equivalents.places] twice (at line " in ended.err
    assert "hint: delete one of the two" in ended.err


def test_without_babel_the_command_names_it(index, run, monkeypatch):
    """And what installs it."""
    monkeypatch.setitem(sys.modules, "babel", None)
    ended = run("places", "--lang", "en,ru")
    assert ended.code == 2
    assert "newsgrep places needs babel" in ended.err
