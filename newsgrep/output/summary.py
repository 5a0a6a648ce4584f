"""The summary of an index run, in a few lines for the user."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

from newsgrep.analysis.languages import DEFAULT_LANGUAGE, scripts_of
from newsgrep.article import STDIN, key_with_path, split_key
from newsgrep.errors import keys_shown, misfit
from newsgrep.output.control_characters import printable_line
from newsgrep.output.quantities import amount, count, location, size
from newsgrep.output.remarks import remark_lines
from newsgrep.results import EXPORT, FROM_PROGRAM_ALONE, INDEX, LINK, SPECIAL, SYSTEM, IndexReport, Unreadable
from newsgrep.search.shown_paths import with_shown_paths

#: Most lines on unreadable items: one for each item, or for each reason if there are more items. Most items
#: to name for a reason.
_MAX_LINES = 20
_MAX_NAMED = 3

#: The text between the reason and the name of an entry of a feed or a web archive.
_ENTRY = ": entry "

#: Bytes a second below which a rate is not printed.
_MIN_RATE = 1_000

#: How many characters of a date are shown.
_MAX_DATE = 40

#: Kinds of folders that are left out as a whole, and the words for them.
_FOLDERS = {INDEX: "of other indexes", EXPORT: "that newsgrep exported (name one to index it)"}

#: Programs that print the text of kinds of binary files, as users write them behind --filter.
_CONVERTERS = {
    ".doc": "antiword %",
    ".ppt": "catppt %",
    ".pptx": "markitdown %",
    ".odp": "markitdown %",
    ".djvu": "djvutxt %",
    ".wpd": "wpd2text %",
}

_ORDERS = {"dmy": "day", "mdy": "month", "ymd": "year"}


def summary_lines(report: IndexReport, shown: Callable[[str], str] = str) -> list[str]:
    """Return the counts, the speed, the files that were left out, and the items that could not be read.

    shown: returns a stored path as a path from the current folder
    """
    lines = [_planned(report) if report.dry_run else _done(report)]
    if report.read_bytes and report.seconds > 0:
        lines.append(_speed(report))
    if report.dry_run and report.formats:
        lines.append(_formats(report.formats))
    if report.dry_run:
        lines += [_date_order(order, *proved, shown) for order, proved in report.date_orders.items()]
    if report.undated:
        lines.append(_unread_dates(report))
    lines += _folders(report, shown)
    if any(number for kind, number in report.skipped.items() if kind not in _FOLDERS):
        lines.append(_skipped(report, shown))
    lines += _remembered(report, shown)
    if report.excluded:
        lines.append(_excluded(report, shown))
    if report.outside:
        first = printable_line(shown(report.outside[0]))
        links = count(len(report.outside), "link")
        more = ", …" if len(report.outside) > 1 else ""
        lines.append(f"followed {links} out of the named paths: {first}{more} (or --no-follow)")
    if report.withdrawn:
        articles = count(report.withdrawn, "article")
        was = "was" if report.withdrawn == 1 else "were"
        lines.append(f"left out {articles} that {was} deleted before (newsgrep delete --list)")
    lines += _rebuilt(report, shown)
    lines += _vectors(report)
    lines += _unstemmed(report)
    lines += remark_lines(with_shown_paths(report.remarks, shown))
    return lines + unreadable_lines(with_shown_paths(report.unreadable, shown))


def tags_lines(report: IndexReport) -> list[str]:
    """Return a line if some tags did not follow their articles, as a line of the tags file is unreadable."""
    problem = report.tags_problem
    return (
        [printable_line(f"newsgrep: some tags did not follow their articles: {problem}")] if problem else []
    )


def unmatched_lines(report: IndexReport) -> list[str]:
    """Return a line for each field whose --map keys no record has, and a hint with the keys of a record."""
    lines = [f"newsgrep: {misfit({field: keys})}" for field, keys in report.unmet.items()]
    lines += [f"hint: {keys_shown(report.keys)}"] if lines else []
    return list(map(printable_line, lines))


def unreadable_line(item: Unreadable) -> str:
    """Return the location and the reason of an unreadable file or record, and what converts it."""
    suffix = Path(item.path).suffix.lower()
    hint = f" (--filter {_filter(suffix)} converts {suffix})" if suffix in _CONVERTERS else ""
    return printable_line(f"{_location(item)}: {item.reason}{hint}")


def _filter(suffix: str) -> str:
    return shlex.quote(f"{suffix[1:]}:{_CONVERTERS[suffix]}")


def _location(item: Unreadable) -> str:
    return location(item.path, item.line, item.member)


def unreadable_lines(items: list[Unreadable]) -> list[str]:
    """Return a line for each unreadable item, or for each reason where there are many items."""
    if len(items) <= _MAX_LINES:
        return [unreadable_line(item) for item in items]
    by_reason: dict[str, list[str]] = {}
    for item in items:
        reason, entry, name = item.reason.partition(_ENTRY)
        by_reason.setdefault(reason, []).append(f"{_location(item)}{entry[1:]}{name}")
    groups = sorted(by_reason.items(), key=lambda group: -len(group[1]))
    lines = [_group_line(reason, group) for reason, group in groups[:_MAX_LINES]]
    if rest := groups[_MAX_LINES:]:
        number = sum(len(group) for _, group in rest)
        lines.append(f"{number:,} more for {count(len(rest), 'other reason')}")
    return [*lines, "newsgrep index --errors FILE lists them all"]


def _group_line(reason: str, items: list[str]) -> str:
    first = ", ".join(items[:_MAX_NAMED])
    more = ", …" if len(items) > _MAX_NAMED else ""
    return printable_line(f"{len(items):,} × {reason}: {first}{more}")


def _done(report: IndexReport) -> str:
    counts = {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.same,
        "removed": report.removed,
        "renamed": report.renamed,
        "duplicate" if report.duplicates == 1 else "duplicates": report.duplicates,
        "unreadable": len(report.unreadable),
    }
    return ", ".join(f"{number:,} {what}" for what, number in counts.items() if number) or "no articles"


def _planned(report: IndexReport) -> str:
    counts = {
        "add": report.added,
        "change": report.changed,
        "keep": report.same,
        "remove": report.removed,
        "rename": report.renamed,
    }
    changes = ", ".join(f"{verb} {number:,}" for verb, number in counts.items() if number) or "do nothing"
    duplicates = f"; {count(report.duplicates, 'duplicate')}" if report.duplicates else ""
    unreadable = f"; {len(report.unreadable):,} unreadable" if report.unreadable else ""
    return f"would {changes}{duplicates}{unreadable}"


def _speed(report: IndexReport) -> str:
    articles = (report.added + report.changed + report.renamed) / report.seconds
    read = report.read_bytes / report.seconds
    # A rate is not printed if a run found only few new files among many unchanged ones.
    rates = [f"{amount(articles)} articles/s"] if articles >= 1 else []
    rates += [f"{size(read)}/s"] if read >= _MIN_RATE else []
    return (
        f"read {size(report.read_bytes)} in {report.seconds:.1f} s{': ' if rates else ''}{', '.join(rates)}"
    )


def _vectors(report: IndexReport) -> list[str]:
    made = [f"made {count(report.vectors, 'vector')} for --meaning"] if report.vectors else []
    if not report.without_vector:
        return made
    lacking = count(report.without_vector, "article")
    return [*made, printable_line(f"{lacking} without a vector for --meaning: {report.vectors_problem}")]


def _unstemmed(report: IndexReport) -> list[str]:
    if not report.unstemmed:
        return []
    script, language = scripts_of(report.unstemmed)[0], report.unstemmed.capitalize()
    return [
        f"many words are in {script} letters, and a search finds them only in the form that is typed; "
        f"to find all forms of {language} words: newsgrep index --rebuild "
        f"--language {DEFAULT_LANGUAGE},{report.unstemmed} PATH"
    ]


def _formats(formats: dict[str, int]) -> str:
    labels = sorted(formats.items(), key=lambda item: (-item[1], item[0]))
    return f"formats: {', '.join(f'{label} {number:,}' for label, number in labels)}"


def _date_order(order: str, name: str, proof: str, number: int, shown: Callable[[str], str]) -> str:
    """Return a line on the order of day and month in one or more files, and the date that proves it."""
    name = key_with_path(name, shown(split_key(name)[0]))
    more = f" and {count(number - 1, 'other file')}" if number > 1 else ""
    reason = f", as {printable_line(proof)} there shows" if proof else ""
    return f"dates of {printable_line(name)}{more} are read {_ORDERS[order]} first{reason}"


def _unread_dates(report: IndexReport) -> str:
    """Return how many dates were not understood, with an example: an ambiguous date, if there is one."""
    dates = sorted(report.unread_dates, key=lambda date: not date.is_ambiguous)
    hint = "; --errors FILE lists them"
    if dates and dates[0].is_ambiguous:
        hint = "; --dates dmy or mdy"
    example = f", for example {printable_line(dates[0].text)[:_MAX_DATE]}" if dates else ""
    return f"{count(report.undated, 'date')} not understood{example}{hint}"


def _folders(report: IndexReport, shown: Callable[[str], str]) -> list[str]:
    """Return a line for each kind of folders that were left out as a whole."""
    return [
        f"left out {count(number, 'folder')} {wording}: {printable_line(shown(report.examples[kind]))}"
        + (", …" if number > 1 else "")
        for kind, wording in _FOLDERS.items()
        if (number := report.skipped.get(kind, 0))
    ]


def _skipped(report: IndexReport, shown: Callable[[str], str]) -> str:
    """Return how many files of other kinds were left out, and how to index them."""
    kinds = {kind: number for kind, number in report.skipped.items() if number and kind not in _FOLDERS}
    ordered = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    total = sum(kinds.values())
    if total == 1:
        path = next((path for kind, path in report.examples.items() if kind not in _FOLDERS), "")
        text = f"left out 1 file of another kind: {printable_line(shown(path)) if path else ordered[0][0]}"
    else:
        listed = ", ".join(f"{printable_line(kind) or 'no suffix'} {number:,}" for kind, number in ordered)
        text = f"left out {total:,} files of other kinds: {listed}"
    ways = _ways_to_index(
        [kind for kind, _ in ordered], report.examples, shown, one="it" if total == 1 else "one"
    )
    return f"{text} ({'; '.join(ways)})" if ways else text


def _ways_to_index(
    kinds: Sequence[str], examples: dict[str, str], shown: Callable[[str], str], one: str
) -> list[str]:
    """Return what indexes files of these kinds, the most frequent first: a command, options.

    A binary file has no text for a command that names it: it needs a program that prints its text.
    """
    readable = [kind for kind in kinds if kind not in (SPECIAL, LINK, SYSTEM)]
    texts = [kind for kind in readable if kind not in _CONVERTERS]
    example = next((examples[kind] for kind in texts if kind in examples), "")
    ways = []
    if example and "#" not in example:
        ways.append(f"to index {one}: newsgrep index {shlex.quote(printable_line(shown(example)))}")
    elif texts:  # a member of an archive has no path of its own
        ways.append("--include GLOB indexes the files that match, of any kind")
    if converter := next((kind for kind in readable if kind in _CONVERTERS), ""):
        ways.append(f"--filter {_filter(converter)} converts {converter}")
    elif one == "one" and example and "#" not in example:
        ways.append("--filter converts a kind")
    return ways


def _remembered(report: IndexReport, shown: Callable[[str], str]) -> list[str]:
    """Return a line for each named path that is indexed under another name, and for remembered options."""
    lines = [
        printable_line(f"{named} is {shown(path)}, which is indexed already")
        for named, path in report.known_as.items()
    ]
    for path, flags in list(report.remembered.items())[:_MAX_NAMED]:
        how = f"with {flags}" if flags else "without options"
        lines.append(printable_line(f"{shown(path)} as before: {how}"))
    if more := len(report.remembered) - _MAX_NAMED:
        lines += [f"{more:,} more as before; newsgrep sources lists them"] * (more > 0)
    return lines


def _excluded(report: IndexReport, shown: Callable[[str], str]) -> str:
    articles, files = count(report.excluded_articles, "article"), count(report.excluded, "file")
    stay = "stays" if report.excluded_articles == 1 else "stay"
    are = "is" if report.excluded == 1 else "are"
    return (
        f"{articles} of {files} that {are} left out now {stay} in the index, as of "
        f"{printable_line(shown(report.excluded_example))} (--delete-excluded removes them)"
    )


def _rebuilt(report: IndexReport, shown: Callable[[str], str]) -> list[str]:
    """Return lines on sources that a rebuild no longer indexes, and on times that it could not keep."""
    lines = [f"no longer indexed: {_dropped(report.dropped, shown)}"] if report.dropped else []
    if report.has_lost_times:
        lines.append("the former index cannot be read: for added: and newsgrep new, all articles came now")
    return lines


def _dropped(dropped: dict[str, int], shown: Callable[[str], str]) -> str:
    names = {STDIN: "piped in", FROM_PROGRAM_ALONE: FROM_PROGRAM_ALONE}
    listed = [
        printable_line(f"{names.get(path) or shown(path)} ({count(number, 'article')})")
        for path, number in dropped.items()
    ]
    rest = sum(list(dropped.values())[_MAX_LINES:])
    more = [f"others ({count(rest, 'article')})"] if rest else []
    return ", ".join(listed[:_MAX_LINES] + more)
