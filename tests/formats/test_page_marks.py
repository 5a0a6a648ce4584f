"""Web pages: authors, dates and titles in their markup, and which text is the article's."""

from __future__ import annotations

import json

import pytest

from newsgrep.article import FIELD, PAGE, Article

pytestmark = pytest.mark.usefixtures("offline")

PARAGRAPHS = [f"On day {n} the harbour pilots met the owners and agreed on nothing at all." for n in range(8)]
STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
TEXT = "\n\n".join(PARAGRAPHS)
HEADING = "<h1>Pilots walk out</h1>"
SITE = "<meta property=og:site_name content='Example Post'>"


@pytest.fixture
def article(read):
    """Return a function that reads the article of a page with things in its head and above its story."""

    def read_one(
        head: str = "", above: str = HEADING, story: str = STORY, language: str = "", dates: str = ""
    ) -> Article:
        start = f"<!doctype html><html lang='{language}'><head>{head}</head><body>"
        end = "<footer>Example Post, all rights reserved</footer></body></html>"
        (found,) = read(f"{start}<article>{above}{story}</article>{end}", ".html", dates=dates)
        assert isinstance(found, Article), found
        return found

    return read_one


def linked(*nodes: object) -> str:
    """A script of JSON-LD with some nodes."""
    return f"<script type='application/ld+json'>{json.dumps({'@graph': nodes})}</script>"


@pytest.mark.parametrize(
    "above",
    [
        "<a rel=author href=/jane>Jane Doe</a>",
        "<a rel=author href=/jane><img></a> <a rel=author href=/jane>Jane Doe</a>",
        "<span class='author vcard'><a class='url fn n' href=/jane>Jane Doe</a></span>",
        "<div class=p-author><span class=p-name>Jane Doe</span></div>",
        "<div class=byline>By Jane Doe</div>",
        "<div class=meta>30/10/2020 by Jane Doe, Member of the Board of the Harbour</div>",
        "<div><p>Written by</p><p>Jane Doe</p></div>",
        "<div>Written by:<b>Jane Doe</b></div>",
        "<meta name=author content=jdoe><div>By Jane Doe</div>",
        "<meta name=author content=JaneD><div>By Jane Doe</div>",
        "<meta name=author content='content: Jane Doe, design: John Roe'><div>By Jane Doe</div>",
        "<div class=article__byline>By<br>Jane Doe<br>30 October 2020</div>",
        "<span class=author-name>Jane Doe</span>",
        "<div class=byline>Von Jane Doe, dpa</div>",
        "<div>Von Jane Doe, 7. März 2021, 10:30 Uhr</div>",
        "<div class=byline>Pilot news and more</div><div class=author>Jane Doe</div>",
        "<span class=authorName>Jane Doe</span>",
        "<div class=story-byline__authors-2><b>Jane Doe</b><i>Staff Writer</i></div>",
        "<p class=byline><a href=/j>Jane Doe</a><a href=/social>@janedoe</a></p>",
        "<p class=byline><span>By</span>Jane Doe</p>",
        "<p class=byline><a>Jane Doe</a><br>facebook<i>twitter</i></p>",
        "<div itemprop=author><span>Jane</span><span>Doe</span></div>",
        "<a class=x1f href=/en/authors/jane-doe>Jane Doe</a>",
        "<a href='https://example.org/autor/doe_j'>Jane Doe</a>",
        "<a href='/search?author=Jane+Doe'>Jane Doe</a>",
        "<div>Von <span>Jane Doe</span></div>",
    ],
)
def test_an_author_in_the_markup_beside_the_heading(article, above):
    """By rel=author, hCard, a class of a byline, a link to a page of authors, or a line with a `By`."""
    assert article(above=HEADING + above).authors == ("Jane Doe",)
    wrapped = f"<div class='with-sidebar'>{HEADING}{above}</div>"
    assert article(above=wrapped).authors == ("Jane Doe",), "a sidebar elsewhere"


def test_names_in_elements_of_their_own(article):
    """They are several, though nothing but the elements is between them."""
    above = "<p class=byline><span>Jane Doe</span> <span>John Roe</span><span>Ann Poe</span></p>"
    assert article(above=HEADING + above).authors == ("Jane Doe", "John Roe", "Ann Poe")


@pytest.mark.parametrize(
    "above",
    [
        "<div>Von der Elbe</div>",
        "<nav><a href=/author/jane>Jane Doe</a></nav>",
        "<blockquote>Pilots sail.<a href=/author/jane>Jane Doe</a></blockquote>",
        "<a href=/authors/>Our Authors</a>",
        "<a href=/author/jane>more stories</a>",
        "<figure><figcaption class=author>Jane Doe</figcaption></figure>",
        "<div class=photo-text><span class=author>Jane Doe</span></div>",
        "<div class=author-bio>Jane Doe</div>",
        "<div class=author>Topic: Harbour Pilots</div>",
        "<div class=author>© Jane Doe</div>",
        "<div>Bridge of 1890 over the Elbe, 7. März 2021</div>",
        "<div class=byline>Pilot news and more</div>",
        "<a rel=author href=/jane>More from Jane Doe</a>",
        "<div id=comments><span class='comment-author vcard'><b class=fn>Jane Doe</b></span></div>",
        "".join(f"<a rel=author href=/{n}>Jane {n * 'I'} Doe</a>" for n in range(1, 6)),
        "<meta name=author content='Example Post'>",
        "<meta name=author content='Example Media GmbH'>",
        "<meta name=author content=example.org>",
        "<meta name=author content=42>",
        "<meta name=author content='No Author'>",
    ],
    ids=[
        "no person after by",
        "menu",
        "quotation",
        "folder of authors",
        "no person in a link",
        "figure",
        "photograph",
        "biography",
        "label",
        "copyright",
        "no byline",
        "no person",
        "more",
        "comment",
        "many",
        "site",
        "company",
        "host",
        "number",
        "nobody",
    ],
)
def test_what_is_no_author(article, above):
    """Nobody is guessed."""
    assert article(SITE, HEADING + above).authors == ()


@pytest.mark.parametrize(
    "head",
    [
        SITE + "<meta property=article:author content='Example Post'><meta name=author content='Jane Doe'>",
        SITE + "<meta name=author content='Jane Doe, Example Post'>",
        "<meta property=og:url content=https://www.example.org/a><meta name=author content=Example>"
        "<meta property=dc:creator content='Jane Doe'>",
        SITE
        + linked({"@type": "NewsArticle", "author": "Example Post"})
        + "<meta name=byl content='By Jane Doe'>",
        "<meta name=author content='Jane D&amp;oacute;e'>".replace("D&amp;oacute;e", "D&amp;#111;e"),
    ],
)
def test_the_site_hides_no_author(article, head):
    """Neither in a place before that of the author nor behind the name."""
    assert article(head).authors == ("Jane Doe",)


def test_microdata_of_other_items(article):
    """A comment, a photograph and another story have authors and dates of their own."""
    other = (
        "<div itemprop=comment itemscope itemtype=https://schema.org/Comment><b itemprop=author>Angry</b>"
        "<time itemprop=datePublished datetime=2011-02-03>then</time><p>Nonsense.</p></div>"
        "<figure itemprop=image itemscope itemtype=https://schema.org/ImageObject>"
        "<b itemprop=author>Ann Poe</b></figure>"
        "<div itemscope itemtype=https://schema.org/NewsArticle><h2 itemprop=headline>Other</h2>"
        "<b itemprop=author>Sam Moe</b></div>"
    )
    main = "<div itemscope itemtype=https://schema.org/NewsArticle>{}" + HEADING + "{}</div>"
    alone = article(above=main.format("", ""), story=STORY + other)
    assert (alone.authors, alone.date, "Nonsense" in alone.body) == ((), "", False)
    author = (
        "<b itemprop=author itemscope itemtype=https://schema.org/Person><i itemprop=name>Jane Doe</i></b>"
    )
    marked = article(above=main.format("", author + "<time itemprop=datePublished datetime=2020-10-30>"))
    assert (marked.authors, marked.date) == (("Jane Doe",), "2020-10-30")


def test_the_author_of_a_teaser(article):
    """Another story in an <article> of its own within the story has an author of its own."""
    author = "<b itemprop=author itemscope itemtype=https://schema.org/Person><i itemprop=name>{}</i></b>"
    teaser = "<article><h3><a href=/other>Other</a></h3>" + author.format("Sam Moe") + "</article>"
    main = f"<div itemscope itemtype=https://schema.org/NewsArticle>{HEADING}{author.format('Jane Doe')}"
    assert article(above=main, story=STORY + teaser + "</div>").authors == ("Jane Doe",)


def test_the_authors_of_teasers_in_no_item(article):
    """Where a site marks no items, the author is who is marked nearest to the main heading."""
    teasers = "".join(
        f"<div><h3>Tea</h3><i itemprop=author>{name}</i></div>" for name in ("Ann Poe", "Al Fox")
    )
    marked = f"<header>{HEADING}<i itemprop=author>Jane Doe</i><i itemprop=author>John Roe</i></header>"
    assert article(above=marked, story=f"{STORY}{teasers}").authors == ("Jane Doe", "John Roe")


def test_the_only_byline_of_a_page(article):
    """Far from the heading, behind buttons; one of several, and an invitation to follow, is none."""
    buttons = HEADING + "<i></i>" * 90
    byline, other = "<p class=byline>By {}</p>".format, "<p class=author>Follow Author</p>"
    assert article(above=buttons + byline("Jane Doe") + other).authors == ("Jane Doe",)
    assert article(above=buttons + byline("Jane Doe") + byline("John Roe")).authors == ()


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and John Roe, 30 October 2020", ("Jane Doe", "John Roe")),
        ("By noon the pilots had left the harbour", ()),
        ("Jane Doe had left the harbour", ()),
    ],
)
def test_a_byline_that_begins_the_text(article, line, authors):
    """News agencies write it there; if it is one, it is no part of the text."""
    found = article(story=f"<p>{line}</p>{STORY}")
    assert (found.authors, found.body) == (authors, TEXT if authors else f"{line}\n\n{TEXT}")


def test_a_job_title_in_an_element_of_its_own(article):
    """It is no author beside one, and neither is who took the photographs."""
    card = "<span class='author vcard'>{}</span>".format
    above = HEADING + "".join(map(card, ("Jane Doe", "Senior Politics Editor", "Photographs by John Roe")))
    assert article(above=above).authors == ("Jane Doe",)


def test_the_page_of_json_ld_gives_date_and_author(article):
    """Where plugins of WordPress describe the page, and not its article."""
    page = {"@type": "WebPage", "datePublished": "2020-06-04T09:27:16+00:00", "author": {"@id": "#jane"}}
    found = article(linked(page, {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}))
    assert (found.date, found.date_from, found.authors) == (page["datePublished"], FIELD, ("Jane Doe",))
    assert article(linked(page | {"@type": "CollectionPage"})).authors == ()


@pytest.mark.parametrize(
    ("above", "language", "date", "date_from"),
    [
        ("<div class=entry-date>30 October 2020</div>", "", "2020-10-30", PAGE),
        ("<p>30. Oktober 2020, 10.15 Uhr</p>", "de", "2020-10-30", PAGE),
        ("<p>Jane Doe, 30.10.20</p>", "de", "2020-10-30", PAGE),
        ("<div>Jane Doe | 30 octobre 2020</div>", "fr", "2020-10-30", PAGE),
        ("<span class=date>03.04.2020</span>", "", "2020-04-03", PAGE),
        ("<span class=date>03/04/2020</span>", "fr", "2020-04-03", PAGE),
        ("<span class=date>03/04/2020</span>", "en-US", "2020-03-04", PAGE),
        ("<i class=date>30 October 2020</i><i>1 May 2019</i>", "", "2020-10-30", PAGE),
        ("<blockquote><p>Ann, 30 October 2020</p></blockquote>", "", "", FIELD),
        ("<i class=date>Updated: 30 October 2020</i>", "", "", FIELD),
    ],
)
def test_a_date_beside_the_heading(article, above, language, date, date_from):
    """It is marked as from the page; a date in a quotation or of a change is none."""
    found = article(above=HEADING + above, language=language)
    assert (found.date, found.date_from) == (date, date_from)


def test_the_date_of_a_suggested_story(read):
    """What stands in an <aside> is of another story, and hides no date beside the heading."""
    aside = "<aside><a href=/tea><time datetime=2021-03-05>5 March</time> Tea is dear</a></aside>"
    (found,) = read(f"<main><p>30 October 2020</p>{HEADING}{STORY}{aside}</main>", ".html")
    assert (found.date, found.date_from) == ("2020-10-30", PAGE)


@pytest.mark.parametrize(
    ("before", "behind", "date"),
    [
        ("<p class=date>30 October 2020</p>", "<hr><hr><i class=date>1 May 2019</i>", "2020-10-30"),
        ("", "<p>30 October 2020</p><hr><p>1 May 2019</p>", "2020-10-30"),
        ("<p>30 October 2020</p>", "<p>1 May 2019</p>", ""),
        ("<p>Posted on <b>30 October 2020</b></p>", "<p>Checked <b>1 May 2019</b></p>", "2020-10-30"),
        ("", "<hr><hr><p>30 October 2020</p><p>1 May 2019</p>", ""),
    ],
)
def test_one_of_several_dates_beside_the_heading(article, before, behind, date):
    """Is that of the article if it alone is right next to it, or has a label; others are of other stories."""
    found = article(above=f"<div>{before}{HEADING}{behind}</div>", language="en")
    assert (found.date if found.date_from == PAGE else "") == date


@pytest.mark.parametrize("above", ["<p class=date>05/06/2020</p>", "<time>Posted 05/06/2020, 10:15</time>"])
def test_an_ambiguous_date_beside_the_heading(article, above):
    """It is kept, and not guessed; the order that the user gives makes it a date, in any language."""
    found = article(above=HEADING + above, language="en")
    assert (found.date, found.date_text) == ("", "05/06/2020")
    for language in ("en", "fr"):
        found = article(above=HEADING + above, language=language, dates="mdy")
        assert (found.date, found.date_from, found.date_text) == ("2020-05-06", PAGE, "")
    found = article(above=f"{HEADING}{above}<p>5 June 2020</p>", language="en")
    assert (found.date, found.date_text) == ("2020-06-05", "")


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("Pilots walk out | Harbour | News", "Pilots walk out", "Pilots walk out"),
        ("Pilots walk out - The Post of the Coast", "PILOTS WALK OUT", "Pilots walk out"),
        ("Pilots: walk out", "Pilots", "Pilots: walk out"),
        ("“Pilots” won’t walk | Harbour", '"Pilots" won&#39;t walk', "“Pilots” won’t walk"),
        ("Pilots walk out -- The Coast", "Pilots walk out", "Pilots walk out"),
        ("Pilots walk out｜ The Coast", "Pilots walk out", "Pilots walk out"),
        ("Pilots walk out_Harbour", "Pilots walk out", "Pilots walk out"),
        ("Pilots walk out：Example Post", "Harbour", "Pilots walk out"),
        ("Example Post | Pilots walk out", "Example Post", "Example Post | Pilots walk out"),
        ("Pilots walk out again", "Pilots walk out", "Pilots walk out again"),
    ],
)
def test_a_heading_of_the_page_begins_the_title(article, title, heading, expected):
    """What follows it and a bar is not the title's; a heading that is the name of the site tells nothing."""
    found = article(SITE + f"<meta property=og:title content='{title}'>", f"<h1>{heading}</h1>")
    assert found.title == expected


def test_an_article_body_that_is_a_teaser(article):
    """The page has more than half as much again: its text is taken."""
    teaser = "\n\n".join(PARAGRAPHS[:4])
    assert len(teaser) > 250
    assert article(linked({"@type": "NewsArticle", "articleBody": teaser})).body == TEXT


def test_markup_of_markdown_in_an_article_body(article):
    """Embedded pictures, rules and the attributes of links are no text."""
    marks = [
        "[#image: /photos/1f]|||Pilots on the quay.|||",
        "See the [report](https://example.org/r){: rel=x}.",
        "+++",
    ]
    body = "\n\n".join([*PARAGRAPHS, *marks, "[#article: /articles/2e]"])
    found = article(linked({"@type": "NewsArticle", "articleBody": body})).body
    assert found == f"{TEXT}\n\nSee the report."


def test_a_text_in_several_blocks(article):
    """All blocks of a class are read where an advertisement divides the text."""
    parts = [
        "".join(f"<p>Part {part}, {paragraph.lower()} So it went on.</p>" for paragraph in PARAGRAPHS)
        for part in range(3)
    ]
    story = "<aside>Buy our paper</aside>".join(f"<div class='article__body'>{part}</div>" for part in parts)
    found = article(story=story).body
    assert all(f"Part {part}, on day 7" in found for part in range(3))


def test_control_characters_and_soft_hyphens(article):
    """They are no part of a text, and cost nothing else."""
    story = STORY + "<p>Notes\x07 on the har\xadbour.\x0cEnd &shy;of the re\u200bport.</p>"
    assert article(story=story).body == f"{TEXT}\n\nNotes on the harbour. End of the report."


@pytest.mark.parametrize(
    "shown",
    [
        "تم نشره الجمعة 24 نيسان / أبريل 2020 09:22 مساءً",
        "प्रकाशित: 24 अप्रैल 2020, 10:15",
        "প্রকাশ: ২৪ এপ্রিল ২০২০, ১২:৩০",
        "เผยแพร่: 24 เม.ย. 2563 09:22 น.",
        "Thứ Sáu, ngày 24 tháng 4 năm 2020",
        "2020년 4월 24일 오후 3:15",
        "24 აპრილი, 2020",
        "24 באפריל 2020",
        "جمعه ۵ اردیبهشت ۱۳۹۹",
        "2020. április 24., péntek",
    ],
)
def test_days_beside_a_headline_in_many_scripts(article, shown):
    """With signs of vowels, other digits and other calendars."""
    found = article(above=f"{HEADING}<p>{shown}</p>")
    assert (found.date, found.date_from) == ("2020-04-24", PAGE)


@pytest.mark.parametrize("shown", ["الأحد، 04 كانون الأول/ديسمبر 2016", "4 كانون الأول 2016"])
def test_a_month_whose_name_has_two_words(article, shown):
    """In Arabic, alone or with its other name."""
    assert article(above=f"{HEADING}<p>{shown}</p>").date == "2016-12-04"


def test_a_day_below_a_headline_that_ends_the_title(article):
    """The title has the name of something before it."""
    title = "<meta property=og:title content='Portmoor News - Pilots walk out'><title>x</title>"
    assert article(title + SITE, above=f"{HEADING}<p>24 April 2020</p>").date == "2020-04-24"


def test_lines_within_an_element(article):
    """They are apart, in a headline and in a byline."""
    found = article(
        above="<h1>Pilots<br>walk out</h1><p>By: <a href=/j>Jane Doe</a><br>CNN Harbour Editor</p>"
    )
    assert (found.title, found.authors) == ("Pilots walk out", ("Jane Doe",))
