"""Read articles from streams: one module and one row in `FORMATS` for each format.

The module of a format, or an object in it, has two functions:

    claims(beginning: str) -> bool                        whether a file with this beginning is of the format
    read(stream: BufferedReader, context: ReadContext)    yields the articles of a stream, an Unreadable for
        -> Iterator[Article | Attachment | Unreadable]    each record that cannot be read, and an Attachment
                                                          for each file that is attached to a mail

`read` raises ArticleError or OSError if the rest of the stream is lost. It leaves the title of an article
without a headline empty; `read_stream` then puts the lede there. A module is imported for the first file
that may be of its format, and imports heavy libraries only where it needs them.

The first bytes choose the format of a document, such as PDF; the suffix and the first bytes choose any other.
At most one format owns a suffix, and others may share it. The first of these, in the order of `FORMATS`, that
claims the beginning reads the file; if none does, the owner reads it. A file with an unknown suffix, named on
the command line, goes to the first of all formats that claims it; plain text claims everything.

Each folder is a group of formats, except two: `fields/` makes an article from a record of named fields, and
`page/` finds the article of a web page. Code that depends on no format is in rooms of its own: `encodings/`,
`markup/`, `dates/` and `bylines/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from io import BufferedReader
from typing import Protocol, cast

from msgspec import Struct

from newsgrep.article import LEDE, Article
from newsgrep.dates.date_reader import settled
from newsgrep.encodings.decoding import decode_head
from newsgrep.errors import ArticleError
from newsgrep.formats.attachment import Attachment
from newsgrep.formats.documents.first_bytes import OLE, PDF, RTF, ZIP
from newsgrep.language_codes import language_code
from newsgrep.paragraphs import lede_of
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable


class FormatModule(Protocol):
    """The module of a format."""

    def claims(self, beginning: str) -> bool:
        """Whether a file with this beginning is of the format; the text is clean, and may be cut anywhere."""

    def read(
        self, stream: BufferedReader, context: ReadContext
    ) -> Iterator[Article | Attachment | Unreadable]:
        """Yield the articles and attachments of a stream, and an Unreadable for each record left out."""


class Format(Struct, frozen=True):
    """A file format.

    name:     its short name, for `--format`
    label:    its name in reports
    module:   its reader, a module within this package, or an object in one, as `module:NAME`
    suffixes: the suffixes that it owns, in lower case: a file is of this format unless another claims it
    shared:   suffixes of files that are of this format only if it claims them
    whole:    the field of SourceLimits that limits the size of a file, if the reader holds it in memory as a
              whole; empty if it reads files piece by piece
    has_attachments: whether files may be attached to its articles
    is_text:  whether a file that is read piece by piece has no binary data near its beginning
    has_columns: whether all records of a file have the same keys
    """

    name: str
    label: str
    module: str
    suffixes: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    whole: str = ""
    has_attachments: bool = False
    is_text: bool = True
    has_columns: bool = False

    @property
    def reader(self) -> FormatModule:
        """The module or object that reads the format."""
        return _load(self.module)


@cache
def _load(name: str) -> FormatModule:
    module, _, inner = name.partition(":")
    found = import_module(f"{__name__}.{module}")
    return cast(FormatModule, getattr(found, inner) if inner else found)


_PAGES = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown", ".mdx", ".mdown", ".mkd")
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
#: All formats, the more specific ones first, as the first to claim a file reads it.
FORMATS = (
    Format("telegram", "Telegram JSON", "records.telegram", shared=(".json",)),
    Format("activitypub", "Mastodon, ActivityPub", "records.activitypub", shared=(".json",)),
    Format("tweets", "X archive", "records.tweets", shared=(".json",)),
    Format("facebook", "Facebook, Instagram", "records.facebook", shared=(".json",)),
    Format("slack", "Slack", "records.slack", shared=(".json",)),
    Format("discord", "Discord", "records.discord", shared=(".json",)),
    Format("jsonl", "JSON Lines", "records.jsonlines", (".jsonl", ".ndjson"), shared=(".json", ".txt")),
    Format("json", "JSON", "records.jsondocument", (".json",), shared=(".jsonl", ".ndjson", ".txt")),
    Format("parquet", "Parquet", "records.parquet", (".parquet",), is_text=False, has_columns=True),
    Format("sqlite", "SQLite", "records.database", (".sqlite", ".sqlite3", ".db", ".db3"), is_text=False),
    Format("warc", "WARC, ARC", "web.warc", (".warc", ".wet", ".arc"), is_text=False),
    Format("medium", "Medium export", "web.medium", shared=(".html", ".htm")),
    Format("telegram-html", "Telegram HTML", "web.telegrampage", (), (".html", ".htm"), whole="page_bytes"),
    Format("mhtml", "MHTML", "web.mhtml", (".mhtml", ".mht"), whole="record_bytes"),
    Format("nexis", "Nexis, LexisNexis", "exports.nexis", shared=(".txt", ".html", ".htm")),
    Format("factiva", "Factiva", "exports.factiva", shared=(".html", ".htm", ".xml", ".txt")),
    Format("europresse", "Europresse", "exports.europresse", shared=(".html", ".htm"), whole="record_bytes"),
    Format("kikuzo", "Kikuzo", "exports.kikuzo", shared=(".html", ".htm"), whole="record_bytes"),
    Format("yomidasu", "Yomidasu", "exports.yomidasu", shared=(".html", ".htm"), whole="record_bytes"),
    Format("proquest", "ProQuest", "exports.proquest", shared=(".txt", ".xml", ".html", ".htm")),
    Format("ris", "RIS", "references.tagged:RIS", (".ris",), shared=(".txt",)),
    Format("endnote", "EndNote", "references.tagged:ENDNOTE", (".enw",), shared=(".txt",)),
    Format("refworks", "RefWorks", "references.tagged:REFWORKS", shared=(".txt",)),
    Format("bibtex", "BibTeX", "references.bibtex", (".bib",), shared=(".txt",)),
    Format("docx", "DOCX", "documents.document:DOCX", (".docx", ".docm"), whole="record_bytes"),
    Format("odt", "ODT", "documents.document:ODT", (".odt", ".ott", ".fodt"), whole="record_bytes"),
    Format("epub", "EPUB", "documents.epub", (".epub",), whole="record_bytes"),
    Format("spreadsheet", "Excel/ODS", "records.spreadsheet", _WORKBOOKS, whole="record_bytes"),
    Format("rtf", "RTF", "documents.document:RTF", (".rtf",), whole="record_bytes"),
    Format("pdf", "PDF", "documents.document:PDF", (".pdf",), whole="record_bytes"),
    Format("hocr", "hOCR", "scans.hocr", (".hocr",), shared=(*_PAGES, ".xml")),
    Format("html", "HTML", "web.webpage", _PAGES, (".txt", ".text", ".xml"), whole="page_bytes"),
    Format("wxr", "WordPress export", "web.wordpress", (".wxr",), shared=(".xml", ".rss")),
    Format("blogger", "Blogger export", "web.blogger", shared=(".xml", ".atom")),
    Format("movabletype", "Movable Type export", "web.movabletype", shared=(".txt",)),
    Format("enex", "Evernote export", "web.evernote", (".enex",), shared=(".xml",)),
    Format(
        "feed",
        "RSS, Atom",
        "web.feed",
        (".rss", ".atom", ".rdf"),
        shared=(".xml", ".txt", *_PAGES),
        whole="page_bytes",
    ),
    Format("reuters", "Reuters-21578 SGML", "wire.reuters", shared=(".sgm", ".sgml")),
    Format("trec", "TREC SGML", "wire.trec", (".sgm", ".sgml", ".trec")),
    Format("nitf", "NITF", "wire.nitf", (".nitf",), shared=(".xml",)),
    Format("newsml", "NewsML-G2", "wire.newsml", shared=(".xml",)),
    Format("newsml1", "NewsML 1", "wire.newsml1", shared=(".xml",)),
    Format("rcv1", "Reuters RCV1", "wire.rcv1", shared=(".xml",)),
    Format("mets", "METS/ALTO", "scans.mets", shared=(".xml",)),
    Format("delpher", "Delpher", "scans.didl", shared=(".xml",)),
    Format("alto", "ALTO", "scans.alto:ALTO", shared=(".xml",)),
    Format("page", "PAGE XML", "scans.alto:PAGE", shared=(".xml",)),
    Format("abbyy", "ABBYY XML", "scans.abbyy", shared=(".xml",)),
    Format("olive", "Olive", "scans.olive", shared=(".xml",)),
    Format("tei", "TEI", "corpora.tei", shared=(".xml",)),
    Format("mediawiki", "MediaWiki dump", "corpora.mediawiki", shared=(".xml",)),
    Format("bundestag", "Bundestag", "corpora.bundestag", shared=(".xml",)),
    Format("ttml", "TTML", "speech.ttml", (".ttml", ".dfxp"), shared=(".xml",)),
    Format(
        "xml", "other XML", "records.xmldocument", (".xml",)
    ),  # after all that have a root element of their own
    Format("substack", "Substack export", "records.substack", shared=(".csv",)),
    Format(
        *("csv", "CSV, TSV", "records.delimited", (".csv", ".tsv", ".tab"), (".xls", ".txt")),
        has_columns=True,
    ),
    Format("markdown", "Markdown", "prose.markdown:MARKDOWN", _MARKDOWN, whole="text_bytes"),
    Format("rst", "reStructuredText", "prose.restructured:RST", (".rst",), (".txt",), whole="text_bytes"),
    Format("asciidoc", "AsciiDoc", "prose.asciidoc:ASCIIDOC", (".adoc", ".asciidoc"), whole="text_bytes"),
    # Names of computers end in .org, too, as in a Maildir: in a folder, files are not chosen by it
    Format("org", "Org mode", "prose.orgmode:ORG", shared=(".txt",), whole="text_bytes"),
    # Mailman's archives are .txt
    Format("mbox", "mbox", "mail.mbox", (".mbox", ".mbx"), shared=(".txt",), has_attachments=True),
    Format("msg", "MSG", "mail.msg", (".msg",), whole="record_bytes", has_attachments=True),
    Format("eml", "EML", "mail.eml", (".eml",), (".txt", ".msg"), whole="record_bytes", has_attachments=True),
    Format(
        *("subtitles", "SRT, WebVTT, SBV", "speech.subtitles", (".srt", ".vtt", ".sbv"), (".txt",)),
        whole="text_bytes",
    ),
    Format("chat", "WhatsApp", "prose.chatlog", shared=(".txt",)),
    Format("story", "CNN/DailyMail", "prose.story", (".story",), whole="text_bytes"),
    Format("wire", "IPTC 7901, ANPA 1312", "wire.wiretext", shared=(".txt",)),
    Format("dateline", "dateline text", "prose.dateline", shared=(".txt", ".text"), whole="text_bytes"),
    Format("text", "plain text", "prose.plaintext", (".txt", ".text"), whole="text_bytes"),
)

_BY_NAME = {row.name: row for row in FORMATS}
_BY_SUFFIX = {
    suffix: tuple(row for row in FORMATS if suffix in row.suffixes + row.shared)
    for suffix in {suffix for row in FORMATS for suffix in row.suffixes + row.shared}
}

#: The first bytes by which documents are known, whatever their suffix, and the formats of such documents.
_DOCUMENT_MARKS = (ZIP, OLE, PDF, RTF)
_DOCUMENTS = frozenset(["docx", "odt", "epub", "spreadsheet", "pdf", "msg", "rtf"])
#: The suffixes of documents and databases: files that a text editor cannot show.
DOCUMENT_SUFFIXES = frozenset(
    suffix for row in FORMATS if row.name in {*_DOCUMENTS, "sqlite", "parquet"} for suffix in row.suffixes
)

#: The suffixes of the files that are read below a folder, besides archives.
READABLE_SUFFIXES = frozenset(_BY_SUFFIX)


def read_stream(
    chosen: Format, stream: BufferedReader, context: ReadContext
) -> Iterator[Article | Attachment | Unreadable]:
    """Yield what the reader of a format yields, with the rules that hold for articles of all formats applied.

    Raises ArticleError or OSError where the rest of the stream is lost.
    """
    from newsgrep.bylines.persons import without_source  # takes 7 ms to import, and most runs read no file

    for item in settled(chosen.reader.read(stream, context), context.dates):
        if isinstance(item, Article):
            authors = item.authors
            if authors and item.source:
                authors = without_source(authors, item.source)
            language = language_code(item.language) if item.language else ""
            item = item._replace(authors=authors, language=language, format=chosen.name)
            yield item if item.title else item._replace(title=lede_of(item.body), title_from=LEDE)
        else:
            yield item


def choose_format(suffix: str, head: bytes, context: ReadContext | None = None) -> Format:
    """Return the format that the context names, else choose one by the suffix and the first bytes.

    Raises ArticleError if no format owns the suffix and none claims the beginning.
    """
    if context and context.format:
        return format_named(context.format)
    if document := document_of(head):
        return document
    rows = _BY_SUFFIX.get(suffix.lower(), FORMATS)
    if len(rows) == 1 and rows[0].suffixes:
        return rows[0]
    beginning = (
        head.decode(context.encoding, "replace") if context and context.encoding else decode_head(head)
    )
    for row in rows:
        if row.reader.claims(beginning):
            return row
    owner = next((row for row in rows if suffix.lower() in row.suffixes), None)
    if owner is None:
        raise ArticleError(f"not a known {suffix} format")
    return owner


def document_of(head: bytes) -> Format | None:
    """Return the format of a document by its first bytes, None where these do not identify it."""
    if not head.startswith(_DOCUMENT_MARKS):
        return None
    beginning = decode_head(head)
    return next((row for row in FORMATS if row.name in _DOCUMENTS and row.reader.claims(beginning)), None)


def format_named(name: str) -> Format:
    """Return the format with a short name, as of `--format`. Raises LookupError for an unknown name."""
    return _BY_NAME[name]
