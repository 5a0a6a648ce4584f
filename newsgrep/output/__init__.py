"""Printers: how hits, articles and reports look. They print results and never search.

    lines     one unwrapped line a hit, its fields separated by tabs
    paths     each file once
    json      one array with an object a hit; jsonl the objects alone, one a line
    csv, tsv  tables with a header
    markdown  a document for notes and pandoc; html a page to read and print
    template  text of the user's own with fields filled in
    trec      a run for information retrieval toolkits
    blocks    what a terminal shows; `newsgrep.output.terminal` alone imports rich

`newsgrep.output.styles` has a row for each.
"""

from __future__ import annotations

from newsgrep.output.hit_fields import DESCRIPTIONS, FIELDS, check_fields
from newsgrep.output.styles import STYLES, Output, Printer, Style

__all__ = ["DESCRIPTIONS", "FIELDS", "STYLES", "Output", "Printer", "Style", "check_fields"]
