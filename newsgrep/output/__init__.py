"""Printers: how hits, articles and reports look. They print results and never search.

    lines     one unwrapped line per hit, with fields separated by tabs
    paths     the path of each file once
    json      one array with an object for each hit; jsonl: one object per line
    csv, tsv  tables with a header
    markdown  a document for notes and pandoc; html: a page to read and print
    template  a text of the user, with fields filled in
    trec      a run for information retrieval toolkits
    blocks    what a terminal shows; `newsgrep.output.terminal` alone imports rich

`newsgrep.output.styles` has a row for each.
"""

from __future__ import annotations

from newsgrep.output.hit_fields import DESCRIPTIONS, FIELDS, check_fields
from newsgrep.output.styles import STYLES, Output, Printer, Style

__all__ = ["DESCRIPTIONS", "FIELDS", "STYLES", "Output", "Printer", "Style", "check_fields"]
