"""Mails and files that are signed or encrypted as a whole (S/MIME)."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.formats.mails import mail


def der(tag: int, *content: bytes, is_open: bool = False) -> bytes:
    """An element of CMS; one of an open length ends in a mark."""
    inside = b"".join(content)
    if is_open:
        return bytes([tag, 0x80]) + inside + b"\0\0"
    size = len(inside)
    length = [size] if size < 128 else [0x82, *size.to_bytes(2)]
    return bytes([tag, *length]) + inside


def signed(content: bytes, *, kind: str = "2a864886f70d010702", is_open: bool = False) -> bytes:
    """What is signed as a whole, in DER, or in pieces of open lengths, as a stream is."""
    data, number = bytes.fromhex("06092a864886f70d010701"), b"\x02\x01\x01"
    text = der(0x04, content)
    if is_open:
        text = der(0x24, der(0x04, content[:9]), der(0x04, content[9:]), is_open=True)
    inside = der(0x30, data, *[der(0xA0, text, is_open=is_open)] * bool(content), is_open=is_open)
    one = der(0x30, number, der(0x31), inside, der(0x31), is_open=is_open)
    return der(0x30, der(0x06, bytes.fromhex(kind)), der(0xA0, one, is_open=is_open), is_open=is_open)


def smime(content: bytes, name: str = "smime.p7m") -> EmailMessage:
    """A mail that is nothing but a file of S/MIME."""
    made = mail("")
    made.set_content(content, "application", "pkcs7-mime", filename=name, disposition="attachment")
    return made


@pytest.mark.parametrize("is_open", [False, True])
def test_a_mail_that_is_signed_as_a_whole_is_read(read_mails, is_open):
    """It is in the signed file, with what is attached to it; no key is needed for that."""
    inside = mail("The ferry sank.")
    inside.add_attachment("Tolls.\n", filename="tolls.txt")
    content = inside.as_bytes()
    if is_open:  # also twice
        content = smime(signed(content)).as_bytes()
    found, problems = read_mails(smime(signed(content, is_open=is_open)))
    assert {key: article.body for key, article in found.items()} == {
        "a.eml": "The ferry sank.",
        "a.eml#tolls.txt": "Tolls.",
    }
    assert not problems


def test_a_file_that_is_signed_as_a_whole_is_read(read_mails):
    """As the file of its name without .p7m, whatever its type is; its broken copy is named."""
    made = mail()
    made.add_attachment(signed(b"Tolls rise."), "application", "pkcs7-mime", filename="tolls.txt.p7m")
    made.add_attachment(signed(b"Piers fall."), "application", "octet-stream", filename="Piers.TXT.P7M")
    made.add_attachment(signed(b"Tolls.")[:-3], "application", "pkcs7-mime", filename="old.txt.p7m")
    found, problems = read_mails(made)
    assert [(key, found[key].body) for key in found] == [
        ("a.eml", "See below."),
        ("a.eml#tolls.txt", "Tolls rise."),
        ("a.eml#Piers.TXT", "Piers fall."),
    ]
    assert problems == ["a.eml#: old.txt.p7m: S/MIME whose structure is broken"]


def test_a_mail_that_is_encrypted_is_found_by_its_headers(read_mails):
    """And it is said why its text cannot be read; of what has certificates alone there is nothing to say."""
    found, problems = read_mails(smime(signed(b"x", kind="2a864886f70d010703")))
    assert (found["a.eml"].title, found["a.eml"].body) == ("Ferry", "")
    assert problems == ["a.eml#: encrypted (S/MIME): only a mail program with the key opens it"]
    found, problems = read_mails(smime(signed(b"")))
    assert ([*found], problems) == (["a.eml"], [])


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"0",
        b"\x30\x80" * 5_000,
        b"\x24\x80" * 5_000,
        b"\x30\x84\xff\xff\xff\xff",
        der(0x30, b"\x02\x01\x01"),
    ],
)
def test_a_broken_signed_mail_is_named(read_mails, broken):
    """Whatever its bytes are, and however deep they say that they go."""
    found, problems = read_mails(smime(broken))
    assert ([*found], problems) == (["a.eml"], ["a.eml#: S/MIME whose structure is broken"])
