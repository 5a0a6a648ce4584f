"""TLS to a server: a stub has a certificate of localhost that no authority signed, or no TLS at all."""

from pathlib import Path

import pytest

from newsgrep.config.address import parse_address
from newsgrep.engine.opensearch.client import Client
from newsgrep.errors import IndexDeniedError, IndexUnreachableError, UsageError
from tests.opensearch.stub import CERTIFICATE, served


def test_tls_is_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate of nobody known is refused; with its authority named, it is trusted."""
    with served((200, {"ok": 1}), tls=True) as stub:
        address = parse_address(f"https://localhost:{stub.port}/news")
        with pytest.raises(IndexDeniedError, match="certificate of localhost:[0-9]+ is not trusted"):
            Client(address).request("GET", "/")
        monkeypatch.setenv("NEWSGREP_OPENSEARCH_CA", str(CERTIFICATE))
        other = parse_address(f"https://127.0.0.2:{stub.port}/news")
        with pytest.raises(
            IndexDeniedError, match="127.0.0.2:[0-9]+ is not trusted: IP address mismatch"
        ) as no:
            Client(other).request("GET", "/")
        assert no.value.hint == "name the host in the address as its certificate does"
        client = Client(address)
        assert client.request("POST", "/_bulk", b"x" * 20_000) == {"ok": 1}
        assert stub.requests[-1][2]["Content-Encoding"] == "gzip"
        client.close()


def test_plain_http_behind_https_is_told() -> None:
    """Such a port does not speak TLS."""
    with served((200, {})) as stub, pytest.raises(IndexDeniedError, match="does not speak TLS") as caught:
        Client(parse_address(f"https://127.0.0.1:{stub.port}/news")).request("GET", "/")
    assert caught.value.message.endswith("does not speak TLS")
    assert "http://" in caught.value.hint


def test_tls_behind_plain_http_is_told() -> None:
    """The server breaks off, and the hint says why it may."""
    with served((200, {}), tls=True) as stub, pytest.raises(IndexUnreachableError) as caught:
        Client(parse_address(f"http://127.0.0.1:{stub.port}/news"), patience=0).request("GET", "/")
    assert caught.value.hint == "try again; look at whether the address needs https://"


@pytest.mark.parametrize(
    ("file", "reason"), [("missing.pem", "no such file or directory"), ("text.pem", "it has none in PEM")]
)
def test_a_wrong_file_of_certificates_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, reason: str
) -> None:
    """With its reason, and where it is set."""
    (tmp_path / "text.pem").write_text("no certificate")
    monkeypatch.setenv("NEWSGREP_OPENSEARCH_CA", str(tmp_path / file))
    with pytest.raises(UsageError) as caught:
        Client(parse_address("https://localhost/news"))
    assert caught.value.message == f"{tmp_path / file} is no file of certificates: {reason}"
    assert caught.value.hint == "NEWSGREP_OPENSEARCH_CA, or ca in config.toml, names it"
