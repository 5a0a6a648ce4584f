"""XML of any schema: which elements are articles, what is in them, and XML that has none."""

from __future__ import annotations

import io

import pytest

from newsgrep.article import Article
from newsgrep.formats.records import xmldocument
from newsgrep.read_context import ReadContext
from newsgrep.remarks import ELEMENT_PASSED_OVER, TABLE_PASSED_OVER
from newsgrep.results import Unreadable

pytest.importorskip("lxml")

LONG = (
    "The harbour of Portmoor was closed on Monday, after a storm tore some twenty boats from their berths. "
    * 2
)


@pytest.fixture
def articles(read):
    """Return a function that reads a document."""
    return lambda content: read(f'<?xml version="1.0"?>{content}', ".xml")


def test_an_article_an_element(articles):
    """By the names of children and attributes; the identifier is its key."""
    first, second = articles(
        '<news><item id="7" lang="en"><headline>Talks</headline>'
        "<authors><author>Jane Doe</author><author>John Roe</author></authors>"
        "<date>2020-10-30</date><text><p>They met.</p><p>They <b>left</b>.</p></text>"
        "</item>\n<item><headline>Tea</headline><text>It rose.</text></item></news>"
    )
    assert first == Article(
        key="n/story.xml#7",
        path="n/story.xml",
        title="Talks",
        authors=("Jane Doe", "John Roe"),
        date="2020-10-30",
        body="They met.\n\nThey left.",
        language="en",
        line=1,
    )
    assert (second.key, second.body) == ("n/story.xml#L2", "It rose.")


@pytest.mark.parametrize(
    ("item", "title", "body"),
    [
        # The text of an element that has the other fields as attributes.
        (
            '<article title="Talks" published-at="2020-10-30"><p>They</p><p>met.</p></article>',
            "Talks",
            "They|met.",
        ),
        # Paragraphs beside the headline.
        ("<article><heading>Talks</heading><p>They</p><p>met.</p></article>", "Talks", "They|met."),
        # Names in an attribute, as MySQL and Solr write them; HTML that is escaped.
        (
            '<row><field name="title">Talks</field><field name="body">&lt;p>They&lt;/p>&lt;p>met.&lt;/p>'
            "</field></row>",
            "Talks",
            "They|met.",
        ),
        # In upper case, below an element of its own, beside what is no text.
        (
            "<DOC><DATE>2020-10-30</DATE><TEXT><TITLE>Talks</TITLE><BODY>They\n met.</BODY></TEXT></DOC>",
            "Talks",
            "They\nmet.",
        ),
        # Fields in a head; paragraphs of other names; another article within.
        (
            "<doc><head><headline>Talks</headline></head><body><subhead>They</subhead><par>met.</par></body>"
            "<related><item><title>Tea</title><text>It rose.</text></item></related></doc>",
            "Talks",
            "They|met.",
        ),
        # A text with attributes, and one in CDATA.
        (
            '<a><title lang="en">Talks</title><text type="t"><![CDATA[They met.]]></text></a>',
            "Talks",
            "They met.",
        ),
        (
            "<n:a xmlns:n='x'><n:title>Talks</n:title><n:content>They met.</n:content></n:a>",
            "Talks",
            "They met.",
        ),
    ],
)
@pytest.mark.parametrize("count", [1, 2])
def test_where_fields_are(articles, item, title, body, count):
    """Whether a file has one article or several."""
    found = articles(f"<all>{item * count}</all>")
    assert [one.title for one in found] == [title] * count
    assert [one.body for one in found] == [body.replace("|", "\n\n")] * count


def test_values_in_attributes(articles):
    """Of an element that has nothing else; those of a text are beside it, and named with a dot."""
    (article,) = articles(
        '<a><title>Talks</title><date value="2020-10-30"/><author name="Jane Doe"/><link href="https://example.org/1"/>'
        '<source url="https://example.org">Example</source><text>They met.</text></a>'
    )
    assert (article.date, article.authors, article.source) == ("2020-10-30", ("Jane Doe",), "Example")
    assert article.url == "https://example.org/1"


def test_what_an_issue_says_of_its_articles(articles):
    """Its date, source and language, where an article has none; not its title or identifier."""
    first, second = articles(
        '<issue id="i9" title="Monday" date="1987-10-17" source="The Example">'
        '<article date="1987-10-16"><title>Talks</title><p>They met.</p></article>'
        "<article><p>It rose.</p></article></issue>"
    )
    assert (first.date, first.source, first.title) == ("1987-10-16", "The Example", "Talks")
    assert (second.date, second.source, second.title_from) == ("1987-10-17", "The Example", "lede")


def test_elements_of_the_same_name_within_an_article(articles):
    """Are part of it."""
    (article,) = articles(
        f"<all><item><title>Talks</title><text>{LONG}</text><links><item><title>Tea</title></item></links></item></all>"
    )
    assert (article.title, article.body) == ("Talks", LONG.strip())


@pytest.mark.parametrize("name", ["text", "Body", "inhalt"])
def test_a_long_text_in_paragraphs(articles, name):
    """Is no article of its own: title and date stand beside it."""
    item = f"<item><title>Talks</title><date>2020-10-30</date><{name} class='a'><p>{LONG}</p></{name}></item>"
    found = articles(f"<all>{item}{item}</all>")
    assert [(one.title, one.date, one.body) for one in found] == [("Talks", "2020-10-30", LONG.strip())] * 2


def test_headings_between_speeches(articles):
    """Of elements at the same level, those with the most text are articles."""
    (speech,) = articles(
        '<day><heading url="https://example.org/1">Questions</heading>'
        f'<speech speaker="Jane Doe"><p>{LONG}</p></speech></day>'
    )
    assert (speech.authors, speech.body) == (("Jane Doe",), LONG.strip())


@pytest.mark.parametrize("name", ["sitting-date", "sitzung-datum"])
def test_speeches_have_the_day_of_the_sitting(articles, name):
    """In minutes of parliaments, which have it on the root alone."""
    found = articles(f'<minutes {name}="2020-10-30"><item><rede id="7"><p>{LONG}</p></rede></item></minutes>')
    assert [(one.key, one.date) for one in found] == [("n/story.xml#7", "2020-10-30")]


def test_comments_below_an_article(articles):
    """Give it neither a text nor an author, also if there is one."""
    item = (
        f"<item><headline>Talks</headline><content>{LONG}</content><comments><comment>"
        "<author>John Roe</author><text>No!</text></comment></comments></item>"
    )
    assert [(one.body, one.authors) for one in articles(f"<all>{item}{item}</all>")] == [
        (LONG.strip(), ())
    ] * 2


def test_articles_beside_sections_with_articles(articles):
    """Are read as those in the sections are."""
    item = "<item><title>{}</title><text>They met.</text></item>"
    found = articles(f"<all>{item.format('Talks')}<part name='a'>{item.format('Tea')}</part></all>")
    assert [one.title for one in found] == ["Talks", "Tea"]


def test_tables_of_a_database(articles):
    """As phpMyAdmin writes them: elements with the name of a table of HTML."""
    rows = "".join(
        f'<table name="{table}"><column name="id">{number}</column><column name="title">Talks</column>'
        f'<column name="content">They met.</column></table>'
        for table, number in [("posts", 1), ("posts", 2)]
    )
    found = articles(f'<export><database name="a">{rows}</database></export>')
    assert [(one.key, one.title, one.body) for one in found] == [
        ("n/story.xml#1", "Talks", "They met."),
        ("n/story.xml#2", "Talks", "They met."),
    ]


def test_blank_lines_before_the_declaration(read):
    """Are left by templates, and passed over."""
    (article,) = read('\n\n<?xml version="1.0"?><a><title>Talks</title><text>They met.</text></a>', ".xml")
    assert (article.title, article.body) == ("Talks", "They met.")


def test_summaries_and_long_texts_under_unknown_names(articles):
    """Are taken where no element has a text of a known name."""
    (summary,) = articles("<all><one><title>Talks</title><description>They met.</description></one></all>")
    assert (summary.title, summary.body) == ("Talks", "They met.")
    (unknown,) = articles(f"<all><one><title>Talks</title><zzz>{LONG}</zzz></one></all>")
    assert (unknown.title, unknown.body) == ("Talks", LONG.strip())


def test_a_mapping_names_the_text():
    """Whatever stands beside it."""
    data = b'<?xml version="1.0"?><a><b><x>Talks</x><y>They met.</y></b><b><x>Tea</x><y>It rose.</y></b></a>'
    context = ReadContext("a.xml", mapping={"body": ("y",), "title": ("x",)})
    found = list(xmldocument.read(io.BufferedReader(io.BytesIO(data)), context))
    assert [(one.title, one.body) for one in found] == [("Talks", "They met."), ("Tea", "It rose.")]


@pytest.mark.parametrize(
    "content",
    [
        "<project><name>a</name><description>It builds a thing.</description><url>https://example.org</url></project>",
        "<urlset><url><loc>https://example.org</loc><lastmod>2020-01-01</lastmod></url></urlset>",
        "<config><text>Button</text></config>",
        f'<resources><string name="about">{LONG}</string></resources>',
        "<svg><title>Chart</title><text>Oil</text></svg>",
        f"<component><title>Tea</title><description><p>{LONG}</p></description></component>",
        f"<RDF><Work><title>Tea</title><description>{LONG}</description></Work></RDF>",
    ],
)
def test_xml_without_articles(articles, content):
    """Descriptions of software, lists of addresses, labels of buttons and of drawings are none."""
    root = content[1 : content.index(">")]
    assert articles(content) == [
        Unreadable(
            "n/story.xml",
            f"not a known news format: root element <{root}>, and no element has a text of a known name;"
            " --map body=NAME names it",
        )
    ]


def test_damage_after_the_beginning(articles):
    """What comes before it is read; an element without a text is reported alone."""
    item = f"<item><title>Talks</title><text>{LONG}</text></item>"
    first, second, third, problem = articles(f"<all>{item}<item><author>Jane Doe</author></item>{item}<item>")
    assert (first.body, third.body) == (LONG.strip(), LONG.strip())
    assert second.reason.startswith("no text")
    assert problem.reason == "not valid XML"


def test_entities_are_refused(articles):
    """As in all XML: they may expand to any size."""
    document = '<!DOCTYPE a [<!ENTITY x "lol">]><all><title>Talks</title><text>&x;</text></all>'
    assert articles(document) == [Unreadable("n/story.xml", "declares entities, which are not expanded")]


def test_a_document_larger_than_the_beginning(articles):
    """Is read to its end, with each article once."""
    items = "".join(
        f'<item id="{number}"><title>Talks</title><text>{LONG * 20}</text></item>' for number in range(400)
    )
    assert len(items) > xmldocument.BEGINNING
    found = articles(f"<all>{items}</all>")
    assert [one.key for one in found] == [f"n/story.xml#{number}" for number in range(400)]


def test_articles_under_several_names(articles):
    """At one level are all read, if they have a title and a text."""
    found = articles(
        f"<all><news><title>Talks</title><text>{LONG}</text></news>"
        "<blog><title>Tea</title><text>It rose.</text></blog>"
        "<news><title>Oil</title><text>It fell.</text></news></all>"
    )
    assert [one.title for one in found] == ["Talks", "Tea", "Oil"]


def test_elements_that_are_passed_over(with_remarks):
    """Though they have texts, as they have no titles, are named."""
    found, remarks = with_remarks(
        b'<?xml version="1.0"?><all>'
        + b"<news><title>Talks</title><text>They met.</text></news>" * 2
        + b"<remark><author>Jane Doe</author><text>No!</text></remark></all>",
        ".xml",
    )
    assert [one.title for one in found] == ["Talks", "Talks"]
    assert remarks == [(ELEMENT_PASSED_OVER, "<remark>", 0)]


def item(name: str, title: str, text: str = "They met.") -> str:
    """An element with a title and a text."""
    return f"<{name}><title>{title}</title><text>{text}</text></{name}>"


@pytest.mark.parametrize("further", ["", item("news", "Oil")])
def test_articles_of_another_name_behind_the_beginning(articles, further):
    """Are read where they stand, between the others or below them."""
    start = item("news", "Talks", LONG * 60) * 120
    assert len(start) > xmldocument.BEGINNING
    found = articles(f"<all>{start}{item('blog', 'Tea')}{item('blog', 'Rain')}{further}</all>")
    assert [one.title for one in found[119:]] == ["Talks", "Tea", "Rain", "Oil"][: 4 if further else 3]


def test_articles_elsewhere_behind_the_beginning_are_named(with_remarks):
    """If they are beside none of the others."""
    start = item("news", "Talks", LONG * 60) * 120
    document = f"<all><papers>{start}</papers><blogs>{item('blog', 'Tea')}</blogs></all>"
    found, remarks = with_remarks(f'<?xml version="1.0"?>{document}'.encode(), ".xml")
    assert (len(found), remarks) == (120, [(ELEMENT_PASSED_OVER, "<blog>", 0)])


def dump(*tables: str) -> bytes:
    """A dump of a database, as MySQL writes it: tables of rows."""
    rows = "".join(tables)
    return f'<?xml version="1.0"?><mysqldump><database name="a">{rows}</database></mysqldump>'.encode()


def table(name: str, *rows: dict[str, str]) -> str:
    """A table of a dump."""
    texts = ("".join(f'<field name="{field}">{text}</field>' for field, text in row.items()) for row in rows)
    return f'<table_data name="{name}">{"".join(f"<row>{text}</row>" for text in texts)}</table_data>'


def test_other_tables_of_a_dump(with_remarks):
    """Are passed over in one remark each, also where many rows of theirs come first."""
    found, remarks = with_remarks(
        dump(
            table("tags", *[{"id": "1", "title": "Oil"}] * 30),
            table(
                "posts", {"title": "Talks", "content": "They met."}, {"title": "Tea", "content": "It rose."}
            ),
            table("comments", {"author": "Jane Doe", "content": "No!"}),
            table("users", {"name": "Jane"}, {"name": "John"}),
        ),
        ".xml",
    )
    assert [one.body for one in found] == ["They met.", "It rose.", "No!"]
    assert remarks == [(TABLE_PASSED_OVER, "tags", 0), (TABLE_PASSED_OVER, "users", 0)]


def test_tables_behind_the_beginning_of_a_dump(with_remarks):
    """Are read and passed over as the others are."""
    posts = [{"title": "Talks", "content": LONG * 60}] * 120
    content = dump(
        table("posts", *posts),
        table("users", *[{"name": LONG * 60}] * 120),
        table("pages", {"title": "Tea", "content": "It rose."}),
    )
    assert len(content) > 2 * xmldocument.BEGINNING
    found, remarks = with_remarks(content, ".xml")
    assert [one.title for one in found] == ["Talks"] * 120 + ["Tea"]
    assert remarks == [(TABLE_PASSED_OVER, "users", 0)]


def test_headings_above_speeches(articles):
    """Are the sections of what follows, at their level alone."""
    speech = f'<speech speakername="Jane Doe"><p>{LONG}</p></speech>'
    found = articles(
        f"<day><part>{speech}<major-heading>Oil</major-heading>{speech}{speech}"
        f"<minor-heading>Tea</minor-heading>{speech}</part><part>{speech}</part></day>"
    )
    assert [one.section for one in found] == ["", "Oil", "Oil", "Tea", ""]
    assert {one.authors for one in found} == {("Jane Doe",)}


def test_words_in_elements_of_their_own(articles):
    """Are no one word without white space between them; elements of HTML may stand within a word."""
    (found,) = articles(
        "<a><title>Talks</title><text><p><who><first>Jane</first><last>Doe</last></who>She left, <who><first>"
        "John</first></who>.</p><p><b>T</b><i>hey</i> <sup>met</sup>.</p></text></a>"
    )
    assert found.body == "Jane Doe She left, John.\n\nThey met."


def test_records_of_typo3(with_remarks):
    """Have the names of fields, and of the table, in other attributes."""
    row = (
        '<tablerow index="{}"><fieldlist type="array"><field index="uid" type="integer">7</field>'
        '<field index="title">{}</field>{}</fieldlist></tablerow>'
    )
    text = '<field index="bodytext">They met.</field><field index="author">Jane Doe</field>'
    rows = row.format("pages:3", "News", "") + row.format("tt_news:7", "Talks", text)
    document = f"<T3RecordDocument><records index='records'>{rows}</records></T3RecordDocument>"
    ((article,), remarks) = with_remarks(b'<?xml version="1.0"?>' + document.encode(), ".xml")
    assert (article.title, article.body, article.authors) == ("Talks", "They met.", ("Jane Doe",))
    assert remarks == [(TABLE_PASSED_OVER, "pages", 0)]
