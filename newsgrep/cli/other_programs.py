"""What other programs call the commands, flags and values of newsgrep, for the hints of errors."""

from __future__ import annotations

from collections.abc import Mapping


def _by_word(words: Mapping[str, str]) -> dict[str, str]:
    """Return for each of the listed words the text that it is listed with."""
    return {word: text for text, listed in words.items() for word in listed.split()}


#: Commands of newsgrep by the names of other programs.
COMMANDS = _by_word(
    {
        "index": "add build create init reindex update",
        "search": "find grep query",
        "search -c": "count",
        "show": "cat get print read view",
        "delete": "remove rm",
        "sources": "list ls",
        "tag": "annotate label mark tags",
        "status": "info stats",
        "verify": "check fsck",
        "diff": "history versions",
        "--version": "version",
    }
)

#: Hints for flags of grep, ripgrep, git, ls and notmuch that no command with a query has.
QUERY_FLAGS = _by_word(
    {
        'use NOT: newsgrep search "ganja NOT missile"': "-v -L --invert-match --files-without-match --not",
        "a search looks through the whole index; newsgrep index FOLDER adds a folder to it": (
            "-r -R --recursive --directory"
        ),
        "newsgrep kwic prints each match with a few words around it": "-o --only-matching",
        "newsgrep search -C N shows N sentences before and after a match": (
            "-A -B --after-context --before-context"
        ),
        "an expression for a word has a slash on each side: newsgrep search /gan.a/": (
            "-E -G -P --extended-regexp --basic-regexp --perl-regexp --pcre2 --regexp --regex"
        ),
        "newsgrep search -n N prints the first N hits": (
            "--max-count --max --first --num --number --max-results --top"
        ),
        "newsgrep search -n 10 --offset 10 prints the second ten": "--skip --page",
        "write it in the query: path:'wire/*', or -path:'wire/*' to leave files out": (
            "-g --glob --iglob --include --exclude"
        ),
        "write it in the query: format:eml; newsgrep help formats lists them": "-t --type",
        "a search ignores case, except in caps(Apple)": (
            "-s -S --case-sensitive --smart-case --case --match-case"
        ),
        """write it in the query: '"missile attack"' is a phrase, =missiles this spelling only""": (
            "-x --line-regexp --phrase --exact"
        ),
        "write it in the query: a AND b, a OR b, a W/5 b, missle~1; newsgrep help query explains them": (
            "--and --or --within --near --fuzzy"
        ),
        "newsgrep search --sort=-date begins with the newest, --sort date with the oldest": (
            "--order --order-by --reverse --newest --latest --oldest"
        ),
        "-l prints paths, --fields key,date,title these fields, --json all: newsgrep help output": (
            "--output --oneline --files --pretty --heading --no-heading --line-number --no-filename"
            " --with-filename -H -p"
        ),
    }
)

#: Hints for flags of search, for other commands with a query, which lack them.
SEARCH_FLAGS = {
    "-n": "newsgrep search has -n; this command uses all matches, and | head cuts its output",
    "-l": "newsgrep search -l prints the paths of the files",
    "-c": "newsgrep search -c prints how many articles match",
}

#: Hints for flags that a similar command of other programs has, by our command and the flag.
FLAGS_OF_COMMAND = {
    (command, flag): hint
    for command, flags, hint in (
        ("index", "-r -R --recursive", "a folder is read with all that is below it: newsgrep index FOLDER"),
        (
            "index",
            "--update --refresh --force",
            "newsgrep index reads what changed; --checksum compares bytes, --rebuild makes a new index",
        ),
        ("tag", "-d --delete", "newsgrep tag --remove NAME QUERY takes a tag off"),
        ("tag", "-l --list", "newsgrep tag alone lists the tags"),
        ("saved", "-d --delete", "newsgrep saved --remove NAME removes one"),
        ("sources", "-d --delete", "newsgrep sources --remove PATH removes one"),
        ("facets", "-n", "--top N prints the N most frequent values"),
        ("terms", "-n", "--top N prints the first N terms"),
        ("names", "-n", "--top N prints the first N names"),
        ("program", "-V -v", "newsgrep --version shows the version"),
    )
    for flag in flags.split()
}

#: Values of options by the words of other programs.
VALUES = _by_word(
    {
        "-date": "newest newest-first latest recent date-desc date:desc desc",
        "date": "oldest oldest-first date-asc date:asc asc",
        "relevance": "score rank best",
        "key": "path file name",
        "markdown": "md text txt",
        "html": "pdf docx odt htm doc page",
        "excel": "xlsx xls ods",
        "bibtex": "bib",
        "csl-json": "csl zotero",
    }
)
