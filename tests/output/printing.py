"""Printing hits in a style."""

from __future__ import annotations

import io

from newsgrep.output import Output
from newsgrep.results import Hit


def printed(style: str, *hits: Hit, query: str = "", fields: tuple[str, ...] = (), null: bool = False) -> str:
    """Return what a printer makes of some hits."""
    out = io.StringIO()
    printer = Output(style, fields=fields, null=null).printer(out)
    for hit in hits:
        printer.hit(hit, query)
    printer.close()
    return out.getvalue()
