"""The header Thread-Index, in which Outlook writes the place of a mail in its conversation.

It has 22 bytes for the conversation, with a time, and five more for each answer, with the time that has
passed: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxomsg defines it. What Outlook
writes into a mail that it got from another server is made up, may join mails that have nothing in common but
a subject, and has times that are made up, too. So an index counts only if it has the day of the mail.
"""

from __future__ import annotations

import base64
import binascii

from newsgrep.article import instant

_CONVERSATION, _ANSWER = 22, 5
#: Units of 100 ns in a second, and the seconds from 1601, when the times begin, to 1970.
_SECOND, _TO_1970 = 10_000_000, 11_644_473_600
#: Seconds by which the times may differ: a mail may be begun long before it is sent.
_DAY = 86_400


def thread_index(header: str, date: str) -> str:
    """Return the place in hexadecimal digits; '' for none, or for one that has not the time of the mail.

    header: in Base64
    date:   of the mail, as an article has it
    """
    try:
        data = base64.b64decode(header, validate=True)
    except (binascii.Error, ValueError):
        return ""
    answers = (len(data) - _CONVERSATION) // _ANSWER
    if not date or answers < 0 or data[0] != 1:
        return ""
    data = data[: _CONVERSATION + answers * _ANSWER]
    # The first byte is part of the time; newer versions write it twice.
    begun = int.from_bytes(data[1:6], "big") << 24 if data[1] == 1 else int.from_bytes(data[:6], "big") << 16
    passed = [_passed(data[at : at + _ANSWER]) for at in range(_CONVERSATION, len(data), _ANSWER)]
    # Some count from the beginning of the conversation, and some from the mail that is answered.
    times = (begun + sum(passed[-1:]), begun + sum(passed))
    sent = instant(date)
    return data.hex() if any(abs(one // _SECOND - _TO_1970 - sent) <= _DAY for one in times) else ""


def _passed(answer: bytes) -> int:
    """Return the time that has passed before an answer; the first bit says in which unit it is."""
    number = int.from_bytes(answer[:4], "big")
    return (number & 0x7FFF_FFFF) << (23 if number >> 31 else 18)
