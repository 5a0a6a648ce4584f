"""The tables of the catalog, and their indexes.

newsgrep refuses a catalog whose statements differ from these. SQLite stores the comments with the statements:
do not reword them.
"""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,     -- the same for all versions of a file
    path BLOB NOT NULL,        -- UTF-8, empty for standard input, which comes before all files
    origin INTEGER NOT NULL,   -- FROM_FILE, FROM_STDIN or FROM_PROGRAM
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL, -- UNSETTLED where the file may change again within one tick of its clock
    digest BLOB NOT NULL,      -- of its bytes
    options TEXT NOT NULL,     -- how it was read, as ReadOptions.mark has it
    keeps INTEGER NOT NULL,    -- whether its articles are stored though they are duplicates
    stored INTEGER NOT NULL,   -- the number of its articles in the index
    duplicates INTEGER NOT NULL,
    notes TEXT,                -- JSON: what was not read of it
    ctime_ns INTEGER,          -- time of the last change of the file or its properties, NULL for unknown
    came INTEGER NOT NULL,
    checksum INTEGER NOT NULL, -- of the columns from file to came, see row_checksum
    gone INTEGER
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,  -- its place among the articles of the file
    name BLOB NOT NULL,        -- of its record in UTF-8, empty for a file that is one article
    digest BLOB NOT NULL,      -- of the encoded article
    address INTEGER,           -- fingerprints, see fingerprints.py, NULL for none
    text INTEGER,
    duplicate INTEGER NOT NULL,
    added INTEGER NOT NULL,    -- when it was first indexed, and last changed, in seconds since 1970
    changed INTEGER NOT NULL,
    came INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    gone INTEGER
);
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL,        -- of a file or folder that was named to be indexed, as in files
    options TEXT NOT NULL,     -- JSON: how it was read, as remembered.py has it
    added INTEGER NOT NULL,    -- when it was first indexed, in seconds since 1970
    came INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    gone INTEGER
);
"""

#: Tables that are made when they are first needed: a catalog may have them or not.
WITHDRAWN = """
CREATE TABLE withdrawn (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL,        -- of the file of an article that was deleted, as in files
    name BLOB NOT NULL,        -- these as in articles
    digest BLOB NOT NULL,
    address INTEGER,
    text INTEGER,
    withdrawn INTEGER NOT NULL, -- when, in seconds since 1970
    came INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    gone INTEGER
);
CREATE INDEX withdrawn_by_path ON withdrawn(path, name);
CREATE INDEX withdrawn_by_address ON withdrawn(address) WHERE address IS NOT NULL;
CREATE INDEX withdrawn_by_text ON withdrawn(text) WHERE text IS NOT NULL;
"""

CORRECTIONS = """
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL,        -- of the file of an article whose text was replaced, as in files
    name BLOB NOT NULL,        -- as in articles
    article BLOB NOT NULL,     -- as it was, encoded and compressed, empty if that is not kept
    since INTEGER NOT NULL,    -- when this text came, and was replaced, in seconds since 1970
    replaced INTEGER NOT NULL,
    came INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    gone INTEGER
);
CREATE INDEX corrections_by_path ON corrections(path, name);
"""

ARRIVALS = """
CREATE TABLE arrivals (
    id INTEGER PRIMARY KEY,
    path BLOB NOT NULL,        -- of the file of an article that was deleted, as in files
    name BLOB NOT NULL,        -- these as in articles
    text INTEGER,
    added INTEGER NOT NULL,
    came INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    gone INTEGER
);
CREATE INDEX arrivals_by_path ON arrivals(path, name);
CREATE INDEX arrivals_by_text ON arrivals(text) WHERE text IS NOT NULL;
"""

FILE_GROUPS = """
CREATE TABLE file_groups (
    first BLOB PRIMARY KEY,    -- paths of the first and the last file, as in files
    last BLOB NOT NULL,
    digest BLOB NOT NULL,      -- of the names, sizes and times of all its files
    stored INTEGER NOT NULL,   -- the sums of these columns of its files
    duplicates INTEGER NOT NULL,
    checksum INTEGER NOT NULL
) WITHOUT ROWID;
"""

#: The table that an earlier newsgrep made in place of `corrections`. Nobody reads it.
FORMER_TEXTS = """
CREATE TABLE former_texts (
    file INTEGER NOT NULL,
    name BLOB NOT NULL,
    digest BLOB NOT NULL,
    text INTEGER,
    replaced INTEGER NOT NULL, -- seconds since 1970
    came INTEGER NOT NULL
);
CREATE INDEX former_by_name ON former_texts(file, name);
"""

INDEXES = """
CREATE INDEX files_by_path ON files(path);
CREATE INDEX files_by_number ON files(file);
CREATE INDEX files_gone ON files(gone) WHERE gone IS NOT NULL;
CREATE INDEX files_with_notes ON files(id) WHERE notes IS NOT NULL;
CREATE INDEX articles_by_name ON articles(file, name);
CREATE INDEX articles_by_address ON articles(address, duplicate) WHERE address IS NOT NULL;
CREATE INDEX articles_by_text ON articles(text, duplicate) WHERE text IS NOT NULL;
CREATE INDEX articles_gone ON articles(gone) WHERE gone IS NOT NULL;
CREATE INDEX sources_by_path ON sources(path);
"""

#: The columns of FileRow, of ArticleRow and of SourceRow, in their order, and those that every row has.
FILE_COLUMNS = (
    "id, file, path, origin, size, mtime_ns, digest, options, keeps, stored, duplicates, notes, "
    "ctime_ns, came, checksum"
)
ARTICLE_COLUMNS = "id, file, ordinal, name, digest, address, text, duplicate, added, changed, came, checksum"
SOURCE_COLUMNS = "id, path, options, added, came, checksum"


def statements(script: str) -> list[str]:
    """Return the statements of a script, in the form in which SQLite stores them in its schema."""
    return [text.strip() for text in script.split(";") if text.strip()]
