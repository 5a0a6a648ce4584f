"""The programs that open an article where it came from: the user's editor, and the browser."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

from newsgrep.errors import UsageError

#: Editors by the form of the arguments that open a file at a line; other editors get only the file.
_LINE_BEFORE = frozenset(
    ["vi", "vim", "nvim", "gvim", "view", "nano", "emacs", "emacsclient", "micro", "kak", "gedit"]
    + ["less", "most"]
)
_LINE_AFTER = frozenset(["subl", "hx", "helix", "zed"])
_GOTO = frozenset(["code", "codium", "code-insiders", "cursor"])


def file_command(file: Path, line: int) -> list[str]:
    """Return the command that opens a file at a line; empty if there is no program for it.

    line: 0 for no line

    A document, such as a PDF, and a database open in the program of the desktop. Raises UsageError if $VISUAL
    or $EDITOR cannot be parsed.
    """
    from newsgrep.formats import DOCUMENT_SUFFIXES

    if file.suffix.lower() in DOCUMENT_SUFFIXES:
        desktop = "open" if sys.platform == "darwin" else "xdg-open"
        return [desktop, str(file)] if shutil.which(desktop) else []
    words = _editor()
    name = Path(words[0]).name if words and line else ""
    if name in _LINE_BEFORE:
        return [*words, f"+{line}", str(file)]
    if name in _GOTO:
        return [*words, "--goto", f"{file}:{line}"]
    if name in _LINE_AFTER:
        return [*words, f"{file}:{line}"]
    return [*words, str(file)] if words else []


def is_web_address(url: str) -> bool:
    """Return whether an address is safe for a browser: a hostile article may name a file or a program."""
    return url.lower().startswith(("http://", "https://"))


def _editor() -> list[str]:
    """Return the user's editor with its arguments; empty for none."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        return shlex.split(named)
    except ValueError as error:
        message = f"the editor {named} cannot be run: {str(error).lower()}"
        raise UsageError(message, "set VISUAL or EDITOR") from None
