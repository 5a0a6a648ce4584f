"""Protocols of the Bundestag: speeches with their speakers, what is said beside them, and annexes."""

from __future__ import annotations

import pytest

from newsgrep.article import Article

pytest.importorskip("lxml")

ROE = (
    '<p klasse="redner"><a id="r1"/><redner id="1"><name><titel>Dr.</titel><vorname>John</vorname>'
    "<nachname>Roe</nachname><fraktion>ABC</fraktion></name></redner>Dr. John Roe (ABC):</p>"
)
CHAIR = "<name>Vizepräsidentin Jane Doe:</name>"
HEAD = '<p klasse="J">Ich rufe auf:</p><p klasse="T_fett">Häfen</p><p klasse="T_fett">Werften</p>'


@pytest.fixture
def articles(read):
    """Return a function that reads a protocol of an item of the agenda, without white space in it."""

    def read_item(content: str, annexes: str = "") -> list[Article]:
        return read(
            '<?xml version="1.0"?><!DOCTYPE dbtplenarprotokoll SYSTEM "dbtplenarprotokoll.dtd">'
            '<dbtplenarprotokoll wahlperiode="19" sitzung-nr="9" sitzung-datum="07.09.2021"><vorspann>'
            "<inhaltsverzeichnis><ivz-titel>Inhalt:</ivz-titel></inhaltsverzeichnis></vorspann><sitzungsverlauf>"
            f'<tagesordnungspunkt top-id="Tagesordnungspunkt 1">{content}</tagesordnungspunkt>'
            f"</sitzungsverlauf><anlagen>{annexes}</anlagen><rednerliste>{ROE}</rednerliste></dbtplenarprotokoll>",
            ".xml",
        )

    return read_item


def test_a_speech(articles):
    """Has its speaker, the item of the agenda and what that is about; others keep their names in it."""
    _, speech = articles(
        f'{HEAD}<rede id="ID1">{ROE}<p klasse="J_1">Guten Tag.</p><kommentar>(Beifall)</kommentar>{CHAIR}'
        f'<p klasse="J">Eine Frage?</p>{ROE}<p klasse="J">Nein.</p></rede>'
    )
    assert speech == Article(
        key="n/story.xml#ID1",
        path="n/story.xml",
        title="Häfen",
        authors=("John Roe",),
        date="2021-09-07",
        body="Guten Tag.\n\n(Beifall)\n\nVizepräsidentin Jane Doe:\n\nEine Frage?\n\n"
        "Dr. John Roe (ABC):\n\nNein.",
        source="Deutscher Bundestag",
        language="de",
        section="Tagesordnungspunkt 1",
        line=1,
    )


def test_what_is_said_beside_the_speeches(articles):
    """Is an article of those who preside, without the speeches."""
    item, _ = articles(
        f'{CHAIR}{HEAD}<rede id="ID1">{ROE}<p>Guten Tag.</p></rede>{CHAIR}<p>Wir stimmen ab.</p>'
    )
    assert (item.key, item.authors) == ("n/story.xml#Tagesordnungspunkt 1", ("Jane Doe",))
    assert item.body == "Ich rufe auf:\n\nHäfen\n\nWerften\n\nWir stimmen ab."


def test_the_printed_name_of_a_speaker(articles):
    """Is right where the marked one has the parts of two persons."""
    mixed = ROE.replace("John</vorname>", "JohnAnn</vorname>").replace(
        "Dr. John Roe (ABC)", "Ann Poe, Ministerin"
    )
    _, speech = articles(f'{HEAD}<rede id="ID1">{mixed}<p>Guten Tag.</p></rede>')
    assert speech.authors == ("Ann Poe",)


def test_annexes(articles):
    """Are articles, and speeches in them too, which were handed in."""
    _, annex, speech = articles(
        HEAD,
        '<anlage><anlagen-titel>Anlage 1</anlagen-titel><anlagen-text><p klasse="T_fett">Zu Protokoll</p>'
        f'<rede id="ID2">{ROE}<p>Guten Tag.</p></rede></anlagen-text></anlage>',
    )
    assert (annex.section, annex.title, annex.body) == ("Anlage 1", "Zu Protokoll", "Zu Protokoll")
    assert (speech.title, speech.authors, speech.body) == ("Zu Protokoll", ("John Roe",), "Guten Tag.")


def test_a_protocol_before_2017(read):
    """Is one text, and its day has the order of German days."""
    (found,) = read(
        '<?xml version="1.0"?><DOKUMENT><WAHLPERIODE>18</WAHLPERIODE><NR>18/9</NR><DATUM>07.09.2016</DATUM>'
        "<TITEL>Plenarprotokoll vom 07.09.2016</TITEL><TEXT>Die Häfen sind ge-\nschlossen.</TEXT></DOKUMENT>",
        ".xml",
    )
    assert (found.key, found.date, found.source) == ("n/story.xml#18/9", "2016-09-07", "Deutscher Bundestag")
    assert found.body == "Die Häfen sind ge-\nschlossen."
