"""What is a table to a program: its rows as dicts, and as HTML, which a notebook shows."""

from __future__ import annotations

from typing import Any


class Tabular:
    """Something with rows. A notebook shows the first of them."""

    __slots__ = ()

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the rows by the names of their columns, as for a data frame; None for what is not known."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        from newsgrep.results.html_table import html_table

        return html_table(self.as_dicts())
