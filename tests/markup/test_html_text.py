"""HTML, to paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.markup.html_text import is_html, plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b>.</p>\n<p>Three.</p>", "One two.\n\nThree."),
        ("<P CLASS='x'>One<br/>two<BR>three", "One\ntwo\nthree"),
        ("One<br><br>Two", "One\n\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\n\nTwo"),
        ("AT&amp;T &lt;b&gt; &#8217; &nbsp; x", "AT&T <b> ’ x"),
        ("<script>if (a<b && c>d) x()</script>One<style>p > a {}</style>", "One"),
        ("One<script>never ended", "One"),
        ("One<!-- a > b --> two<!-- <p>x</p> -->", "One two"),
        ('<a title="a > b" href=x>One</a>', "One"),
        ('<a title="x>One</a>', "One"),
        ("a < b and b > c", "a < b and b > c"),
        ("<p>Du Pont <DD> rose, and Tandy Co. <TAN>.</p>", "Du Pont <DD> rose, and Tandy Co. <TAN>."),
        ("<P>One. <P> Two <B>three</B> <I> four", "One.\n\nTwo three four"),
        ("<p>One.</p> <P> Two <BR> three", "One.\n\nTwo\nthree"),
        ("<jane@example.org>", "<jane@example.org>"),
        ("<!DOCTYPE html><?xml version='1.0'?>One", "One"),
        ("One</scrip", "One</scrip"),
        ("", ""),
    ],
)
def test_html_to_plain_text(html, text):
    """Blocks are paragraphs, line breaks lines; scripts, styles and comments are left out."""
    assert plain_text(html) == text


@pytest.mark.parametrize("text", ["<p>", "x<br />y", "a</B>", '<img src="x">', "<P class='x'>"])
def test_text_with_tags_is_html(text):
    """With an end tag, a paragraph, a line break or a picture."""
    assert is_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "a < b",
        "a<b and c>d",
        "<jane@example.org>",
        "<name>",
        "x </ y",
        "AT&amp;T",
        "<p",
        "DU PONT <DD> WINS",
        "PRIMERICA <P> UP",
    ],
)
def test_text_without_tags_is_plain(text):
    """Comparisons, addresses and placeholders are no tags."""
    assert not is_html(text)


@given(st.text(st.sampled_from("<>/!-a bp=\"'&;\n\x00é")) | st.text())
def test_plain_text_never_raises(html):
    """Any text gives a text without blank lines at its ends."""
    text = plain_text(html)
    assert text == text.strip()
    assert "\n\n\n" not in text


@pytest.mark.parametrize(
    "piece", ["<", "<a ", "<!--", "</", "<![CDATA[", '<a b="', "<?", "&", "<script>", "<p>"]
)
def test_time_is_linear(piece):
    """In malformed HTML too, for which quadratic time would not end."""
    text = plain_text(piece * (2**17 // len(piece)))
    assert len(text) <= 2**17
