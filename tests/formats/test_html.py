"""Web pages: which of the places that speak of an article is believed, and what its text is."""

from __future__ import annotations

import re
import sys

import pytest
import trafilatura

from newsgrep.article import CRAWL, FIELD, GUESS, HEADLINE, LEDE, URL, Article
from newsgrep.errors import ArticleError
from newsgrep.extras import missing_library
from newsgrep.formats.page.page import Page
from newsgrep.formats.web import webpage
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable
from tests.formats.pages import PARAGRAPHS, STORY, TEXT, page, script

pytestmark = pytest.mark.usefixtures("offline")

LINKS = "".join(
    f"<li><a href='/{n}'>Minister number {n} speaks of the talks again</a></li>" for n in range(40)
)
LINKED = {
    "@type": "NewsArticle",
    "headline": "Talks resume",
    "author": {"@type": "Person", "name": "Jane Doe"},
    "datePublished": "2020-10-30T12:00:00+04:00",
    "publisher": {"name": "Example News"},
    "inLanguage": "en",
    "articleSection": ["World", "Talks"],
    "url": "https://example.org/talks",
    "articleBody": TEXT,
}
META = (
    "<meta property='og:title' content='Talks resume'><meta property='og:site_name' content='Example News'>"
    "<meta property='article:author' content='https://a.example/j'><meta name=author content='By Jane Doe'>"
    "<meta property='article:published_time' content='2020-10-30T12:00:00+04:00'>"
    "<meta property='article:section' content=World><link rel=canonical href='https://example.org/talks'>"
)


@pytest.mark.parametrize("head", [script(LINKED), META], ids=["JSON-LD", "meta"])
def test_every_field(article, head):
    """JSON-LD alone, or meta tags alone with the text of the page, give the same article."""
    assert article(page(head)) == Article(
        key="n/story.html",
        path="n/story.html",
        body=TEXT,
        title="Talks resume",
        authors=("Jane Doe",),
        date="2020-10-30T12:00:00+04:00",
        url="https://example.org/talks",
        source="Example News",
        language="en",
        section="World",
    )


SAVED_DAY = "Thu Mar 04 2021 10:30:00 GMT+0100 (CET)"


@pytest.mark.parametrize(
    ("mark", "date"),
    [
        ("<!-- saved from url=(0020)https://a.org/frost/ -->", ""),
        (
            f"<!--\n Page saved with SingleFile \n url: https://a.org/frost/ \n saved date: {SAVED_DAY}\n-->",
            1,
        ),
        ("<!-- Saved from https://a.org/frost/ at 2021-03-04T09:30:00Z using monolith v2.8.1 -->", 1),
        (
            "<!-- Mirrored from a.org/frost/ by HTTrack Website Copier/3.x, Thu, 04 Mar 2021 -->",
            1,
        ),
        (
            '<meta name="savepage-url" content="https://a.org/frost/">'
            f'<meta name="savepage-date" content="{SAVED_DAY}">',
            1,
        ),
    ],
    ids=["Chrome", "SingleFile", "Monolith", "HTTrack", "Save Page WE"],
)
def test_a_page_that_was_saved_says_where_it_was(article, mark, date):
    """Its address is known, and the day on which it was saved stands in for a missing date."""
    found = article(page(f"{mark}<title>Frost</title>"))
    assert (found.url.removeprefix("https").removeprefix("http"), found.source) == (
        "://a.org/frost/",
        "a.org",
    )
    assert (found.date[:10], found.date_from) == (("2021-03-04", CRAWL) if date else ("", FIELD))
    dated = article(page(f"{mark}<meta name=date content=2020-10-30>"))
    assert (dated.date, dated.date_from) == ("2020-10-30", FIELD)


@pytest.mark.parametrize(
    "mark",
    [
        "<!-- saved from url=(0014)about:internet -->",
        "<!-- Saved from local source at 2021-03-04T09:30:00Z using monolith v2.8.1 -->",
        "<!--\n Page saved with SingleFile \n url: file:///home/frost.html \n-->",
    ],
)
def test_a_page_that_was_saved_from_nowhere_has_no_address(article, mark):
    """What is not in the web is no address."""
    assert article(page(f"{mark}<title>Frost</title>")).url == ""


def test_json_ld_goes_before_meta_tags_field_by_field(article):
    """Fields that it lacks are taken from them."""
    found = article(page(script({"@type": "Article", "headline": "Another", "datePublished": None}) + META))
    assert (found.title, found.date[:10], found.authors) == ("Another", "2020-10-30", ("Jane Doe",))


@pytest.mark.parametrize(
    ("head", "date", "date_from"),
    [
        ("<meta name=date content=2020-10-30>", "2020-10-30", FIELD),
        ("<meta name=DC.date.issued content='30 October 2020'>", "2020-10-30", FIELD),
        ("<meta name=parsely-pub-date content=None><meta name=date content=2020-10>", "2020-10", FIELD),
        ("<meta itemprop=datePublished content=2020-10-30>", "2020-10-30", FIELD),
        ("<time datetime=2020-10-30T12:00Z>today</time>", "2020-10-30T12:00Z", FIELD),
        ("<time datetime=2019>old</time><time pubdate datetime=2020-10>new</time>", "2020-10", FIELD),
        ("<abbr class=published title=2020-10-30T12:00Z>12:00</abbr>", "2020-10-30T12:00Z", FIELD),
        (
            "<abbr class=published title=2020-10-30></abbr><i class=published title=2020-10-29></i>",
            "2020-10-30",
            GUESS,
        ),
        ("<meta property=DC:date content=2020-10-30>", "2020-10-30", FIELD),
        ("<link rel=canonical href=https://example.org/2020/10/30/talks>", "2020-10-30", URL),
        ("<meta property=article:modified_time content=2020-10-30>", "", FIELD),
        ("<meta name=citation_year content=1><p>Published on 30 October 2020</p>", "", FIELD),
    ],
)
def test_marked_dates_go_first(article, head, date, date_from):
    """The most reliable first; not the last change of the page, and no date in its words."""
    found = article(page(head))
    assert (found.date, found.date_from) == (date, date_from)


@pytest.mark.parametrize(
    ("address", "date", "date_from"),
    [("https://example.org/2020/10/30/a", "2020-10-30", URL), ("https://example.org/a", "2021-01-02", CRAWL)],
)
def test_the_time_of_the_crawl_is_the_last_resort(address, date, date_from):
    """After the URL, which also gives the source."""
    data = page().encode()
    found = webpage.page_article(Page(data, url=address, crawled="2021-01-02"), ReadContext("a"), "a")
    assert (found.date, found.date_from, found.url, found.source) == (date, date_from, address, "example.org")


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<link rel='x canonical' href=https://example.org/a>" + META, "https://example.org/a"),
        (
            "<link rel=canonical href=/a><meta property=og:url content=https://example.org/b>",
            "https://example.org/b",
        ),
        ("<link rel=canonical href=http://[x>", ""),
        ("<link rel=canonical href=javascript:x><meta property=og:url content=None>", ""),
    ],
)
def test_urls(article, head, url):
    """Only absolute ones."""
    assert article(page(head)).url == url


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (META + "<title>Other</title>", "<h1>Another</h1>", "Talks resume"),
        ("<title>Talks resume | Example News</title>" + META.replace("og:title", "x"), "", "Talks resume"),
        ("<title>Other</title>", "<h1>Talks <i>resume</i></h1>", "Talks resume"),
        ("<title>Talks resume</title>", "<h1>One</h1><h1>Two</h1>", "Talks resume"),
        ("<title>Talks on the Kura resume | Post</title>", "<h1>Post</h1>", "Talks on the Kura resume"),
        ("<title>Post | Talks resume</title>", "<h1>Talks resume</h1>", "Talks resume"),
        ("<title>A look at the daily post</title>", "<h1>post</h1>", "post"),
    ],
)
def test_titles(article, head, body, title):
    """OpenGraph, the only h1, the title, each without the name of the site; the body does not repeat it."""
    found = article(page(head, f"<article>{body}{STORY}</article>"))
    assert (found.title, found.title_from) == (title, HEADLINE)
    assert not found.body.startswith(title)


def test_a_page_without_a_title(article):
    """The lede is the title, marked as such."""
    found = article(page())
    assert (found.title, found.title_from) == (PARAGRAPHS[0], LEDE)


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("<meta name=author content='Jane Doe and John Roe, Reuters'>", ("Jane Doe", "John Roe")),
        (2 * "<meta name=citation_author content='Jane Doe'><meta name=dc.creator content=Roe>", ("Roe",)),
        ("<meta name=byl content='By Jane Doe'><meta name=byl content='John Roe'>", ("Jane Doe", "John Roe")),
        (
            "<meta name=author content='https://example.org/jane'><meta name=byl content='By Jane Doe'>",
            ("Jane Doe",),
        ),
        ("<meta name=author content='jane@example.org'>", ()),
        ("<meta name=author content='Example News'><meta property=og:site_name content='Example News'>", ()),
        ("<span itemprop=author><b itemprop=name>Jane Doe</b> in Baku</span>", ("Jane Doe",)),
        (script({"@type": "Article", "author": {"@type": "NewsMediaOrganization", "name": "Example"}}), ()),
    ],
)
def test_authors_are_persons(article, head, authors):
    """No URLs, no organisations, and not the site itself."""
    assert article(page(head)).authors == authors


@pytest.mark.parametrize("mark", ["<p>", "\n\n", "<br>\n<br>"], ids=["tags", "blank lines", "br"])
def test_an_article_body_with_paragraph_tags(article, mark):
    """It is used, without its tags."""
    found = article(page(script(LINKED | {"articleBody": mark.join(PARAGRAPHS)}), "<p>Other text.</p>"))
    assert found.body.replace("\n\n", "\n").split("\n") == PARAGRAPHS


def test_an_article_body_with_entities(article):
    """Some sites escape it twice."""
    assert "AT&T’s" in article(page(script(LINKED | {"articleBody": f"AT&amp;T&#8217;s. {TEXT}"}))).body


@pytest.mark.parametrize("given", [PARAGRAPHS[0], f"{TEXT[:300]}…", " ".join(PARAGRAPHS * 5)])
def test_an_article_body_that_is_a_teaser_or_has_no_paragraphs(article, given):
    """The text of the page is used instead."""
    body = f"<article>{STORY * (5 if len(given) > 2000 else 1)}</article>"
    assert article(page(script(LINKED | {"articleBody": given}), body)).body.startswith(TEXT)


@pytest.mark.parametrize("mark", ["\n\n", "\n", "\r\n \r\n"])
def test_an_article_body_with_links_in_it(article, mark):
    """Its line ends are kept, which are not white space of HTML there."""
    text = mark.join(PARAGRAPHS).replace("ministers", "<a href='/m'>ministers</a>")
    found = article(page(script(LINKED | {"articleBody": text}), "<p>Other text.</p>"))
    assert found.body.replace("\n\n", "\n").split("\n") == PARAGRAPHS


def test_one_short_paragraph_is_an_article(article):
    """The menus around it are left out."""
    assert (
        article(page("<title>x</title>", f"<div><h1>Talks</h1><p>{PARAGRAPHS[0]}</p></div>")).body
        == PARAGRAPHS[0]
    )


@pytest.mark.parametrize(
    "above",
    [
        "<p class=byline>By Jane Doe</p><time datetime=2020-10-30>30 October 2020</time>",
        "<p class=byline>By Jane Doe</p>",
        "<div class=meta>By Jane Doe<br>30 October 2020</div>",
        "<p>30 October 2020, Jane Doe</p>",
        "<div><span>By Jane Doe</span> | <time datetime=2020-10-30>30 October 2020</time></div>",
    ],
)
@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("<p>The lake has frozen.</p><p>No ferry runs.</p>", 1),
        ("<p>The lake has frozen.</p><p>No ferry runs.</p>", 20),
        ("<div>The lake has frozen.<br><br>No ferry runs.</div>", 1),
    ],
)
def test_what_is_above_a_text_is_no_part_of_it(article, above, text, times):
    """The headline, the byline and the date are fields, in a short page as in a long one."""
    head = "<title>Frost</title><meta name=author content='Jane Doe'><meta name=date content=2020-10-30>"
    more = "".join(f"<p>On day {number} the ice was as thick as before.</p>" for number in range(1, times))
    found = article(page(head, f"<article><h1>Frost</h1>{above}{text}{more}</article>"))
    assert (found.title, found.authors, found.date) == ("Frost", ("Jane Doe",), "2020-10-30")
    first, second, *others = re.split("\n+", found.body)
    assert (first, second, len(others)) == ("The lake has frozen.", "No ferry runs.", times - 1)


@pytest.mark.parametrize(
    "first", ["Jane Doe and Ada Quinn", "31 October 2020", "By the lake, 30 October 2020"]
)
def test_a_text_that_begins_like_a_byline_is_whole(article, first):
    """Other persons, another day, and more than these."""
    head = "<title>Frost</title><meta name=author content='Jane Doe'><meta name=date content=2020-10-30>"
    body = article(
        page(head, f"<article><h1>Frost</h1><p>{first}</p><p>The lake has frozen.</p></article>")
    ).body
    assert body == f"{first}\n\nThe lake has frozen."


def test_lists_and_tables_keep_their_lines(article):
    """One line for each item and each row."""
    more = "<ul><li>One thing</li><li>Another</li></ul><table><tr><td>Baku<td>9<tr><td>Ganja<td>8</table>"
    assert article(page(body=f"<article>{STORY}{more}</article>")).body.endswith(
        "One thing\nAnother\n\nBaku 9\nGanja 8"
    )


@pytest.mark.parametrize(
    "content",
    [
        "<html></html>",
        "<html><body><script>var talks = 1</script></body></html>",
        "<html><meta http-equiv=refresh content='0; url=/talks'><body>Moved to another place</body></html>",
        f"<html><body><ul>{LINKS}</ul></body></html>",
        page(body=f"<main><ul>{LINKS}</ul></main>"),
        "<div>" * 3000 + STORY,
        "<div>" * 2_000_000,
        "<h1 itemprop=author>" * 200 + "<svg>" + "<b itemprop=name></b>" * 99_999,
    ],
    ids=[
        "empty",
        "script",
        "redirect",
        "links",
        "index page",
        "nested too deeply",
        "10 MB of div",
        "nested names",
    ],
)
def test_a_page_without_an_article(read, content):
    """It is reported as such."""
    assert read(content, ".html") == [Unreadable("n/story.html", "no article text")]


def test_output_of_trafilatura_is_read(article):
    """Its HTML, with metadata."""
    written = trafilatura.extract(
        page(META), output_format="html", with_metadata=True, include_comments=False
    )
    assert written is not None
    found = article(written)
    assert (found.title, found.authors, found.body) == ("Talks resume", ("Jane Doe",), TEXT)


def test_a_page_that_is_cut_off(article):
    """The text before the cut is read."""
    whole = page(META)
    assert article(whole[: whole.index("day 3")]).body.startswith("\n\n".join(PARAGRAPHS[:3]))


def test_a_page_of_too_many_elements_is_read_by_its_paragraphs(article):
    """As extraction would take too long."""
    found = article(page(body=f"<article>{STORY}{'<i></i>' * 41_000}</article>"))
    assert found.body == TEXT


@pytest.mark.parametrize("size", [16 * 2**20 + 1, 50 * 2**20])
def test_a_page_that_is_too_large_is_refused(read, size):
    """By its size."""
    assert read(b"<html>" + b" " * size, ".html") == [Unreadable("n/story.html", "page larger than 16 MB")]


@pytest.mark.parametrize("library", ["trafilatura", "lxml", "lxml.html"])
def test_a_missing_library(read, monkeypatch, library):
    """The message has the command that installs it."""
    for name in ("maintext", "metatags", "article"):
        monkeypatch.delitem(sys.modules, f"newsgrep.formats.page.{name}", raising=False)
        monkeypatch.delattr(f"newsgrep.formats.page.{name}", raising=False)
    monkeypatch.setitem(sys.modules, library, None)
    assert read(page(), ".html") == [
        Unreadable("n/story.html", missing_library("trafilatura", "html").message)
    ]


@pytest.mark.parametrize("name", ["vjs-modal-dialog vjs-hidden", "player mejs__controls", "plyr__menu"])
def test_the_words_of_a_video_player_are_no_text(article, name):
    """A browser saves them with the page; what stands behind the player is kept."""
    player = f"<div class=video-js><div class='{name}'><p>{'This is a modal window. ' * 9}</p></div></div>"
    story = f"<article>{player}{STORY}</article>"
    assert article(page(body=story)).body == TEXT


def test_a_complete_article_body_needs_no_extraction(article, monkeypatch):
    """trafilatura, which is slow, is not even imported."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    assert article(page(script(LINKED))).body == TEXT


def test_exceptions_of_trafilatura_are_translated(monkeypatch):
    """Whatever they are."""

    def fail(*arguments, **options):
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    with pytest.raises(ArticleError, match="trafilatura failed: RecursionError"):
        webpage.page_article(Page(page().encode()), ReadContext("a"), "a")
