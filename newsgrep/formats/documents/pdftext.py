"""The text of PDF through pypdf: the lines of pages without running heads, a blank line between pages."""

from __future__ import annotations

import io
import re

from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError

from newsgrep.errors import ArticleError
from newsgrep.formats.documents.extracted import Extracted
from newsgrep.formats.documents.runninglines import without_running_lines

#: A word that is divided at the end of a line.
_DIVIDED = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_A-Z])")


def extract(data: bytes) -> Extracted:
    """Return the text and the properties of a document. Raises ArticleError."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise ArticleError("encrypted: save it without its password")
        extracted = [page.extract_text().strip() for page in reader.pages]
        properties = reader.metadata
    except PyPdfError as error:
        raise ArticleError(f"not PDF, or damaged: {' '.join(str(error).split())[:80].rstrip('.')}") from None
    split = [text.split("\n") if text else [] for text in extracted]
    pages = [_DIVIDED.sub("", "\n".join(page)).strip() for page in without_running_lines(split)]
    lines: list[str] = []
    starts = []
    for number, page in enumerate(pages, start=1):
        if page:
            lines += [""] if lines else []
            starts.append((len(lines), number))
            lines += page.split("\n")
    if not lines:
        raise ArticleError("no text in its pages: if they are scans, run OCR on it, as ocrmypdf does")
    return Extracted(
        lines=tuple(lines),
        pages=tuple(starts),
        title=str(properties.title or "") if properties else "",
        author=str(properties.author or "") if properties else "",
        created=_created(properties),
    )


def _created(properties: object) -> str:
    """Return the time of creation in ISO form, '' for none and for one that is malformed."""
    try:
        created = getattr(properties, "creation_date", None)
    except ValueError:
        return ""
    return created.isoformat(timespec="seconds").replace("+00:00", "Z") if created else ""
