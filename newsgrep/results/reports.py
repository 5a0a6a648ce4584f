"""What indexing returns, and what an index holds: plain data, which printers and programs consume."""

from __future__ import annotations

from msgspec import Struct, field

from newsgrep.article import Article
from newsgrep.remarks import Remark


class Unreadable(Struct, frozen=True):
    """A file or a record that could not be read, and the reason in a few words.

    path:   the file, as the index stores paths
    line:   1-based line in the file, or in the member of an archive; 0 if unknown
    member: the name of the member where the file is an archive, else empty
    rest_is_lost: whether nothing that comes after it in the file, or in the member, was read either
    """

    path: str
    reason: str
    line: int = 0
    member: str = ""
    rest_is_lost: bool = False


class UnreadDate(Struct, frozen=True):
    """A date that was not understood: its article is indexed without it.

    path, line, member: where the article is, as in Unreadable
    text:         what stands there
    is_ambiguous: whether it is a date, with several readings
    """

    path: str
    text: str
    line: int = 0
    member: str = ""
    is_ambiguous: bool = False

    def as_problem(self) -> Unreadable:
        """Return what to report about it."""
        why = "is ambiguous: day or month first" if self.is_ambiguous else "is not understood"
        return Unreadable(self.path, f'no date: "{self.text}" {why}', self.line, self.member)


class GuessedEncoding(Struct, frozen=True):
    """An encoding in which texts of a file were read, and which neither the file nor the user names.

    texts: how many; a table or a file of JSON is one
    """

    path: str
    encoding: str
    texts: int


#: In place of a suffix: a pipe, a socket, a link or a device.
SPECIAL = "special file"

#: The same for a link that is not followed, and for files that the kernel makes, such as those of /proc.
LINK, SYSTEM = "link", "system file"

#: The same for the folder of another index, and for one to which newsgrep exported originals.
INDEX, EXPORT = "index", "export"


#: In place of the path of a source: articles that a program added, which are in no file.
FROM_PROGRAM_ALONE = "added by a program"


class Skipped(Struct, frozen=True):
    """A file or a member of an archive that is not read because of its suffix (in lower case)."""

    path: str
    suffix: str


class IndexReport(Struct):
    """What an index run changed. Counts are numbers of articles unless another unit is given.

    renamed:    articles that are the same as before in a file that has another path now
    tags_problem: why the tags of a line follow no article; empty if all can be read
    new_keys:   of the articles that were to be followed, by the keys that they had, as they are stored; empty
                where another article has the key, and this one is gone
    unreadable: files and records that could not be read
    known:      how many of these an earlier run has reported, and they are as they were
    gone:       those of these that are not there, so that the index has no record of them
    skipped:    number of files that newsgrep does not read, by suffix
    read_bytes: size of the files that were read
    seconds:    wall time
    total:      articles in the index after the run
    dry_run:    whether the run only reports what it would do
    duplicates: articles that are left out because an article of the index is the same
    formats:    number of files (or members of archives) that were read, by the label of their format
    unmet:      keys that were named for a field and that no record has, by field
    keys:       the keys of one record, to compare with `unmet`
    examples:   the path of one skipped file, by suffix
    remembered: the flags of sources that are read with options of an earlier run, by path
    known_as:   paths that were named, and that a source holds under another one, which is used
    excluded:   number of files that are in the index, and that the globs leave out now
    excluded_articles, excluded_example: articles of these in the index, and the path of one such file
    outside:    paths of links that were followed out of what was named
    undated:    articles whose date was not understood
    unread_dates: these dates, of a file of very many not all
    date_orders: the orders of day and month that dates proved, each with the first file, the date in it that
                did, and the number of such files
    remarks:    what to know of articles that were read all the same, each once
    withdrawn:  articles that are left out because they were deleted by hand
    has_lost_times: whether an index was rebuilt of which cannot be read when its articles came
    dropped:    articles that the index had before it was rebuilt and has no more, by the path of their source
    vectors:    vectors that were made of articles, by the model of the index
    without_vector, vectors_problem: articles that still lack one, and why; empty if none does
    unstemmed:  of a new index in the usual language, another one in whose script many words are
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

    path:       as the index stores it: relative to the folder that holds the index, below it
    files:      number of files at the path and below it, in the index
    articles:   number of their articles that are stored
    options:    how it is read, as flags of `newsgrep index`
    is_missing: whether it is not there now
    """

    path: str
    files: int
    articles: int
    options: str
    is_missing: bool


class TextVersion(Struct, frozen=True):
    """A text of an article, or of another one with its address.

    key:     of the article, as it is shown
    article: as it was; None if it was not kept
    since:   when this text was first indexed, in seconds since 1970
    """

    key: str
    article: Article | None
    since: int


class EngineStats(Struct, frozen=True):
    """The contents and the state of an index, as its engine knows them.

    index:       its folder or its address
    language:    the language of stemming, `none` if words are not stemmed
    size:        bytes on disk
    first_day, last_day: ISO days, empty if no article has a date
    undated:     number of articles without a date
    top_authors: the authors with the most articles, and these numbers
    model:       the folder of the model that articles have vectors of; empty if there is none
    vectors:     number of articles that have one
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
    """The contents and the state of an index, with what the catalog knows.

    files:      number of files that the articles came from
    unreadable: files and records that could not be read
    guessed:    files that were read in an encoding that was guessed, by path
    duplicates: number of articles that are left out because another article is the same
    """

    files: int
    unreadable: list[Unreadable]
    guessed: list[GuessedEncoding] = field(default_factory=list)
    duplicates: int = 0
