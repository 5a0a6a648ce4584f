"""What makes two articles the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgrep.article import LEDE, Article
from newsgrep.indexing.fingerprints import SHORTEST, fingerprints_of, fold_url

LONG = "Missiles fell on Ganja. " * 10


@pytest.mark.parametrize(
    ("url", "folded"),
    [
        ("https://example.com/a/b", "example.com/a/b"),
        ("http://www.Example.COM/a/b/", "example.com/a/b"),
        ("//www2.example.com/a#top", "example.com/a"),
        ("https://example.com/a?utm_source=x&UTM_medium=y", "example.com/a"),
        ("https://example.com/a?id=7&utm_source=x&p=2#c", "example.com/a?id=7&p=2"),
        ("https://example.com/?id=7", "example.com?id=7"),
        ("https://example.com/A", "example.com/A"),
        ("https://example.com/", ""),
        ("https://example.com", ""),
        ("https://example.com/?utm_source=x", ""),
        ("example.com/a", ""),
        ("mailto:ada@example.com", ""),
        ("", ""),
    ],
)
def test_addresses_are_folded(url, folded):
    """To where they lead; that of a whole site is no article's."""
    assert fold_url(url) == folded


def test_texts_are_folded():
    """White space does not count, a headline does, and a lede in its place does not."""
    plain = fingerprints_of(Article("a", "a", LONG))
    assert (
        fingerprints_of(Article("b", "b", LONG.replace(" ", "\n\n"), title="Missiles", title_from=LEDE))
        == plain
    )
    assert fingerprints_of(Article("b", "b", LONG, title="Missiles")) != plain
    assert fingerprints_of(Article("b", "b", LONG + "More.")) != plain


def test_a_mail_to_others_is_another_mail():
    """A copy in another mailbox is the same, whatever the name beside an address; so is what is attached."""
    mail = Article("a", "a", LONG, format="eml", recipients=("Jane Roe <jane@x.org>", "bo@x.org"))
    copy = mail._replace(recipients=("bo@x.org", "Roe, J <Jane@x.org>"))
    assert fingerprints_of(copy) == fingerprints_of(mail)
    assert fingerprints_of(mail._replace(recipients=("bo@x.org",))) != fingerprints_of(mail)
    in_table = mail._replace(format="csv", message_id="1@x.org")
    assert fingerprints_of(in_table) == fingerprints_of(mail)
    attached = mail._replace(format="pdf")
    assert fingerprints_of(attached._replace(recipients=("bo@x.org",))) != fingerprints_of(attached)


def test_a_short_mail_is_known_again_by_sender_recipients_and_time():
    """As most mails are short, and each is in the mailboxes of all who got it; a day is no time."""
    mail = Article(
        "a", "a", "Yes.", date="2024-03-04T10:00Z", senders=("jane@x.org",), recipients=("bo@x.org",)
    )
    copy = mail._replace(key="b", path="b", senders=("Jane Roe <Jane@x.org>",))
    assert fingerprints_of(copy) == fingerprints_of(mail) != (None, None)
    others = [
        mail._replace(date="2024-03-05T10:00Z"),
        mail._replace(senders=("bo@x.org",), recipients=("jane@x.org",)),
        mail._replace(recipients=("bo@x.org", "max@x.org")),
        mail._replace(body="No."),
    ]
    assert len({fingerprints_of(one) for one in [mail, *others]}) == 5
    assert fingerprints_of(mail._replace(date="2024-03-04")) == (None, None)


@pytest.mark.parametrize("text", [LONG, "Yes."])
def test_a_mail_is_the_same_if_it_was_sent_once(text):
    """By sender, recipients, time and what it answers: archives gave each copy a Message-ID of its own."""
    mail = Article("a", "a", text, date="2024-03-04T10:00Z", senders=("jane@x.org",), format="eml")
    sent = mail._replace(message_id="1@x", answers=("0@x",))
    assert fingerprints_of(sent._replace(key="b", path="b", message_id="2@x")) == fingerprints_of(sent)
    changes = {"date": "2024-03-04T11:00Z", "senders": ("joe@x.org",), "recipients": ("ann@x.org",)}
    others = [sent, mail, sent._replace(answers=("0@x", "9@x"))]
    others += [sent._replace(**{field: value}) for field, value in changes.items()]
    assert len({fingerprints_of(one) for one in others}) == 6


def test_stubs_are_not_known_again():
    """A text that is shorter than 200 bytes, white space aside, is known again at its address alone."""
    assert fingerprints_of(Article("a", "a", "x" * (SHORTEST - 1))) == (None, None)
    assert fingerprints_of(Article("a", "a", "x" * SHORTEST))[1] is not None
    here, there = (Article("a", "a", "x", url=f"https://e.org/{name}") for name in ("here", "there"))
    assert fingerprints_of(here) == fingerprints_of(here)
    assert fingerprints_of(here)[1] != fingerprints_of(there)[1]


def test_an_address_and_a_text_are_two_things():
    """The same characters as one and as the other do not make a duplicate."""
    path = "a" * SHORTEST
    address, stub = fingerprints_of(Article("a", "a", "", url=f"https://e.org/{path}"))
    no_address, text = fingerprints_of(Article("a", "a", f"e.org/{path}"))
    assert no_address is None
    assert len({address, stub, text}) == 3


@given(
    st.text(max_size=40),
    st.text(" \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000"),
)
def test_white_space_is_what_python_splits_at(text, white):
    """Wherever it stands, also beyond ASCII, and beside characters that share bytes with it."""
    long = "".join(text.split()) + "é\u2010" * SHORTEST
    spaced = white.join([*text, "é\u2010" * SHORTEST])
    assert fingerprints_of(Article("a", "a", spaced)) == fingerprints_of(Article("b", "b", long))


@given(st.text(min_size=SHORTEST, max_size=SHORTEST + 20, alphabet=st.characters(codec="utf-8")))
def test_fingerprints_are_signed_integers_of_64_bits(body):
    """SQLite holds them as they are."""
    for one in fingerprints_of(Article("a", "a", body, url="https://e.org/a")):
        assert one is None or -(2**63) <= one < 2**63
