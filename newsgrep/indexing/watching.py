"""Wait for files to come and to change."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsgrep.errors import NewsgrepError
from newsgrep.extras import library_needed

if TYPE_CHECKING:
    from watchfiles import Change

#: A burst of changes ends after this many milliseconds without a change, and at the latest after the second.
_QUIET, _LONGEST_BURST = 300, 5_000

#: Seconds between two checks whether a watched folder was moved away, or is back.
_LOOK = 2.0


def changes(
    paths: Sequence[Path],
    *,
    leave_out: Path | None,
    poll: float | None = None,
    is_ended: Callable[[], object] = lambda: False,
) -> Iterator[None]:
    """Yield at once, and whenever something in some files and folders may have changed.

    Changes that come together are one. A folder that is moved away is watched again when it is back.

    leave_out: a folder below them whose changes do not count, if there is one
    poll:      seconds between two yields, where the system does not report changes
    is_ended:  whether a signal asked to end, looked up every few seconds: Python passes over an exception
               that a handler raises within some callbacks

    Raises UsageError if the library is missing, and NewsgrepError if the system cannot watch so many files.
    """
    if poll is not None:
        while not is_ended():
            yield
            time.sleep(poll)
        return
    _library()
    while not is_ended():
        yield
        watched = _identities(paths)
        # The first event counts in any case: files may have changed before the system began to report.
        for number, found in enumerate(_events(watched, leave_out)):
            if is_ended() or _identities(paths) != watched:
                break
            if found or number == 0:
                yield


def _events(paths: Iterable[Path], leave_out: Path | None) -> Iterator[bool]:
    """Yield every few seconds whether anything was changed, until one of the paths is moved away."""
    inside = leave_out and os.path.abspath(leave_out) + os.sep  # noqa: PTH100

    def counts(_: Change, path: str) -> bool:
        return not (inside and (path + os.sep).startswith(inside))

    try:
        for found in _library().watch(
            *paths,
            watch_filter=counts,
            debounce=_LONGEST_BURST,
            step=_QUIET,
            rust_timeout=int(_LOOK * 1000),
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            yield bool(found)
    except FileNotFoundError:
        return
    except OSError as error:
        hint = "watch fewer folders, or look every so often: newsgrep watch --poll 60"
        raise NewsgrepError(f"the files cannot be watched: {error}", hint) from error


def _library() -> Any:
    """Return watchfiles. Raises UsageError where it is not installed."""
    try:
        import watchfiles
    except ImportError:
        raise library_needed("newsgrep watch without --poll", "watchfiles", "watch") from None
    return watchfiles


def _identities(paths: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """Return the paths that exist, each with device and inode, which no other file has."""
    found = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = status.st_dev, status.st_ino
    return found
