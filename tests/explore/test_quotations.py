"""What is quoted: found by its marks, with the sentence that names the speaker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsgrep
from newsgrep import Article, UsageError
from newsgrep.textmatch.quotations import quotations

BODIES = {
    "a": (
        "“The bridge is closed until spring,” Mayor Jane Doe said, “and the ferry is full.”\n\n"
        "“We will repair it with our own money.”\n\n"
        "The so-called “new” bridge was too dear, “as everybody in town knew well,” said John Roe."
    ),
    "b": "Nobody spoke of the bridge.",
    "c": "„Die Brücke bleibt bis Mai zu“, sagte Doe. „Das ist sehr schade.“ Es regnete.",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """Three articles, two of them with quotations."""
    with newsgrep.open_index(tmp_path_factory.mktemp("quotes") / ".newsgrep") as index:
        with index.writer() as writer:
            for n, (key, body) in enumerate(BODIES.items()):
                writer.add(Article(key, title="News of Bruges", body=body, date=f"2020-10-0{n + 1}"))
        yield index


def quoted(text):
    """Return the pieces of each quotation of a text, and what is beside them."""
    return [
        ([text[start:end] for start, end in one.pieces], [text[start:end] for start, end in one.beside()])
        for one in quotations(text)
    ]


def pieces(text):
    """Return the pieces of each quotation of a text."""
    return [found for found, _ in quoted(text)]


def test_a_quotation_has_its_pieces_and_the_sentence(index):
    """Sentences and paragraphs of quoted words only go on with the quotation before them."""
    first, second = index.quotations("ferry OR dear").lines
    assert first.quote == (
        "The bridge is closed until spring, … and the ferry is full. … We will repair it with our own money."
    )
    assert first.context == "“…” Mayor Jane Doe said, “…”"
    assert (first.key, first.date) == ("a", "2020-10-01")
    assert second.quote == "new … as everybody in town knew well,"
    assert second.context == "The so-called “…” bridge was too dear, “…” said John Roe."


def test_a_speaker_is_looked_for_beside_the_quotation_alone(index):
    """A name within the marks is not that of the speaker."""
    assert [line.key for line in index.quotations("", speaker="doe").lines] == ["a", "c"]
    assert [line.key for line in index.quotations("", speaker="ferry").lines] == []
    assert [line.context for line in index.quotations("dear", speaker='"john roe"').lines] == [
        "The so-called “…” bridge was too dear, “…” said John Roe."
    ]


def test_without_a_match_in_the_text_all_quotations_are_there(index):
    """As those of a source, a day or a headline."""
    for query, filters in (("title:bruges", {}), ("", {"until": "2020-10-01"}), ("*", {"until": "2020-10"})):
        found = index.quotations(query, **filters)
        assert {line.key for line in found.lines} >= {"a"}
        assert [line for line in found.lines if line.key == "a"] == list(
            index.quotations("date:2020-10-01").lines
        )


def test_short_quotations_are_left_out(tmp_path):
    """Titles and single words in marks mostly quote nobody; `least` says how many words there are."""
    with newsgrep.open_index(tmp_path / ".newsgrep") as short:
        with short.writer() as writer:
            writer.add(Article("a", body='The "new" bridge is open. "It is late," said Doe.'))
        assert [line.quote for line in short.quotations("bridge OR doe").lines] == []
        assert [line.quote for line in short.quotations("doe", least=3).lines] == ["It is late,"]
        assert [line.quote for line in short.quotations("bridge", least=1).lines] == ["new"]


def test_a_sample_is_drawn_of_the_quotations(index):
    """The same one for the same seed, and in the order of dates."""
    every = index.quotations("*").lines
    drawn = index.quotations("*", sample=2, seed=5).lines
    assert len(drawn) == 2
    assert [line for line in every if line in drawn] == list(drawn)
    assert index.quotations("*", sample=2, seed=5).lines == drawn


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"least": 0}, "least cannot be 0"), ({"speaker": 1}, "speaker cannot be 1"), ({"sample": 0}, "sample")],
)
def test_wrong_arguments_are_named(index, arguments, message):
    """As those of other methods."""
    with pytest.raises(UsageError, match=message):
        index.quotations("bridge", **arguments)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"We won," Doe said.', ["We won,"]),
        ("``We won,'' Doe said.", ["We won,"]),
        ("‘We don’t know,’ Doe said.", ["We don’t know,"]),
        ("'We don't know,' Doe said.", ["We don't know,"]),
        (
            "'The workers' union is a shame to us all' and 'dear,' Doe said.",
            ["The workers' union is a shame to us all", "dear,"],
        ),
        ("« Nous gagnons », a-t-il dit.", [" Nous gagnons "]),
        ("»Wir gewinnen«, sagte Doe.", ["Wir gewinnen"]),
        ("„Wir gewinnen“, sagte Doe.", ["Wir gewinnen"]),
        ("„Wygramy”, powiedział Doe.", ["Wygramy"]),
        ("”Vi vinner”, sa Doe.", ["Vi vinner"]),
        ("«Мы победим», — сказал он.", ["Мы победим"]),
        ("「勝つ」と語った。", ["勝つ"]),
        ("«Он сказал «да» и ушёл», — сообщил он.", ["Он сказал «да» и ушёл"]),
    ],
)
def test_marks_of_many_languages_are_known(text, found):
    """Also nested ones, and those that open in one language and close in another."""
    assert pieces(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        'A 5" pipe fits a 6" pipe.',
        "The workers' union, and the rock 'n' roll of the '80s.",
        "He left 'the place' to the workers, said the boys'.",
        "It’s the workers’ union.",
        'A "mark that nothing closes.',
        "The end of » a page « here.",
    ],
)
def test_other_marks_quote_nothing(text):
    """Inches, apostrophes, and marks without their other half."""
    assert pieces(text) == []


def test_a_broken_mark_costs_its_own_paragraph_alone():
    """Marks are paired within a paragraph."""
    assert pieces('A "broken one.\n\nThen: "It is fine," said Doe.') == [["It is fine,"]]


@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_a_quotation_that_stands_alone_has_the_sentence_before_it(gap):
    """It mostly says who speaks, in the same paragraph or in the one above."""
    text = f"It rained. Doe is angry.{gap}“We will not pay.”"
    assert quoted(text) == [(["We will not pay."], [f"Doe is angry.{gap}“", "”"])]
    assert quoted("“We will not pay.”") == [(["We will not pay."], ["“", "”"])]


def test_a_quotation_over_several_paragraphs_is_one():
    """Each paragraph begins with a mark, and only the last has the other one."""
    text = "“First part of it.\n\n“Second part,” Doe said.\n\n“Third part.”\n\nIt rained."
    assert quoted(text) == [(["First part of it.", "Second part,", "Third part."], ["“", "” Doe said."])]


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        ('"Did we win?" Doe asked. It rained.', ['"" Doe asked.']),
        ('Doe said: "We won." It rained.', ['Doe said: ""']),
        ("Doe schrie: „Wir gewinnen.“ Es regnete.", ["Doe schrie: „“"]),
        ("“我们会回应。”他说。天下雨。", ["“”他说。"]),
        ('"We won. They lost," Doe said. "It is over."', ['"" Doe said.']),
        ("It rained. «Мы победим!» — сказал он.", ["«» — сказал он."]),
    ],
)
def test_the_sentence_goes_on_where_it_names_the_speaker(text, contexts):
    """A full stop within the marks ends it only if nothing follows that belongs to it."""
    assert ["".join(beside) for _, beside in quoted(text)] == contexts


def test_where_the_speaker_stands_is_a_field(index):
    """Empty where no speaker was asked for."""
    assert {line.speaker_in for line in index.quotations("*").lines} == {""}
    assert {line.speaker_in for line in index.quotations("", speaker="doe").lines} == {"sentence"}


def test_the_flags_of_reading_hold_for_the_speaker_too(index):
    """With literal, AND is a word, and no operator."""
    assert len(index.quotations("", speaker="doe OR roe").lines) == 3
    assert index.quotations("", speaker="doe OR roe", literal=True).lines == ()
    assert len(index.quotations("", speaker="doe", literal=True).lines) == 2


@given(st.text(alphabet="aB .,?\n“”„«»「」‘’\"`'—", max_size=80))
def test_quotations_are_in_order_and_disjoint(text):
    """Whatever the marks: the pieces lie within their sentences, and nothing is quoted twice."""
    last = 0
    for found in quotations(text):
        assert 0 <= found.start <= found.end <= len(text)
        assert any(found.start <= start <= end <= found.end for start, end in found.pieces)
        for start, end in found.pieces:
            assert last <= start <= end <= found.until
            last = end
        for start, end in found.beside():
            assert found.start <= start < end <= found.end


def test_time_is_linear_in_the_marks_that_are_not_closed():
    """50,000 paragraphs that go on with a quotation are one; quadratic time would not end."""
    [found] = quotations("\n\n".join(f'"We talked for day {number}.' for number in range(50_000)))
    assert len(found.pieces) == 49_999
    assert [*quotations(" ".join(f'"word{number}' for number in range(50_000)))] == []
