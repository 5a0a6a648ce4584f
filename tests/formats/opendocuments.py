"""ODT for tests."""

from __future__ import annotations

from tests.formats.workbooks import zipped

KIND = "application/vnd.oasis.opendocument.text"
_SPACES = " ".join(
    [
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {
            **{name: name for name in ("office", "text", "table", "style", "meta")},
            **{"draw": "drawing", "svg": "svg-compatible"},
        }.items()
    ]
    + ['xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"']
)


def odt(text: str, meta: str = "", styles: str = "", manifest: str = "") -> bytes:
    """A document of some elements, with elements of properties and automatic styles."""
    return zipped(
        {
            "mimetype": KIND,
            "content.xml": f"<office:document-content {_SPACES}><office:automatic-styles>{styles}"
            f"</office:automatic-styles>{_body(text)}</office:document-content>",
            "meta.xml": f"<office:document-meta {_SPACES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def fodt(text: str, meta: str = "") -> str:
    """The same in one file."""
    return (
        f'<?xml version="1.0"?>\n<office:document {_SPACES} office:mimetype="{KIND}"><office:meta>{meta}'
        f"</office:meta>{_body(text)}</office:document>"
    )


def _body(text: str) -> str:
    return f"<office:body><office:text>{text}</office:text></office:body>"
