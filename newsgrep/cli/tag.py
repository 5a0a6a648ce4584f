"""newsgrep tag: names that the user gives to articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.named_articles import keys_typed, with_standard_input
from newsgrep.cli.options import index_option
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.tables import (
    ListOutput,
    object_flags,
    object_writer,
    refuse_file,
    report_nothing,
    take_query,
)
from newsgrep.errors import UsageError
from newsgrep.output.quantities import count
from newsgrep.output.tables import Table

if TYPE_CHECKING:
    from newsgrep.index import Index
    from newsgrep.results import Hit


@click.command(
    "tag",
    cls=QueryCommand,
    themes=QUERY_THEMES,
    epilog="""\b
Examples:
  newsgrep tag quote corpus/010_ganja-missile-strike.txt   by its key
  newsgrep tag read,later ganja missile     all that a query finds, two tags
  newsgrep tag --remove later tag:later     take one off
  newsgrep search 'tag:read -tag:quote'     what has one tag, and not another
  newsgrep tag                              the tags, with numbers of articles
  newsgrep tag --rename quote quotes
  newsgrep search --fields key ganja | fzf -m | newsgrep tag quote -""",
)
@click.argument("tags", metavar="[TAG[,TAG]]", required=False)
@one_query_flags
@click.option("--remove", is_flag=True, help="Take the tags off.")
@click.option("--rename", nargs=2, metavar="TAG NEW", help="Give a tag another name, or make it one with it.")
@click.option("--lost", is_flag=True, help="List what the file tags and the index does not have.")
@click.option("--dry-run", is_flag=True, help="Say how many articles there are, and change nothing.")
@object_flags
@index_option
def command(
    tags: str | None,
    *,
    index: Path | None,
    remove: bool,
    rename: tuple[str, str] | None,
    lost: bool,
    dry_run: bool,
    json: bool,
    jsonl: bool,
    **typed: Any,
) -> Outcome:
    """Give tags to articles, by their keys or by a query; without a TAG, list the tags.

    `tag:quote` in a query finds the articles with a tag, `has:tag` those with any, and hits show their tags.
    A tag has letters, digits and - _ . / in it; capitals make no difference. If every word after TAG is the
    key of an article, these are tagged; if none is, they are a query. `-` reads keys from standard input.

    The tags are in newsgrep-tags.tsv beside the index, a line with tag and key each, to edit and to keep.
    """
    from newsgrep.index import open_index

    output = ListOutput(object_writer(json=json, jsonl=jsonl))
    refuse_file(typed, "tag")
    _check(tags, rename, lost, changes=remove or dry_run, has_query=any(typed.values()))
    if output.objects is not None and (tags or rename):
        raise UsageError("--json and --jsonl go with --lost, and with the list of tags", "leave them out")
    with open_index(index) as archive:
        if rename:
            renamed = archive.rename_tag(*rename)
            notify(f"{rename[0]} is {rename[1]} now, of {count(renamed, 'article')}")
            return Outcome.FOUND
        if lost:
            return _list_lost(archive, output)
        if tags is None:
            return _list(archive, output)
        names = _names(tags)
        found: Iterable[str | Hit] = ()
        number = 0
        if not any(typed.values()):
            raise UsageError(
                "no article is named", "name keys or a query: newsgrep tag quote ganja; * is every article"
            )
        if typed["words"] and not typed["queries"]:
            found = _typed(archive, typed["words"], remove=remove)
            number = len(found)
        if not number:
            query = take_query(typed, () if index is None else (index,), "tag")
            matching = archive.matching(query)
            notify(*matching.notices)
            found, number = matching.stream(), len(matching)
            if not number:
                return report_nothing(archive, query)
        changed = archive.tag(found, () if remove else names, remove=names if remove else (), dry_run=dry_run)
    _report(names, number, changed, remove=remove, dry_run=dry_run)
    return Outcome.FOUND


def _check(
    tags: str | None, rename: tuple[str, str] | None, lost: bool, *, changes: bool, has_query: bool
) -> None:
    """Raise UsageError for arguments of which some would have no meaning."""
    if (rename or lost) and (tags or changes or has_query or (rename and lost)):
        raise UsageError("--rename and --lost stand alone", "leave TAG and the other flags out")
    if tags is None and (changes or has_query):
        raise UsageError("no tag is named", "newsgrep tag TAG KEY; newsgrep tag alone lists the tags")


def _names(tags: str) -> list[str]:
    """Return the names of tags. Raises UsageError for one that cannot be."""
    from newsgrep.query.tag_names import tag_name

    return [tag_name(name.strip()) for name in tags.split(",")]


def _typed(index: Index, words: Sequence[str], *, remove: bool) -> list[str]:
    """Return the keys that were typed, or are on standard input; none where the words are a query.

    remove: take keys of no article, too, from which a tag can be removed
    """
    lost = index.lost_tags() if remove else {}
    if "-" in words:
        keys = list(dict.fromkeys(with_standard_input(words)))
        if not keys:
            hint = "newsgrep search --fields key prints keys"
            raise UsageError("no article was named on standard input", hint)
    else:
        keys = list(words) if all(word in lost for word in words) else keys_typed(index, words)
    return keys


def _report(names: Sequence[str], found: int, changed: int, *, remove: bool, dry_run: bool) -> None:
    done = "take {} from {}" if remove else "give {} to {}"
    done = f"would {done}" if dry_run else "took {} from {}" if remove else "gave {} to {}"
    rest = count(found - changed, "article")
    had = "had" if not dry_run else "has" if found - changed == 1 else "have"
    same = f"; {rest} {had} {'none' if remove else 'it already'}" if found > changed else ""
    notify(f"{done.format(', '.join(names), count(changed, 'article'))}{same}")


def _list(index: Index, output: ListOutput) -> Outcome:
    tags = index.tags()
    output.table(
        Table(("tag", "articles"), [(name, f"{number:,}") for name, number in tags.items()]),
        ({"tag": name, "articles": number} for name, number in tags.items()),
    )
    if not tags:
        notify("no article has a tag yet: newsgrep tag TAG KEY")
    if lost := len(index.lost_tags()):
        notify(f"{lost:,} of the tagged keys are of no article now; --lost lists them")
    return Outcome.FOUND if tags else Outcome.NOTHING


def _list_lost(index: Index, output: ListOutput) -> Outcome:
    lost = [(tag, key) for key, tags in index.lost_tags().items() for tag in tags]
    output.table(Table(("tag", "key"), lost))
    if not lost:
        notify("every tagged key is that of an article")
    return Outcome.FOUND if lost else Outcome.NOTHING
