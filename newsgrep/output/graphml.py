"""Pairs of names as a network in GraphML, which Gephi, Cytoscape, igraph and networkx read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from newsgrep.explore.name_pairs import NamePairs
from newsgrep.output.control_characters import printable_line

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- newsgrep -->
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="label" for="node" attr.name="label" attr.type="string"/>
<key id="articles" for="node" attr.name="articles" attr.type="int"/>
<key id="mentions" for="node" attr.name="mentions" attr.type="int"/>
<key id="weight" for="edge" attr.name="weight" attr.type="double"/>
<key id="by_chance" for="edge" attr.name="by_chance" attr.type="double"/>
<key id="log_likelihood" for="edge" attr.name="log_likelihood" attr.type="double"/>
<graph edgedefault="undirected">
"""


def write_graphml(found: NamePairs, out: TextIO) -> None:
    """Write names as nodes and pairs as edges, whose weight is the number of articles that have both."""
    out.write(_HEAD)
    for name in found.names:
        label = printable_line(name.name)
        values = {"label": escape(label), "articles": name.articles, "mentions": name.mentions}
        out.write(f"<node id={quoteattr(label)}>{_data(values)}</node>\n")
    for pair in found.pairs:
        ends = (quoteattr(printable_line(end)) for end in (pair.name, pair.other))
        numbers = {
            "weight": pair.articles,
            "by_chance": round(pair.by_chance, 3),
            "log_likelihood": round(pair.log_likelihood, 3),
        }
        out.write("<edge source={} target={}>".format(*ends) + f"{_data(numbers)}</edge>\n")
    out.write("</graph>\n</graphml>\n")
    out.flush()


def _data(values: Mapping[str, object]) -> str:
    return "".join(f'<data key="{key}">{value}</data>' for key, value in values.items())
