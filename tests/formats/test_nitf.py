"""NITF: fields and paragraphs, and XML that is broken, deep, hostile or of another kind."""

from __future__ import annotations

import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.builder import E

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.extras import missing_library
from newsgrep.markup.xml_stream import root_name
from newsgrep.results import Unreadable
from newsgrep.tuning import SourceLimits

NAMESPACE = "http://iptc.org/std/NITF/2006-10-18/"


def article(content: list[etree._Element], head: list[etree._Element] = (), **pubdata: str) -> etree._Element:
    """An NITF document with a headline and a byline."""
    byline = E.byline("By ", E.person("Jane Doe"), E.byttl("Staff Writer"))
    return E.nitf(
        E.head(E.title("Short"), E.docdata(E("doc-id", {"id-string": "7"})), E.pubdata(**pubdata)),
        E.body(
            E(
                "body.head",
                E.hedline(E.hl1("Talks  on ", E.em("tea"), " & oil"), E.hl2("Below")),
                byline,
                *head,
            ),
            E("body.content", *content),
        ),
    )


def written(root: etree._Element, **how: object) -> bytes:
    """The document as lxml writes it."""
    return etree.tostring(root, xml_declaration=True, **{"encoding": "utf-8", **how})


FULL = article(
    [
        E.block(E.p("Talks."), {"class": "lead_paragraph"}),
        E.block(
            E.p("Talks in ", E.location("Bakı"), "\n  resumed.", E.br(), "Today."),
            E.media(E("media-caption", "A table")),
            E.p("They ended."),
            E.ul(E.li("One"), E.li("Two")),
            E.table(E.tr(E.td("May"), E.td("13"))),
            {"class": "full_text"},
        ),
    ],
    [E.dateline("BAKU")],
    **{"date.publication": "20201030T120000Z", "name": "Example Paper", "ex-ref": "https://example.org/7"},
    **{"position.section": "A"},
)
FULL.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
EXPECTED = Article(
    key="n/story.xml",
    path="n/story.xml",
    body="BAKU Talks in Bakı resumed. Today.\n\nThey ended.\n\nOne\n\nTwo\n\nMay 13",
    title="Talks on tea & oil",
    title_from=HEADLINE,
    authors=("Jane Doe",),
    date="2020-10-30T12:00:00Z",
    url="https://example.org/7",
    source="Example Paper",
    language="en",
    section="A",
    line=2,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-9"])
def test_every_field(read, encoding):
    """The full text, not the lead beside it, without captions, in the declared encoding."""
    assert read(written(FULL, encoding=encoding), ".xml") == [EXPECTED]


def test_a_namespace_and_a_doctype(read, offline):
    """Neither the namespace of the schema nor a DTD, which is not fetched, makes a difference."""
    plain = etree.tostring(FULL).decode()
    spaced = plain.replace("<nitf ", f'<nitf xmlns="{NAMESPACE}" ').replace(" ", "\r\n", 1)
    doctype = (
        '<!-- a > b -->\n<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.2//EN" "http://example.org/nitf.dtd">'
    )
    for content in (spaced, doctype + plain):
        (found,) = read(content, ".xml")
        assert (found.body, found.title, found.date) == (EXPECTED.body, EXPECTED.title, EXPECTED.date)


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        (E.byline("By Jane Doe and John Roe, Reuters"), ("Jane Doe", "John Roe")),
        (
            E.byline(E.person("Jane Doe"), " and ", E.person(E("name.given", "John"), " Roe")),
            ("Jane Doe", "John Roe"),
        ),
        (E.byline("By ", E.person("Jane Doe and John Roe")), ("Jane Doe", "John Roe")),
        (E.byline("Jane Doe", E.byttl("Head of Things"), ""), ("Jane Doe",)),
        (E.byline(), ()),
    ],
)
def test_bylines(read, byline, authors):
    """Persons that are marked, else those in the text without their titles."""
    assert read(written(E.nitf(E.hl1("Talks"), byline)), ".xml")[0].authors == authors


@pytest.mark.parametrize(
    "bylines",
    [
        [E.byline("By Jane Doe"), E.byline("By John Roe"), E.byline("The Associated Press")],
        [E.byline(E.person("Jane Doe"), E.byttl("Writer")), E.byline(E.person("John Roe"))],
    ],
)
def test_several_bylines(read, bylines):
    """The persons of all, without the agency."""
    assert read(written(E.nitf(E.hl1("Talks"), *bylines)), ".xml")[0].authors == ("Jane Doe", "John Roe")


@pytest.mark.parametrize(
    ("dateline", "text", "body"),
    [
        (E.dateline(E("story.date", "20201030T12"), E.location("BAKU")), "Talks.", "BAKU Talks."),
        (E.dateline(E.location("Baku"), " ", E.location("Azerbaijan")), "BAKU - Talks.", "BAKU - Talks."),
        (E.dateline("20201030"), "Talks.", "Talks."),
    ],
)
def test_datelines(read, dateline, text, body):
    """A place that the text does not begin with itself; a date alone is none."""
    root = E.nitf(E.hl1("Talks"), dateline, E("body.content", E.p(text)))
    assert read(written(root), ".xml")[0].body == body


def test_lines_within_a_paragraph(read):
    """Those of <pre> stay lines; a blank line begins a paragraph, also in a story that is all in one <p>."""
    content = E.pre("Talks 1\nTea   2\n\nOil 3"), E.p("One\n   line.\n\n   Two.")
    (found,) = read(written(E.nitf(E.hl1("Talks"), E("body.content", *content))), ".xml")
    assert found.body == "Talks 1\nTea 2\n\nOil 3\n\nOne line.\n\nTwo."


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [("iso-8859-1", "utf-8", "café"), ("iso-8859-1", "cp1252", "“café”"), ("koi8-r", "koi8-r", "да")],
)
def test_wrong_declarations_of_an_encoding(read, declared, encoding, text):
    """UTF-8 is read as such whatever is declared, and Windows-1252 where Latin-1 is."""
    content = f'<?xml version="1.0" encoding="{declared}"?><nitf><hl1>{text}</hl1></nitf>'
    assert read(content.encode(encoding), ".xml")[0].title == text


def test_control_characters(read):
    """They are spaces, and cost no article."""
    assert read(b"<nitf><hl1>Talks\x0bon\x08tea\x00</hl1></nitf>", ".xml")[0].title == "Talks on tea"


def test_a_normalised_byline_is_no_second_author(read):
    """Only the printed byline is read."""
    bylines = (
        E.byline("DOE, JANE", {"class": "normalized_byline"}),
        E.byline("By JANE DOE", {"class": "print_byline"}),
    )
    assert read(written(E.nitf(E.hl1("Talks"), *bylines)), ".xml")[0].authors == ("JANE DOE",)


@pytest.mark.parametrize(
    ("pubdata", "norm", "date"),
    [
        ("20201030", "20201031", "2020-10-30"),
        ("2020-10-30T12:00:00+04:00", "", "2020-10-30T12:00:00+04:00"),
        ("", "20201031T1200+0400", "2020-10-31T12:00+04:00"),
        ("", "", ""),
    ],
)
def test_dates(read, pubdata, norm, date):
    """The day of publication, else the day of issue."""
    root = E.nitf(E("date.issue", norm=norm), E.pubdata(**{"date.publication": pubdata}), E.hl1("Talks"))
    assert read(written(root), ".xml")[0].date == date


def test_without_a_headline(read):
    """The lede is the title, if there is no title either."""
    (found,) = read(written(E.nitf(E("body.content", E.p("Talks.")))), ".xml")
    assert (found.title, found.title_from) == ("Talks.", LEDE)


NO_ARTICLE = (
    "not a known news format: root element <foo>, and no element has a text of a known name;"
    " --map body=NAME names it"
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not valid XML"),
        (b"<nitf/>", "no text"),
        (b"<nitf><body>", "not valid XML"),
        (written(FULL)[:-9], "not valid XML"),
        (b'<?xml version="1.0" encoding="utf-8"?><nitf><hl1>caf\xe9</hl1></nitf>', "not valid XML"),
        (b'<?xml version="1.0" encoding="nonesuch"?><nitf/>', "not valid XML"),
        (b"<nitf>" + b"<p>" * 100_000, "not valid XML"),
        (b"<rdf:foo xmlns:rdf='x'/>", NO_ARTICLE),
        (b"<?xml version='1.0'?><!-- <nitf> --><foo/>", NO_ARTICLE),
    ],
)
def test_an_unreadable_file_has_one_reason(read, content, reason):
    """And no article."""
    (bad,) = read(content, ".xml")
    assert isinstance(bad, Unreadable)
    assert bad.reason == reason


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declared", [f'<!ENTITY l0 "ha">{LAUGHS}', "<!ENTITY % p \"<!ENTITY l9 'ha'>\"> %p;"]
)
def test_entities_are_refused(read, declared):
    """None is expanded, in text or in an attribute."""
    for inside in ("<hl1>&l9;</hl1>", "<hl1>a</hl1>", '<hl1 a="x&l9;">a</hl1>'):
        (bad,) = read(f"<!DOCTYPE nitf [{declared}]><nitf>{inside}</nitf>", ".xml")
        assert bad.reason in ("declares entities, which are not expanded", "not valid XML")


@pytest.mark.parametrize("place", ["secret.txt", "http://example.org/"])
@pytest.mark.parametrize("declared", ['<!ENTITY l9 SYSTEM "{}">', '<!ENTITY % p SYSTEM "{}"> %p;'])
def test_what_an_entity_names_is_not_opened(read, offline, tmp_path, monkeypatch, declared, place):
    """No file and no URL: the reference stays as it is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text("<!ENTITY l9 'secret'>")
    prologue = f"<!DOCTYPE nitf [{declared.format(place)}]>"
    (found,) = read(f"{prologue}<nitf><hl1>Talks &l9;</hl1></nitf>", ".xml")
    assert found.title == "Talks &l9;"
    (found,) = read(f'{prologue}<nitf><hl1 a="x&l9;">Talks</hl1></nitf>', ".xml")
    assert getattr(found, "title", "") == "Talks" or found.reason == "not valid XML"


def test_undeclared_entities(read):
    """Those of HTML are decoded, unknown ones are kept."""
    doctype = '<!DOCTYPE nitf SYSTEM "http://example.org/nitf.dtd">'
    (found,) = read(doctype + "<nitf><hl1>A&nbsp;caf&eacute; &c1; B</hl1></nitf>", ".xml")
    assert found.title == "A café &c1; B"


def test_an_article_that_is_too_large_is_refused(read):
    """Before it is in memory as a whole."""
    (bad,) = read("<nitf>" + "<p>x</p>" * 2**16 + "</nitf>", ".xml", SourceLimits(record_bytes=2**16))
    assert bad.reason == "XML element larger than 0 MB"


def test_without_lxml(read, monkeypatch):
    """The message has the command that installs it."""
    monkeypatch.setitem(sys.modules, "lxml", None)
    assert read("<nitf/>", ".xml") == [Unreadable("n/story.xml", missing_library("lxml", "xml").message)]


@pytest.mark.parametrize(
    ("beginning", "root"),
    [
        ("<nitf>", "nitf"),
        ("\n <n:nitf a='b'", "nitf"),
        (
            '<?xml version="1.0"?>\n<!-- a > b -- c - -->\n<?p i?><!DOCTYPE nitf [<!ENTITY a ">">] ><nitf/>',
            "nitf",
        ),
        ("<!-- <nitf> ", ""),
        ("<!DOCTYPE nitf [", ""),
        ("nitf", ""),
        ("<!--" * 2000, ""),
        ("<!DOCTYPE" * 1000 + "[" * 1000, ""),
    ],
)
def test_the_root_name_of_a_document(beginning, root):
    """It is found after comments, instructions and a document type, as far as they are in sight."""
    assert root_name(beginning) == root


MARKS = [
    "<nitf>",
    "</nitf>",
    "<hl1>",
    "</hl1>",
    "<body.content>",
    "<p>",
    "</p>",
    "<block class='full_text'>",
    "</block>",
]
MARKS += [
    "<!DOCTYPE nitf [",
    "]>",
    "<!ENTITY a 'b'>",
    "&a;",
    "&#0;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?",
    "x",
    "\r",
]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary().map(b"<nitf>".__add__)
    | st.lists(st.sampled_from(MARKS)).map(lambda marks: "".join(marks).encode())
    | st.lists(st.sampled_from(MARKS)).map(lambda marks: f"<nitf><p>{''.join(marks)}</p></nitf>".encode())
    | st.tuples(st.integers(0, len(written(FULL))), st.binary(max_size=3)).map(
        lambda cut: written(FULL)[: cut[0]] + cut[1] + written(FULL)[cut[0] + 1 :]
    )
)
def test_any_bytes_are_an_article_or_a_reason(read, offline, content):
    """Exactly one of them, and clean."""
    (result,) = read(content, ".xml")
    if isinstance(result, Article):
        assert result.body or result.title
        assert "\r" not in result.body
    else:
        assert result.reason
