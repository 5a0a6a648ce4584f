"""Markdown: front matter, headings, links."""

from __future__ import annotations

import sys

import pytest

from newsgrep.article import HEADLINE, LEDE
from newsgrep.results import Unreadable

pytest.importorskip("frontmatter")

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
        "World, Asia",
        "No",
    )
    assert (article.key, article.body, article.body_line) == (
        "n/story.md",
        "Talks *resumed*.\n\nThey ended.",
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
        ("Intro\n\n# Talks\n\nText.", "Talks", HEADLINE, "Intro\n\n# Talks\n\nText.", 1),
        ("```\n# no\n```\n\n# [Talks](x)\n", "Talks", HEADLINE, "```\n# no\n```\n\n# Talks", 1),
        ("## Second level\n\nText.", "## Second level", LEDE, "## Second level\n\nText.", 1),
        ("#hashtag\n\nText.", "#hashtag", LEDE, "#hashtag\n\nText.", 1),
        ("---\ndate: 2020\n---\n# Talks\n\nText.", "Talks", HEADLINE, "Text.", 6),
        ("---\ntitle: Talks\n---\n", "Talks", HEADLINE, "", 0),
        ("---\n\nA rule.\n\n---\n\nText.", "--- ", LEDE, "---\n\nA rule.\n\n---\n\nText.", 1),
        ("---\ntitle: x", "--- title: x", LEDE, "---\ntitle: x", 1),
        ("a <b>b</b> & <p>\n\n    code", "a b &", LEDE, "a <b>b</b> & <p>\n\n    code", 1),
    ],
)
def test_headings_and_bodies(read, text, title, title_from, body, body_line):
    """The first heading of the first level is the title where the front matter has none."""
    (article,) = read(text, ".md")
    assert (article.title.strip(), article.title_from) == (title.strip(), title_from)
    assert (article.body, article.body_line) == (body, body_line)


def test_links_and_pictures_are_their_text(read):
    """Line by line; other brackets are kept."""
    text = "T\n=\nA [b](http://x.org/c_(d)) ![e](f)\n[![g](h)](i) [j][k] [l] x[1](2 (m\n[n]: o"
    (article,) = read(text, ".md")
    assert article.body == "A b e\ng j [l] x[1](2 (m\n[n]: o"
    assert article.body_line == 3


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: [\n---\nText.", "front matter is not valid YAML"),
        ("---\na: &x [y]\nb: [*x, *x]\n---\nText.", "front matter with YAML aliases"),
        ("---\na: " + "[" * 9999 + "\n---\nText.", "front matter nested too deeply"),
        ("---\na: b\n" + "# x\n" * 9999 + "---\nText.", "front matter larger than 32 KB"),
        ("+++\ntitle =\n+++\nText.", "front matter is not valid TOML"),
        ("+++\ndate = 2020-13-45\n+++\nText.", "front matter is not valid TOML"),
        ("---\ntitle: T\ndate: 2020-13-45\n---\nText.", 'date "2020-13-45" cannot be read'),
        ("---\na: !!python/object/apply:os.system [x]\ndate: 1\n---\nText.", 'date "1" cannot be read'),
        ("---\ndate: 2020\n---\n", "no text"),
    ],
)
def test_malformed_front_matter(read, text, reason):
    """The reason says what is wrong; a YAML tag makes no object."""
    assert read(text, ".md") == [Unreadable("n/story.md", reason, 1)]


def test_a_missing_library(read, monkeypatch):
    """Only YAML needs it."""
    monkeypatch.setitem(sys.modules, "frontmatter.default_handlers", None)
    reason = "needs python-frontmatter: pip install 'newsgrep[markdown]'"
    assert [result.reason for result in read("---\ntitle: x\n---\nText.", ".md")] == [reason]
    assert read("# Talks\n\nText.", ".md")[0].title == "Talks"
    assert read("+++\ntitle = 'Talks'\n+++\nText.", ".md")[0].title == "Talks"
