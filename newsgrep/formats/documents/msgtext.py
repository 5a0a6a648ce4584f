"""Convert MSG, the mails that Outlook saves, to internet mails, through olefile.

In MSG a mail is a folder of streams: one for each long property, one with a table of the short properties,
and a folder for each attachment. The folder of an attached mail has a folder of the same kind within.
"""

from __future__ import annotations

import codecs
import contextlib
import datetime as dt
import io
import struct
from base64 import b64encode
from collections.abc import Mapping
from email import message_from_bytes, message_from_string
from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from typing import Any

from olefile import OleFileIO

from newsgrep.article import address_of
from newsgrep.errors import ArticleError
from newsgrep.formats.documents.extracted import Extracted, plain_line
from newsgrep.formats.documents.first_bytes import OLE, RTF
from newsgrep.formats.documents.rtftext import extract as extract_rtf
from newsgrep.formats.mail.headers import persons_in

#: Properties by their number in the format.
_SUBJECT, _HEADERS, _SENT, _DELIVERED = 0x0037, 0x007D, 0x0039, 0x0E06
#: The name and the addresses of the person whom a mail is from, then of the one who sent it, mostly the same.
_SENDERS = ((0x0042, (0x5D02, 0x0065)), (0x0C1A, (0x5D01, 0x0C1F)))
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_FILE, _FILE_NAMES, _FILE_TYPE, _CONTENT_ID, _HIDDEN = (
    0x3701,
    (0x3707, 0x3704, 0x3001),
    0x370E,
    0x3712,
    0x7FFE,
)
_CODE_PAGES, _LOCALE = (0x3FFD, 0x3FDE), 0x3FF1
#: The code page of Windows for a language, which is the lower part of a locale. The page of Western Europe is
#: missing, as it is always tried last.
_PAGE_OF_LANGUAGE = {
    **dict.fromkeys([0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24], 1250),
    **dict.fromkeys([0x02, 0x19, 0x22, 0x23, 0x2F, 0x3F, 0x40, 0x44, 0x50], 1251),
    **{0x08: 1253, 0x1F: 1254, 0x2C: 1254, 0x0D: 1255, 0x01: 1256, 0x20: 1256, 0x29: 1256, 0x2A: 1258},
    **{0x25: 1257, 0x26: 1257, 0x27: 1257, 0x1E: 874, 0x11: 932, 0x12: 949, 0x04: 950},
}
_LANGUAGE, _SIMPLIFIED, _SIMPLIFIED_PAGE = 0x3FF, (0x0804, 0x1004), 936
_UTF_8_PAGE = 65001
#: Types of the streams of properties, and of a property that is a folder.
_UNICODE, _EIGHT_BIT, _BINARY, _FOLDER = "001F", "001E", "0102", "000D"
#: Bytes before the first entry of the table of a mail, of an attached mail, and of an attached file.
_MAIL_TABLE, _INNER_TABLE, _FILE_TABLE = 32, 24, 8
#: The kinds of recipients, each with its header, and the properties of one.
_RECIPIENTS = {1: "To", 2: "Cc", 3: "Bcc"}
_KIND, _DISPLAY_NAMES, _SMTP_ADDRESSES = 0x0C15, (0x3001, 0x5FF6), (0x39FE, 0x3003)
#: Used if a person has no address, as a header needs one.
_NO_ADDRESS = "unknown@outlook.invalid"
#: The received headers that are kept, as they say more than the properties.
_KEPT = ("Date", "List-Id", "Thread-Index")
#: Further headers, each with the property to use if the file has no received headers, as for a sent mail.
_IDS = {"Message-ID": 0x1035, "References": 0x1039, "In-Reply-To": 0x1042}
#: The types of what a server adds to a mail that it could not deliver.
_REPORTS = ("message/delivery-status", "message/disposition-notification", "text/rfc822-headers")
_THREAD_INDEX = 0x0071
#: How deep mails within mails are converted: deeper than they are read, so that the reader reports the rest.
_DEEPEST = 12
_MOST_FILES = 2000
#: The most bytes of all streams together. Only a crafted file uses the same bytes in several streams.
_MOST_BYTES = 128 * 2**20
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)
#: What the window holds before the first byte of a compressed text.
_WINDOW = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW_SIZE = 4096


def extract(data: bytes) -> Extracted:
    """Return a mail with all that is attached to it. Raises ArticleError."""
    if not data.startswith(OLE):
        raise ArticleError("not a mail of Outlook, or damaged")
    try:
        streams = _Streams(OleFileIO(io.BytesIO(data)))
        if "__properties_version1.0" not in streams.names(()):
            raise ArticleError("not a mail of Outlook: another file of Office")
        return Extracted(message=_message(streams, (), _MAIL_TABLE).as_bytes())
    except (OSError, struct.error, IndexError, ValueError):
        raise ArticleError("a damaged mail of Outlook") from None


class _Streams:
    """The streams of a file by their path, within a limit of bytes."""

    def __init__(self, ole: Any) -> None:
        self._ole = ole
        self._left = _MOST_BYTES
        self._names: dict[tuple[str, ...], dict[str, None]] = {}
        for path in ole.listdir(streams=True, storages=True):
            self._names.setdefault(tuple(path[:-1]), {})[path[-1]] = None

    def names(self, folder: tuple[str, ...]) -> dict[str, None]:
        """Return the names of the streams and folders in a folder, as the keys of a dictionary."""
        return self._names.get(folder, {})

    def read(self, folder: tuple[str, ...], name: str) -> bytes:
        """Return the bytes of a stream, none if there is none. Raises ArticleError beyond the limit."""
        if name not in self.names(folder):
            return b""
        data: bytes = self._ole.openstream([*folder, name]).read()
        self._left -= len(data)
        if self._left < 0:
            raise ArticleError(f"expands to more than {_MOST_BYTES >> 20} MB")
        return data


class _Properties:
    """The properties of a mail or of a file that is attached to one.

    table:     bytes before the first entry of the table of short properties
    encodings: of 8-bit texts, the likeliest first; empty to take the encodings that the properties name
    """

    def __init__(self, streams: _Streams, folder: tuple[str, ...], table: int, encodings: list[str]) -> None:
        self._streams, self._folder = streams, folder
        data = streams.read(folder, "__properties_version1.0")
        entries = struct.iter_unpack("<HHI8s", data[table : len(data) - (len(data) - table) % 16])
        self._short = {number: value for _, number, _, value in entries}
        self.encodings = encodings or self._encodings()

    def _encodings(self) -> list[str]:
        """Return the encodings that 8-bit texts may have, the likeliest first.

        The internet code page comes late: it is for sending. Outlook stores texts in that of its language.
        """
        own, internet, locale = (self.number(number) & 0xFFFF_FFFF for number in (*_CODE_PAGES, _LOCALE))
        of_locale = _PAGE_OF_LANGUAGE.get(locale & _LANGUAGE, 0)
        if locale in _SIMPLIFIED:
            of_locale = _SIMPLIFIED_PAGE
        utf_8 = _UTF_8_PAGE if internet == _UTF_8_PAGE else 0
        return [*filter(None, map(_encoding_of, (own, utf_8, of_locale, internet))), "cp1252"]

    def number(self, number: int) -> int:
        """Return a property that is a number or a time, 0 for none."""
        return int.from_bytes(self._short.get(number, b""), "little")

    def data(self, number: int) -> bytes:
        """Return a property that is bytes."""
        return self._streams.read(self._folder, f"__substg1.0_{number:04X}{_BINARY}")

    def text(self, *numbers: int) -> str:
        """Return the first of the properties that is a text and not empty; '' for none."""
        for number in numbers:
            name = f"__substg1.0_{number:04X}"
            text = self._streams.read(self._folder, name + _UNICODE).decode("utf-16-le", "replace")
            text = text or self._decoded(self._streams.read(self._folder, name + _EIGHT_BIT))
            if text := text.rstrip("\0"):
                return text
        return ""

    def _decoded(self, data: bytes) -> str:
        for encoding in self.encodings:
            with contextlib.suppress(UnicodeDecodeError):
                return data.decode(encoding)
        return data.decode("cp1252", "replace")

    def time(self, *numbers: int) -> str:
        """Return the first of the properties that is a time, in the form of a header; '' for none."""
        for value in filter(None, map(self.number, numbers)):
            try:
                return format_datetime(_EPOCH + dt.timedelta(microseconds=value // 10))
            except (OverflowError, ValueError):
                continue
        return ""


def _encoding_of(page: int) -> str:
    """Return the encoding of a code page of Windows, '' for one that is not known."""
    other = {20127: "cp1252", 20866: "koi8-r", 21866: "koi8-u", 50220: "iso2022_jp", 51932: "euc_jp"}
    other |= {65001: "utf-8", 51949: "euc_kr", 54936: "gb18030"}
    name = other.get(page) or (f"iso8859-{page - 28590}" if 28590 < page < 28606 else f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _message(streams: _Streams, folder: tuple[str, ...], table: int, depth: int = 1) -> Message:
    """Return the mail in a folder."""
    found = _Properties(streams, folder, table, [])
    parts = [_text_of(found)]
    folders = [name for name in streams.names(folder) if name.startswith("__attach_version1.0_")]
    for name in folders[:_MOST_FILES]:
        part = _attached((*folder, name), streams, found.encodings, depth)
        if part and part.get_content_maintype() == "multipart":
            parts[0] = part  # of a signed mail: it has the text and the files
        elif part:
            parts.append(part)
    message = parts[0] if len(parts) == 1 else MIMEMultipart(_subparts=parts)
    headers = message_from_string(found.text(_HEADERS))
    kept = {name: str(headers.get(name, "")) for name in _KEPT}
    kept |= {name: str(headers.get(name, "")) or found.text(number) for name, number in _IDS.items()}
    kept["From"] = _sender(found, headers)
    kept["Subject"] = found.text(_SUBJECT)
    kept["Date"] = kept["Date"] or found.time(_SENT, _DELIVERED)
    # In a received mail, the property may differ from the header, which counts.
    kept["Thread-Index"] = kept["Thread-Index"] or b64encode(found.data(_THREAD_INDEX)).decode()
    kept |= _recipients(streams, folder, found.encodings, headers)
    for name, value in kept.items():
        if line := _line(value):
            message[name] = line
    return message


def _sender(found: _Properties, headers: Message) -> str:
    """Return the header From: as received if it has an address, else by the properties."""
    if any("@" in address_of(one) for one in persons_in(headers, "From")):
        return str(headers["From"])
    pairs = [(_line(found.text(name)), _line(found.text(*addresses))) for name, addresses in _SENDERS]
    first = next(filter(any, pairs), ("", ""))
    same = [pair for pair in pairs if any(one and one in pair for one in first)]
    names = [name for name, _ in same if not _is_address(name)]
    address = next((address for _, address in same if _is_address(address)), "")
    return _person(next(filter(None, names), first[0]), address, {}) or str(headers.get("From", ""))


def _recipients(
    streams: _Streams, folder: tuple[str, ...], encodings: list[str], headers: Message
) -> dict[str, str]:
    """Return the headers To, Cc and Bcc of a mail. Each recipient is a folder of the file.

    headers: the received headers, which may have an address that the folders lack
    """
    persons: dict[str, list[str]] = {header: [] for header in _RECIPIENTS.values()}
    came = (one.partition(" <") for one in persons_in(headers, "To", "Cc"))
    known = {name: address.rstrip(">") for name, _, address in came}
    folders = [name for name in streams.names(folder) if name.startswith("__recip_version1.0_")]
    for one in folders[:_MOST_FILES]:
        found = _Properties(streams, (*folder, one), _FILE_TABLE, encodings)
        person = _person(found.text(*_DISPLAY_NAMES), found.text(*_SMTP_ADDRESSES), known)
        if person and (header := _RECIPIENTS.get(found.number(_KIND) & 0xFFFF_FFFF)):
            persons[header].append(person)
    return {header: ", ".join(some) for header, some in persons.items()}


def _person(name: str, address: str, known: Mapping[str, str]) -> str:
    """Return a person in the form of a header; '' for none.

    known: mail addresses by name, for a person whose address is an internal one of a company's server
    """
    name = _line(name).strip("'\"")
    if not _is_address(address := _line(address)):
        address = known.get(name) or (_NO_ADDRESS if name else "")
    return formataddr((name, address)) if address else ""


def _is_address(address: str) -> bool:
    """Whether an address is a mail address, and not an internal one of a server: /O=EXAMPLE/CN=JANE@X."""
    return "@" in address and not address.startswith("/")


def _line(text: str) -> str:
    """Return a text on one line, as a header has it."""
    return " ".join(text.replace("\0", " ").encode("utf-8", "replace").decode().split())


def _text_of(found: _Properties) -> Message:
    """Return the text of a mail: the plain text, else the HTML, else the rich text."""
    if text := found.text(_BODY).strip():
        return MIMEText(text.encode("utf-8", "replace").decode(), "plain", "utf-8")
    if page := found.data(_HTML):
        part = MIMEBase("text", "html", charset=_encoding_of(found.number(_CODE_PAGES[1]) & 0xFFFF_FFFF))
        part.set_payload(page)
        encode_base64(part)
        return part
    if page_text := found.text(_HTML).strip():
        return MIMEText(page_text.encode("utf-8", "replace").decode(), "html", "utf-8")
    rich = _decompressed(found.data(_RTF)).strip(b"\0 \r\n")
    lines = extract_rtf(rich).lines if rich.startswith(RTF) else ()
    return MIMEText("\n".join(map(plain_line, lines)).encode("utf-8", "replace").decode(), "plain", "utf-8")


def _attached(folder: tuple[str, ...], streams: _Streams, encodings: list[str], depth: int) -> Message | None:
    """Return an attached file or mail, or the parts of a signed mail.

    None for a mail that is nested too deep, and for a server's report on a mail that it could not deliver.
    """
    found = _Properties(streams, folder, _FILE_TABLE, encodings)
    name = _line(found.text(*_FILE_NAMES))
    inner = (*folder, f"__substg1.0_{_FILE:04X}{_FOLDER}")
    if "__properties_version1.0" in streams.names(inner):
        if depth >= _DEEPEST:
            return None
        return _forwarded(_message(streams, inner, _INNER_TABLE, depth + 1), name)
    kind = found.text(_FILE_TYPE).lower()
    data = found.data(_FILE)
    if kind in _REPORTS and not name:
        return None
    if kind.startswith("multipart/") and (signed := message_from_bytes(data)).is_multipart():
        for header in {*signed.keys()} - {"Content-Type"}:
            del signed[header]
        return signed
    main, _, sub = kind.partition("/")
    is_kind = main.isalpha() and sub.replace("-", "").replace(".", "").replace("+", "").isalnum()
    part = MIMEBase(*((main, sub) if is_kind and main != "message" else ("application", "octet-stream")))
    part.set_payload(data)
    encode_base64(part)
    is_shown = bool(found.number(_HIDDEN) & 1 or found.text(_CONTENT_ID)) and main == "image"
    part.add_header(
        "Content-Disposition", "inline" if is_shown else "attachment", filename=("utf-8", "", name)
    )
    return part


def _forwarded(message: Message, name: str) -> Message:
    """Return a mail as a part of another."""
    part = MIMEBase("message", "rfc822")
    part.attach(message)
    if name:
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return part


def _decompressed(data: bytes) -> bytes:
    """Decompress rich text; of damaged data, return what comes before the damage."""
    if len(data) < 16 or data[8:12] == b"MELA":
        return data[16:]
    window = bytearray(_WINDOW.ljust(_WINDOW_SIZE, b"\0"))
    end, position, text = len(_WINDOW), 16, bytearray()
    while position < len(data):
        flags = data[position]
        position += 1
        for bit in range(8):
            if flags >> bit & 1:
                token = int.from_bytes(data[position : position + 2], "big")
                position += 2
                start, length = token >> 4, (token & 15) + 2
                if start == end or position > len(data):
                    return bytes(text)
            else:
                start, length = -1, len(data[position : position + 1])
            for step in range(length):
                byte = data[position] if start < 0 else window[(start + step) % _WINDOW_SIZE]
                text.append(byte)
                window[end] = byte
                end = (end + 1) % _WINDOW_SIZE
            position += start < 0
    return bytes(text)
