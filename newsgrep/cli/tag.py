"""newsgrep tag: give tags to articles, remove them, and list them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsgrep.cli.named_articles import named_keys
from newsgrep.cli.outcome import Outcome
from newsgrep.cli.query_flags import QUERY_THEMES, one_query_flags, request_of
from newsgrep.cli.shared_options import index_option
from newsgrep.cli.short_flags import QueryCommand
from newsgrep.cli.standard_streams import notify
from newsgrep.cli.table_flags import ListOutput, object_flags, report_nothing
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
  newsgrep tag read,later ganja missile     two tags for all hits of a query
  newsgrep tag --remove later tag:later     remove a tag from all articles
  newsgrep search 'tag:read -tag:quote'     articles with one tag, not another
  newsgrep tag                              the tags, with numbers of articles
  newsgrep tag --rename quote quotes
  newsgrep search --fields key ganja | fzf -m | newsgrep tag quote -""",
)
@click.argument("tags", metavar="[TAG[,TAG]]", required=False)
@one_query_flags
@click.option("--remove", is_flag=True, help="Remove the tags from the articles.")
@click.option("--rename", nargs=2, metavar="TAG NEW", help="Rename a tag; if NEW exists, join the two.")
@click.option("--lost", is_flag=True, help="List the tagged keys that belong to no article of the index.")
@click.option("--dry-run", is_flag=True, help="Say how many articles would change, and change nothing.")
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

    In a query, `tag:quote` finds the articles with a tag, and `has:tag` those with any tag; hits show their
    tags. A tag consists of letters, digits and - _ . /; capitals make no difference. If every word after TAG
    is the key of an article, tag tags these articles. If no word is a key, the words are a query, and tag
    tags what it finds. `-` reads keys from standard input.

    The tags are in newsgrep-tags.tsv beside the index, a file that you can edit: a line has a tag and a key.
    """
    from newsgrep.index import open_index
    from newsgrep.search.tags import unknown_hint

    output = ListOutput(json=json, jsonl=jsonl)
    _check(tags, rename, lost, changes=remove or dry_run, has_query=any(typed.values()))
    if output.objects is not None and (tags or rename):
        raise UsageError("--json and --jsonl go with --lost, and with the list of tags", "leave them out")
    with open_index(index) as archive:
        if rename:
            renamed = archive.rename_tag(*rename)
            notify(f"renamed {rename[0]} to {rename[1]} on {count(renamed, 'article')}")
            return Outcome.FOUND
        if lost:
            return _list_lost(archive, output)
        if tags is None:
            return _list(archive, output)
        names = _names(tags)
        found, number = _find_articles(archive, index, typed, remove=remove)
        if not number:
            return Outcome.NOTHING
        changed = archive.tag(found, () if remove else names, remove=names if remove else (), dry_run=dry_run)
        known = archive.tags() if remove and not changed else names
    _report(names, number, changed, remove=remove, dry_run=dry_run)
    unknown = (name for name in names if name not in known)
    notify(*(f"no article has the tag {name}; {unknown_hint(name, known)}" for name in unknown))
    return Outcome.FOUND


def _find_articles(
    archive: Index, index: Path | None, typed: dict[str, Any], *, remove: bool
) -> tuple[Iterable[str | Hit], int]:
    """Return the articles that keys or a query name, and how many they are; say why if there are none.

    Raises UsageError without keys and a query.
    """
    from newsgrep.search.request import parse_request

    if not any(typed.values()):
        command = "newsgrep tag --remove quote" if remove else "newsgrep tag quote"
        raise UsageError("no article is named", f"name keys or a query: {command} ganja; * is every article")
    if keys := _keys(archive, typed, remove=remove):
        return keys, len(keys)
    query = parse_request(request_of(() if index is None else (index,), **typed))
    matching = archive.matching(query)
    notify(*matching.notices)
    if not matching:
        report_nothing(archive, query)
    return matching.stream(), len(matching)


def _check(
    tags: str | None, rename: tuple[str, str] | None, lost: bool, *, changes: bool, has_query: bool
) -> None:
    """Raise UsageError for arguments that do not go together."""
    if (rename or lost) and (tags or changes or has_query or (rename and lost)):
        raise UsageError("--rename and --lost cannot go with a TAG or another flag", "leave the others out")
    if tags is None and (changes or has_query):
        raise UsageError("no tag is named", "newsgrep tag TAG KEY; newsgrep tag alone lists the tags")


def _names(tags: str) -> list[str]:
    """Return the tags in a list with commas. Raises UsageError for an impossible tag."""
    from newsgrep.query.tag_names import tag_name

    return [tag_name(name.strip()) for name in tags.split(",")]


def _keys(index: Index, typed: dict[str, Any], *, remove: bool) -> list[str]:
    """Return the keys that were typed, or that are on standard input; none if the words are a query.

    remove: whether a tag is removed; then keys without an article are taken, too
    """
    lost = index.lost_tags() if remove else {}
    words = typed["words"]
    return list(words) if words and all(word in lost for word in words) else named_keys(index, typed)


def _report(names: Sequence[str], found: int, changed: int, *, remove: bool, dry_run: bool) -> None:
    verb, way = ("remove", "from") if remove else ("add", "to")
    done = f"would {verb}" if dry_run else "removed" if remove else "added"
    rest = count(found - changed, "article")
    had = "had" if not dry_run else "has" if found - changed == 1 else "have"
    same = f"; {rest} {had} {'none' if remove else 'it already'}" if found > changed else ""
    notify(f"{done} {', '.join(names)} {way} {count(changed, 'article')}{same}")


def _list(index: Index, output: ListOutput) -> Outcome:
    tags = index.tags()
    output.table(
        Table(("tag", "articles"), [(name, f"{number:,}") for name, number in tags.items()]),
        ({"tag": name, "articles": number} for name, number in tags.items()),
    )
    if not tags:
        notify("no article has a tag yet: newsgrep tag TAG KEY")
    if lost := len(index.lost_tags()):
        notify(f"{lost:,} of the tagged keys have no article now; --lost lists them")
    return Outcome.FOUND if tags else Outcome.NOTHING


def _list_lost(index: Index, output: ListOutput) -> Outcome:
    lost = [(tag, key) for key, tags in index.lost_tags().items() for tag in tags]
    output.table(Table(("tag", "key"), lost))
    if not lost:
        notify("every tagged key has an article")
    return Outcome.FOUND if lost else Outcome.NOTHING
