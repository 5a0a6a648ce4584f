"""The lines of an export as text, HTML, RTF or DOCX.

A line is a paragraph with a blank line below it, except in text, where paragraphs are wrapped.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BufferedReader

from newsgrep.bounded_bytes import read_bounded
from newsgrep.clean_text import clean, clean_any
from newsgrep.encodings.declared import decode_web
from newsgrep.encodings.decoding import HEAD, decode
from newsgrep.errors import ArticleError
from newsgrep.formats.documents.first_bytes import PDF, RTF, ZIP
from newsgrep.markup.html_text import is_html, plain_text
from newsgrep.read_context import ReadContext

#: How the files begin that are read as documents.
_DOCUMENTS = {ZIP: "docx", RTF: "rtf"}


def read_all_lines(
    stream: BufferedReader, context: ReadContext, prepare: Callable[[str], str] = str
) -> list[str]:
    """Return the lines of an export. Raises ArticleError.

    prepare: changes HTML before its tags are removed
    """
    head = stream.peek(HEAD)[:HEAD].lstrip()
    data = read_bounded(stream, context.limits.record_bytes, "export")
    if kind := next((kind for start, kind in _DOCUMENTS.items() if head.startswith(start)), ""):
        from newsgrep.formats.documents.isolated import extract  # text and HTML do without it

        return with_space([clean_any(line) for line in extract(kind, data, context.limits).lines])
    if head.startswith(PDF):
        raise ArticleError(no_pdf())
    if b"<" not in head:
        return clean(decode(data, context.encoding)).split("\n")
    markup = decode_web(data, context.encoding, on_remark=context.remark)
    return (plain_text(prepare(markup)) if is_html(markup) else markup).split("\n")


def with_space(paragraphs: list[str]) -> list[str]:
    """Return paragraphs as lines of text, with a blank line after each."""
    return [line for paragraph in paragraphs if paragraph.strip() for line in (paragraph, "")]


def no_pdf() -> str:
    """Return the reason why no PDF is read: it does not show where a headline or a paragraph ends."""
    return "an export of a news database as PDF: export it as DOCX, RTF, HTML or text instead"
