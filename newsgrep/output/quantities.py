"""Numbers as people read them.

>>> count(1, "article"), count(1234, "article"), size(5_600_000)
('1 article', '1,234 articles', '5.6 MB')
"""

from __future__ import annotations


def count(number: int, noun: str) -> str:
    """Return a number of things whose plural ends in s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def size(byte_count: float) -> str:
    """Return a number of bytes in units of a thousand, as disks are sold: `812 bytes`, `5.6 MB`."""
    if byte_count < 999.5:
        return count(round(byte_count), "byte")
    unit = "kB"
    for larger in ("MB", "GB", "TB"):
        if byte_count < 999_500:
            break
        byte_count, unit = byte_count / 1000, larger
    return f"{amount(byte_count / 1000)} {unit}"


def amount(number: float) -> str:
    """Return a number with a decimal where it is below ten."""
    return f"{number:.1f}" if number < 9.95 else f"{number:,.0f}"


def place(path: str, line: int) -> str:
    """Return where something is, as compilers and grep write it; line 0 is not known."""
    return f"{path}:{line}" if line > 0 else path
