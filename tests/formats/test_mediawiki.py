"""Dumps of MediaWiki: which pages are articles, their fields, and wikitext as plain text."""

from __future__ import annotations

import pytest

from newsgrep.article import Article
from newsgrep.formats.corpora.mediawiki import OTHERS, REDIRECTS
from newsgrep.formats.corpora.wikitext import read_wikitext
from newsgrep.remarks import WIKI_PAGE

pytest.importorskip("lxml")

SITE = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="de"><siteinfo>'
    "<sitename>Wikinews</sitename><base>https://de.example.org/wiki/Hauptseite</base><namespaces>"
    '<namespace key="0"/><namespace key="1">Diskussion</namespace><namespace key="6">Datei</namespace>'
    '<namespace key="14">Kategorie</namespace></namespaces></siteinfo>{}</mediawiki>'
)


def page(title: str, text: str, *, number: int = 0, more: str = "", revisions: str = "") -> str:
    """A page with its last revision."""
    return (
        f"<page><title>{title}</title><ns>{number}</ns><id>7</id>{more}{revisions}<revision><id>9</id>"
        f"<timestamp>2013-03-06T10:00:00Z</timestamp><model>wikitext</model><text>{text}</text></revision></page>"
    )


def test_a_page(read):
    """Has the date that it states, its categories as sections, and its address."""
    text = (
        "{{Datum|4. März 2013}}\n[[Datei:X.jpg|mini|Ein Bild]]Zu. [[Kategorie:Europa|x]][[Kategorie:Häfen]]"
    )
    assert read(SITE.format(page("Häfen geschlossen", text)), ".xml") == [
        Article(
            key="n/story.xml#7",
            path="n/story.xml",
            title="Häfen geschlossen",
            body="Zu.",
            date="2013-03-04",
            url="https://de.example.org/wiki/H%C3%A4fen_geschlossen",
            source="Wikinews",
            language="de",
            section="Europa; Häfen",
            line=1,
        )
    ]


def test_a_page_with_its_history(read):
    """Is read as it was last revised, whatever the order; without a date it has that of the revision."""
    older = "<revision><timestamp>2013-03-05T10:00:00Z</timestamp><text>Offen.</text></revision>"
    for content in (
        page("A", "Zu.", revisions=older),
        page("A", "Zu.").replace("</page>", f"{older}</page>"),
    ):
        (found,) = read(SITE.format(content), ".xml")
        assert (found.body, found.date) == ("Zu.", "2013-03-06T10:00:00Z")


def test_pages_that_are_no_articles(with_remarks):
    """Are counted: redirects, and those of other namespaces, also in dumps without their numbers."""
    found, remarks = with_remarks(
        SITE.format(
            page("A", "Zu.")
            + page("B", "#WEITERLEITUNG [[A]]", more='<redirect title="A"/>')
            + page("C", "#REDIRECT [[A]]")
            + page("Diskussion:A", "Stimmt das?", number=1)
            + page("Diskussion:B", "Stimmt das?").replace("<ns>0</ns>", "")
            + page("Zu: ein Hafen", "Zu.").replace("<ns>0</ns>", "")
        ).encode(),
        ".xml",
    )
    assert [one.title for one in found] == ["A", "Zu: ein Hafen"]
    assert [remark[:2] for remark in remarks] == [(WIKI_PAGE, REDIRECTS)] * 2 + [(WIKI_PAGE, OTHERS)] * 2


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("'''Ports''' were ''not'' open.", "Ports were not open."),
        # Links: to pages, other wikis, addresses; with a label and without.
        ("[[Port]]s [[Port|harbours]] [[w:Sea|]] [[:w:Quay]]", "Ports harbours Sea w:Quay"),
        ("A [http://example.org/a port], [http://example.org/b] [//example.org/c quay]", "A port, quay"),
        # Pictures with links in their captions, and the same page in other languages.
        ("[[File:A.jpg|thumb|A [[port]] and [[quay|a quay]]]]Zu.[[fr:Port]]", "Zu."),
        ("[[Bild:A.jpg|mini|Ein Hafen]]Zu.", "Zu."),
        # Templates: what they show, else nothing; within one another.
        ("{{w|Port|A harbour}} of {{convert|3|km|mi}} {{lang|fr|ouvert}}.", "A harbour of 3 km ouvert."),
        ("{{Infobox|a={{w|b}}|c=[[d|e]]}}Zu.{{cite|url=x}} {{publish}}", "Zu."),
        ("A.\n{{quote|text=Not open.|by=Jane Doe}}\nB.", "A.|Not open.|B."),
        # References, comments, and what is not to be read as markup.
        ('A<ref name="a">see {{w|b}}</ref> B<ref name="a" /> C<!-- [[d -->.', "A B C."),
        ("A <nowiki>[[b]] {{c}}</nowiki>.", "A [[b]] {{c}}."),
        ("<div class='x'>A<br />B &amp; C</div>D __NOTOC__", "A B & C|D"),
        # Lines are joined; items of lists have their own; headings with nothing below them are left out.
        ("A\nB\n\n* C\n* D\n# {{source|e}}\n== F ==\nG\n== H ==\n* {{source|i}}\n== J ==", "A B|C/D|F|G"),
        # Tables: a line a row.
        ('{| class="a"\n|+ A\n|-\n! B !! C\n|-\n| style="x" | D || E\n|}\nF', "A/B C/D E|F"),
        # What is not closed, or not opened, is text.
        ("A {{b [[c|d", "A b c|d"),
        ("A }} B ]] C | D", "A B C | D"),
    ],
)
def test_wikitext(source, text):
    """Without its marks; here a bar is between paragraphs, and a slash between lines."""
    assert "|".join(read_wikitext(source).paragraphs).replace("\n", "/") == text


@pytest.mark.parametrize(
    ("source", "dates"),
    [
        ("{{date|March 4, 2013}}", ["March 4, 2013"]),
        ("\n{{Fecha|4|marzo|2013}}A", ["4 marzo 2013"]),
        ("{{byline|date=March 4, 2013|location=Portmoor}}A", ["March 4, 2013"]),
        # Days of which the page speaks.
        ("{{Infobox|born={{date|4 March 1913}}}}", []),
        ("Born {{date|4 March 1913}}", []),
    ],
)
def test_dates_of_pages(source, dates):
    """Stand in a template at the beginning of a line."""
    assert read_wikitext(source).dates == dates


@pytest.mark.parametrize(
    "mark", ["{{", "[[", "{{a|", "<ref>", "<nowiki>", "\n{|", "[http://a ", "<a ", "''", "|}}"]
)
def test_marks_that_are_never_closed(mark):
    """End with the text, and what stands behind them is read."""
    assert "Portmoor" in " ".join(read_wikitext(mark * 2_000 + "\n\nPortmoor").paragraphs)
