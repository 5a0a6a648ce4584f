"""Mails by their Message-IDs, and what is attached to them, in each engine."""

from __future__ import annotations

import pytest

from newsgrep.article import Article
from newsgrep.query.nodes import And, Has, Keyword

FIRST = Article("a.eml", "a.eml", "One.", message_id="1@x", attachments=("plan.txt", "map.jpg"))
ANSWER = Article("b.mbox#2", "b.mbox", "Two.", message_id="2@x", answers=("0@x", "1@x"))
OTHER = Article("c.eml", "c.eml", "Three.", message_id="3@x", senders=("j@x",), thread_index="01" * 27)
FILE = Article("a.eml#plan.txt", "a.eml", "The plan.", attached_as="plan.txt", senders=("j@x",))
NEWS = Article("a.txt", "a.txt", "No mail.")
ALL = [FIRST, ANSWER, OTHER, FILE, NEWS]


@pytest.fixture(scope="module")
def engine(open_index, tmp_path_factory):
    """An index of mails in two commits; one is deleted."""
    gone = Article("d.eml", "d.eml", "Gone.", message_id="1@x")
    first = {one.key: one for one in (FIRST, gone, NEWS)}
    second = {one.key: one for one in (ANSWER, OTHER, FILE)}
    with open_index(tmp_path_factory.mktemp("mails"), [(set(), first), ({"d.eml"}, second)]) as (engine, _):
        yield engine


def test_mails_are_found_by_message_id(engine):
    """Their own, or one that they name; with all their fields."""
    found = {wanted: engine.mails_with({wanted}) for wanted in ("1@x", "0@x", "x")}
    assert sorted(found["1@x"]) == [FIRST, ANSWER]
    assert (found["0@x"], found["x"]) == ([ANSWER], [])
    assert sorted(one.key for one in engine.mails_with({"0@x", "3@x"})) == ["b.mbox#2", "c.eml"]
    assert engine.mails_with({OTHER._replace(message_id="", thread_index="01" * 22).relations[0]}) == [OTHER]
    assert engine.keeps_message_ids()


def test_what_is_attached_is_found_by_the_key_of_its_mail(engine):
    """And is known by itself."""
    assert engine.attached({"a.eml", "c.eml"}) == [FILE]
    assert engine.attached({"c.eml"}) == []


def test_mails_with_attachments_are_found(engine, found):
    """By the names of these, whether they are read or not; what is attached has its own field."""
    assert [one.key for _, one in found(engine, Has("attachment"))] == ["a.eml"]
    assert [one.key for _, one in found(engine, Keyword("map", "attachment"))] == ["a.eml"]
    assert [one.key for _, one in found(engine, And((Has("attached"), Has("from"))))] == ["a.eml#plan.txt"]
