"""Markdown: front matter, headings, links."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import HEADLINE, LEDE, Article
from newsgrep.formats.prose.markdowntext import clean_lines
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable
from tests.reading import read_file

pytest.importorskip("yaml")

FRONT = """---
title: 1984
authors: [Jane Doe, John Roe]
date: 2020-10-30 12:00:00 +04:00
link: https://example.org/x
publication: The Example
categories:
  - World
  - Asia
lang: No
---

"""


def test_front_matter(read):
    """Its values are text as written, and its keys those of any record."""
    (article,) = read(f"{FRONT}Talks *resumed*.\n\nThey ended.\n", ".md")
    assert (article.title, article.authors, article.date) == (
        "1984",
        ("Jane Doe", "John Roe"),
        "2020-10-30T12:00:00+04:00",
    )
    assert (article.url, article.source, article.section, article.language) == (
        "https://example.org/x",
        "The Example",
        "World; Asia",
        "no",
    )
    assert (article.key, article.body, article.body_line) == (
        "n/story.md",
        "Talks resumed.\n\nThey ended.",
        13,
    )


def test_front_matter_in_toml(read):
    """Between lines of plus signs, with dates."""
    (article,) = read("+++\ntitle = 'Talks'\ndate = 2020-10-30\n+++\nText.", ".markdown")
    assert (article.title, article.date, article.body, article.body_line) == (
        "Talks",
        "2020-10-30",
        "Text.",
        5,
    )


@pytest.mark.parametrize(
    ("text", "title", "title_from", "body", "body_line"),
    [
        ("# Talks #\n\nText.", "Talks", HEADLINE, "Text.", 3),
        ("\nTalks\n=====\nText.", "Talks", HEADLINE, "Text.", 4),
        ("Intro\n\n# Talks\n\nText.", "Talks", HEADLINE, "Intro\n\nTalks\n\nText.", 1),
        ("```\n# no\n```\n\n# [Talks](x)\n", "Talks", HEADLINE, "# no\n\n\nTalks", 2),
        ("## Second level\n\nText.", "Second level", LEDE, "Second level\n\nText.", 1),
        ("#hashtag\n\nText.", "#hashtag", LEDE, "#hashtag\n\nText.", 1),
        ("---\ndate: 2020\n---\n# Talks\n\nText.", "Talks", HEADLINE, "Text.", 6),
        ("---\ntitle: Talks\n---\n", "Talks", HEADLINE, "", 0),
        ("---\n\nA rule.\n\n---\n\nText.", "A rule.", LEDE, "A rule.\n\n\n\nText.", 3),
        ("---\ntitle: x", "title: x", LEDE, "title: x", 2),
        ("a <b>b</b> & <p>\n\n    code", "a b &", LEDE, "a b & \n\ncode", 1),
    ],
)
def test_headings_and_bodies(read, text, title, title_from, body, body_line):
    """The first heading of the first level is the title where the front matter has none."""
    (article,) = read(text, ".md")
    assert (article.title.strip(), article.title_from) == (title.strip(), title_from)
    assert (article.body, article.body_line) == (body, body_line)


def test_links_and_pictures_are_their_text(read):
    """Line by line; other brackets are kept."""
    text = "T\n=\nA [b](http://x.org/c_(d)) ![e](f)\n[![g](h)](i) [j][k] [l] x[1](2 (m\n\n[k]: o"
    (article,) = read(text, ".md")
    assert article.body == "A b e\ng j [l] x[1](2 (m"
    assert article.body_line == 3


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("AT&amp;T *gave* __way__ ~~now~~ to `them` \\*here", "AT&T gave way now to them *here"),
        ('# Talks {#talks .lead}\n\nMore{: target="_blank"}', "More"),
        ("> Tea\n> and oil", "Tea\nand oil"),
        ("- Tea\n- oil\n\n1. One", "Tea\noil\n\nOne"),
        ("| Tea | Oil |\n|---|---|\n| 1 | 2 |", "Tea Oil\n\n1 2"),
        ("```python\nx = 1\n```", "x = 1"),
        ("<div class='x'>\nTea &amp; oil\n</div>", "Tea & oil"),
        ("Tea<script>\nlet x\n</script>", "Tea\nlet x"),
        ("<script>\nlet x\n</script>\n\n<!-- a\nb -->\n\nTea", "Tea"),
        ('{{< figure src="a.jpg" >}}\nTea {% include x.html %}', "Tea"),
        ("[[Jane Doe]] met [[roe-john|John Roe]]. ![[map.png]]", "Jane Doe met John Roe."),
        ("It ==passed==.[^1]\n\n[^1]: In May, that is.", "It passed.\n\nIn May, that is."),
        ("{this} stays, so does {x = 1}", "{this} stays, so does {x = 1}"),
    ],
)
def test_marks_are_left_out(read, marked, text):
    """Those of Markdown and its dialects, with entities decoded."""
    (article,) = read(f"---\ntitle: T\n---\n{marked}\n", ".md")
    assert "\n".join(line.rstrip() for line in article.body.split("\n")) == text


@given(
    lines=st.lists(
        st.sampled_from(["tea", "> oil", "- gas", "# Talks", "", "```", "| a |", "|-|", "*x", "<b>"])
    )
)
def test_lines_stay_where_they_are(lines):
    """Every word of the text stands on its line of the file."""
    clean = clean_lines("\n".join(lines)).lines
    assert len(clean) == max(1, len(lines))
    for line, before in zip(clean, lines or [""], strict=True):
        assert set(re.findall(r"\w+", line)) <= set(re.findall(r"\w+", before))


BROKEN = """---
title: Budget talks: what comes next
authors: [Jane Doe, "John Roe"]
tags:
  - Money
 - Tea
date: 2020-10-30
---
Text."""


@pytest.mark.parametrize(
    "front",
    [
        "Title: Talks\nDate: 2020-10-30 12:00\nAuthor: Jane Doe\nNumber: 48\n\n",
        "Title:   Talks\nAuthors: Jane Doe\nDate: 2020-10-30 12:00\nTags: oil\n    tea\n\n",
        "title: Talks\nauthor: Jane Doe\ndate: 2020-10-30 12:00\ntags:\n- oil\n- tea\n---\n",
        '{\n "title": "Talks",\n "date": "2020-10-30 12:00",\n "author": "Jane Doe"\n}\n',
        '---json\n{"title": "Talks", "date": "2020-10-30 12:00", "author": "Jane Doe"}\n---\n',
        "<!--\n.. title: Talks\n.. date: 2020-10-30 12:00\n.. author: Jane Doe\n.. link:\n-->\n",
    ],
    ids=["pelican", "multimarkdown", "hexo", "json", "eleventy", "nikola"],
)
def test_front_matter_in_other_forms(read, front):
    """Fields above a text, as other generators of sites write them."""
    (article,) = read(f"{front}They *met*.\n", ".md")
    assert (article.title, article.date, article.authors) == ("Talks", "2020-10-30T12:00", ("Jane Doe",))
    assert (article.body, article.body_line) == ("They met.", front.count("\n") + 1)


def test_mdx(read):
    """Markdown with components: they, and the code at the head that imports them, are no text."""
    imports = (
        'import Chart from "../chart";\nimport { Map } from "maps"\nexport const meta = {\n  a: [1],\n};\n'
    )
    (article,) = read(
        f"---\ntitle: Talks\n---\n\n{imports}\nThey *met*.\n\n<Chart year={{2020}} />\n", ".mdx"
    )
    assert (article.title, article.body, article.body_line) == ("Talks", "They met.", 11)


@pytest.mark.parametrize(
    "text",
    [
        "Note: they met.\nOil: tea.\n\nText.",
        "Title: they met.\nNobody came: nobody was\ninvited.\n\nText.",
        "{% include top.html %}\nText.",
        '{"title": "Talks"} is JSON.\n\nText.',
        "<!-- a comment -->\nText.",
    ],
)
def test_texts_that_only_look_like_front_matter(read, text):
    """They lose nothing but a comment or a template."""
    (article,) = read(text, ".md")
    assert article.body.split() == re.sub(r"<!--.*-->|{%.*%}", "", text).split()


def test_the_path_of_a_page_dates_a_post_that_has_no_date(read):
    """As a generator of sites is given it; by custom alone it is the day of publication."""
    (article,) = read('+++\ntitle = "Talks"\npath = "2020/10/30/talks"\n+++\nThey met.', ".md")
    assert (article.date, article.date_from) == ("2020-10-30", "url")


def test_broken_front_matter_is_read_line_by_line(read):
    """A colon in a title makes it no YAML."""
    (article,) = read(BROKEN, ".md")
    assert (article.title, article.authors) == ("Budget talks: what comes next", ("Jane Doe", "John Roe"))
    assert (article.date, article.body, article.body_line) == ("2020-10-30", "Text.", 9)


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Talks\na: [\n---",
        "---\ntitle: 'Talks'\na: &x [y]\nb: [*x, *x]\n---",
        "---\ntitle: Talks\na: " + "[" * 9999 + "\n---",
        "---\ntitle: Talks\n" + "# x\n" * 9999 + "---",
        "+++\ntitle = Talks\n+++",
        "+++\ntitle = 'Talks'\nday = 2020-13-45\n+++",
        "---\ntitle: Talks\na: !!python/object/apply:os.system [x]\n---",
    ],
)
def test_no_front_matter_costs_the_article(read, front):
    """Whatever is in it; a YAML tag makes no object, and no alias is expanded."""
    (article,) = read(f"{front}\nText.", ".md")
    assert (article.title, article.body) == ("Talks", "Text.")


@pytest.mark.parametrize("author", ['"[[Jane Doe]]"', "[[Jane Doe]]", '\n  - "[[people/doe|Jane Doe]]"'])
def test_wikilinks_in_front_matter(read, author):
    """Their text is the value, with and without quotes."""
    (article,) = read(f"---\ntitle: T\nauthor: {author}\n---\nText.", ".md")
    assert article.authors == ("Jane Doe",)


@pytest.mark.parametrize(
    "front", ["---\ndate: 2020\n---\n", "---\ncontent: they met\n---\n", '{"content": 0}']
)
def test_without_text(read, front):
    """A date alone is no article, and no field has the text."""
    assert read(front, ".md") == [Unreadable("n/story.md", "no text", 1)]


def test_without_a_library_for_yaml(read, monkeypatch):
    """The front matter is read line by line."""
    monkeypatch.setitem(sys.modules, "yaml", None)
    (article,) = read("---\ntitle: x\nauthor:\n- Jane Doe\n- John Roe\n---\nText.", ".md")
    assert (article.title, article.authors) == ("x", ("Jane Doe", "John Roe"))


@pytest.mark.parametrize(
    ("text", "authors", "date", "body", "line"),
    [
        ("# Talks\n\nBy Jane Doe\n\n6 March 2021\n\nText.", ("Jane Doe",), "2021-03-06", "Text.", 7),
        ("Talks\n=====\n\n*By Jane Doe, 6 March 2021*\n\nText.", ("Jane Doe",), "2021-03-06", "Text.", 6),
        ("# Talks\n\n**Jane Doe**\n\n6 March 2021\n\nText.", ("Jane Doe",), "2021-03-06", "Text.", 7),
        ("---\ntitle: Talks\n---\nBy Jane Doe\n\nText.", ("Jane Doe",), "", "Text.", 6),
        (
            "---\ndate: 2021-03-05\n---\nBy Jane Doe\n6 March 2021\n\nText.",
            ("Jane Doe",),
            "2021-03-05",
            "Text.",
            7,
        ),
        ("---\nauthor: Ann Poe\n---\nBy Jane Doe\n\nText.", ("Ann Poe",), "", "By Jane Doe\n\nText.", 4),
        (
            "# Talks\n\nLONDON, March 9, 2021 - Shares fell.",
            (),
            "2021-03-09",
            "LONDON, March 9, 2021 - Shares fell.",
            3,
        ),
        ("# Talks\n\nBy the sea the fighting goes on", (), "", "By the sea the fighting goes on", 3),
    ],
)
def test_byline_and_date_below_the_title(read, text, authors, date, body, line):
    """They are read as in plain text, where the front matter does not have them."""
    (article,) = read(text, ".md")
    assert (article.authors, article.date, article.body) == (authors, date, body)
    assert article.body_line == line


def test_an_ambiguous_date_below_the_title(read):
    """It is kept, and the order of its numbers makes it a date."""
    text = "# Talks\n\n03/04/2021\n\nText."
    (article,) = read(text, ".md")
    assert (article.date, article.date_text, article.body) == ("", "03/04/2021", "Text.")
    assert read(text, ".md", dates="dmy")[0].date == "2021-04-03"


@pytest.mark.parametrize(
    ("front", "name", "date"),
    [
        ("title: Talks\npublished: true", "_posts/2020-10-30-talks.md", "2020-10-30"),
        ("title: Talks\ndate: 2020-11-01", "_posts/2020-10-30-talks.md", "2020-11-01"),
        ("tags: [daily]", "Daily/2020-10-30.md", "2020-10-30"),
        ("tags: [meeting]", "Notes/2020-10-30 Talks, v1.2.md", "2020-10-30"),
        ("title: Talks", "posts/2020-10-30_talks.md", "2020-10-30"),
        ("title: Talks", "blog/2020-10-30-talks/index.md", "2020-10-30"),
        ("title: Talks", "blog/2020-10-30-talks/notes.md", ""),
        ("title: Talks", "blog/2020-10-301.md", ""),
        ("title: Talks", "2020-13-30-talks.md", ""),
        ("title: Talks", "2020-10-30/talks.md", ""),
        ("", "2020-10-30-talks.md", ""),
        ("", "Daily/2020-10-30.md", "2020-10-30"),
    ],
)
def test_the_name_of_a_file_dates_a_post_that_has_no_date(tmp_path, front, name, date):
    """As in Jekyll, Hugo and Obsidian; a text without front matter only by a day alone.

    `published: true` is no date that is not understood.
    """
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{front}\n---\n\nThey met.\n" if front else "They met.\n")
    (article,) = read_file(file, ReadContext(name))
    assert isinstance(article, Article)
    assert (article.date, article.date_text, article.body) == (date, "", "They met.")
