"""Web pages whose metadata has faults: the title, the address, the site, and the text beside the article."""

from __future__ import annotations

import json

import pytest

from newsgrep.article import Article

pytestmark = pytest.mark.usefixtures("offline")

PARAGRAPHS = [f"On day {n} the harbour pilots met the owners and agreed on nothing at all." for n in range(8)]
STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
TEXT = "\n\n".join(PARAGRAPHS)
LONG = "The talks resume at the lake, where the ministers had met " * 2 + "in March"
CUT = {"@type": "Article", "headline": LONG[:100]}
ESCAPED = {"@type": "Article", "headline": "Talks &amp;#8230; resume"}
SITE = "<meta property=og:site_name content='Port Post'>"


@pytest.fixture
def article(read):
    """Return a function that reads the article of a page with things in its head and around its story."""

    def read_one(head: str, above: str = "", behind: str = "", story: str = STORY) -> Article:
        page = f"<!doctype html><html><head>{head}</head><body>{above}{story}{behind}</body></html>"
        (found,) = read(page, ".html")
        assert isinstance(found, Article), found
        return found

    return read_one


@pytest.mark.parametrize(
    ("head", "above", "title"),
    [
        # The quote in the title ends the attribute.
        (
            '<meta property="og:title" content="Talks "resume" today">',
            '<h1>Talks "resume" today</h1>',
            'Talks "resume" today',
        ),
        (
            "<meta property=og:title content='Pilots &amp;amp; owners &amp;#039;agree&amp;#039;'>",
            "",
            "Pilots & owners 'agree'",
        ),
        ("<meta name=ArticleTitle content='Pilots walk out'>", "<h1>The harbour</h1>", "Pilots walk out"),
        ("<title>Pilots walk out_Portmoor</title>", "<div>Pilots walk out</div>", "Pilots walk out"),
        (
            "<title>引航员拒绝谈判并且罢工-港口网</title>",
            "<div>引航员拒绝谈判并且罢工</div>",
            "引航员拒绝谈判并且罢工",
        ),
        (
            "<title>항구신문 :: 도선사들 협상장을 떠나다</title>",
            "<span>도선사들 협상장을 떠나다</span>",
            "도선사들 협상장을 떠나다",
        ),
        (f"{SITE}<title>Port Post: Pilots walk out</title>", "<h1>Pilots walk out</h1>", "Pilots walk out"),
        (
            f"{SITE}<meta property=og:title content='Opinion: Pilots are right'>",
            "<h1>Pilots are right</h1>",
            "Opinion: Pilots are right",
        ),
        (
            "<title>Pilots - the men of the harbour</title>",
            "<p>Pilots</p>",
            "Pilots - the men of the harbour",
        ),
        # The heading is the name of the site, and leads to its front page.
        ("<title>Talks resume</title>", "<h1><a href=/>Lake Notes</a></h1>", "Talks resume"),
        (
            "<title>Talks resume</title>",
            "<a href=https://lake.example/><h1>Lake Notes</h1></a>",
            "Talks resume",
        ),
        ("<title>Lake Notes</title>", "<h1><a href=/talks>Talks resume</a></h1>", "Talks resume"),
        # The headline of JSON-LD is cut after a hundred characters.
        (
            f"<title>{LONG} - Lake Notes</title><meta property=og:title content='{LONG}'>"
            f"<script type=application/ld+json>{json.dumps(CUT)}</script>",
            "",
            LONG,
        ),
        (
            f"<title>{LONG[:100]} - Lake Notes</title>"
            f"<script type=application/ld+json>{json.dumps(CUT)}</script>",
            "",
            LONG[:100],
        ),
        # A program escaped it twice.
        (
            f"<script type=application/ld+json>{json.dumps(ESCAPED)}</script>",
            "",
            "Talks … resume",
        ),
    ],
)
def test_titles(article, head, above, title):
    """Whole, without entities, and without the name of the site; what a page shows alone is its headline."""
    assert article(head, above).title == title


@pytest.mark.parametrize(
    ("address", "url", "source"),
    [
        (
            "https://web.archive.org/web/20200304050607/https://example.org/l",
            "https://example.org/l",
            "example.org",
        ),
        (
            "http://web.archive.org/web/20200304id_/www.example.org/l",
            "http://www.example.org/l",
            "example.org",
        ),
        ("https://archive.org/web/", "https://archive.org/web/", "archive.org"),
    ],
)
def test_a_page_that_the_wayback_machine_rewrote(article, address, url, source):
    """Has the address that was archived."""
    found = article(f"<link rel=canonical href='{address}'><title>Pilots walk out</title>")
    assert (found.url, found.source) == (url, source)


def test_the_identifier_of_a_node(article):
    """Is the address of the page and a name, as plugins of WordPress write it."""
    page = {"@id": "https://example.org/p#webpage"}
    node = {"@type": "Article", "headline": "Pilots walk out", "mainEntityOfPage": page}
    found = article(f"<script type='application/ld+json'>{json.dumps(node)}</script>")
    assert found.url == "https://example.org/p"


def test_a_site_that_is_named_as_the_title(article):
    """Has no name, as on pages whose og:site_name is made of the title."""
    head = "<meta property=og:site_name content='Pilots walk out'><link rel=canonical href='https://example.org/p'>"
    assert article(f"{head}<title>Pilots walk out</title>").source == "example.org"


def test_the_box_beside_the_article_has_more_text(article):
    """The text is the article that the page marks, though a box has more paragraphs."""
    notices = "".join(
        f"<div class=slide>We thank all who came to the funeral of our neighbour number {n}, and who sent"
        " flowers and words of comfort to the family in these hard days.</div>"
        for n in range(40)
    )
    found = article(
        "<title>Pilots walk out</title>",
        "<header><h1>Pilots walk out</h1></header>",
        f"<div class=post-content>{notices}</div>",
        f"<article class=x>{STORY}</article>",
    )
    assert found.body == TEXT


def test_a_page_of_wechat(article):
    """Its text has no paragraphs, its name is that of the account, and its time is in a script."""
    found = article(
        "<meta property=og:site_name content='Platform'><meta property=og:title content='Pilots walk out'>",
        "<h2>Pilots walk out</h2><a id=js_name> Port Post </a>",
        '<script>var ct = "1581517074";</script><div><p>Open it with another program</p></div>',
        "<div id=js_content style='visibility: hidden'>"
        + "".join(f"<section><span>{paragraph}</span></section>" for paragraph in PARAGRAPHS)
        + "</div>",
    )
    assert (found.body, found.source, found.date) == (TEXT, "Port Post", "2020-02-12T14:17:54Z")


def test_no_language_but_an_encoding(article):
    """In the place of the language."""
    assert (
        article("<meta http-equiv=Content-Language content=utf-8><title>Pilots walk out</title>").language
        == ""
    )


@pytest.mark.parametrize(
    "byline", ["<p>홍길동 기자</p>", "<div class=reporter>홍길동 기자 hong@example.org</div>"]
)
def test_a_reporter_beside_the_headline(article, byline):
    """Of a Korean paper."""
    assert article("<title>Pilots walk out</title>", f"<h1>Pilots walk out</h1>{byline}").authors == (
        "홍길동",
    )


@pytest.mark.parametrize(
    "author", ["Developed By Jane Doe", "/janedoe", "name, j@example.org", "Link Copied"]
)
def test_no_authors(article, author):
    """In the place of the author."""
    assert article(f"<meta name=author content='{author}'><title>Pilots walk out</title>").authors == ()


def test_a_day_of_birth_is_no_date(article):
    """Beside the headline, as encyclopedias mark it."""
    found = article("<title>Jane Doe</title>", "<h1>Jane Doe</h1><span class=bday>1941-05-24</span>")
    assert found.date == ""
