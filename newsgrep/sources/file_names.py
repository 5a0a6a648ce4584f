"""What the name of a file, or of a member of an archive, says about it.

>>> kind_of("2020/dump.jsonl.gz"), kind_of("old.tgz").is_archive
(FileKind(suffix='.jsonl', compression='.gz'), True)

A mail in a Maildir has no suffix, but a name that begins with the second of its arrival, or ends with flags:

>>> kind_of("mail/cur/1614938400.M1P2.example.org:2,S").suffix
'.eml'

In the archive of an account of X, the JavaScript files with posts are read as JSON, and no others:

>>> kind_of("data/tweets-part1.js").suffix, kind_of("data/like.js").suffix
('.json', '.js')
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsgrep.formats import READABLE_SUFFIXES

ARCHIVES = frozenset([".zip", ".tar", ".wacz"])  # a WACZ is a zip
MAILS = frozenset([".eml", ".msg", ".mbox", ".mbx"])
#: The suffixes of databases of SQLite. The file of changes beside one has `-wal` after the suffix.
DATABASES = (".sqlite", ".sqlite3", ".db", ".db3")
COMPRESSIONS = frozenset([".gz", ".bz2", ".xz", ".zst"])

#: Suffixes that stand for `.tar` and a compression.
_TAR_SUFFIXES = {".tgz": ".gz", ".tbz": ".bz2", ".tbz2": ".bz2", ".txz": ".xz", ".tzst": ".zst"}

_LONGEST_SUFFIX = 16

#: The longest path that file systems take, in bytes.
_LONGEST_NAME = 4096

#: A mail of a Maildir, in one of its two folders for mails that have arrived.
_MAIL = re.compile(r"(?:.*/)?(?:cur|new)/(?:\d{9,11}[._][^/]*|[^/]+[:;!]2,[A-Za-z]*)", re.S)

_POSTS = re.compile(r"(?:.*/)?(?:tweets?|note-tweet|community-tweet)(?:-part\d+)?\.js", re.S)

_DRIVE = re.compile(r"[a-zA-Z]:")

#: The first characters of all names that `is_hidden` may find hidden. Other names begin with them, too.
HIDDEN_BEGINNINGS = ".~_Tte"
_HIDDEN = re.compile(
    r"(?:\A|/)(?:\.|~\$|__MACOSX(?:/|\Z)|(?:eh)?[Tt]humbs\.db\Z)|\.(?:sqlite3?|db3?)-(?:wal|shm|journal)\Z"
)


class FileKind(NamedTuple):
    """The kind of a file by its name: the suffix of its contents, and the suffix of its compression."""

    suffix: str
    compression: str = ""

    @property
    def is_archive(self) -> bool:
        """Whether the file has members."""
        return self.suffix in ARCHIVES

    @property
    def has_members(self) -> bool:
        """Whether the file is an archive, or holds mails, to which files may be attached."""
        return self.is_archive or self.suffix in MAILS

    @property
    def is_plain(self) -> bool:
        """Whether the file is neither compressed nor an archive."""
        return not self.compression and not self.is_archive

    @property
    def is_readable(self) -> bool:
        """Whether the file is an archive or has the suffix of a format."""
        return self.suffix in READABLE_SUFFIXES or self.is_archive


def kind_of(name: str) -> FileKind:
    """Return the kind of a file by its path. Its folder counts only for the mails of a Maildir."""
    suffix = suffix_of(name)
    if suffix in _TAR_SUFFIXES:
        return FileKind(".tar", _TAR_SUFFIXES[suffix])
    if suffix not in COMPRESSIONS:
        if suffix not in READABLE_SUFFIXES and suffix not in ARCHIVES:
            suffix = ".eml" if _MAIL.fullmatch(name) else ".json" if _POSTS.fullmatch(name) else suffix
        return FileKind(suffix)
    return FileKind(suffix_of(name[: -len(suffix)]), suffix)


def suffix_of(name: str) -> str:
    """Return the suffix of a name in lower case, with its dot; '' for none, and for a name like `.txt`.

    An ending that is long or has a space belongs to the name, as in `example.com_2014_version_10`.
    """
    stem, dot, ending = name.rpartition(".")
    is_suffix = len(ending) <= _LONGEST_SUFFIX and "/" not in ending and " " not in ending
    return f".{ending.lower()}" if stem and dot and is_suffix and not stem.endswith("/") else ""


def is_hidden(name: str) -> bool:
    """Whether a file is hidden: its name begins with a dot, or a program keeps it there for itself.

    Office keeps `~$report.docx` beside a document that is open: it has a user's name and no text. Windows
    keeps small pictures of a folder in its `Thumbs.db`. SQLite keeps `news.db-wal` beside an open
    database, and reads both together.
    """
    return _HIDDEN.search(name) is not None


def log_of(database: str) -> str:
    """Return the path of the changes that are not yet written into a database; '' for any other file.

    >>> log_of("news.db"), log_of("news.txt")
    ('news.db-wal', '')
    """
    return f"{database}-wal" if database.lower().endswith(DATABASES) else ""


def strip_current_folder(name: str) -> str:
    """Return the name of a member without a leading `./`."""
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return name


def unsafe_name_reason(name: str) -> str:
    """Return why a member's name is refused, '' for a name that stays within the archive."""
    parts = name.replace("\\", "/").split("/")
    if not name:
        return "the member has no name"
    if "\0" in name:
        return "the member's name has a NUL character in it"
    if parts[0] == "" or _DRIVE.match(name):
        return "the member's path is absolute"
    if ".." in parts:
        return "the member's path leads out of the archive"
    return "the member's name is too long" if len(name) > _LONGEST_NAME else ""
