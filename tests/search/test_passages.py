"""Passages: what is shown of an article for a query, and what is marked in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsgrep.analysis.analyzer import Analyzer
from newsgrep.article import Article
from newsgrep.query import parse
from newsgrep.results import Passage
from newsgrep.search.highlight import Highlighter

ENGLISH = Analyzer()


def marker(query: str, *, any_word: bool = False) -> Highlighter:
    """What marks the matches of a query."""
    return Highlighter(parse(query, any_word=any_word), ENGLISH)


def shown(passage: Passage) -> str:
    """A passage with its matches in square brackets, and … where the body goes on."""
    text, done = "…" * passage.starts_inside, 0
    for start, end in passage.spans:
        text += f"{passage.text[done:start]}[{passage.text[start:end]}]"
        done = end
    return text + passage.text[done:] + "…" * passage.ends_inside


def passages(query: str, body: str, *, most: int = 2, width: int = 240, any_word: bool = False) -> list[str]:
    """The passages of a body, as `shown`."""
    found = marker(query, any_word=any_word).passages(body, most=most, width=width)
    return [shown(passage) for passage in found]


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("missile", "Missiles and a missile’s path.", ["Missiles", "missile’s"]),
        ('"missile attack"', "Missile attacks; an attack, a missile.", ["Missile attacks"]),
        ('"bank of japan"', "Bank in Japan, bank of Japan", ["bank of Japan"]),
        ("ganja NOT missile", "Ganja and missile", ["Ganja"]),
        ("ganja -missile", "Ganja and missile", ["Ganja"]),
        ("ganja -(missile OR ganja)", "Ganja and missile", ["Ganja"]),
        ("ganja OR barda", "Barda, Ganja", ["Barda", "Ganja"]),
        ("missil*", "Missile, missiles, mission", ["Missile", "missiles"]),
        ("cit*", "Cities are not a citation", ["Cities", "citation"]),
        ("nagorno-karab*", "Nagorno Karabakh, Karabakh", ["Nagorno Karabakh"]),
        ("nagorno-karabakh", "Karabakh, Nagorno-Karabakh", ["Nagorno-Karabakh"]),
        ("Erdogan", "ERDOĞAN’s", ["ERDOĞAN’s"]),
        ("U.S.", "us, the US-led U.S., you", ["US", "U.S."]),
        ("20000", "20,000 men", ["20,000"]),
        ("F-16", "F-16s, an F and 16", ["F-16s"]),
        ("中国", "国中国", ["中国"]),
        ("title:ganja missile", "Ganja missile", ["missile"]),
        ("author:ganja missile", "Ganja missile", ["missile"]),
        ("body:ganja", "Ganja missile", ["Ganja"]),
        ("date:2020 ganja", "Ganja 2020", ["Ganja"]),
        ("*", "Ganja", []),
        ('"ganja missile" "missile attack"', "Ganja missile attack", ["Ganja missile attack"]),
        ('ganja "ganja missile"', "Ganja missile", ["Ganja missile"]),
        ('"a a"', "a a a b a", ["a a a"]),
    ],
)
def test_only_true_matches_are_marked(query: str, text: str, marked: list[str]) -> None:
    """A phrase marks the phrase; what is left out marks nothing; a field marks its own text."""
    assert [text[start:end] for start, end in marker(query).spans(text, "body")] == marked


@pytest.mark.parametrize(
    ("query", "field", "marked"),
    [
        ("title:ganja", "title", True),
        ("title:ganja", "author", False),
        ("author:ganja", "author", True),
        ("author:ganja", "title", False),
        ("ganja", "title", True),
        ("ganja", "author", True),
        ("body:ganja", "title", False),
    ],
)
def test_fields(query: str, field: str, marked: bool) -> None:
    """A word with a field is marked in it, and one without in all."""
    assert marker(query).spans("Ganja", field) == [(0, 5)] * marked


def test_any_marks_the_parts_of_a_compound() -> None:
    """As any of them is a match."""
    text = "Karabakh, Nagorno-Karabakh"
    spans = marker("nagorno-karabakh", any_word=True).spans(text, "body")
    assert [text[start:end] for start, end in spans] == ["Karabakh", "Nagorno", "Karabakh"]


def test_the_byline_is_marked_name_by_name() -> None:
    """No phrase reaches from one author into the next."""
    article = Article(key="a", path="a", body="", authors=("Vafa Ismayilova", "Ayya Vafa"))
    assert marker('author:"vafa ismayilova"').byline_spans(article) == ((0, 15),)
    assert marker("vafa").byline_spans(article) == ((0, 4), (22, 26))
    assert marker("ismayilova-ayya").byline_spans(article) == ()
    assert marker("title:vafa").byline_spans(article) == ()


FILLER = "Nothing of note was said there. " * 12


def test_the_two_best_passages_in_the_order_of_the_text() -> None:
    """More different words are better than more mentions, and those better than an earlier position."""
    body = f"First a missile. {FILLER}Missile, missile. {FILLER}Missile on Ganja. {FILLER}Missile last."
    assert passages("ganja missile", body, width=30) == [
        "…[Missile], [missile].…",
        "…[Missile] on [Ganja].…",
    ]
    assert [text[:30] for text in passages("ganja missile", body, width=20, most=1)] == [
        "…[Missile] on [Ganja].…"
    ]
    assert len(passages("ganja missile", body, width=20, most=9)) == 4


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # the beginning of a sentence, where one is near
        (f"{FILLER}He spoke. A missile fell there, and more.", "…He spoke. A [missile] fell there,…"),
        # a sentence that begins with the match
        (
            f"{'x' * 30} {'y' * 30}. Missiles fell on the city of Ganja and",
            "…[Missiles] fell on the city of Ganja…",
        ),
        # a paragraph
        ("x" * 30 + "\n\n" + "A missile fell there, they said, and", "…A [missile] fell there, they said,…"),
        # no sentence begins in U.S. or with an initial
        (f"{FILLER[:-2]} of U.S. missile J. Smith had there", "…of U.S. [missile] J. Smith had there"),
        # the end of a sentence, if the passage is no shorter than half its width then
        (f"{FILLER}They said. A missile fell. Then more was said.", "…They said. A [missile] fell.…"),
        (f"{FILLER}A missile fell. Then more was said there.", "…A [missile] fell. Then more was said…"),
        # the beginning of the text, which is that of a sentence, though it is not in the middle
        (
            "internationalisation of missiles counterinternationalisation",
            "internationalisation of [missiles]…",
        ),
        # the edges of words
        ("the internationalisation of missiles counterinternationalisation", "…of [missiles]…"),
        ("the (internationalisation) “missiles” counterinternationalisation", "…“[missiles]”…"),
    ],
)
def test_where_passages_begin_and_end(body: str, expected: str) -> None:
    """At words always, at a sentence if possible."""
    assert passages("missile", body, width=34) == [expected]


def test_neighbours_are_united() -> None:
    """Two passages with only white space between read as one."""
    assert passages("ganja", "ganja one two ganja three four five", width=14) == [
        "[ganja] one two [ganja] three…"
    ]
    assert passages("ganja", "ganja one two\n\nganja two", width=14) == ["[ganja] one two\n\n[ganja] two"]


def test_none_wanted() -> None:
    """No passages, with or without matches."""
    assert passages("ganja", "Ganja", most=0) == passages("barda", "Ganja", most=0) == []


@pytest.mark.parametrize(
    ("body", "width", "expected"),
    [
        ("The lede.\n\nMore.", 240, ["The lede.…"]),
        ("The lede is long.\n\nMore.", 12, ["The lede is…"]),
        ("The lede is long.\n\nMore.", 1, ["T…"]),
        ("Internationalisation", 5, ["Inter…"]),
        ("中国新聞社", 2, ["中国…"]),
        ("\n  The lede.", 240, ["The lede."]),
        ("", 240, []),
    ],
)
def test_the_lede_where_nothing_in_the_body_matches(body: str, width: int, expected: list[str]) -> None:
    """As when a word is in the title alone; a word is cut only where it is longer than the width."""
    assert passages("title:ganja", body, width=width) == expected


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (1, ["…[missile attack]…", "…[missile attack]…"]),
        (20, ["…A [missile attack]…", "…A [missile attack]…"]),
        (10**9, [f"{FILLER}A [missile attack] there. {FILLER}A [missile attack] there. {FILLER}".strip()]),
    ],
)
def test_widths(width: int, expected: list[str]) -> None:
    """A match is shown whole however narrow the passage, and a body whole where there is room."""
    body = f"{FILLER}A missile attack there. {FILLER}A missile attack there. {FILLER}".strip()
    assert passages('"missile attack"', body, width=width) == expected


def test_text_without_spaces() -> None:
    """Chinese and Japanese are cut between any two characters."""
    body = "新" * 100 + "中国" + "聞" * 100
    assert passages("中国", body, width=20) == [f"…{'新' * 9}[中国]{'聞' * 9}…"]


WORDS = ["ganja", "Ganja’s", "missile", "missiles", "attack", "U.S.", "Nagorno-Karabakh", "中国", "x" * 30]
SEPARATORS = [" ", ". ", "\n\n", "-", ", ", "  ", "\u00a0"]
QUERIES = [
    *("ganja", "ganja missile", '"missile attack"', "missil*", "nagorno-karabakh", "U.S.", "中国", "karab*"),
    *('ganja "ganja missile" "missile attack"', "ganja -missile", "title:ganja attack", "title:ganja", "*"),
]
bodies = st.lists(st.sampled_from(WORDS + ["the", "said"]) | st.sampled_from(SEPARATORS), max_size=40).map(
    "".join
)


@given(st.sampled_from(QUERIES), bodies, st.integers(0, 4), st.sampled_from([1, 5, 20, 60, 10_000]))
@example("ganja", "  Ganja’s . Ganja’s", 1, 20)
def test_what_holds_for_every_passage(query: str, body: str, most: int, width: int) -> None:
    """Passages are pieces of the body, apart, no more and no wider than asked for; marks are matches.

    A passage is at most `width` wide, or as wide as a single mark. United ones add up, and
    the white space between them comes on top.
    """
    mark = marker(query)
    spans = mark.spans(body, "body")
    found = mark.passages(body, most=most, width=width)
    widest = max([width, *(end - start for start, end in spans)])
    assert len(found) <= most
    assert sum(len("".join(passage.text.split())) for passage in found) <= most * widest
    end = 0
    for passage in found:
        assert end <= passage.start
        end = passage.start + len(passage.text)
        assert passage.text == body[passage.start : end] == passage.text.strip()
        assert passage.starts_inside == bool(body[: passage.start].strip())
        assert passage.ends_inside == bool(body[end:].strip())
        marked = [(a + passage.start, b + passage.start) for a, b in passage.spans]
        assert marked == [span for span in spans if passage.start <= span[0] and span[1] <= end]
        assert bool(marked) == bool(spans)
    if most:
        assert bool(found) == bool(body.strip()) or not body.split("\n\n", 1)[0].strip()


@given(st.sampled_from(QUERIES), bodies)
def test_what_holds_for_every_mark(query: str, body: str) -> None:
    """Marks lie in the text, sorted and apart, and the text of each matches by itself."""
    mark = marker(query)
    end = 0
    for span in mark.spans(body, "body"):
        assert end <= span[0] < span[1] <= len(body)
        end = span[1]
        assert mark.spans(body[slice(*span)], "body")


def test_a_megabyte_of_matches_takes_a_moment() -> None:
    """50,000 matches in a megabyte, whatever the width; the limit here is for slow machines."""
    body = "missile attack word. " * 50_000
    for width in (240, 10**7):
        started = time.process_time()
        assert marker("missile").passages(body, most=2, width=width)
        assert time.process_time() - started < 30


@pytest.mark.parametrize(
    "body", ["missile " * 400_000, "missile" * 400_000, "a missile. " * 300_000, "x" * 3_000_000]
)
def test_a_passage_does_not_grow_with_the_article(body):
    """Nor does the time that it takes: of a text of one word, the first matches do."""
    started = time.monotonic()
    passages = marker("missile").passages(body, most=2, width=240)
    assert time.monotonic() - started < 30
    assert 0 < sum(len(passage.text) for passage in passages) <= 2 * 240
    for passage in passages:
        assert all(passage.text[start:end] == "missile" for start, end in passage.spans)


def test_a_match_far_behind_the_beginning_of_a_long_text_is_found():
    """The beginning is looked at first, and then all of it."""
    body = "Rain fell. " * 100_000 + "A missile hit."
    (passage,) = marker("missile").passages(body, most=2, width=40)
    assert passage.text.endswith("A missile hit.")
