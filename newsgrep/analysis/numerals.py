"""Numbers in the digits of several scripts: ٢٠٢٠, ۲۰۲۰ and २०२० are 2020.

>>> numerals_of("2020")
('٢٠٢٠', '۲۰۲۰', '२०२०', '২০২০')
"""

from __future__ import annotations

import unicodedata

#: The zeros of the digits that newspapers write: European, Arabic, Persian and Urdu, Hindi, Bengali.
_ZEROS = "0٠۰०০"


def numerals_of(number: str) -> tuple[str, ...]:
    """Return a whole number in the digits of the other scripts."""
    return tuple(
        numeral for zero in _ZEROS if (numeral := number.translate(_digits_from(zero, number))) != number
    )


def in_european_digits(text: str) -> str:
    """Return a text with European digits in place of the digits of other scripts.

    >>> in_european_digits("٢٠٢٠-٠٣")
    '2020-03'
    """
    return text if text.isascii() else text.translate(_digits_from("0", text))


def _digits_from(zero: str, text: str) -> dict[int, str]:
    """Return, for each digit of a text, the digit with the same value that follows the zero of a script."""
    digits = {digit for digit in text if digit.isdecimal()}
    return {ord(digit): chr(ord(zero) + unicodedata.decimal(digit)) for digit in digits}
