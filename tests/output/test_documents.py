"""Documents: what readers of Markdown and HTML get back is the text of the articles, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from newsgrep.article import LEDE, Article
from newsgrep.output import Output
from newsgrep.output.documents import DocumentPrinter
from newsgrep.results import Hit, Passage, Version

ARTICLE = Article(
    "news/a.jsonl#7",
    path="news/a.jsonl",
    title="Missile hits Ganja",
    authors=("Jane Doe",),
    date="2020-10-17T08:30",
    source="Example Post",
    url="https://example.org/a?b=1&c=<2>",
    language="en",
    body="A missile fell.\nNobody slept.\n\nThe end.",
)
HIT = Hit(
    1,
    1.0,
    ARTICLE,
    "news/a.jsonl",
    7,
    passages=(Passage("A missile fell.", 0, ((2, 9),), ends_inside=True),),
    title_spans=((0, 7),),
    byline_spans=((5, 8),),
)

#: Texts in which markup is likely.
TEXTS = st.text(st.sampled_from("ab1 .)#*_`[]()<>&;!|~$^@-+=:%\\\"'é中"), min_size=1).map(
    lambda text: " ".join(text.split())
)


def printed(style: str, *hits: Hit, query: str = "", whole: bool = False) -> str:
    """What a style prints for hits, or for whole articles."""
    out = io.StringIO()
    printer = Output(style).printer(out)
    assert isinstance(printer, DocumentPrinter)
    for hit in hits:
        if whole:
            printer.article(hit, (), query)
        else:
            printer.hit(hit, query)
    printer.close()
    return out.getvalue()


def tokens(text: str) -> list[Token]:
    """The blocks and the inline elements of a Markdown text."""
    blocks = MarkdownIt("commonmark").enable("table").parse(text)
    return [token for block in blocks for token in (block, *(block.children or ()))]


def page(text: str) -> html.HtmlElement:
    """The root of a page."""
    return html.document_fromstring(text)


def texts_of(root: html.HtmlElement, path: str) -> list[str]:
    """The texts of elements."""
    return [element.text_content() for element in root.iterfind(f".//{path}")]


def test_markdown_of_a_hit() -> None:
    """The query, the title as a link, where the article comes from, and passages with the matches bold."""
    assert printed("markdown", HIT, query="missile") == (
        "<!-- newsgrep -->\n\n# missile\n\n"
        "## [**Missile** hits Ganja](<https://example.org/a?b=1&c=%3C2%3E>)\n\n"
        "Jane **Doe** · 2020-10-17 08:30 · Example Post · `news/a.jsonl#7`\n\n"
        "> A **missile** fell. …\n\n"
    )


def test_html_of_a_hit() -> None:
    """The same as a page, in the language of the article."""
    root = page(printed("html", HIT, query="missile & <b>"))
    assert texts_of(root, "title") == texts_of(root, "h1") == ["missile & <b>"]
    assert texts_of(root, "h2") == ["Missile hits Ganja"]
    assert [link.get("href") for link in root.iterfind(".//a")] == ["https://example.org/a?b=1&c=%3C2%3E"]
    assert texts_of(root, "p") == ["Jane Doe · 2020-10-17 08:30 · Example Post · news/a.jsonl#7"]
    assert texts_of(root, "blockquote") == ["A missile fell. …"]
    assert texts_of(root, "mark") == ["Missile", "Doe", "missile"]
    assert [article.get("lang") for article in root.iterfind(".//article")] == ["en"]


@pytest.mark.parametrize("style", ["markdown", "html"])
def test_a_query_is_a_heading_once(style: str) -> None:
    """Above all that it found, and each of several above its own."""
    out = io.StringIO()
    printer = Output(style).printer(out)
    for query in ("missile", "missile", "drone"):
        printer.hit(HIT, query)
    printer.close()
    assert [
        out.getvalue().count(f"{sign}{query}\n") for sign, query in (("# ", "missile"), ("# ", "drone"))
    ] == ([1, 1] if style == "markdown" else [0, 0])
    if style == "html":
        assert texts_of(page(out.getvalue()), "h1") == ["missile", "drone"]


def test_whole_articles_have_their_paragraphs() -> None:
    """The lines of a paragraph stay together."""
    assert printed("markdown", HIT, whole=True).endswith("A missile fell.\nNobody slept.\n\nThe end.\n\n")
    paragraphs = texts_of(page(printed("html", HIT, whole=True)), "p")
    assert paragraphs[1:] == ["A missile fell.\nNobody slept.", "The end."]


def test_matches_of_a_whole_text_are_marked_in_their_paragraphs() -> None:
    """One that spans two paragraphs is marked in both."""
    out = io.StringIO()
    printer = Output("markdown").printer(out)
    assert isinstance(printer, DocumentPrinter)
    printer.article(HIT, [(23, 34)])
    printer.close()
    assert "Nobody **slept.**\n\n**The** end.\n" in out.getvalue()


def test_a_page_of_several_articles_begins_with_its_contents() -> None:
    """Each with a link to its article."""
    other = Hit(2, 0.5, ARTICLE._replace(title="Talks <resume>"), "b", 1)
    root = page(printed("html", HIT, other, whole=True))
    links = root.findall(".//nav//a")
    assert [link.text_content() for link in links] == ["Missile hits Ganja", "Talks <resume>"]
    targets = [root.get_element_by_id(link.get("href")[1:]) for link in links]
    assert [target.find("h2").text_content() for target in targets] == [
        "Missile hits Ganja",
        "Talks <resume>",
    ]


def test_texts_have_the_direction_of_their_letters() -> None:
    """Titles in the contents, headings and texts of Arabic and Hebrew run from right to left."""
    hit = Hit(1, 1.0, ARTICLE._replace(title="سلام", body="سلام"), "a", 1)
    root = page(printed("html", hit, hit, whole=True))
    with_text = [element for element in root.iter() if (element.text_content() or "") == "سلام"]
    around = [next(one.get("dir") for one in (e, *e.iterancestors()) if one.get("dir")) for e in with_text]
    assert around == ["auto"] * 8


@pytest.mark.parametrize(("style", "count"), [("markdown", 0), ("html", 1)])
def test_a_document_of_nothing(style: str, count: int) -> None:
    """A page is complete without an article, too."""
    assert printed(style).count("</html>") == count


def test_only_addresses_of_the_web_are_links() -> None:
    """In capitals, too; a script in the place of an address is none."""
    named = Hit(1, 1.0, ARTICLE._replace(url="HTTPS://Post.example/1"), "a", 1)
    assert "](<HTTPS://Post.example/1>)" in printed("markdown", named)
    assert 'href="HTTPS://Post.example/1"' in printed("html", named)
    hit = Hit(1, 1.0, ARTICLE._replace(url="javascript:alert(1)"), "a", 1)
    assert "javascript" not in printed("markdown", hit) + printed("html", hit)


def test_a_lede_in_the_place_of_a_headline_is_cut() -> None:
    """A heading is short, and has the matches that are left."""
    lede = "One two " * 40
    hit = Hit(
        1,
        1.0,
        ARTICLE._replace(title=lede, title_from=LEDE, url=""),
        "a",
        1,
        title_spans=((0, 3), (280, 283)),
    )
    heading = printed("markdown", hit).split("\n")[2]
    assert heading.startswith("## **One** two")
    assert heading.endswith(" …")
    assert len(heading) < 110


def test_a_short_lede_in_the_place_of_a_headline_has_all_its_matches() -> None:
    """The last word, too."""
    article = ARTICLE._replace(title="Tea in Ganja", title_from=LEDE, url="")
    hit = Hit(1, 1.0, article, "a", 1, title_spans=((7, 12),))
    assert "## Tea in **Ganja**\n" in printed("markdown", hit)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        *(("(a) the minister", "(a\\) the minister"), ("iv. The end", "iv\\. The end")),
        *(("B.  Brecht", "B\\.  Brecht"), ("Mr. Smith", "Mr. Smith"), ("a.b", "a.b")),
    ],
)
def test_letters_make_no_list(text: str, escaped: str) -> None:
    """Pandoc takes letters and Roman numbers for those of a list."""
    article = ARTICLE._replace(body=text)
    assert f"\n\n{escaped}\n\n" in printed("markdown", Hit(1, 1.0, article, "a", 1), whole=True)


def test_no_title_ends_in_attributes() -> None:
    """Pandoc takes braces behind a heading for what the heading is called and how it looks."""
    hit = Hit(1, 1.0, ARTICLE._replace(title="Budget {-}", url=""), "a", 1)
    assert "## Budget \\{-}\n" in printed("markdown", hit)


def test_notes_are_below_the_passages() -> None:
    """What a close hit lacks, other versions of the story, and tags."""
    version = Version("b", "", "", "")
    hit = Hit(1, 1.0, ARTICLE, "a", 1, missing=("drone",), versions=(version,), tags=("to-read", "[x]"))
    assert printed("markdown", hit).endswith(
        "Without drone\n\nAnd 1 other version\n\nTags: to-read, \\[x\\]\n\n"
    )
    assert texts_of(page(printed("html", hit)), "p")[1:] == [
        *("Without drone", "And 1 other version", "Tags: to-read, [x]")
    ]


def _spans(text: str) -> Sequence[tuple[int, int]]:
    """The spans of the letter a, which stands for a match."""
    return [(at, at + 1) for at, letter in enumerate(text) if letter == "a"]


@settings(max_examples=400)
@given(TEXTS.filter(bool))
@example("1. a")
@example("<script>alert(1)</script> & &amp; [a](b)")
def test_markdown_gives_back_any_text(text: str) -> None:
    """Title, passage and paragraph are text for a reader of Markdown, with nothing but the matches bold."""
    article = ARTICLE._replace(title=text, url="", body=text)
    hit = Hit(1, 1.0, article, "a", 1, passages=(Passage(text, 0),))
    found = tokens(printed("markdown", hit) + printed("markdown", hit, whole=True))
    kinds = {token.type for token in found}
    assert kinds <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close"),
        *("html_block", "blockquote_open", "blockquote_close", "inline", "text", "code_inline"),
    }
    assert {token.content for token in found if token.type == "html_block"} == {"<!-- newsgrep -->\n"}
    inline = [token for token in found if token.type == "inline"]
    shown = ["".join(child.content for child in token.children or ()) for token in inline]
    assert shown[0] == shown[3] == shown[2] == shown[5] == text


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["Ganja", "missile", "1987", "U.S", "中"]), min_size=1), st.data())
def test_markdown_marks_the_matches(words: list[str], data: st.DataObject) -> None:
    """Whichever words match, these are bold."""
    chosen = [data.draw(st.booleans()) for _ in words]
    text, spans, at = " ".join(words), [], 0
    for word, is_match in zip(words, chosen, strict=True):
        spans += [(at, at + len(word))] if is_match else []
        at += len(word) + 1
    hit = Hit(1, 1.0, ARTICLE, "a", 1, passages=(Passage(text, 0, tuple(spans)),))
    inline = tokens(printed("markdown", hit))
    quoted = inline[inline.index(next(token for token in inline if token.type == "blockquote_open")) :]
    bold = [quoted[at + 1].content for at, token in enumerate(quoted) if token.type == "strong_open"]
    assert bold == [word for word, is_match in zip(words, chosen, strict=True) if is_match]


@settings(max_examples=200)
@given(TEXTS.filter(bool))
@example("</blockquote><script>alert(1)</script>")
def test_html_gives_back_any_text(text: str) -> None:
    """Whatever an article holds is text of the page, and no element."""
    article = ARTICLE._replace(title=text, url="", body=text, source=text)
    hit = Hit(1, 1.0, article, "a", 1, passages=(Passage(text, 0, tuple(_spans(text))),))
    root = page(printed("html", hit))
    assert texts_of(root, "h2") == texts_of(root, "blockquote") == [text]
    assert {element.tag for element in root.iterfind(".//article//*")} <= {
        "h2",
        "p",
        "blockquote",
        "mark",
        "code",
    }


@pytest.mark.parametrize("style", ["markdown", "html"])
def test_control_characters_and_bytes_of_names_are_left_out(style: str) -> None:
    """A document has only text."""
    article = ARTICLE._replace(key="\udcff.txt", title="a\x1b[2Jb", source="c\u202ed", body="e\x00f")
    hit = Hit(1, 1.0, article, "\udcff.txt", 1)
    text = printed(style, hit, hit, whole=True)
    for part in ("a [2Jb", "c d", "e f", "\ufffd.txt"):
        assert part in text.replace("\\", "")
    assert not {"\x1b", "\u202e", "\x00"} & set(text)
    text.encode()
