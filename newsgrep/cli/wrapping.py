"""The width of a terminal, and texts wrapped between words to fit it."""

from __future__ import annotations

import os
import re
from typing import TextIO

#: European letters, the punctuation of messages, and signs of Chinese and Japanese, which take two columns:
#: they are measured without the room of output.
_NARROW, _WIDE = "[ -~\xa0-\xac\xae-\u02ff\u2010-\u2027]", "[\u3000-\u3029\u4e00-\u9fff\uff01-\uff60]"


def display_width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if re.fullmatch(rf"(?:{_NARROW}|{_WIDE})*", text):
        return len(text) + len(re.findall(_WIDE, text))
    from newsgrep.output import widths

    return widths.columns_of(text)


def terminal_columns(stream: TextIO) -> int:
    """Return how many columns the terminal has that a stream, or the pager behind it, writes to."""
    try:
        size = os.get_terminal_size(stream.fileno())
    except OSError:  # the stream leads to the pager
        import shutil  # most messages do not need it

        size = shutil.get_terminal_size()
    return size.columns or 80  # 0 if the terminal does not say


def wrapped(text: str, columns: int) -> str:
    """Return text with each line that is wider than the terminal broken between words, with its indent.

    A word that is wider than the terminal is not broken, so that a path or an address can be copied.
    """
    return "\n".join(_wrapped_line(line, columns) for line in text.split("\n"))


def wrapped_rows(text: str, columns: int) -> str:
    """Return text wrapped. If a row of an example and its meaning is too wide, the meaning goes below."""
    lines: list[str] = []
    for line in text.split("\n"):
        row = re.fullmatch(r"( *)(\S.*?) {2,}(\S.*)", line)
        if row and display_width(line) > columns:
            indent, example, meaning = row.groups()
            lines += [f"{indent}{example}", f"{indent}    {meaning}"]
        else:
            lines.append(line)
    return wrapped("\n".join(lines), columns)


def _wrapped_line(line: str, columns: int) -> str:
    if display_width(line) <= columns:
        return line
    words = line.lstrip(" ")
    indent = " " * (len(line) - len(words))
    lines, taken = [""], columns
    for word in words.split(" "):
        width = display_width(word)
        if taken + 1 + width > columns:
            lines.append(indent + word)
            taken = len(indent) + width
        else:
            lines[-1] += f" {word}"
            taken += 1 + width
    return "\n".join(lines[1:])
