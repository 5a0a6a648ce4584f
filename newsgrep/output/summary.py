"""What an index run did, in a few lines for a person."""

from __future__ import annotations

from newsgrep.output.control_characters import one_line
from newsgrep.output.quantities import amount, count, place, size
from newsgrep.results import IndexReport, Unreadable

#: Unreadable things, or reasons why, that have a line of their own, and what of a reason is named.
_MOST_LINES = 20
_MOST_NAMED = 3

#: Bytes a second of which it is told that they were read.
_LEAST_RATE = 1_000

#: Keys of a record that are named, and characters of each.
_MOST_KEYS, _LONGEST_KEY = 20, 30


def summary_lines(report: IndexReport) -> list[str]:
    """Return what was done, how fast, what was left out, and a line for each that could not be read."""
    lines = [_would_do(report) if report.dry_run else _done(report)]
    if report.read_bytes and report.seconds > 0:
        lines.append(_speed(report))
    if report.dry_run and report.formats:
        lines.append(_formats(report.formats))
    if report.skipped:
        lines.append(_skipped(report.skipped))
    return lines + _unreadable_lines(report.unreadable)


def unmet_lines(report: IndexReport) -> list[str]:
    """Return a line for each field whose named keys no record had, and a hint with those of a record."""
    lines = [
        one_line(f"newsgrep: no record has {' or '.join(keys)}, which --map names for {field}")
        for field, keys in report.unmet.items()
    ]
    if lines:
        shown = ", ".join(one_line(key)[:_LONGEST_KEY] for key in report.keys[:_MOST_KEYS])
        lines.append(f"hint: the keys are {shown or 'none'}{', …' if len(report.keys) > _MOST_KEYS else ''}")
    return lines


def unreadable_line(unreadable: Unreadable) -> str:
    """Return the place and the reason of something that could not be read, on one line."""
    return one_line(f"{_where(unreadable)}: {unreadable.reason}")


def _where(unreadable: Unreadable) -> str:
    path, member = unreadable.path, unreadable.member
    return place(f"{path}#{member}" if member else path, unreadable.line)


def _unreadable_lines(unreadable: list[Unreadable]) -> list[str]:
    """Return a line for each that could not be read; for each reason where they are many."""
    if len(unreadable) <= _MOST_LINES:
        return [unreadable_line(one) for one in unreadable]
    by_reason: dict[str, list[Unreadable]] = {}
    for one in unreadable:
        by_reason.setdefault(one.reason, []).append(one)
    groups = sorted(by_reason.items(), key=lambda group: -len(group[1]))
    lines = [_group_line(reason, ones) for reason, ones in groups[:_MOST_LINES]]
    if rest := groups[_MOST_LINES:]:
        number = sum(len(ones) for _, ones in rest)
        lines.append(f"{number:,} more for {count(len(rest), 'other reason')}")
    return [*lines, "newsgrep index --errors FILE writes them all"]


def _group_line(reason: str, ones: list[Unreadable]) -> str:
    first = ", ".join(_where(one) for one in ones[:_MOST_NAMED])
    more = ", …" if len(ones) > _MOST_NAMED else ""
    return one_line(f"{len(ones):,} × {reason}: {first}{more}")


def _done(report: IndexReport) -> str:
    counts = {
        "added": report.added,
        "changed": report.changed,
        "same": report.same,
        "removed": report.removed,
        "renamed": report.renamed,
        "duplicate" if report.duplicates == 1 else "duplicates": report.duplicates,
        "unreadable": len(report.unreadable),
    }
    return ", ".join(f"{number:,} {what}" for what, number in counts.items() if number) or "no articles"


def _would_do(report: IndexReport) -> str:
    counts = {
        "add": report.added,
        "change": report.changed,
        "keep": report.same,
        "remove": report.removed,
        "rename": report.renamed,
    }
    deeds = ", ".join(f"{what} {number:,}" for what, number in counts.items() if number) or "do nothing"
    duplicates = f"; {count(report.duplicates, 'duplicate')}" if report.duplicates else ""
    unreadable = f"; {len(report.unreadable):,} unreadable" if report.unreadable else ""
    return f"would {deeds}{duplicates}{unreadable}"


def _speed(report: IndexReport) -> str:
    articles = (report.added + report.changed + report.renamed) / report.seconds
    read = report.read_bytes / report.seconds
    # Of a few among very many files a rate says nothing.
    rates = [f"{amount(articles)} articles/s"] if articles >= 1 else []
    rates += [f"{size(read)}/s"] if read >= _LEAST_RATE else []
    return f"{', '.join(rates)} in {report.seconds:.1f} s".lstrip()


def _formats(formats: dict[str, int]) -> str:
    kinds = sorted(formats.items(), key=lambda item: (-item[1], item[0]))
    return f"to read: {', '.join(f'{label} {number:,}' for label, number in kinds)}"


def _skipped(skipped: dict[str, int]) -> str:
    total = sum(skipped.values())
    kinds = sorted(skipped.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(f"{one_line(suffix) or 'no suffix'} {number:,}" for suffix, number in kinds)
    return f"left out {count(total, 'file')} of {'another kind' if total == 1 else 'other kinds'}: {listed}"
