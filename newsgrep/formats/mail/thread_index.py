"""The header Thread-Index, in which Outlook writes the place of a mail in its conversation.

It has 22 bytes for the conversation, with a time, and five more for each answer, with the time that has
passed: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxomsg defines it. If a mail comes
from another server, Outlook makes up an index: it may join mails that have only a subject in common, and its
times are made up, too. So an index counts only if its time is within a day of the date of the mail.
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
    """Return the thread index in hexadecimal digits; '' for none, or if its time is not the time of the mail.

    header: the value of the header, in Base64
    date:   the date of the mail, as in its article
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
    # Some versions count from the beginning of the conversation, others from the mail that is answered.
    times = (begun + sum(passed[-1:]), begun + sum(passed))
    sent = instant(date)
    return data.hex() if any(abs(one // _SECOND - _TO_1970 - sent) <= _DAY for one in times) else ""


def _passed(answer: bytes) -> int:
    """Return the time that passed before an answer, in units of 100 ns; the first bit gives the scale."""
    number = int.from_bytes(answer[:4], "big")
    return (number & 0x7FFF_FFFF) << (23 if number >> 31 else 18)
