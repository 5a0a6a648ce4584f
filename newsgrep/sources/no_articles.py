"""Files that are no articles, in archives and folders that another program exported.

>>> holds = articles_in(["datapackage.json", "archive/a.warc.gz", "pages/pages.jsonl"])
>>> holds("archive/a.warc.gz"), holds("pages/pages.jsonl")
(True, False)

A WACZ has its crawl in `archive/`. An export of Substack has a table `posts.csv`, the texts of the posts in
files beside it, and tables of readers. An export of Medium has posts, drafts, and lists of all that its owner
did there. An archive of X has posts, and a hundred other files for the page that shows them. An export of
Slack has lists of members and channels. Archives of Facebook and Instagram have folders with what the network
knows about the owner. A METS file gives the articles of a scanned issue, and reads the pages beside it. A bag
of BagIt has lists of its files and their checksums.
"""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Container, Iterable
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from newsgrep.sources.file_bytes import open_regular

_WARC = re.compile(r"(?P<root>(?:.*/)?)archive/[^/]+\.warc(?:\.gz)?")
_SUBSTACK_POST = re.compile(r"(?P<root>(?:.*/)?)posts/\d+(?:\.[^/]*)?\.html")
_SUBSTACK_PART = re.compile(r"posts/\d+(?:\.[^/]*)?\.(?:html|csv)")
_READERS = re.compile(r"email_list[^/]*\.csv")
_MEDIUM_POST = re.compile(r"(?P<root>(?:.*/)?)posts/[^/]+\.html")
_SLACK_DAY = re.compile(r"(?P<root>(?:.*/)?)[^/]+/\d{4}-\d\d-\d\d\.json")
#: The lists beside the channels of an export of Slack. A folder with the last two is such an export.
_SLACK_LISTS = frozenset(
    [
        "canvases.json",
        "dms.json",
        "file_conversations.json",
        "groups.json",
        "integration_logs.json",
        "lists.json",
    ]
    + ["mpims.json", "channels.json", "users.json"]
)
_SLACK_SIGNS = ("channels.json", "users.json")
#: The folders of an archive of Facebook or Instagram that hold the posts, and those that hold none.
_FOLDERS_OF_POSTS = ("your_facebook_activity", "your_instagram_activity")
_POSTS_OF_META = re.compile(rf"(?P<root>(?:.*/)?)(?:{'|'.join(_FOLDERS_OF_POSTS)})/")
_OTHERS_OF_META = re.compile(
    r"(?P<root>(?:.*/)?)(?:ads_information|apps_and_websites_off_of_\w+|connections|logged_information"
    r"|personal_information|preferences|security_and_login_information"
    r"|your_\w+_activity/(?:events|likes|pages|saved|saved_items_and_collections|story_interactions))/.*\.json"
)
_X_PAGE = "Your archive.html"
_X_POSTS = re.compile(r"(?P<root>(?:.*/)?)data/tweets?\.js")
#: The usual name of the file that describes a scanned issue. It is in the folder of the pages, above it, or
#: in `toc/`. A file with another name is known by its root element.
_ISSUE = re.compile(r"(?P<root>(?:.*/)?)(?:[^/]*[-_.])?(?:mets|didl)(?:[-_.][^/]*)?\.xml", re.IGNORECASE)
_ISSUE_ROOT = re.compile(rb"<(?:\w+:)?mets[\s>]")
_SCAN_ROOT = re.compile(rb"<(?:\w+:)?(?:mets|alto|PcGts)[\s>]")
_ROOT_IS_WITHIN, _FIRST_FILES = 2048, 5
_STRUCTURE = re.compile(rb"""<(?:\w+:)?structMap\s[^<>]*?TYPE\s*=\s*["']logical""", re.IGNORECASE)
_CONTENTS = "toc"
_PAGE = re.compile(
    rb"""(?:href|filename)\s*=\s*["'](?:file:(?://)?)?(?:\./)?([^"'?#<>]+\.xml)["']""", re.IGNORECASE
)
#: The files that describe a bag. BagIt is a format in which libraries pack files.
_BAG = "bagit.txt"
_BAG_PARTS = re.compile(r"(?:bagit|bag-info|fetch|(?:tag)?manifest-\w+)\.txt")
#: The end of the name of a TEI file with annotations; the same file without them is called `.xml`.
_ANNOTATED = ".ana.xml"
_COMPRESSED = ".gz"
_LFS = b"version https://git-lfs.github.com/spec/v1\n"
_SUBSTACK_TABLE = b"post_id,post_date,is_published"
#: A line of a list of checksums: MD5 and the like in hexadecimal digits, before or behind the name of a file.
_HEX = rb"(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})"
_CHECKSUM = rb"\s*(?:%(hex)b[\s,;]+[*?]?[^\s,;]+|(?:[A-Z0-9-]{2,10} ?\()?[^\s,;]+?\)?[\s,;:=]+%(hex)b)\s*" % {
    b"hex": _HEX
}


def is_list_of_checksums(head: bytes) -> bool:
    """Whether a file that begins with `head` is a list of files with their checksums."""
    lines = [line for line in head.splitlines() if line.strip()]
    # The last line may be cut.
    return bool(lines) and all(re.fullmatch(_CHECKSUM, line) for line in lines[: max(1, len(lines) - 1)])


def is_placeholder(head: bytes) -> bool:
    """Whether a file that begins with `head` is a pointer of Git LFS, which stores the file elsewhere."""
    return head.startswith(_LFS)


def without_annotations(location: str) -> str:
    """Return where the plain text of a TEI file with annotations lies; empty for another file.

    >>> without_annotations("ParlaMint-GB_2015.ana.xml"), without_annotations("ParlaMint-GB_2015.xml")
    ('ParlaMint-GB_2015.xml', '')
    """
    plain = location.removesuffix(_ANNOTATED)
    return f"{plain}.xml" if plain != location else ""


def articles_in(
    names: Iterable[str], beginning_of: Callable[[str, int], bytes] = lambda _, __: b""
) -> Callable[[str], bool]:
    """Return a function that says whether a member may hold articles, in an archive with these names.

    beginning_of: returns the first bytes of a member, by its name and their largest number
    """
    known = frozenset(names)
    bags = {name.removesuffix(_BAG) for name in known if name.rpartition("/")[2] == _BAG}
    if issues := _issues_in(known, beginning_of):
        folders = {name[: name.rfind("/") + 1] for name in issues}
        return lambda name: (
            (name in issues or not _is_page_below(name, folders)) and not _is_part_of_bag(name, bags)
        )
    of_articles = _articles_of_program(known)
    return lambda name: of_articles(name) and not _is_part_of_bag(name, bags)


def _articles_of_program(known: Collection[str]) -> Callable[[str], bool]:
    """Return the function of `articles_in` for an export of a program; it is always true for any other."""
    for form, mark, wanted in (
        (_WARC, "datapackage.json", r"archive/.*"),
        (_SUBSTACK_POST, "posts.csv", r"posts\.csv"),
        (_MEDIUM_POST, "README.html", r"posts/(?!draft_).*"),
        (_X_POSTS, _X_PAGE, r"data/[^/]+\.js"),
        (_SLACK_DAY, "users.json", r"[^/]+/\d{4}-\d\d-\d\d\.json"),
    ):
        roots = {match["root"] for match in map(form.fullmatch, known) if match}
        for root in sorted(roots):
            if f"{root}{mark}" in known:
                pattern = re.compile(re.escape(root) + wanted, re.S)
                return lambda name: pattern.fullmatch(name) is not None
    if homes := {match["root"] for match in map(_POSTS_OF_META.match, known) if match}:
        return lambda name: not ((match := _OTHERS_OF_META.fullmatch(name)) and match["root"] in homes)
    return lambda name: True


def _issues_in(names: Iterable[str], beginning_of: Callable[[str, int], bytes]) -> frozenset[str]:
    """Return the members that describe scanned issues: by their names, else by their beginnings.

    Looks into all files of XML only if one of the first is of a scan: there may be very many others.
    """
    if named := frozenset(filter(_ISSUE.fullmatch, names)):
        return named
    files = sorted(name for name in names if name.lower().endswith(".xml"))
    if not any(_SCAN_ROOT.search(beginning_of(name, _ROOT_IS_WITHIN)) for name in files[:_FIRST_FILES]):
        return frozenset()
    return frozenset(name for name in files if _ISSUE_ROOT.search(beginning_of(name, _ROOT_IS_WITHIN)))


def _is_part_of_bag(name: str, bags: Container[str]) -> bool:
    folder, slash, file = name.rpartition("/")
    return f"{folder}{slash}" in bags and _BAG_PARTS.fullmatch(file) is not None


def _is_page_below(name: str, folders: Container[str]) -> bool:
    """Whether a member is XML in one of the given folders of issues, or in a folder directly below one."""
    folder = name[: name.rfind("/") + 1]
    is_below = folder in folders or folder[: folder.rfind("/", 0, -1) + 1] in folders
    return is_below and name.lower().endswith(".xml")


def is_page_of_issue(location: str, largest: int, is_read: Callable[[str], bool]) -> bool:
    """Whether a file that describes a scanned issue names this file as a page, or as a text on a page.

    largest: how many bytes of a file that describes an issue are read
    is_read: says whether the run reads a file that describes an issue; if not, no article has its pages
    """
    page = Path(os.path.abspath(location.removesuffix(_COMPRESSED)))  # noqa: PTH100  # resolve() would follow links
    for folder in (page.parent, page.parent.parent):
        try:
            changed = folder.stat().st_mtime_ns
        except OSError:
            continue
        issues = _issues_of_pages(os.fspath(folder), changed, largest).get(os.fspath(page), [])
        if any(map(is_read, issues)):
            return True
    return False


def is_list_of_pages(location: str, largest: int, is_read: Callable[[str], bool]) -> bool:
    """Whether a METS file only lists pages, and another has their articles. Arguments: `is_page_of_issue`."""
    file = Path(os.path.abspath(location))  # noqa: PTH100
    data = read_beside(os.fspath(file), file.name, largest) or b""
    if _STRUCTURE.search(data):
        return False
    issues = _issues_of_pages(os.fspath(file.parent), file.parent.stat().st_mtime_ns, largest)
    pages = [page for name in named_pages(data) if (page := file.parent / name).is_file()]
    return bool(pages) and all(
        any(
            is_read(other) and _has_structure(other, largest)
            for other in issues.get(os.path.normpath(page), ())
        )
        for page in pages
    )


@lru_cache(maxsize=64)
def _has_structure(location: str, largest: int) -> bool:
    data = read_beside(location, Path(location).name, largest) or b""
    return _STRUCTURE.search(data) is not None


@lru_cache(maxsize=64)
def _issues_of_pages(folder: str, changed: int, largest: int) -> dict[str, list[str]]:
    """Return the paths of the pages that issues of a folder name, each with the files that describe it.

    changed: when the folder was last changed, so that the cache holds no former answer
    """
    root = Path(folder)
    files = [file for file in root.glob("*.[xX][mM][lL]") if _describes_issue(file)]
    pages: dict[str, list[str]] = {}
    for file in (*files, *root.glob(f"{_CONTENTS}/*.[xX][mM][lL]")):
        data = read_beside(os.fspath(file), file.name, largest) or b""
        for name in named_pages(data) if _is_well_formed(data) else ():
            page = os.path.normpath(file.parent / name)
            pages.setdefault(page, []).append(os.fspath(file))
    return pages


def _describes_issue(file: Path) -> bool:
    """Whether a file describes a scanned issue, by its name or its beginning."""
    if _ISSUE.fullmatch(file.name):
        return True
    head = read_beside(os.fspath(file), file.name, _ROOT_IS_WITHIN) or b""
    return _ISSUE_ROOT.search(head) is not None


def _is_well_formed(data: bytes) -> bool:
    """Whether XML can be parsed to its end. A broken file gives no article, so its pages are read alone."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError:
        return False
    return True


def named_pages(data: bytes) -> list[str]:
    """Return the names of pages in a file that describes a scanned issue, relative to it, each once."""
    return list(dict.fromkeys(map(os.fsdecode, _PAGE.findall(data))))


def is_part_of_export(location: str) -> bool:
    """Whether a file in a folder belongs to an export whose articles are in another file.

    Such files are: the text of a post and the list of readers (Substack), the page that shows the archive
    (X), the lists (Slack), what the network knows about the owner (Facebook, Instagram), and the lists of a
    bag. The text of a post of Substack is read with the table `posts.csv`.
    """
    if _BAG_PARTS.fullmatch(location.rpartition("/")[2]):
        return (Path(location).parent / _BAG).is_file()
    if location.rpartition("/")[2] in _SLACK_LISTS:
        return all((Path(location).parent / name).is_file() for name in _SLACK_SIGNS)
    if location.endswith(".json") and (match := _OTHERS_OF_META.fullmatch(location)):
        return any((Path(match["root"]) / name).is_dir() for name in _FOLDERS_OF_POSTS)
    if "posts" not in location and "email_list" not in location and not location.endswith(_X_PAGE):
        return False
    path = Path(location)
    if path.name == _X_PAGE:
        return (path.parent / "data/tweets.js").is_file()
    if _READERS.fullmatch(path.name):
        folder = path.parent
    elif _SUBSTACK_PART.fullmatch("/".join(path.parts[-2:])):
        folder = path.parent.parent
    else:
        return False
    try:
        with (folder / "posts.csv").open("rb") as table:
            head = table.read(len(BOM_UTF8 + _SUBSTACK_TABLE))
            return head.removeprefix(BOM_UTF8).startswith(_SUBSTACK_TABLE)
    except OSError:
        return False


def read_beside(location: str, name: str, largest: int) -> bytes | None:
    """Return at most `largest` + 1 bytes of the file `name` beside another file; None if there is none.

    Reads `page.xml.gz` if there is no `page.xml`. The name comes from the text of a file: it may be anything.
    """
    if "\0" in name:
        return None
    path = Path(location).parent / name
    try:
        with open(path, "rb", opener=open_regular) as file:  # noqa: PTH123
            return file.read(largest + 1)
    except FileNotFoundError:
        return _read_compressed(f"{path}{_COMPRESSED}", largest)
    except OSError:
        return None


def _read_compressed(location: str, largest: int) -> bytes | None:
    import gzip
    import zlib

    try:
        with open(location, "rb", opener=open_regular) as file, gzip.open(file) as content:  # noqa: PTH123
            return content.read(largest + 1)
    except (OSError, EOFError, zlib.error):
        return None
