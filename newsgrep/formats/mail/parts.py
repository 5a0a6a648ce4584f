"""The parts of a mail: what is its text, and what is attached to it.

Where there is a choice, the plain text is taken before the HTML. A text without a name that follows an
attachment goes on with the text; one that follows the text at once is the footer of a mailing list. Pictures
within the text, and signatures, are neither text nor attached.
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
#: For each line the library compares the boundaries of all parts around it: a limit of their product.
_MOST_TRIES = 50_000_000
#: The most parts of a message that are looked at.
MOST_PARTS = 2000
#: Code points of a name that are kept.
_LONGEST_NAME = 200

_TEXTS = ("text/plain", "text/html")
_FORWARDED = ("message/rfc822", "message/global", "message/news")
#: What goes with a signature, with encryption or with a file of a Mac, and is of no use to a reader.
_ACCESSORIES = frozenset(
    ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"]
    + ["application/pgp-encrypted", "application/pgp-keys", "application/applefile"]
)
#: What is signed or encrypted as a whole, a mail or a file, by its types and the suffix of its name.
_SMIME, _SMIME_SUFFIX = ("application/pkcs7-mime", "application/x-pkcs7-mime"), ".p7m"
#: The file in which Outlook packs what is attached, by its types and its name.
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


def parse_message(data: bytes, policy: Policy[Any]) -> Message:
    """Return the message in some bytes. Raises ArticleError."""
    if data.lower().count(b"boundary") * data.count(b"\n") > _MOST_TRIES:
        raise ArticleError("message with too many parts")
    try:
        message: Message = message_from_bytes(data, policy=policy)
        return message
    except PARSE_ERRORS:
        raise ArticleError("message nested too deeply, or not well formed") from None


class Parts:
    """The parts of a message. What is signed as a whole is opened; signatures are not checked.

    texts:    those that are its text, in their order
    attached: files and forwarded messages, in their order, and before them a page of articles that a news
              database sent as a text
    problems: why parts cannot be read, as they are encrypted
    is_cut:   whether there are more parts than are looked at

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
        """Whether there are more parts than are looked at."""
        return self._left < 0

    def named(self) -> Iterator[tuple[str, Message]]:
        """Yield what is attached with its name, ~2, ~3 … before the suffix where others had the name."""
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
        """Return what is text of a part, and take note of what is attached."""
        self._left -= 1
        if self._left < 0:
            return []
        kind = part.get_content_type()  # it is parsed whenever it is asked for
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
        """Return what is text of a part in which the boundary that its header names does not stand.

        It is looked for in the part, as the header may have been folded, or rewritten on the way. Where there
        is none, the part is a text, if it is not blank. In parts that are found so it is not looked for
        again, as each time takes the time of all.
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
        """Return what is text of a part that is signed as a whole; note why one cannot be read.

        name: of the part; `report.pdf.p7m` has a file `report.pdf` in it
        """
        data = part.get_payload(decode=True)
        file = name.rpartition(".")[0]
        try:
            content = signed_content(data if isinstance(data, bytes) else b"")
            if content and "." in file:
                self.attached.append(_file_part(file, content))
            elif content:
                return self._texts_in(parse_message(content, part.policy))
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
        """Return one of several forms of the text; one that is no text, as an invitation, is left out."""
        forms = [
            self._texts_in(child)
            for child in children
            if child.is_multipart() or child.get_content_type() in _TEXTS or child.get_filename()
        ]
        forms = [form for form in forms if form]
        plain = (form for form in forms if form[0].get_content_subtype() == "plain")
        return next(plain, forms[0] if forms else [])

    def _related(self, children: list[Message]) -> list[Message]:
        """Return the text of a page with its pictures, which belong to it."""
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
    """Return the files in what Outlook packed as parts, the pack itself if there are none."""
    payload = part.get_payload(decode=True)
    files = tnef_files(payload) if isinstance(payload, bytes) else []
    return [_file_part(name, data) for name, data in files] or [part]


def _file_part(name: str, data: bytes) -> Message:
    """Return a file that was taken out of a pack or a signed one as a part."""
    made = Message()
    made["Content-Type"] = "application/octet-stream"
    made["Content-Transfer-Encoding"] = "base64"
    made.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    made.set_payload(base64.b64encode(data).decode("ascii"))
    return made


def content_of(part: Message, encoding: str) -> bytes:
    """Return the bytes of what is attached, a text in UTF-8 unless an encoding is given for all texts.

    Raises ArticleError for a part that cannot be read.
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
    """Return a forwarded message. Some mailers encode it, which they must not."""
    message = part.get_payload(0) if part.is_multipart() else None
    if not isinstance(message, Message):
        return b""
    data = message.as_bytes()
    is_encoded = str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64"
    return base64.b64decode(data) if is_encoded and not message.keys() else data


def _name_of(part: Message) -> str:
    """Return the name of what is attached, with a suffix by its type where it has none that is read."""
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
