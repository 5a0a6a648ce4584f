"""Which tests go to which worker, where several run them: `pytest -n auto`."""

from __future__ import annotations

from pathlib import Path

from xdist.scheduler import LoadFileScheduling

#: The rooms whose tests need a node of OpenSearch, and the fixture that tests of others ask for it by.
_ROOMS, _FIXTURE = {"engine", "opensearch", "table"}, "cluster_url"


class NodeScheduling(LoadFileScheduling):  # type: ignore[misc, unused-ignore]
    """Gives the tests of a file to one worker, in their order; those that need a node all to the same one.

    So the fixtures of a file are made once, and a node is started once, however many workers there are.
    """

    def _split_scope(self, nodeid: str) -> str:
        name: str = super()._split_scope(nodeid)
        file = Path(self.config.rootpath, name)
        if file.parent.name in _ROOMS or _FIXTURE in file.read_text("utf-8"):
            return "the tests that need a node"
        return name
