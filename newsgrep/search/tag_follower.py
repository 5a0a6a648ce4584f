"""Let tags follow articles to other keys in a run, whether or not it is killed.

Before a run publishes its generation, it writes the moves to a file beside the file of tags. Once the
generation is published, it makes them. If the run is killed in between, the next change of the index makes
them; if it is killed before, no tag moves.

The module of tags is imported where tags are read or moved: most runs need neither it nor the query language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from newsgrep.config import IndexPlace
from newsgrep.errors import UsageError
from newsgrep.whole_files import changing_beside, whole_file


class TagFollower:
    """Lets the tags of a file follow the articles of an index."""

    def __init__(self, file: Path, place: IndexPlace) -> None:
        self._file = file
        # Two indexes beside one another have one file of tags, and moves of their own.
        name = re.sub(r"\W+", "_", place.name)
        self._pending = file.with_name(f".{file.name}.{name}.moves")

    def settle(self, published: int) -> None:
        """Make the moves that were written for this generation; forget moves for another one.

        Raises UsageError where the file of tags cannot be read or written; then they can still be moved.
        """
        if not self._pending.exists():
            return
        from newsgrep.search.tags import move_tags

        with changing_beside(self._file):
            generation, keys = self._read()
            if generation == published:
                move_tags(self._file, keys)
            self._pending.unlink(missing_ok=True)

    def keys(self) -> Collection[str]:
        """Return the keys of the articles with tags. Raises UsageError for a file that cannot be read."""
        if not self._file.exists():
            return ()
        from newsgrep.search.tags import read_tags

        return read_tags(self._file).all_keys()

    @contextmanager
    def moving(self, new_keys: Mapping[str, str], generation: int) -> Iterator[None]:
        """Move tags to new keys when the block ends, which publishes a generation.

        Raises UsageError where the folder cannot be written: before the block. If the tags alone cannot be
        written, it says that the run is done.
        """
        if not new_keys:
            yield
            return
        with changing_beside(self._file):
            self._write(generation, new_keys)
        yield
        try:
            self.settle(generation)
        except UsageError as error:
            raise UsageError(
                f"the run is done, but tags are still at the former keys of articles: {error.message}",
                f"{error.hint}; the next run moves them",
            ) from error

    def _read(self) -> tuple[int, dict[str, str]]:
        """Return the generation of the moves, and new keys by old keys; -1 and no keys if there are none."""
        from newsgrep.search.tags import text_of_regular_file

        text = text_of_regular_file(self._pending)
        try:
            found = json.loads(text or '{"generation": -1, "keys": {}}')
            return int(found["generation"]), {str(old): str(new) for old, new in found["keys"].items()}
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            hint = "delete it; newsgrep tag --lost lists tags that have not moved"
            raise UsageError(f"{self._pending} is not as newsgrep has written it", hint) from error

    def _write(self, generation: int, new_keys: Mapping[str, str]) -> None:
        try:
            # Another user, who reads these tags, may be the next to change the index.
            mode = self._file.stat().st_mode & 0o777 if self._file.exists() else 0o600
            with whole_file(self._pending, mode) as out:
                json.dump({"generation": generation, "keys": dict(new_keys)}, out)
        except OSError as error:
            from newsgrep.whole_files import unwritable

            raise unwritable(self._file, error) from error
