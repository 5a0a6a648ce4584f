"""What could not be read, as a file of JSON Lines: written with `--errors`, tried again with `--retry`.

{"path": "old.zip", "member": "1987/feb.jsonl", "line": 7, "reason": "not valid JSON"}

Paths are as the index stores them: relative to the folder that holds the index, if they lie below it. Written
from another folder, they are absolute, so that they open from there, too.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from newsgrep.article import STDIN
from newsgrep.errors import NewsgrepError, UsageError, reason_of
from newsgrep.results import Unreadable
from newsgrep.whole_files import named_file


def write_complaints(file: Path, unreadable: Iterable[Unreadable], home: Path) -> None:
    """Write what could not be read in place of a file, as a whole or not at all; `-` is standard output.

    home: the folder that holds the index

    Raises NewsgrepError.
    """
    base = None if Path.cwd() == home else home
    lines = (f"{json.dumps(_object_of(one, base))}\n" for one in unreadable)
    if file == Path("-"):
        sys.stdout.writelines(lines)
        return
    try:
        with named_file(file) as out:
            out.writelines(lines)
    except OSError as error:
        raise NewsgrepError(f"{file} cannot be written: {reason_of(error)}") from error


def _object_of(one: Unreadable, base: Path | None) -> dict[str, object]:
    where = {"member": one.member} if one.member else {}
    path = one.path if base is None or one.path == STDIN else os.path.normpath(base / one.path)
    return {"path": path, **where, "line": one.line or None, "reason": one.reason}


def complained_of(file: Path, home: Path, stream: BinaryIO | None = None) -> dict[Path, bool]:
    """Return the files that a file of `write_complaints` names, each with whether its encoding was wrong.

    What came from standard input is not among them, as it cannot be read again. Raises UsageError.
    """
    found: dict[Path, bool] = {}
    try:
        with stream or file.open("rb") as lines:
            for path, reason in _complaints(lines, file):
                if path != STDIN:
                    place = home / path
                    found[place] = found.get(place, False) or _OF_ENCODING.fullmatch(reason) is not None
    except OSError as error:
        raise UsageError(f"{file}: {reason_of(error)}", "name a file that --errors wrote") from None
    return found


#: The reasons why a text cannot be read that was read in a wrong encoding.
_OF_ENCODING = re.compile(r"binary file|broken [A-Z0-9_-]+(?: at byte \d+)?(?:; its .*)?")


#: The most bytes of a line, so that a file without line ends, as /dev/zero, does not fill the memory.
_LONGEST_LINE = 1_000_000


def _complaints(lines: BinaryIO, file: Path) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(iter(lambda: lines.readline(_LONGEST_LINE), b""), 1):
        try:
            problem = json.loads(line)
            path, reason = problem["path"], problem.get("reason")
        except (AttributeError, ValueError, LookupError, TypeError, RecursionError):
            path = reason = None
        if not isinstance(path, str) or not path or "\0" in path:
            raise UsageError(
                f"{file}:{number} is no line that newsgrep writes", "name a file that --errors wrote"
            )
        yield path, str(reason)
