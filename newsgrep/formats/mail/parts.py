"""The parts of a mail: which of them are its text, and which are attachments.

If a mail has both forms, the plain text goes before the HTML. A text without a name after an attachment
continues the text; one directly after the text is the footer of a mailing list, and is left out. Pictures
within the text, and signatures, are neither text nor attachments.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import Policy
from typing import Any

from newsgrep.encodings.declared import decode_web
from newsgrep.encodings.decoding import HEAD
from newsgrep.errors import ArticleError
from newsgrep.formats import READABLE_SUFFIXES, document_of
from newsgrep.formats.exports import reader_of_page
from newsgrep.formats.mail.cms import signed_content
from newsgrep.formats.mail.headers import PARSE_ERRORS, decoded_text
from newsgrep.formats.mail.tnef import tnef_files

#: A line that begins a part, and the first of its headers.
_BOUNDARY = re.compile(
    rb'^--([^"\r\n\\]{1,200}?)[ \t]*\r?\n(?:Content-[A-Za-z-]+[ \t]*:|\r?\n)', re.MULTILINE
)
#: The most lines, times boundaries: for each line the library compares the boundaries of all parts around it.
_MOST_TRIES = 50_000_000
#: The most parts of a message that are looked at.
MOST_PARTS = 2000
#: How many code points of the name of an attachment are kept.
_LONGEST_NAME = 200

_TEXTS = ("text/plain", "text/html")
_FORWARDED = ("message/rfc822", "message/global", "message/news")
#: Parts that come with a signature, with encryption or with a file of a Mac, and are of no use to a reader.
_ACCESSORIES = frozenset(
    ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"]
    + ["application/pgp-encrypted", "application/pgp-keys", "application/applefile"]
)
#: The types, and the suffix of the name, of a mail or a file that is signed or encrypted as a whole.
_SMIME, _SMIME_SUFFIX = ("application/pkcs7-mime", "application/x-pkcs7-mime"), ".p7m"
#: The types and the name of the file in which Outlook packs the attachments.
_TNEF, _OUTLOOK_FILE = ("application/ms-tnef", "application/vnd.ms-tnef"), "winmail.dat"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_WORD, _EXCEL = f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet"
#: The suffix of an attachment whose name has none.
_SUFFIXES = {
    **{"text/plain": ".txt", "text/html": ".html", "text/markdown": ".md", "text/csv": ".csv"},
    **{"text/tab-separated-values": ".tsv", "text/rtf": ".rtf", "text/xml": ".xml"},
    **{"application/pdf": ".pdf", "application/rtf": ".rtf", _WORD: ".docx", "application/xml": ".xml"},
    **{_EXCEL: ".xlsx", "application/vnd.ms-excel": ".xls", "application/vnd.ms-outlook": ".msg"},
    **{f"{_OPEN}.spreadsheet": ".ods", f"{_OPEN}.text": ".odt"},
    **{"application/json": ".json", "application/x-ndjson": ".jsonl", "application/xhtml+xml": ".xhtml"},
    **{"application/mbox": ".mbox", "application/zip": ".zip", "application/x-zip-compressed": ".zip"},
    **dict.fromkeys(_FORWARDED, ".eml"),
}


def parse_with_policy(data: bytes, policy: Policy[Any]) -> Message:
    """Parse a message from its bytes. Raises ArticleError."""
    if data.lower().count(b"boundary") * data.count(b"\n") > _MOST_TRIES:
        raise ArticleError("message with too many parts")
    try:
        message: Message = message_from_bytes(data, policy=policy)
        return message
    except PARSE_ERRORS:
        raise ArticleError("message nested too deeply, or not well formed") from None


class Parts:
    """The parts of a message. A part that is signed as a whole is opened; signatures are not checked.

    texts:    the parts that make up its text, in their order
    attached: files and forwarded messages, in their order; before them, the pages of articles that a news
              database sent as the text
    problems: the reasons why parts cannot be read, such as encryption
    is_cut:   whether there are more parts than are read

    Raises one of PARSE_ERRORS for a message that is not well formed.
    """

    def __init__(self, message: Message) -> None:
        self.attached: list[Message] = []
        self.problems: list[str] = []
        self._left, self._is_found = MOST_PARTS, False
        self.texts: list[Message] = []
        exported: list[Message] = []
        for part in self._texts_in(message):
            (exported if _is_export(part) else self.texts).append(part)
        self.attached[:0] = exported

    @property
    def is_cut(self) -> bool:
        """Whether there are more parts than are read."""
        return self._left < 0

    def named(self) -> Iterator[tuple[str, Message]]:
        """Yield each attachment with its name; add ~2, ~3 … before the suffix if an earlier one has it."""
        used: set[str] = set()
        for part in self.attached:
            name = unique = _name_of(part)
            stem, dot, suffix = name.rpartition(".")
            number = 1
            while unique in used:
                number += 1
                unique = f"{stem}~{number}{dot}{suffix}" if stem else f"{name}~{number}"
            used.add(unique)
            yield unique, part

    def _texts_in(self, part: Message) -> list[Message]:
        """Return the texts within a part, and add its attachments to `attached`."""
        self._left -= 1
        if self._left < 0:
            return []
        kind = part.get_content_type()  # each call parses the header
        if kind.startswith("message/"):
            self.attached += [part] * (kind in _FORWARDED)
            return []
        if kind.startswith("multipart/") and not part.is_multipart():
            return self._without_boundary(part)
        if not part.is_multipart():
            return self._leaf(part, kind)
        children = [child for child in part.get_payload() if isinstance(child, Message)]
        match kind:
            case "multipart/alternative":
                found = self._choice(children)
            case "multipart/related":
                found = self._related(children)
            case _:
                found = self._mixed(children)
        if part.get_content_disposition() == "attachment":
            self.attached += found
            return []
        return found

    def _without_boundary(self, part: Message) -> list[Message]:
        """Return the texts within a multipart whose content lacks the boundary that its header names.

        A server may have folded or rewritten the header, so this looks for a boundary in the content. If none
        is there, the part is a text, unless it is blank. This does not look again within parts that it finds
        so, as each search reads the whole content.
        """
        data = part.get_payload(decode=True)
        data = data if isinstance(data, bytes) else b""
        if (found := _BOUNDARY.search(data)) and not self._is_found:
            head = f'Content-Type: {part.get_content_type()}; boundary="'.encode() + found[1] + b'"\n\n'
            parted = message_from_bytes(head + data, policy=part.policy)
            if parted.is_multipart():
                self._is_found = True
                texts = self._texts_in(parted)
                self._is_found = False
                return texts
        return [part] if data.strip() else []

    def _signed(self, part: Message, name: str) -> list[Message]:
        """Return the texts within a part that is signed as a whole; add to `problems` if it cannot be read.

        name: the name of the part; `report.pdf.p7m` holds a file `report.pdf`
        """
        data = part.get_payload(decode=True)
        file = name.rpartition(".")[0]
        try:
            content = signed_content(data if isinstance(data, bytes) else b"")
            if content and "." in file:
                self.attached.append(_file_part(file, content))
            elif content:
                return self._texts_in(parse_with_policy(content, part.policy))
        except ArticleError as error:
            self.problems.append(f"{name}: {error.message}" if "." in file else error.message)
        return []

    def _leaf(self, part: Message, kind: str) -> list[Message]:
        name = part.get_filename() or ""
        if kind in _SMIME or name.lower().endswith(_SMIME_SUFFIX):
            return self._signed(part, name)
        is_attached = part.get_content_disposition() == "attachment"
        if not is_attached and kind in _TEXTS:
            return [part]
        if kind in _TNEF or name.lower() == _OUTLOOK_FILE:
            self.attached += _parts_of_tnef(part)
            return []
        is_picture = kind.startswith("image/") and not is_attached
        is_file = is_attached or bool(name) or kind in _SUFFIXES
        is_shown = not is_file and kind.startswith("text/")
        if not (is_shown or is_picture or kind in _ACCESSORIES):
            self.attached.append(part)
        return []

    def _choice(self, children: list[Message]) -> list[Message]:
        """Return one of several forms of the text; leave out one that is no text, such as an invitation."""
        forms = [
            self._texts_in(child)
            for child in children
            if child.is_multipart() or child.get_content_type() in _TEXTS or child.get_filename()
        ]
        forms = [form for form in forms if form]
        plain = (form for form in forms if form[0].get_content_subtype() == "plain")
        return next(plain, forms[0] if forms else [])

    def _related(self, children: list[Message]) -> list[Message]:
        """Return the text of a page that comes with its pictures; the pictures are left out."""
        found = [self._texts_in(child) for child in children if child.get_content_maintype() != "image"]
        return next(filter(None, found), [])

    def _mixed(self, children: list[Message]) -> list[Message]:
        texts: list[Message] = []
        attached_before = len(self.attached)
        for child in children:
            found = self._texts_in(child)
            if texts and found == [child] and child.get_filename():
                self.attached += found
            elif found and (not texts or len(self.attached) > attached_before):
                texts += found
                attached_before = len(self.attached)
        return texts


def _is_export(part: Message) -> bool:
    """Whether a text is a page of an export of a news database."""
    if part.get_content_subtype() != "html":
        return False
    payload = part.get_payload(decode=True)
    return isinstance(payload, bytes) and reader_of_page(payload) is not None


def _parts_of_tnef(part: Message) -> list[Message]:
    """Return the files in a `winmail.dat` of Outlook as parts; the part itself if it has none."""
    payload = part.get_payload(decode=True)
    files = tnef_files(payload) if isinstance(payload, bytes) else []
    return [_file_part(name, data) for name, data in files] or [part]


def _file_part(name: str, data: bytes) -> Message:
    """Return a part for a file that was taken out of a `winmail.dat` or a signed file."""
    made = Message()
    made["Content-Type"] = "application/octet-stream"
    made["Content-Transfer-Encoding"] = "base64"
    made.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    made.set_payload(base64.b64encode(data).decode("ascii"))
    return made


def content_of(part: Message, encoding: str) -> bytes:
    """Return the bytes of an attachment. Raises ArticleError if it cannot be read.

    encoding: the encoding that the user gives for all texts; without one, a text is recoded to UTF-8
    """
    try:
        if part.get_content_type() in _FORWARDED:
            return _forwarded(part)
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        is_text = part.get_content_maintype() == "text" and part.get_content_subtype() != "xml"
        if encoding or not is_text:
            return data
        return decode_web(data, "", part.get_content_charset("")).encode()
    except (*PARSE_ERRORS, MessageError):
        raise ArticleError("the attachment cannot be read") from None


def _forwarded(part: Message) -> bytes:
    """Return the bytes of a forwarded message. Some mailers encode it in Base64, against the standard."""
    message = part.get_payload(0) if part.is_multipart() else None
    if not isinstance(message, Message):
        return b""
    data = message.as_bytes()
    is_encoded = str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"
    return base64.b64decode(data) if is_encoded and not message.keys() else data


def _name_of(part: Message) -> str:
    """Return the name of an attachment; add the suffix of its type if its own is not one that we read."""
    kind = part.get_content_type()
    name = decoded_text(part.get_filename("") or "").replace("\\", "/").rpartition("/")[2]
    name = "".join(letter if letter.isprintable() else " " for letter in name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    own = f".{ending.lower()}" if stem and dot and " " not in ending else ""
    name = f"{stem[:_LONGEST_NAME]}.{ending[:_LONGEST_NAME]}" if own else name[:_LONGEST_NAME]
    suffix = _SUFFIXES.get(kind, "")
    if kind in _FORWARDED:
        return name if own == suffix else f"{name or 'message'}{suffix}"
    if kind == "application/octet-stream" and own not in (*READABLE_SUFFIXES, ".zip", ".wacz"):
        data = part.get_payload(decode=True)
        document = document_of(data[:HEAD]) if isinstance(data, bytes) else None
        suffix = document.suffixes[0] if document else ""
    name = name or "attachment"
    is_known = own in READABLE_SUFFIXES or own == suffix or own and suffix == ".zip"
    return name if is_known else f"{name}{suffix}"
