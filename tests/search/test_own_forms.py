"""Russian names and nouns in -ов and -ев, which are no plurals, and in -ей and -ея."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgrep import Index
from tests.multilingual import index_of_texts, keys, marked

TEXTS = {
    "nominative": "Медведев и Иванов прибыли.",
    "genitive": "Речь Медведева. Дом Иванова.",
    "instrumental": "Встреча с Медведевым и Ивановым.",
    "woman": "Об Ивановой молчат.",
    "bear": "Медведь спит, медведя видели.",
    "bears": "Много городов и городовой.",
    "city": "Город спит. Торгов нет, торговая палата закрыта, торгового дня нет.",
    "kiev": "Киев спит.",
    "rare": "Ждут встречи с Хлопковым.",
    "to kiev": "Дорога к Киеву, в Киеве пусто, за Киевом.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of Russian with the articles."""
    return index_of_texts(tmp_path_factory.mktemp("index"), "russian", TEXTS)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Медведев", "nominative, genitive, instrumental"),
        ("медведев", "nominative, genitive, instrumental, bear"),
        ("Медведевым", "nominative, genitive, instrumental"),
        ("медведь", "nominative, bear"),
        ("Иванов", "nominative, genitive, instrumental, woman"),
        ("иванова", "nominative, genitive, instrumental, woman"),
        ("Ивановой", "nominative, genitive, instrumental, woman"),
        ('"и Иванов"', "nominative, instrumental"),
        ("Иванов W/3 прибыли", "nominative"),
        ("=Иванов", "nominative"),
        ("Иванов -Медведев", "woman"),
        ("Киев", "kiev, to kiev"),
        ("Киеве", "kiev, to kiev"),
        ("Городов", "bears, city"),
        ("Хлопков", "rare"),
        ("хлопкова", "rare"),
        ("торговой", "city"),
        ("Медведев-Иванов", ""),
    ],
)
def test_a_name_is_found_in_its_own_forms(index: Index, query: str, found: str) -> None:
    """With a capital it finds nothing else; a plural is what the stemmer takes it for."""
    assert keys(index, query) == {*filter(None, found.split(", "))}


@pytest.mark.parametrize(
    ("query", "count"),
    [("Сергей", 4), ("сергеем", 4), ('"Сергей Лавров"', 4), ("Корея", 3), ("кореи", 3)],
)
def test_a_noun_in_ei_is_found_in_all_forms(tmp_path: Path, query: str, count: int) -> None:
    """Of which the stemmer cuts the nominative of a man, and the genitive of a country, shorter."""
    texts = ["Сергей Лавров", "Речь Сергея Лаврова", "К Сергею Лаврову", "Встреча с Сергеем Лавровым"]
    texts += ["Корея спит", "Юг Кореи", "Вижу Корею", "Серые корни"]
    assert index_of_texts(tmp_path, "russian", texts).count(query) == count


@pytest.mark.parametrize("query", ["Kraków", "krakow", "Krakowie", '"Kraków"'])
def test_a_polish_name_is_found_in_its_own_forms(tmp_path: Path, query: str) -> None:
    """And in no adjective, which has other endings."""
    texts = ["Kraków śpi", "W Krakowie pada", "Ulice Krakowa", "Za Krakowem", "krajowa rada", "Rada"]
    assert len(index_of_texts(tmp_path, "polish", texts).search(query)) == 4


def test_a_notice_names_the_forms(index: Index) -> None:
    """So that a person knows why there is no bear, and how to find one."""
    assert index.search("Медведев").notices == (
        "Медведев is searched for as a name: медведев, медведева, медведевым; "
        "медведев in small letters finds its other meaning, too",
    )
    assert index.search("медведев").notices == ()


def test_the_forms_are_marked(index: Index) -> None:
    """In the text of each hit."""
    assert marked(index, "Иванов") == {"Иванов", "Иванова", "Ивановым", "Ивановой"}


def test_the_forms_of_a_name_are_its_own_words(tmp_path: Path) -> None:
    """Which do not stand out in the articles that it finds."""
    texts = [
        f"{text} {number}" for number in range(4) for text in ("Иванов и дом Иванова у реки", "Погода и дом")
    ]
    index = index_of_texts(tmp_path, "russian", texts)
    assert [term.term for term in index.key_terms("Иванов").terms] == ["реки"]
