"""Engines store articles and answer query trees. `base` is the boundary; `embedded` needs no server."""
