"""WordPress exports: which items are posts, shortcodes, authors and dates."""

from __future__ import annotations

import pytest

from newsgrep.article import LEDE, Article
from newsgrep.results import Unreadable

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Example &amp;amp; Post</title><language>en-US</language>
<wp:author><wp:author_login>jdoe</wp:author_login><wp:author_display_name><![CDATA[Jane Doe]]>
</wp:author_display_name></wp:author><wp:author><wp:author_login>admin</wp:author_login>
<wp:author_display_name>admin</wp:author_display_name></wp:author>
"""


def item(content: str = "Talks.", kind: str = "post", status: str = "publish", more: str = "") -> str:
    """An item of a post type and a status."""
    return (
        f"<item><title>Talks end</title><link>https://example.org/talks</link>{more}"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<wp:status><![CDATA[{status}]]></wp:status><wp:post_type><![CDATA[{kind}]]></wp:post_type></item>\n"
    )


def export(*items: str) -> str:
    """An export of some items."""
    return f"{HEAD}{''.join(items)}</channel></rss>"


FULL = """<pubDate>Fri, 30 Oct 2020 21:00:00 +0000</pubDate><dc:creator><![CDATA[jdoe]]></dc:creator>
<guid isPermaLink="false">https://example.org/?p=7</guid><wp:post_date>2020-10-31 01:00:00</wp:post_date>
<category domain="category" nicename="u"><![CDATA[Uncategorized]]></category>
<category domain="category" nicename="w"><![CDATA[World]]></category>
<wp:postmeta><wp:meta_key>x</wp:meta_key><wp:meta_value>secret</wp:meta_value></wp:postmeta>
<wp:comment><wp:comment_author>John Roe</wp:comment_author>
<wp:comment_content>No</wp:comment_content></wp:comment>
"""


def test_every_field(read):
    """The author by the display name, the date as the site shows it."""
    assert read(export(item("<p>Talks.</p><p>They ended.</p>", more=FULL)), ".xml") == [
        Article(
            key="n/story.xml#https://example.org/?p=7",
            path="n/story.xml",
            title="Talks end",
            authors=("Jane Doe",),
            date="2020-10-31T01:00:00",
            body="Talks.\n\nThey ended.",
            url="https://example.org/talks",
            source="Example & Post",
            language="en-US",
            section="World",
            line=9,
        )
    ]


@pytest.mark.parametrize(
    "kind", ["page", "attachment", "revision", "nav_menu_item", "wp_block", "acf-post-type"]
)
def test_what_is_no_post_is_left_out(read, kind):
    """And so are posts that are not published."""
    others = (item(status=status) for status in ("draft", "private", "pending", "trash", "future"))
    (article,) = read(export(item(kind=kind), *others, item("The post.")), ".xml")
    assert article.body == "The post."


@pytest.mark.parametrize("kind", ["post", "news", "press-release", "opinion_article"])
def test_types_of_articles(read, kind):
    """A site may have types of its own for them."""
    assert [article.body for article in read(export(item(kind=kind)), ".xml")] == ["Talks."]


def test_an_export_without_posts_says_so(read):
    """With how much else there is."""
    reason = "no published post among 2 items: drafts, pages and media are left out"
    assert read(export(item(kind="page"), item(status="draft")), ".xml") == [
        Unreadable("n/story.xml", reason)
    ]


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ('[caption id="a" width="3"]<img src="x"/> A fish[/caption] Talks. [gallery ids="1,2"]', "Talks."),
        ("[embed]https://example.org/v[/embed]Talks [sic] and [1] [b].", "Talks [sic] and [1] [b]."),
        ("[dropcap]T[/dropcap]alks.[/vc_row]", "Talks."),
        ('[vc_row full="a"][vc_column]Talks.[/vc_column][/vc_row]', "Talks."),
        ("[video src='x' /]Talks.[gallery]", "Talks."),
        ("[caption]Talks go on [caption]here", "Talks go on here"),
        ("Talks.\n\nThey\nended.\r\n\r\nTea.", "Talks.\n\nThey ended.\n\nTea."),
        ("<!-- wp:paragraph --><p>Talks.</p><!-- /wp:paragraph --><!--more--><p>Tea.</p>", "Talks.\n\nTea."),
    ],
)
def test_bodies(read, content, body):
    """Without shortcodes; blank lines end a paragraph in posts of the old editor."""
    assert read(export(item(content)), ".xml")[0].body == body


def test_many_shortcodes_without_an_end_take_linear_time(read):
    """They are tags that are left out."""
    assert read(export(item("[video a=1]x " * 20_000 + "[/video]")), ".xml")[0].body == ""
    assert read(export(item("[video x " * 20_000)), ".xml")[0].body.startswith("[video x")


@pytest.mark.parametrize(
    ("more", "authors"),
    [
        ("<dc:creator>jroe</dc:creator>", ("jroe",)),
        ("<dc:creator>admin</dc:creator>", ()),
        (
            '<dc:creator>admin</dc:creator><category domain="author" nicename="a">jdoe</category>'
            '<category domain="author" nicename="cap-jr"><![CDATA[John Roe]]></category>',
            ("Jane Doe", "John Roe"),
        ),
    ],
)
def test_authors(read, more, authors):
    """Those of the plugin for co-authors, else the creator; `admin` is nobody."""
    assert read(export(item(more=more)), ".xml")[0].authors == authors


@pytest.mark.parametrize(
    ("more", "date"),
    [
        ("<pubDate>Fri, 30 Oct 2020 21:00:00 +0000</pubDate>", "2020-10-30T21:00:00+00:00"),
        ("<wp:post_date>0000-00-00 00:00:00</wp:post_date>", ""),
        ("<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>", ""),
    ],
)
def test_dates(read, more, date):
    """That of the feed stands in; zeros are none, and cost no article."""
    assert read(export(item(more=more)), ".xml")[0].date == date


def test_a_post_without_a_title(read):
    """Has its lede; one without both is reported, and what comes before broken XML is read."""
    untitled = item().replace("Talks end", "")
    (article,) = read(export(untitled), ".xml")
    assert (article.title, article.title_from) == ("Talks.", LEDE)
    assert read(export(untitled.replace("Talks.", "")), ".xml") == [Unreadable("n/story.xml", "no text", 9)]
    article, bad = read(export(item()) + "<", ".wxr")
    assert (article.title, bad.reason) == ("Talks end", "not valid XML")


def test_entities_are_refused(read, offline):
    """As in all XML."""
    declared = export(item("&x;")).replace("<rss ", '<!DOCTYPE rss [<!ENTITY x "secret">]><rss ')
    assert [bad.reason for bad in read(declared, ".xml")] == ["declares entities, which are not expanded"]


def test_a_post_in_several_categories_has_them_all(read):
    """As sections; tags are none."""
    terms = "".join(
        f'<category domain="{domain}"><![CDATA[{name}]]></category>'
        for domain, name in (("category", "World"), ("post_tag", "Rome"), ("category", "Talks"))
    )
    (article,) = read(export(item(more=terms)), ".xml")
    assert article.section == "World; Talks"


def test_the_footer_of_a_post(read):
    """WordPress puts it below the text in a feed, with the title and the site."""
    (found,) = read(
        "<rss version='2.0'><channel><title>Example</title><item><title>Talks resume</title><description>"
        "&lt;p&gt;Both sides met.&lt;/p&gt;&lt;p&gt;The post &lt;a href='/t'&gt;Talks resume&lt;/a&gt;"
        " appeared first on &lt;a href='/'&gt;Example&lt;/a&gt;.&lt;/p&gt;"
        "</description></item></channel></rss>",
        ".rss",
    )
    assert isinstance(found, Article)
    assert found.body == "Both sides met."
