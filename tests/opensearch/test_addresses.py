"""Addresses of indexes on servers: what is read, and what is refused."""

import pytest

from newsgrep.config.address import parse_address
from newsgrep.errors import UsageError


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://search.example.org/news", "https://search.example.org:443/news"),
        ("https:/search.example.org:9200/news/", "https://search.example.org:9200/news"),
        ("http://localhost/news", "http://localhost:9200/news"),
        ("http://[::1]:9201,127.0.0.1:9202/n-1", "http://[::1]:9201,127.0.0.1:9202/n-1"),
    ],
)
def test_an_address_is_read(text: str, shown: str) -> None:
    """With the usual ports; a path that was made of it is read, too."""
    assert str(parse_address(text)) == shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ftp://host/news", "ftp: is no kind of address"),
        ("https://ann:secret@host/news", "has a user or a password in it"),
        ("https://host/", "^https://host/ names no index"),
        ("https:/host", "^https://host names no index"),
        ("https://host/News", "cannot be the name"),
        ("https://host/a/b", "cannot be the name"),
        ("https://host/news?x=1", "cannot be the name"),
        ("https://host:port/news", "[Pp]ort"),
        ("http://search.example.org/news", "unencrypted"),
    ],
)
def test_an_address_is_refused(text: str, words: str) -> None:
    """With the reason, and how to write one."""
    with pytest.raises(UsageError, match=words) as caught:
        parse_address(text)
    assert caught.value.hint
    assert "secret" not in str(caught.value)


def test_plain_http_is_allowed_by_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """To a machine of one's own network."""
    monkeypatch.setenv("NEWSGREP_PLAIN_HTTP", "1")
    assert str(parse_address("http://10.0.0.7/news")) == "http://10.0.0.7:9200/news"
