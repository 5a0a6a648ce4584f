"""The conversation of a mail as a tree: who answered whom, and which mails are not in the index.

A mail stands below the one that it names last; where that is not in the index, a row without an article is in
its place, below the nearest one that the mail names before it. Of mails that name one another in a circle the
earliest stands below none of the others. Of those with one Message-ID the earliest is answered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from newsgrep.article import Article
from newsgrep.engine.base import Engine
from newsgrep.search.conversations import conversation, why_alone


class Message(Struct, frozen=True):
    """A mail of a conversation.

    depth:      how many mails stand above it; 0 for one that answers none
    message_id: empty where the mail has none
    mail:       None for one that is answered and is not in the index
    """

    depth: int
    message_id: str
    mail: Article | None


class Conversation(Struct, frozen=True):
    """The mails of a conversation, each behind the one that it answers, the earliest answer first.

    notices: why mails may be missing from it
    """

    messages: tuple[Message, ...]
    notices: tuple[str, ...] = ()


def conversation_tree(engine: Engine, mail: Article) -> Conversation:
    """Return the conversation of a mail."""
    mails = conversation(engine, mail)
    return Conversation(tuple(_messages(mails)), tuple(why_alone(engine, mail)))


#: What stands before the Message-ID of a missing mail, where others have their key.
_MISSING = "\0"


def _messages(mails: Sequence[Article]) -> Iterator[Message]:
    """Yield the mails of a conversation, given earliest first, in the order of the tree."""
    by_key = {mail.key: mail for mail in mails}
    above = _places(mails)
    rank = {mail.key: number for number, mail in enumerate(mails)}
    for number, mail in enumerate(mails):  # a missing mail stands where the earliest below it would
        place = mail.key
        while place := above.get(place, ""):
            rank.setdefault(place, number)
    below: dict[str, list[str]] = {}
    for place in sorted(rank, key=rank.__getitem__, reverse=True):
        below.setdefault(above.get(place, ""), []).append(place)
    left = [(0, place) for place in below.get("", ())]
    while left:
        depth, place = left.pop()
        found = by_key.get(place)
        yield Message(depth, found.message_id if found else place.removeprefix(_MISSING), found)
        left += [(depth + 1, one) for one in below.get(place, ())]


def _places(mails: Sequence[Article]) -> dict[str, str]:
    """Return below what each mail stands that answers one, by keys."""
    holders: dict[str, str] = {}
    for mail in mails:
        holders.setdefault(mail.message_id, mail.key)
    for mail in mails:
        holders |= {one: _MISSING + one for one in mail.answers[-1:] if one not in holders}
    above: dict[str, str] = {}
    for mail in reversed(mails):  # so that the earliest mail of a circle finds the others below it
        place = mail.key
        for upper in filter(None, map(holders.get, reversed(mail.answers))):
            if place in _line_up(upper, above):
                continue
            above[place] = upper
            if not upper.startswith(_MISSING) or upper in above:
                break
            place = upper
    return above


def _line_up(place: str, above: Mapping[str, str]) -> Iterator[str]:
    """Yield a place and all above it."""
    while place:
        yield place
        place = above.get(place, "")
