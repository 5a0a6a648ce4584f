"""Bylines, to persons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.bylines.persons import is_byline, name_parts, person, persons, split_date, without_source


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Jane Doe and John Roe, Reuters", ("Jane Doe", "John Roe")),
        ("BY TED D'AFFLISIO, REUTERS", ("TED D'AFFLISIO",)),
        ("by  Colin\nBrinsden, Reuters.", ("Colin Brinsden",)),
        ("Jane Doe, John Roe, and Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("Jane Doe; John Roe & Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("STEPHEN JUKES AND PHILIP SHEHADI, AP", ("STEPHEN JUKES", "PHILIP SHEHADI")),
        ("Jane Doe, Reuters and John Roe, AFP", ("Jane Doe", "John Roe")),
        ("Jane Doe, AzerNews, Staff writer", ("Jane Doe",)),
        ("Jane Doe, The Associated Press", ("Jane Doe",)),
        ("Jane Doe, Ursula von der Leyen", ("Jane Doe", "Ursula von der Leyen")),
        ("Lucía Gómez, Əli Həsənov", ("Lucía Gómez", "Əli Həsənov")),
        ("Jane Doe and Jane Doe", ("Jane Doe",)),
        ("Reuters", ("Reuters",)),
        ("See full bio", ()),
        ("Jane Doe (jad), John Roe (jr.)", ("Jane Doe", "John Roe")),
        ("Jane Doe, (Image: Example Pictures)", ("Jane Doe",)),
        ("( Image: Example Pictures/Harbour )", ()),
        ("Jane Doe, Professorin für Geschichte an der Universität des Saarlandes und mehr", ("Jane Doe",)),
        ("Jane Doe, head of the harbour office, Ann Poe", ("Jane Doe", "Ann Poe")),
        ("Jane Doe (Bruxelles, bureau européen)", ("Jane Doe",)),
        ("Jane Doe / TNN", ("Jane Doe",)),
        ("erstellt von Jane Doe —", ("Jane Doe",)),
        ("JANE DOE - AP Technology Writers", ("JANE DOE",)),
        ("Written by Jane Doe Edited by John Roe", ("Jane Doe",)),
        ("example.org, Berlin, Germany", ()),
        ("Reuters, AP", ("Reuters", "AP")),
        ("Jane Doe and Reuters", ("Jane Doe", "Reuters")),
        ("By Jane Doe with John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe (avec John Roe et Ann Poe)", ("Jane Doe", "John Roe", "Ann Poe")),
        ("Jane Doe (avec AFP)", ("Jane Doe",)),
        ("Jane Doe mit dpa", ("Jane Doe",)),
        ("Jane Doe, with AP and Reuters", ("Jane Doe",)),
        ("Jane Doe (Reuters and AFP)", ("Jane Doe",)),
        ("Jane Doe (Baku and Ganja)", ("Jane Doe",)),
        ("Con Roe", ("Con Roe",)),
        ("Jane Doe (https://example.org/jane/)", ("Jane Doe",)),
        ("Jane Doe https://social.example/@jane", ("Jane Doe",)),
        ("https://www.example.com/JaneDoe", ("https://www.example.com/JaneDoe",)),
        ("Reporting by Jane Doe; Editing by John Roe", ("Jane Doe",)),
        ("Jane Doe, à Londres", ("Jane Doe",)),
        ("Smith, John", ("Smith, John",)),
        ("Smith, John B.", ("Smith, John B.",)),
        ("van Doe, Jane A; Roe, Ann de", ("van Doe, Jane A", "Roe, Ann de")),
        ("Doe, John Roe", ("Doe", "John Roe")),
        ("AFP, John B.", ("AFP", "John B.")),
        ("García Márquez, Gabriel; Doe, Jane", ("García Márquez, Gabriel", "Doe, Jane")),
        ("Jane Doe, London", ("Jane Doe, London",)),
        ("By Jane Doe, London", ("Jane Doe",)),
        ("Von Jane Doe und John Roe, Berlin", ("Jane Doe", "John Roe")),
        ("By Dr. Jane Doe, PhD", ("Dr. Jane Doe",)),
        ("By John Roe, Jr.", ("John Roe, Jr.",)),
        ("By Roe, John", ("Roe, John",)),
        ("By Jane Doe, BBC News", ("Jane Doe",)),
        ("BY JANE DOE, ANN POE", ("JANE DOE", "ANN POE")),
        ("Author: García Roe, Gabriel", ("García Roe, Gabriel",)),
        ("By Jane Doe, 6 March 2021", ("Jane Doe",)),
        ("By Jane Doe and John Roe on March 6, 2021 10:30 a.m.", ("Jane Doe", "John Roe")),
        ("Jane Doe, Reuters | 2021-03-06", ("Jane Doe",)),
        ("Reuters, MAR 04", ("Reuters",)),
        ("By: Jane Doe | The Ledger | Posted: 6 March 2021", ("Jane Doe",)),
        ("Jane Doe, 3rd Floor", ("Jane Doe, 3rd Floor",)),
        ("6 March 2021", ()),
        ("Martin King, Jr.", ("Martin King, Jr.",)),
        ("Jane Doe, chief correspondent", ("Jane Doe",)),
        ("Byron Anderson", ("Byron Anderson",)),
        ("Anderson Cooper", ("Anderson Cooper",)),
        ("Jane Doe, Staff Writer", ("Jane Doe",)),
        ("Jane Doe, example.com", ("Jane Doe",)),
        ("Jane Doe, Freelance", ("Jane Doe",)),
        ("Jane Doe and John Roe, Times Staff Writers", ("Jane Doe", "John Roe")),
        ("Jane Doe and agencies", ("Jane Doe",)),
        ("Jane Doe (AFP)", ("Jane Doe",)),
        ("JANE DOE/Reuters", ("JANE DOE",)),
        ("Jane Doe - Associated Press", ("Jane Doe",)),
        ("By Jane Doe | The Post", ("Jane Doe",)),
        ("By Jane Doe, Special to The Post", ("Jane Doe",)),
        ("Jane Doe in Baku and John Roe in Kyiv", ("Jane Doe", "John Roe")),
        ("Jane Doe jane.doe@example.org @janedoe", ("Jane Doe",)),
        ("Jane Doe (@janedoe), John Roe <john@example.org>", ("Jane Doe", "John Roe")),
        ("Jane Doe; John Roe", ("Jane Doe", "John Roe")),
        ("Doe, Jane; Roe, John", ("Doe, Jane", "Roe, John")),
        ("Staff Writer", ("Staff Writer",)),
        ("By By Jane Doe", ("Jane Doe",)),
        ("Von Jane Doe und John Roe", ("Jane Doe", "John Roe")),
        ("von Jane Doe, Ann Poe und John Roe, dpa", ("Jane Doe", "Ann Poe", "John Roe")),
        ("VON JANE DOE UND JOHN ROE", ("JANE DOE", "JOHN ROE")),
        ("Ein Gastbeitrag von Jane Doe", ("Jane Doe",)),
        ("Von Trapp, Maria", ("Von Trapp, Maria",)),
        ("Von der Leyen, Ursula", ("Von der Leyen, Ursula",)),
        ("Anna und Peter Müller", ("Anna und Peter Müller",)),
        ("Par Jane Doe à Paris et John Roe à Kyiv", ("Jane Doe", "John Roe")),
        ("Por Jane Doe y John Roe", ("Jane Doe", "John Roe")),
        ("Por José Ortega y Gasset y Jane Doe", ("José Ortega y Gasset", "Jane Doe")),
        ("Antoni Puig i Cadafalch", ("Antoni Puig i Cadafalch",)),
        ("di Jane Doe e John Roe", ("Jane Doe", "John Roe")),
        ("Di Maio, Luigi", ("Di Maio, Luigi",)),
        ("A cura di Jane Doe", ("Jane Doe",)),
        ("Door Jane Doe en John Roe", ("Jane Doe", "John Roe")),
        ("Av Jane Doe og John Roe", ("Jane Doe", "John Roe")),
        ("Per Anders Doe", ("Per Anders Doe",)),
        ("Yazan: Jane Doe ve John Roe", ("Jane Doe", "John Roe")),
        ("Oleh Jane Doe dan John Roe", ("Jane Doe", "John Roe")),
        ("Dan Doe", ("Dan Doe",)),
        ("Автор: Иван Петров", ("Иван Петров",)),
        ("Авторы Иван Петров и Анна Смирнова", ("Иван Петров", "Анна Смирнова")),
        ("بقلم أحمد علي", ("أحمد علي",)),
        ("记者 王小明", ("王小明",)),
        ("作者：王小明", ("王小明",)),
        ("Texte : Jane Doe", ("Jane Doe",)),
        ("Written by:Jane Doe", ("Jane Doe",)),
        ("von APA", ("APA",)),
        ("di ANSA", ("ANSA",)),
        ("Jane Doe und APA", ("Jane Doe", "APA")),
        ("Jane Doe, sda", ("Jane Doe",)),
        ("Bylaws Committee", ("Bylaws Committee",)),
        ("30/10/2020 by Jane Doe, Member of the Board", ("Jane Doe",)),
        ("Jane Doe, from The Lakes", ("Jane Doe",)),
        ("Jane Doe / dpa", ("Jane Doe",)),
        ("No Author", ()),
        ("Kein Autor", ()),
        ("k.A.", ()),
        ("Keine Angabe", ()),
        ("s. n.", ()),
        ("12345", ()),
        ("Example.com", ()),
        ("www.example.de", ()),
        ("jane.doe", ("jane.doe",)),
        ("Von", ()),
        ("@janedoe", ()),
        ("By", ()),
        (" ,; ", ()),
        ("", ()),
    ],
)
def test_persons(byline, authors):
    """Persons are separated, agencies after them dropped; what is ambiguous is kept as one."""
    assert persons(byline) == authors


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("By Jane Doe, Staff Writer", "Jane Doe"),
        ("Doe, Jane", "Doe, Jane"),
        ("Martin and Sons", "Martin and Sons"),
        ("Reuters", "Reuters"),
        ("jane@example.org", ""),
    ],
)
def test_an_entry_of_a_list_of_authors(name, author):
    """It is not split, and reduced to the name."""
    assert person(name) == author


@pytest.mark.parametrize(
    ("authors", "source", "expected"),
    [
        (("Jane Doe, CNN",), "CNN", ("Jane Doe",)),
        (("Jane Doe, CNN", "John Roe (CNN)"), "cnn.com", ("Jane Doe", "John Roe")),
        (("Jane Doe", "The Example Post"), "Example Post", ("Jane Doe",)),
        (("Jane Doe - Example Post",), "www.example-post.co.uk", ("Jane Doe",)),
        (("CNN",), "CNN", ("CNN",)),
        (("Jane Doe, London",), "CNN", ("Jane Doe, London",)),
        (("Jane Doe",), "", ("Jane Doe",)),
    ],
)
def test_the_source_behind_a_name(authors, source, expected):
    """It is no part of the name, and no author beside one; alone it is the author."""
    assert without_source(authors, source) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Von Jane Doe", True),
        ("Par Jane Doe et John Roe", True),
        ("Von Jane Doe, Berlin", True),
        ("Текст: Иван Петров", True),
        ("By noon the talks were over", False),
        ("Von Berlin nach Wien", False),
        ("Jane Doe", False),
    ],
)
def test_a_byline_in_running_text(line, expected):
    """Only persons may follow the word that leads to them."""
    assert is_byline(line) == expected


@pytest.mark.parametrize(
    ("line", "rest", "day"),
    [
        ("By Jane Doe, March 6, 2021", "By Jane Doe", "March 6, 2021"),
        ("By Jane Doe - March 6, 2021", "By Jane Doe", "March 6, 2021"),
        ("By Jane Doe on March 6, 2021", "By Jane Doe", "on March 6, 2021"),
        ("By Jane Doe 03/04/2021", "By Jane Doe", "03/04/2021"),
        (
            "By Jane Doe | Published 5 March 2021 | Updated 6 March 2021",
            "By Jane Doe",
            "Published 5 March 2021",
        ),
        ("Von Jane Doe, 7. März 2021, 10:30 Uhr", "Von Jane Doe", "7. März 2021, 10:30 Uhr"),
        ("Di Jane Doe, 7 marzo 2021", "Di Jane Doe", "7 marzo 2021"),
        ("6 March 2021 | By Jane Doe", "By Jane Doe", "6 March 2021"),
        ("Posted on March 6, 2021 by Jane Doe", "by Jane Doe", "Posted on March 6, 2021"),
        ("Reuters, MAR 04", "Reuters", "MAR 04"),
        ("6 March 2021", "", "6 March 2021"),
        ("By Jane Doe, 2021", "By Jane Doe, 2021", ""),
        ("By Jane Doe 0612345678", "By Jane Doe 0612345678", ""),
        ("By April May", "By April May", ""),
    ],
)
def test_a_date_beside_a_byline(line, rest, day):
    """It is told from the names in every language, with its label and its time."""
    assert split_date(line) == (rest, day)


@given(st.text())
def test_each_person_is_given_once(byline):
    """On one line, with a letter in it."""
    authors = persons(byline)
    assert len(set(authors)) == len(authors)
    assert all(any(map(str.isalpha, name)) for name in authors)
    assert all(name and name == " ".join(name.split()) for name in authors)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Jane Doe", ("Jane", "Doe")),
        ("Jane B. Doe", ("Jane B.", "Doe")),
        ("José Ortega y Gasset", ("José", "Ortega y Gasset")),
        ("Ursula van der Roe", ("Ursula", "van der Roe")),
        ("Smith, John", ("John", "Smith")),
        ("Иван Петров", ("Иван", "Петров")),
        ("Jane Doe, London", None),
        ("John Roe Jr.", None),
        ("Reuters", None),
        ("Agence France-Presse", None),
        ("김 철수", None),
    ],
)
def test_given_names_and_family_name(name: str, parts: tuple[str, str] | None) -> None:
    """Where they can be told apart; else the name stays whole."""
    assert name_parts(name) == parts
