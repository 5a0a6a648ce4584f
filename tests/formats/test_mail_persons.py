"""The persons of a mail: who sent it, and to whom it went."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("header", "persons"),
    [
        (
            "Jane Roe <jane@example.org>, x@y.zz (Max Muster)",
            "Jane Roe <jane@example.org>|Max Muster <x@y.zz>",
        ),
        ("Roe, Jane <jane@example.org>, Ek, Bo <bo@y.zz>", "Roe, Jane <jane@example.org>|Ek, Bo <bo@y.zz>"),
        ('"Roe, Jane" <j@y.zz>; Bo Ek; a@b.cc', "Roe, Jane <j@y.zz>|Bo Ek|a@b.cc"),
        ("Roe, Jane; Ek, Bo", "Roe, Jane|Ek, Bo"),
        ("=?utf-8?q?J=C3=B6rg_Ek?= <j@y.zz>", "Jörg Ek <j@y.zz>"),
        ("'j@y.zz' <j@y.zz>", "j@y.zz"),
        ("Friends: a@b.cc, Bo <c@d.ee>;", "a@b.cc|Bo <c@d.ee>"),
        ("undisclosed-recipients:;", ""),
        ("undisclosed recipients: ;", ""),
        ("<Undisclosed-Recipient:@mail.example.org;>", ""),
        ("jane@example.org (Jane Roe)", "Jane Roe <jane@example.org>"),
        ("Bo Ek <unknown@outlook.invalid>", "Bo Ek"),
        ("/O=FERRY/OU=EU/CN=ROE", "/O=FERRY/OU=EU/CN=ROE"),
        (
            "Roe, Jane </O=FERRY/CN=JROE>, x@y.zz, Ek, Bo </O=FERRY/CN=BEK>",
            "Roe, Jane </O=FERRY/CN=JROE>|x@y.zz|Ek, Bo </O=FERRY/CN=BEK>",
        ),
        (
            "Roe, Jane </O=FERRY/CN=JROE>, Bo </O=FERRY/CN=BEK>",
            "Roe, Jane </O=FERRY/CN=JROE>|Bo </O=FERRY/CN=BEK>",
        ),
        ("Ek <a@b.cc>, A@b.cc,\n\tBo <c@d.ee>", "Ek <a@b.cc>|Bo <c@d.ee>"),
        ("", ""),
    ],
)
def test_recipients(read, header, persons):
    """Each with name and address as far as they are known, however the header lists them, and once."""
    (article,) = read(f"From: a@b.cc\nTo: {header}\nSubject: Talks\n\nTalks.\n".encode(), ".eml")
    assert "|".join(article.recipients) == persons


def test_a_sender_with_the_name_in_parentheses(read):
    """As old mailers write it: name and address; of an address that Mailman has hidden, the name."""
    for header, sender in (
        ("jane@example.org (Jane Roe)", "Jane Roe <jane@example.org>"),
        ("jane at example.org (Jane Roe)", "Jane Roe"),
    ):
        (article,) = read(f"From: {header}\nSubject: Talks\n\nTalks.\n", ".eml")
        assert (article.senders, article.authors) == ((sender,), ("Jane Roe",))


def test_many_recipients(read):
    """All of a long list are kept, in several headers; To comes before Cc and Bcc."""
    names = [f"n{number}@example.org" for number in range(3000)]
    headers = f"Bcc: b@example.org\nCc: c@example.org\nTo: {', '.join(names)}\nCc: d@example.org"
    (article,) = read(f"From: a@b.cc\n{headers}\nSubject: Talks\n\nTalks.\n".encode(), ".eml")
    assert article.recipients == (*names, "c@example.org", "d@example.org", "b@example.org")


@pytest.mark.parametrize(
    ("sender", "authors"),
    [
        ("=?utf-8?q?Jane_D=C3=B6e?= <jane@example.org>", ("Jane Döe",)),
        ("Jane Döe <jane@example.org>", ("Jane Döe",)),
        ("jane@example.org", ("jane@example.org",)),
        ('"Doe, Jane" <jane@example.org>', ("Doe, Jane",)),
        ("Jane Doe <jane@example.org>, john@example.org", ("Jane Doe", "john@example.org")),
        ("jane at example.org (Jane Doe)", ("Jane Doe",)),
        ("jane@example.org (=?iso-8859-1?q?Jane_D=F6e?=)", ("Jane Döe",)),
        ("", ()),
    ],
)
def test_senders(read, sender, authors):
    """By name, else by address."""
    assert read(f"From: {sender}\nSubject: a\n\nb", ".eml")[0].authors == authors
