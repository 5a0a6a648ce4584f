"""Results with rows: as dicts for a program, and as an HTML table for a notebook."""

from __future__ import annotations

from typing import Any


class Tabular:
    """A result with rows. A notebook shows the first rows as a table."""

    __slots__ = ()

    def as_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dicts by column, for example for a data frame; None for an unknown value."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        from newsgrep.results.html_table import html_table

        return html_table(self.as_dicts())
