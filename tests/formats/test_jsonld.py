"""JSON-LD as sites write it."""

from __future__ import annotations

import json

import pytest

from newsgrep.formats.page.jsonld import metadata_in_jsonld

ARTICLE = {"@type": "NewsArticle", "headline": "Talks resume", "datePublished": "2020-10-30"}
PERSON = {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}
SITE = {"@type": "Organization", "@id": "#site", "name": "Example News"}


def title(script: str) -> str:
    """The headline found in a script."""
    return metadata_in_jsonld([script]).title


@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [ARTICLE],
        [SITE, None, 5, "x", [ARTICLE]],
        {"@context": "https://schema.org", "@graph": [SITE, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        {"@type": "WebPage", "headline": "The page", "mainEntity": [ARTICLE]},
        ARTICLE | {"@type": ["Thing", "http://schema.org/ReportageNewsArticle"]},
        ARTICLE | {"@type": "schema:OpinionNewsArticle"},
        ARTICLE | {"@type": "BlogPosting"},
        ARTICLE | {"headline": None, "name": "Talks resume"},
        ARTICLE | {"headline": "Talks\n  resume "},
    ],
)
def test_an_article_is_found(value):
    """In lists, in @graph, as the main entity, of any type of article."""
    metadata = metadata_in_jsonld([json.dumps(value)])
    assert (metadata.title, metadata.date, metadata.is_article) == ("Talks resume", "2020-10-30", True)


@pytest.mark.parametrize(
    "value", [SITE, {}, [], None, "x", {"@type": None}, {"@type": "WebPage", "headline": "x"}]
)
def test_other_nodes_are_no_article(value):
    """The metadata is empty."""
    assert not metadata_in_jsonld([json.dumps(value)]).is_article


@pytest.mark.parametrize(
    "frame",
    [
        "<!-- {} -->",
        "//<![CDATA[\n{}\n//]]>",
        "/* <![CDATA[ */ {} /* ]]> */",
        "<![CDATA[{}]]>",
        "\n{};\n",
        "{{}} {}",
        "[{}, ]",
        '[{}, {{"a": [1, 2, ], }}, ]',
        "\ufeff{}",
    ],
)
def test_surroundings_of_json(frame):
    """Comments, CDATA, a semicolon, superfluous commas."""
    assert title(frame.format(json.dumps(ARTICLE))) == "Talks resume"


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('{"@type": "Article", "headline": "Talks\nresume"}', "Talks resume"),
        ('{"@type": "Article", "headline": "Talks, }resume",}', "Talks, }resume"),
        ("{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Talks&quot;}", "Talks"),
        ('{"@type": "Article", "headline": "Talks &amp; more"}', "Talks & more"),
        ('{"@type": "Article", "headline": "Talks \\ud800"}', "Talks \ufffd"),
        ('{"@type": "Article", "headline": "Talks", "x": ' + "9" * 5000 + "}", ""),
        ('{"@type": "Article", "headline": "Talks', ""),
        ('{"@type": "Article", "headline": {"a": ["Talks"]}, "name": null}', ""),
        ("[" * 100_000, ""),
        ('{"@graph":' * 50_000, ""),
        ("<!--" * 100_000, ""),
        ("," * 100_000 + " " * 100_000, ""),
        ("{}" * 100_000, ""),
        ('"' * 100_000, ""),
        ("&quot;" * 100_000, ""),
    ],
    ids=lambda value: value[:20],
)
def test_broken_json(script, expected):
    """It is repaired where that is simple, else ignored, and takes no time."""
    assert title(script) == expected


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        (["Jane Doe", "John Roe", "Jane Doe"], ("Jane Doe", "John Roe")),
        ({"name": "Jane Doe"}, ("Jane Doe",)),
        ({"@type": "Person", "name": ["Jane Doe", "John Roe"]}, ("Jane Doe", "John Roe")),
        ([PERSON, {"@type": ["Person"], "name": "John Roe"}], ("Jane Doe", "John Roe")),
        ({"@id": "#jane"}, ("Jane Doe",)),
        ([{"@id": "#jane"}, SITE], ("Jane Doe",)),
        (SITE, ()),
        ({"@type": "NewsMediaOrganization", "name": "Jane Doe"}, ()),
        ({"@id": "#site"}, ()),
        ({"@id": "#nobody"}, ()),
        ({"@type": ["Person", "Organization"], "name": "Jane Doe"}, ("Jane Doe",)),
        ("https://example.org/jane", ()),
        ("None", ()),
        ([None, {}, {"name": None}, {"name": {"x": 1}}, 5, [[]]], ()),
    ],
)
def test_authors(author, authors):
    """Strings, objects, lists and references; never an organisation or a URL."""
    graph = {"@graph": [ARTICLE | {"author": author}, PERSON, SITE]}
    assert metadata_in_jsonld([json.dumps(graph)]).authors == authors


@pytest.mark.parametrize(
    ("author", "authors"),
    [
        ({"@type": "Person", "jobTitle": "Reporter"}, ("Jane Doe",)),
        ({"@type": "Person", "description": "I write about lakes."}, ("Jane Doe",)),
        ({"@type": "Person", "url": "https://substack.com/@janedoe"}, ("Jane Doe",)),
        ({"@id": "#owner"}, ("Jane Doe",)),
        ({"@type": "Person"}, ()),
        ({"@type": "Person", "url": "https://example.org/author/jane"}, ()),
        ({"@type": "Organization", "description": "All about lakes."}, ()),
        ({}, ()),
    ],
)
def test_the_site_of_a_person_has_that_author(author, authors):
    """If the page says something of a person that no site has; many sites call themselves a person."""
    owner = {"@id": "#owner", "@type": ["Person", "Organization"], "name": "Jane Doe", "logo": {}}
    article = ARTICLE | {"author": {"name": "Jane Doe"} | author, "publisher": {"name": "Jane Doe"}}
    found = metadata_in_jsonld([json.dumps({"@graph": [article, owner]})])
    assert (found.source, found.authors) == ("Jane Doe", authors)


def test_a_publication_that_is_described_as_a_person_is_no_author():
    """By the words of its name."""
    author = {"@type": "Person", "name": "Lake Times", "description": "All about lakes."}
    article = ARTICLE | {"author": author, "publisher": {"name": "Lake Times"}}
    assert metadata_in_jsonld([json.dumps(article)]).authors == ()


@pytest.mark.parametrize(
    ("field", "value", "name", "expected"),
    [
        ("datePublished", "None", "date", ""),
        ("datePublished", ["2020-10-30", "2020-10-31"], "date", "2020-10-30"),
        ("datePublished", {"@type": "Date", "@value": "2020-10"}, "date", "2020-10"),
        ("publisher", {"@id": "#site"}, "source", "Example News"),
        ("publisher", [{"name": None}, "Example News"], "source", "Example News"),
        ("inLanguage", {"@type": "Language", "name": "English", "alternateName": "en"}, "language", "en"),
        ("inLanguage", ["az", "en"], "language", "az"),
        ("articleSection", [None, "World"], "section", "World"),
        ("articleBody", ["One.", None, "Two."], "body", "One.\n\nTwo."),
        ("articleBody", "null", "body", ""),
        ("mainEntityOfPage", "https://example.org/a", "url", "https://example.org/a"),
        (
            "mainEntityOfPage",
            {"@type": "WebPage", "@id": "https://example.org/a"},
            "url",
            "https://example.org/a",
        ),
        ("url", "/a", "url", ""),
    ],
)
def test_the_shapes_of_values(field, value, name, expected):
    """A string, a list, an object with a value or a name."""
    graph = {"@graph": [ARTICLE | {field: value}, SITE]}
    assert getattr(metadata_in_jsonld([json.dumps(graph)]), name) == expected


def test_several_scripts():
    """A page describes its site in one and its article in another."""
    scripts = [json.dumps(ARTICLE | {"author": {"@id": "#jane"}}), "nonsense", json.dumps([PERSON])]
    assert metadata_in_jsonld(scripts).authors == ("Jane Doe",)


def test_the_article_of_the_page_among_others():
    """The one with the URL of the page, else the only one with a text, else none."""
    others = [ARTICLE | {"headline": f"Story {n}", "url": f"http://www.example.org/{n}/"} for n in range(3)]
    text = json.dumps(others)
    assert metadata_in_jsonld([text], "https://example.org/1?from=feed").title == "Story 1"
    assert not metadata_in_jsonld([text], "https://example.org/").is_article
    others[2]["articleBody"] = "Text."
    assert metadata_in_jsonld([json.dumps(others)]).title == "Story 2"


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Kura"], "Kura"),
        (["River & valley"], "River & valley"),
        (["Kura", "River & valley"], "River & valley"),
    ],
)
def test_a_name_that_is_the_heading_goes_before_a_headline_that_is_none(headings, expected):
    """In an encyclopedia, the headline is a short description. Entities in either are read."""
    article = {"@type": "Article", "name": "Kura", "headline": "River &amp; valley"}
    assert metadata_in_jsonld([json.dumps(article)], headings=headings).title == expected


def test_entities_in_the_name_of_a_publisher():
    """Are read, as those in a title are."""
    article = {"@type": "Article", "headline": "Talks", "publisher": {"name": "Doe &amp; Co."}}
    assert metadata_in_jsonld([json.dumps(article)]).source == "Doe & Co."
