"""Web pages: what stands around an article, and is no part of its text."""

from __future__ import annotations

from html import unescape

import pytest

from newsgrep.article import Article

pytestmark = pytest.mark.usefixtures("offline")

PARAGRAPHS = [f"On day {n} the harbour pilots met the owners and agreed on nothing at all." for n in range(9)]
TEXT = "\n\n".join(PARAGRAPHS)
STORY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
OTHER = "".join(
    f"<p>In week {n} the bakers of the town sold more rolls than in the week before.</p>" for n in range(30)
)

STORIES = {"Pilots walk out": STORY, "Bakers sell more": OTHER}


@pytest.fixture
def body(read):
    """Return a function that reads the text of a page with things within and behind its story."""

    def read_one(within: str = "", behind: str = "") -> str:
        paragraphs = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
        paragraphs.insert(4, within)
        story = f"<article><h1>Pilots walk out</h1>{''.join(paragraphs)}</article>"
        (found,) = read(f"<!doctype html><title>Pilots walk out</title><main>{story}{behind}</main>", ".html")
        assert isinstance(found, Article), found
        return found.body

    return read_one


@pytest.mark.parametrize(
    "within",
    [
        "<div class='sourcepoint__placeholder'><p>Content is not shown</p><p>You forbid it.</p></div>",
        "<div class=_brlbs-content-blocker><p>Content is not shown</p></div>",
        "<div class='c-consent-placeholder'><p>Do you agree to see this map?</p></div>",
        "<div class=cookie-notice><p>We use cookies on all of our pages.</p></div>",
        "<div class='show-comments'><h2>Join our forum</h2><p>Follow other readers.</p></div>",
        "<div id=disqus_thread><p>Please log in to write a comment.</p></div>",
    ],
)
def test_notices_and_comments_are_no_text(body, within):
    """What asks for consent, and what readers write or are asked to write, by the classes of it."""
    assert body(within) == TEXT


@pytest.mark.parametrize("name", ["sr-only", "visually-hidden", "screen-reader-text"])
def test_words_that_nobody_sees(body, name):
    """Links say with them that they open a new window."""
    within = f"<p>They read <a href=/r>a report<span class={name}> (opens in a new window)</span></a>.</p>"
    assert "They read a report." in body(within)


@pytest.mark.parametrize("tag", ["h2", "h6", "div", "p"])
def test_headings_that_nobody_sees(body, tag):
    """They name the parts of a page for screen readers; a longer text that is hidden may be the article."""
    assert body(f"<{tag} class=visually-hidden>Article content</{tag}>") == TEXT
    hidden = "They had asked the port for eight hours of sleep, and were refused."
    assert hidden in body(f"<div class=visually-hidden><p>{hidden}</p></div>")


def test_another_story_on_the_page(body):
    """The next story, with a main heading of its own, is none of the text, though it is longer."""
    behind = f"<article><h1>Bakers sell more</h1>{OTHER}</article>"
    assert body(behind=behind) == TEXT
    assert body(behind=f"<article>{behind}</article>") == TEXT


def test_stories_that_load_below_each_other(read):
    """The first of them is the article, within an <article> that has them all."""
    stories = "".join(f"<article><h1>{name}</h1>{text}</article>" for name, text in STORIES.items())
    (found,) = read(f"<title>Pilots walk out</title><article>{stories}</article>", ".html")
    assert isinstance(found, Article), found
    assert found.body == TEXT


def test_teasers_of_other_stories(body):
    """An <article> whose heading is a link leads to another story; one of a live report does not."""
    teaser = f"<article><h3><a href=/bakers>Bakers sell more</a></h3>{OTHER}</article>"
    assert body(teaser) == TEXT
    entry = f"<article><h3><a href=#bakers>Bakers sell more</a></h3>{OTHER}</article>"
    assert "In week 7" in body(entry)
    assert "In week 7" in body(f"<article><h3>Bakers sell more</h3>{OTHER}</article>")


@pytest.mark.parametrize(
    "pointer",
    [
        "Read more: <a href=/bakers>Bakers sell more</a>",
        "READ MORE",
        "[Related: <a href=/bakers>Bakers sell more</a>]",
        "Lesen Sie auch: <a href=/bakers>Wer hat die Brötchen?</a>",
        "Les også: <b>– Vi selger mer</b>",
    ],
)
def test_paragraphs_that_point_to_other_stories(body, pointer):
    """They are no text, whether a page marks its text or not."""
    assert body(f"<p>{pointer}</p>") == TEXT


@pytest.mark.parametrize("sentence", ["Read more books, they said.", "Related: the owners are brothers."])
def test_a_sentence_that_begins_like_a_pointer(body, sentence):
    """It is a part of the text."""
    assert sentence in body(f"<p>{sentence}</p>")


@pytest.mark.parametrize(
    "line",
    [
        "© 2020 Example Post. All rights reserved.",
        "COPYRIGHT © EXAMPLE 2020",
        "<저작권자ⓒ항구신문. 무단전재-재배포 금지>",
        "© RIPRODUZIONE RISERVATA",
    ],
)
def test_who_has_the_rights(read, line):
    """It stands at the foot of a text; within one it is text."""
    line = line.replace("<", "&lt;")
    for foot, text in (
        ("", TEXT),
        ("<p>The port stays closed.</p>", f"{TEXT}\n\n{unescape(line)}\n\nThe port stays closed."),
    ):
        (found,) = read(f"<article><h1>Pilots walk out</h1>{STORY}<p>{line}</p>{foot}</article>", ".html")
        assert isinstance(found, Article), found
        assert found.body == text


@pytest.mark.parametrize("name", ["author-bio", "post-author-box", "about-the-author", "saboxplugin-wrap"])
def test_who_the_author_is(body, name):
    """Is none of the text, where a class says so; it may stand within the article."""
    box = f"<div class={name}><p>Jane Doe has written of ports for many years, and of ships.</p></div>"
    assert body(box) == TEXT


@pytest.mark.parametrize(
    ("foot", "is_text"),
    [
        ("<p><em>Jane Doe is a reporter in Portmoor.</em></p>", False),
        ("<p>Jane Doe covers ports.</p><p>Follow her on Twitter: @janedoe</p>", False),
        ("<p>Email Jane Doe at jane@example.org.</p>", False),
        ("<p>John Roe is the speaker of the pilots.</p>", True),
        ("<p>Jane Doe is a reporter.</p><p>The port stays closed.</p>", True),
    ],
)
def test_biographies_at_the_foot_of_a_text(read, foot, is_text):
    """Begin with the name of the author; those of other persons, and within a text, are part of it."""
    head = "<title>Pilots walk out</title><meta name=author content='Jane Doe'>"
    (found,) = read(f"{head}<article><h1>Pilots walk out</h1>{STORY}{foot}</article>", ".html")
    assert isinstance(found, Article), found
    assert found.authors == ("Jane Doe",)
    assert (found.body != TEXT) is is_text
    assert found.body.startswith(TEXT)


def test_the_box_of_a_translator(read):
    """A page that was saved from a browser which translates has it: no title, and no text."""
    box = "<div id=goog-gt-tt class=skiptranslate><h1>Original text</h1><p>Rate this translation</p></div>"
    (found,) = read(f"<title>Pilots walk out</title><h2>Pilots walk out</h2>{STORY}{box}", ".html")
    assert isinstance(found, Article), found
    assert (found.title, found.body) == ("Pilots walk out", TEXT)


@pytest.mark.parametrize("lang", ["utf-8", "UTF8", "iso-8859-1"])
def test_an_encoding_is_no_language(read, lang):
    """Though some pages name one in its place; the language may stand in their metadata."""
    head = f"<html lang={lang}><meta name=language content=de><title>Pilots walk out</title>"
    (found,) = read(f"{head}<h1>Pilots walk out</h1>{STORY}", ".html")
    assert isinstance(found, Article), found
    assert found.language == "de"


def test_a_text_that_is_on_a_page_twice_is_read_once(body):
    """Some pages have it for each width of the screen; a few lines may be repeated on purpose."""
    refrain = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS[:3])
    long = OTHER.replace("<p>", "<p>So it was. ")
    assert body(behind=f"<div>{long}{refrain}</div><div>{long}</div>") == body(
        behind=f"<div>{long}{refrain}</div>"
    )
    assert body(within=refrain).count(PARAGRAPHS[0]) == 2
