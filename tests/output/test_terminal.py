"""What a person sees on a terminal, at a fixed width."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.output.terminal import TerminalPrinter, make_console, print_article, print_stats
from newsgrep.query.nodes import Or, Word
from newsgrep.results import Hit, IndexStats, Passage, Unreadable
from newsgrep.search.highlight import Highlighter

BODY = (
    "A missile fell on the city of Ganja in the night, and the people who lived in the street fled.\n\n"
    "Nobody slept."
)
ARTICLE = Article(
    key="news/a.txt",
    path="news/a.txt",
    body=BODY,
    title="Missile hits Ganja",
    authors=("Ann Lee", "Bo Ek"),
    date="2020-10-17",
    source="Daily",
)
HIT = Hit(
    rank=1,
    score=12.3,
    article=ARTICLE,
    path="../news/a.txt",
    line=3,
    passages=(
        Passage(BODY[2:57], 2, ((0, 7), (28, 33)), starts_inside=True, ends_inside=True),
        Passage("Nobody slept.", BODY.index("Nobody"), starts_inside=True),
    ),
    title_spans=((0, 7), (13, 18)),
    byline_spans=((4, 7),),
)
HEADLESS = replace(
    HIT, article=ARTICLE._replace(title=BODY.split("\n")[0], title_from="lede"), title_spans=()
)
MARKER = Highlighter(Or((Word("missile"), Word("lee"))), Analyzer())


def printed(*hits: Hit, color: bool = False, width: int = 40, queries: tuple[str, ...] = ()) -> str:
    """Return what the terminal is given for some hits."""
    out = io.StringIO()
    printer = TerminalPrinter(make_console(out, color=color, width=width))
    for hit, query in zip(hits, queries or [""] * len(hits), strict=True):
        printer.hit(hit, query)
    printer.close()
    return out.getvalue()


def test_block_of_a_hit() -> None:
    """Title, origin, and passages wrapped and indented, with an ellipsis where they are cut."""
    assert printed(HIT) == (
        "Missile hits Ganja\n"
        "Ann Lee, Bo Ek · 2020-10-17 · Daily\n"
        "../news/a.txt:3\n"
        "    … missile fell on the city of\n"
        "    Ganja in the night, and the …\n"
        "    … Nobody slept.\n"
    )


def test_who_sent_what_is_attached_to_a_mail() -> None:
    """Its byline does not say it, that of the mail does."""
    mail = ARTICLE._replace(authors=("Max",), senders=("Max <m@x.org>",), recipients=("y@x.org",), source="")
    attached = {
        ("Ann Lee",): "Ann Lee, sent by Max to y@x.org",
        (): "sent by Max to y@x.org",
        ("Max",): "Max to y@x.org",
    }
    for authors, line in attached.items():
        hit = replace(HIT, article=mail._replace(authors=authors), byline_spans=())
        assert f"\n{line} · 2020-10-17" in printed(hit, width=80)


def test_pages_are_named_where_they_are_known() -> None:
    """That of the first match beside the file, whose lines nobody knows; further on where it is another."""
    paged = replace(HIT, article=ARTICLE._replace(pages=((0, 1), (90, 2))))
    assert printed(paged, width=60) == (
        "Missile hits Ganja\n"
        "Ann Lee, Bo Ek · 2020-10-17 · Daily · page 1 · ../news/a.txt\n"
        "    … missile fell on the city of Ganja in the night, and\n"
        "    the …\n"
        "    page 2: … Nobody slept.\n"
    )


def test_block_in_colour() -> None:
    """The title is bold, its origin dim, and every match of title, byline and passages stands out."""
    assert printed(HIT, color=True) == (
        "\x1b[1;31mMissile\x1b[0m\x1b[1m hits \x1b[0m\x1b[1;31mGanja\x1b[0m\n"
        "\x1b[2mAnn \x1b[0m\x1b[1;31mLee\x1b[0m\x1b[2m, Bo Ek · 2020-10-17 · Daily\x1b[0m\n"
        "\x1b[2m../news/a.txt:3\x1b[0m\n"
        "    … \x1b[1;31mmissile\x1b[0m fell on the city of\n"
        "    \x1b[1;31mGanja\x1b[0m in the night, and the …\n"
        "    … Nobody slept.\n"
    )


def test_explicit_colour_beats_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for colours gets them, and whoever does not gets no escape code at all."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b[1;31m" in printed(HIT, color=True)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in printed(HIT, color=False)


def test_blank_line_parts_blocks() -> None:
    """There is one between two hits, and none before the first and after the last."""
    bare = Hit(rank=1, score=0.0, article=Article(key="b", path="b", body=""), path="b", line=1)
    assert printed(bare, bare) == "b:1\n\nb:1\n"


def test_one_article_of_many_is_named_by_its_key() -> None:
    """So that it can be given to `newsgrep show`; a line within an archive would lead nowhere."""
    article = Article(key="old.zip#a.jsonl#L7", path="old.zip", body="")
    hit = Hit(rank=1, score=0.0, article=article, path="../old.zip", line=7)
    assert printed(hit) == "../old.zip#a.jsonl#L7\n"


def test_no_hits() -> None:
    """Nothing is printed for nothing."""
    assert printed() == ""


def test_each_query_stands_above_its_hits() -> None:
    """With several queries a heading tells them apart."""
    bare = Hit(rank=1, score=0.0, article=Article(key="b", path="b", body=""), path="b", line=1)
    assert printed(bare, bare, bare, queries=("[red]x", "[red]x", "y")) == (
        "[red]x\n\nb:1\n\nb:1\n\ny\n\nb:1\n"
    )


def test_lede_and_the_passage_that_begins_in_it_are_run_together() -> None:
    """Without a headline, the text up to the end of the first passage stands at the top, once."""
    assert printed(HEADLESS) == (
        "A missile fell on the city of Ganja in\n"
        "the night, and the …\n"
        "Ann Lee, Bo Ek · 2020-10-17 · Daily\n"
        "../news/a.txt:3\n"
        "    … Nobody slept.\n"
    )


def test_marks_of_lede_and_passage_are_both_seen() -> None:
    """Matches before the passage are marked as in the title, and none of it looks like a headline."""
    article = HEADLESS.article._replace(title="One more missile today", body="One more missile today")
    hit = replace(
        HEADLESS,
        article=article,
        title_spans=((0, 3), (9, 16)),
        passages=(Passage("missile today", 9, ((0, 7),), starts_inside=True),),
    )
    assert printed(hit, color=True).splitlines()[0] == (
        "\x1b[1;3;31mOne\x1b[0m\x1b[3m more \x1b[0m\x1b[1;3;31mmissile\x1b[0m\x1b[3m today\x1b[0m"
    )


def test_lede_above_a_passage_from_further_down_is_shortened() -> None:
    """A lede in a headline's place is cut at a word's end, with a sign of it."""
    lede = "Word " * 30 + "end."
    article = ARTICLE._replace(title=lede, title_from="lede", body=f"{lede}\n\nLater.")
    hit = replace(
        HIT, article=article, title_spans=(), passages=(Passage("Later.", 156, starts_inside=True),)
    )
    assert printed(hit, width=120).splitlines()[0] == "Word " * 20 + "…"
    assert printed(hit, width=120).splitlines()[2] == "    … Later."
    short = replace(hit, article=article._replace(title="Not long."))
    assert printed(short, width=120).splitlines()[0] == "Not long."
    unspaced = replace(hit, article=article._replace(title="字" * 120))
    assert printed(unspaced, width=300).splitlines()[0] == "字" * 100 + " …"


def test_sign_of_a_cut_is_never_alone_on_a_line() -> None:
    """At any width the ellipsis follows the last word."""
    for width in range(24, 80):
        assert "\n…\n" not in printed(HEADLESS, width=width)
        assert max(map(len, printed(HEADLESS, width=width).splitlines()[:2])) <= width


def test_markup_is_text() -> None:
    """What looks like rich's markup, an emoji's name or a link is printed as it is."""
    article = ARTICLE._replace(title="[bold]a[/bold] :smile: [link=x]", authors=("[red]b",), source="[/]")
    hit = replace(HIT, article=article, path="[dim]c", title_spans=(), byline_spans=(), passages=())
    assert printed(hit, width=80) == (
        "[bold]a[/bold] :smile: [link=x]\n[red]b · 2020-10-17 · [/] · [dim]c:3\n"
    )


def test_control_characters_are_folded() -> None:
    """Neither an escape sequence nor a line break gets from an article or a file name to the terminal."""
    article = ARTICLE._replace(title="a\x1b[2Jb\r\nc", authors=("d\te",), date="", source="f\x9b1mg")
    passage = Passage("one\n\n\ttwo \u202ethree", 0, ((6, 9),))
    hit = replace(
        HIT, article=article, path="h\n\x07\udcff", title_spans=(), byline_spans=(), passages=(passage,)
    )
    assert printed(hit, color=True, width=80) == (
        "\x1b[1ma [2Jb c\x1b[0m\n\x1b[2md e · f 1mg · h \ufffd:3\x1b[0m\n    one \x1b[1;31mtwo\x1b[0m three\n"
    )


def test_wide_characters_wrap_by_their_width() -> None:
    """A line of Chinese holds half as many characters."""
    hit = replace(HIT, passages=(Passage("导弹" * 12, 0),))
    assert printed(hit, width=28).splitlines()[3:] == ["    " + "导弹" * 6] * 2


def test_vowel_signs_and_emoji_wrap_by_their_width() -> None:
    """A vowel sign of Hindi has a column, and a thumb with a skin tone has two."""
    hit = replace(HIT, passages=(Passage("हिन्दी 👍🏽👍🏽 " * 3, 0),))
    assert printed(hit, width=24).splitlines()[-2:] == [
        "    हिन्दी 👍🏽👍🏽 हिन्दी",
        "    👍🏽👍🏽 हिन्दी 👍🏽👍🏽",
    ]


def test_long_path_is_not_broken() -> None:
    """A path that is longer than the terminal is wide can be copied."""
    hit = replace(HIT, path="folder with spaces/" * 5 + "a.txt")
    assert "\n" + "folder with spaces/" * 5 + "a.txt:3\n" in printed(hit)


def test_the_line_of_origin_ends_before_the_edge() -> None:
    """What does not fit begins the next line, and a long list of authors is wrapped at a space."""
    article = ARTICLE._replace(authors=("Anna-Maria Lee", "Bo Ek", "Cy Dee"))
    hit = replace(HIT, article=article, byline_spans=(), passages=())
    assert printed(hit, width=26).splitlines()[1:] == [
        "Anna-Maria Lee, Bo Ek, Cy",
        "Dee · 2020-10-17 · Daily",
        "../news/a.txt:3",
    ]


def test_closed_pipe_is_told_to_the_caller() -> None:
    """A broken pipe is an error to catch, and not an exit code of rich's choice."""

    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        TerminalPrinter(make_console(Closed(), color=False, width=80)).hit(HIT)


spans = st.lists(st.integers(0, 30), max_size=6, unique=True).map(sorted)
texts = st.text() | st.text(st.sampled_from("\x1b[31m\x9b\n\t\r\0\x7f\u202e\u2028\ud800 ab"))


@given(texts, texts, texts, texts, spans, st.booleans(), st.sampled_from(["headline", "lede"]))
def test_no_control_character_reaches_the_terminal(
    title: str, author: str, path: str, text: str, places: list[int], color: bool, title_from: str
) -> None:
    """Whatever an article and its file's name are, there are newlines and our own styles only."""
    inside = [place for place in places if place <= len(text)]
    hit = replace(
        HIT,
        article=ARTICLE._replace(title=title, title_from=title_from, authors=(author,), body=text),
        path=path,
        passages=(Passage(text, 0, tuple(zip(inside[::2], inside[1::2], strict=False)), ends_inside=True),),
        title_spans=(),
        byline_spans=(),
    )
    output = printed(hit, color=color)
    if color:
        output = re.sub(r"\x1b\[[0-9;]*m", "", output)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", output)


@given(texts)
def test_no_control_character_of_a_body_reaches_the_terminal(body: str) -> None:
    """The same holds for a whole article."""
    out = io.StringIO()
    print_article(ARTICLE._replace(body=body), None, make_console(out, color=False, width=40))
    assert not re.search(
        "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", out.getvalue()
    )


def shown(article: Article, marker: Highlighter | None, *, color: bool = False) -> str:
    """Return what the terminal is given for an article."""
    out = io.StringIO()
    print_article(article, marker, make_console(out, color=color, width=50))
    return out.getvalue()


def test_article() -> None:
    """Title, origin, and the whole body, wrapped."""
    assert shown(ARTICLE, None) == (
        "Missile hits Ganja\n"
        "Ann Lee, Bo Ek · 2020-10-17 · Daily · news/a.txt:1\n"
        "\n"
        "A missile fell on the city of Ganja in the night,\n"
        "and the people who lived in the street fled.\n"
        "\n"
        "Nobody slept.\n"
    )


def test_matches_of_an_article_are_marked() -> None:
    """A marker of a query marks title, byline and body."""
    lines = shown(ARTICLE, MARKER, color=True).splitlines()
    assert lines[0] == "\x1b[1;31mMissile\x1b[0m\x1b[1m hits Ganja\x1b[0m"
    assert lines[1].startswith("\x1b[2mAnn \x1b[0m\x1b[1;31mLee\x1b[0m\x1b[2m, Bo Ek")
    assert lines[3] == "A \x1b[1;31mmissile\x1b[0m fell on the city of Ganja in the night,"


def test_article_without_a_headline_begins_with_its_origin() -> None:
    """The lede is read in the body, and not above it too."""
    lines = shown(HEADLESS.article, MARKER).splitlines()
    assert lines[0] == "Ann Lee, Bo Ek · 2020-10-17 · Daily · news/a.txt:1"
    assert lines[2] == "A missile fell on the city of Ganja in the night,"


STATUS = IndexStats(
    index="/news/.newsgrep",
    format_version=1,
    engine="whoosh 2.7.4",
    language="english",
    articles=1070,
    files=1,
    size=123456,
    first_day="2016-02-11",
    last_day="2020-11-12",
    undated=3,
    top_authors=[("Ann Lee", 1000), ("Bo Ek", 70)],
    unreadable=[],
    committed_at="2020-11-12T10:00:00Z",
    duplicates=0,
)


def status_lines(status: IndexStats, *, color: bool = False) -> list[str]:
    """Return what the terminal is given for a status."""
    out = io.StringIO()
    print_stats(status, make_console(out, color=color, width=40))
    return out.getvalue().splitlines()


def test_status() -> None:
    """What an index holds, with sizes and numbers as people read them."""
    assert status_lines(STATUS) == [
        "/news/.newsgrep",
        "articles   1,070 in 1 file",
        "dates      2016-02-11 to 2020-11-12, 3",
        "           without a date",
        "authors    Ann Lee (1,000), Bo Ek (70)",
        "language   english",
        "size       123 kB",
        "engine     whoosh 2.7.4, index format 1",
        "updated    2020-11-12T10:00:00Z",
    ]
    assert status_lines(STATUS, color=True)[1] == "\x1b[2marticles   \x1b[0m1,070 in 1 file"


def test_status_lists_unreadable_files() -> None:
    """Files that could not be read are named, and how many more there are if they are many."""
    few = replace(STATUS, unreadable=[Unreadable("a\n.txt", "empty file"), Unreadable("b", "bad", 7)])
    assert status_lines(few)[-3:] == ["unreadable 2", "    a .txt: empty file", "    b:7: bad"]
    many = replace(STATUS, unreadable=[Unreadable("a", "bad", line) for line in range(1, 31)])
    assert status_lines(many)[-2:] == ["    a:20: bad", "    … and 10 more (--json lists them all)"]


def test_status_of_an_empty_index() -> None:
    """An index without articles has no dates and no authors."""
    empty = IndexStats("i", 1, "whoosh", "none", 0, 0, "", "", 0, [], "", files=0, unreadable=[])
    assert status_lines(empty) == [
        "i",
        "articles   0 in 0 files",
        "dates      none",
        "language   none",
        "size       0 bytes",
        "engine     whoosh, index format 1",
    ]
