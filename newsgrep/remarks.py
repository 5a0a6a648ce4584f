"""Remarks on articles and files that were read, as data.

`Unreadable` is for what could not be read. A remark is about what was read, such as the field of its text.
"""

from __future__ import annotations

from msgspec import Struct

#: Kinds of remarks, with the detail of each. The text of a record is from a field with an unknown name, as
#: that is the only long one (the detail). There are several long fields (the detail), and none is read. There
#: is a title and no text.
TEXT_FOUND, TEXT_NOT_READ, NO_TEXT = "text found", "text not read", "no text"
#: A row has fewer or more fields than the header; a table has no header (detail: what
#: --map may name); a post is not published.
UNEVEN_ROW, NO_HEADER, UNPUBLISHED = "uneven row", "no header", "unpublished"
#: A sheet of a workbook has no header for articles, or no text, and other sheets have; a row has a text of
#: the length at which Excel cuts texts.
SHEET_PASSED_OVER, FULL_CELL = "sheet passed over", "full cell"
#: A table (the detail) of a database is not read, as it has no text; other tables of the database have one.
TABLE_PASSED_OVER = "table passed over"
#: Elements (the detail) of a document in XML are not read, though they have a text; others are articles.
ELEMENT_PASSED_OVER = "element passed over"
#: A page of a wiki is no article, but a redirect, a discussion or the like (the detail).
WIKI_PAGE = "wiki page"
#: A note has files in it, which are not read.
FILES_NOT_READ = "files not read"
#: A message of a chat has no text, such as a picture, or a notice of who came and went.
WORDLESS = "wordless"
#: A file of a format (the detail) has no article, such as a feed without entries.
NO_ARTICLE = "no article"
#: A file is an output of newsgrep, or has the form of one, and is not an article.
OWN_FILE = "own file"
#: A page of a scanned issue is read with the file that describes the issue and its articles, not by itself.
PAGE_OF_ISSUE = "page of issue"
#: A text has far fewer words than the export of a news database says.
SHORT_TEXT = "short text"
#: A text is valid UTF-8, but was read in the encoding (the detail) that the user names.
ENCODING_DOUBTED = "encoding doubted"
#: A text is in an encoding (the detail) that neither it nor the user names; it has sequences that are not of
#: its encoding (the detail), in the place of which it has U+FFFD.
ENCODING_GUESSED, BROKEN_SEQUENCES = "encoding guessed", "broken sequences"


class Remark(Struct):
    """A remark on articles that were read, with their number and the place of the first.

    kind, detail: a constant of this module, and what its comment says of the detail
    path, line, member: the place, as in Unreadable
    """

    kind: str
    detail: str
    count: int
    path: str
    line: int = 0
    member: str = ""
