"""What an index run did, in a few lines for a person."""

from __future__ import annotations

from newsgrep.printers.controls import one_line
from newsgrep.printers.quantities import amount, count, place, size
from newsgrep.results import IndexReport, Unreadable


def summary_lines(report: IndexReport) -> list[str]:
    """Return what was done, how fast, what was left out, and a line for each that could not be read."""
    lines = [_would_do(report) if report.dry_run else _done(report)]
    if report.read_bytes and report.seconds > 0:
        lines.append(_speed(report))
    if report.skipped:
        lines.append(_skipped(report.skipped))
    return lines + [unreadable_line(one) for one in report.unreadable]


def unreadable_line(unreadable: Unreadable) -> str:
    """Return the place and the reason of something that could not be read, on one line."""
    return one_line(f"{place(unreadable.path, unreadable.line)}: {unreadable.reason}")


def _done(report: IndexReport) -> str:
    counts = {
        "added": report.added,
        "changed": report.changed,
        "same": report.same,
        "removed": report.removed,
        "renamed": report.renamed,
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
    unreadable = f"; {len(report.unreadable):,} unreadable" if report.unreadable else ""
    return f"would {deeds}{unreadable}"


def _speed(report: IndexReport) -> str:
    articles = report.added + report.changed + report.renamed
    rates = [f"{amount(articles / report.seconds)} articles/s"] if articles else []
    rates.append(f"{size(report.read_bytes / report.seconds)}/s")
    return f"{', '.join(rates)} in {report.seconds:.1f} s"


def _skipped(skipped: dict[str, int]) -> str:
    total = sum(skipped.values())
    kinds = sorted(skipped.items(), key=lambda item: (-item[1], item[0]))
    listed = ", ".join(f"{one_line(suffix) or 'no suffix'} {number:,}" for suffix, number in kinds)
    return f"left out {count(total, 'file')} of {'another kind' if total == 1 else 'other kinds'}: {listed}"
