"""Bylines, to persons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.formats.bylines import person, persons, strip_by


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
        ("Reuters, AP", ("Reuters", "AP")),
        ("Jane Doe and Reuters", ("Jane Doe", "Reuters")),
        ("Smith, John", ("Smith, John",)),
        ("García Márquez, Gabriel; Doe, Jane", ("García Márquez, Gabriel", "Doe, Jane")),
        ("Jane Doe, London", ("Jane Doe, London",)),
        ("Martin King, Jr.", ("Martin King, Jr.",)),
        ("Jane Doe, chief correspondent", ("Jane Doe",)),
        ("Byron Anderson", ("Byron Anderson",)),
        ("Anderson Cooper", ("Anderson Cooper",)),
        ("Jane Doe, Staff Writer", ("Jane Doe",)),
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


@given(st.text())
def test_each_person_is_given_once(byline):
    """On one line, and not empty."""
    authors = persons(byline)
    assert len(set(authors)) == len(authors)
    assert all(name == strip_by(f"By {name}") or name.lower().startswith("by") for name in authors)
    assert all(name and name == " ".join(name.split()) for name in authors)
