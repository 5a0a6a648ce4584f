"""What an index run returns, and the statistics of an index: plain data for printers and programs."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from newsgrep.article import Article
from newsgrep.errors import in_python
from newsgrep.remarks import Remark


class Unreadable(Struct, frozen=True):
    """A file or a record that could not be read, and the reason in a few words.

    path:   of the file, as the index stores it
    line:   1-based line in the file, or in the member of an archive; 0 if unknown
    member: the name of the member if the file is an archive, else empty
    rest_is_lost: whether nothing after it in the file, or in the member, could be read either
    """

    path: str
    reason: str
    line: int = 0
    member: str = ""
    rest_is_lost: bool = False

    def in_python(self) -> Unreadable:
        """Return it with arguments of Python in the place of the flags that the reason names."""
        return replace(self, reason=in_python(self.reason))


class UnreadDate(Struct, frozen=True):
    """The text of a date that was not understood. The article is indexed without a date.

    path, line, member: the place of the article, as in Unreadable
    text:         the text in the place of the date
    is_ambiguous: whether it is a date with several possible orders of day and month
    """

    path: str
    text: str
    line: int = 0
    member: str = ""
    is_ambiguous: bool = False

    def as_problem(self) -> Unreadable:
        """Return it as an unreadable item, for a report."""
        why = "is ambiguous: day or month first" if self.is_ambiguous else "is not understood"
        return Unreadable(self.path, f'no date: "{self.text}" {why}', self.line, self.member)


class GuessedEncoding(Struct, frozen=True):
    """A guessed encoding: texts of a file were read in it, and neither the file nor the user names it.

    texts: the number of texts; a table or a JSON file counts as one
    """

    path: str
    encoding: str
    texts: int


#: In the place of a suffix, for a pipe, a socket or a device.
SPECIAL = "special file"

#: In the place of a suffix, for a link that is not followed, and for a file of the kernel, as in /proc.
LINK, SYSTEM = "link", "system file"

#: In the place of a suffix, for the folder of another index, and for a folder that newsgrep export wrote.
INDEX, EXPORT = "index", "export"


#: In the place of the path of a source, for articles that a program added and that are in no file.
FROM_PROGRAM_ALONE = "added by a program"


class Skipped(Struct, frozen=True):
    """A file, or a member of an archive, that is not read because of its suffix, which is in lower case."""

    path: str
    suffix: str


class IndexReport(Struct):
    """What an index run changed. Counts are numbers of articles unless another unit is given.

    renamed:    unchanged articles in a file that has a new path
    tags_problem: why some tags could not follow their articles; empty if all could
    new_keys:   the new key of each followed article, by its old key, as stored; empty if another article has
                the old key now, and this article is gone
    unreadable: files and records that could not be read
    known:      how many unreadable items an earlier run reported, and are unchanged
    gone:       unreadable items that do not exist, so that the index has no record of them
    skipped:    number of files that newsgrep does not read, by suffix
    read_bytes: size of the files that were read
    seconds:    wall time
    total:      articles in the index after the run
    dry_run:    whether the run only reports what it would do
    duplicates: articles that are not stored because the index has the same article
    formats:    number of files (or members of archives) that were read, by the label of their format
    unmet:      keys that were named for a field and that no record has, by field
    keys:       the keys of one record, to compare with `unmet`
    examples:   the path of one skipped file, by suffix
    remembered: the flags of sources that are read with the options of an earlier run, by path
    known_as:   for named paths that the index knows under another path, that path
    excluded:   number of files that are in the index, and that the globs leave out now
    excluded_articles, excluded_example: articles of these files in the index, and the path of one such file
    outside:    paths of links that were followed out of the named paths
    undated:    articles whose date was not understood
    unread_dates: the texts of such dates; for a file with very many, only some
    date_orders: the orders of day and month that dates proved, each with the first file, the date in it that
                proved the order, and the number of such files
    remarks:    remarks on articles that were read; each occurs once
    withdrawn:  articles that are not indexed because the user deleted them
    has_lost_times: whether the index was rebuilt, and the times when its articles came are lost
    dropped:    articles that a rebuild did not index again, by the path of their source
    vectors:    number of vectors that the model of the index made
    without_vector, vectors_problem: number of articles that lack a vector, and why; empty for none
    unstemmed:  for a new index in the default language, another language whose script many words have
    """

    added: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    renamed: int = 0
    tags_problem: str = ""
    new_keys: dict[str, str] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    known: int = 0
    gone: list[Unreadable] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    read_bytes: int = 0
    seconds: float = 0.0
    total: int = 0
    dry_run: bool = False
    duplicates: int = 0
    formats: dict[str, int] = field(default_factory=dict)
    unmet: dict[str, tuple[str, ...]] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    examples: dict[str, str] = field(default_factory=dict)
    remembered: dict[str, str] = field(default_factory=dict)
    known_as: dict[str, str] = field(default_factory=dict)
    excluded: int = 0
    excluded_articles: int = 0
    excluded_example: str = ""
    outside: list[str] = field(default_factory=list)
    undated: int = 0
    unread_dates: list[UnreadDate] = field(default_factory=list)
    date_orders: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    withdrawn: int = 0
    has_lost_times: bool = False
    dropped: dict[str, int] = field(default_factory=dict)
    vectors: int = 0
    without_vector: int = 0
    vectors_problem: str = ""
    unstemmed: str = ""


class IndexedSource(Struct, frozen=True):
    """A file or folder that was named to be indexed, or standard input.

    path:       as the index stores it: within the folder that holds the index, relative to that folder
    files:      number of indexed files at the path and below it
    articles:   number of their stored articles
    options:    how it is read, as flags of `newsgrep index`
    is_missing: whether it does not exist now
    """

    path: str
    files: int
    articles: int
    options: str
    is_missing: bool


class TextVersion(Struct, frozen=True):
    """A version of the text of an article: a former text, or a text of another article at the same address.

    key:     of the article, as it is shown
    article: the article with this text; None if the text was not kept
    since:   when this text was first indexed, in seconds since 1970
    """

    key: str
    article: Article | None
    since: int


class EngineStats(Struct, frozen=True):
    """Statistics of an index that its engine knows.

    index:       its folder or its address
    language:    the language of stemming; `none` if words are not stemmed
    size:        bytes on disk
    first_day, last_day: days in ISO 8601; empty if no article has a date
    undated:     number of articles without a date
    top_authors: the authors with the most articles, and their numbers of articles
    model:       the folder of the model that made vectors of articles; empty for none
    vectors:     number of articles that have a vector
    """

    index: str
    format_version: int
    engine: str
    language: str
    articles: int
    size: int
    first_day: str
    last_day: str
    undated: int
    top_authors: list[tuple[str, int]]
    committed_at: str
    model: str = ""
    vectors: int = 0


class IndexStats(EngineStats, frozen=True, kw_only=True):
    """Statistics of an index, with those that the catalog knows.

    files:      number of files that the articles came from
    unreadable: files and records that could not be read
    guessed:    guessed encodings, in the order of paths
    duplicates: number of articles that are not stored because another article is the same
    """

    files: int
    unreadable: list[Unreadable]
    guessed: list[GuessedEncoding] = field(default_factory=list)
    duplicates: int = 0
