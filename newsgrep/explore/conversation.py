"""The conversation of a mail as a tree: who answered whom, and which mails are not in the index.

A mail stands below the last one of those that it names. A mail that is not in the index has a row without an
article, below the mail that stands before it in the list of the earliest mail that names both. Only such
missing mails are placed by the list of another mail. If mails name one another in a circle, the earliest
stands below none of the others. If several have one Message-ID, answers stand below the earliest. A mail that
names none stands below the nearest one by the thread index of Outlook. By this index, too, answers are
assigned to a mail without a Message-ID.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from newsgrep.article import ANSWER_DIGITS, CONVERSATION_DIGITS, Article
from newsgrep.engine.base import Engine
from newsgrep.search.conversations import mails_of_conversation, why_alone


class Message(Struct, frozen=True):
    """A mail of a conversation.

    depth:      how many mails stand above it; 0 for a mail that answers none
    message_id: empty if the mail has none
    mail:       None for a mail that others name and that is not in the index
    """

    depth: int
    message_id: str
    mail: Article | None


class Conversation(Struct, frozen=True):
    """The mails of a conversation, each after the mail that it answers, the earliest answer first.

    notices: why mails may be missing from it, and how many have a Message-ID in common
    """

    messages: tuple[Message, ...]
    notices: tuple[str, ...] = ()


def conversation_tree(engine: Engine, mail: Article) -> Conversation:
    """Return the conversation of a mail."""
    mails = mails_of_conversation(engine, mail)
    return Conversation(tuple(_messages(mails)), (*why_alone(engine, mail), *_on_copies(mails)))


def _on_copies(mails: Sequence[Article]) -> list[str]:
    """Return a notice in a list if mails have the same Message-ID, else an empty list."""
    ids = Counter(mail.message_id for mail in mails if mail.message_id)
    copies = sum(number for number in ids.values() if number > 1)
    notice = f"{copies} mails have the Message-ID of another, too: the earliest stands where it was answered"
    return [notice] if copies else []


#: The prefix of the Message-ID of a missing mail, which serves as its key.
_MISSING = "\0"


def _messages(mails: Sequence[Article]) -> Iterator[Message]:
    """Yield the mails of a conversation, given earliest first, in the order of the tree."""
    by_key = {mail.key: mail for mail in mails}
    indexed = {mail.thread_index: mail for mail in reversed(mails)}
    holders = _holders(mails, indexed)
    named = [
        [holders.get(one, _MISSING + one) for one in mail.answers] or _by_index(mail, indexed)
        for mail in mails
    ]
    above = _above([*by_key], named)
    rank = {place: number for number, place in enumerate(by_key)}
    for number, (key, places) in enumerate(zip(by_key, named, strict=True)):
        # A missing mail is placed by the time of the earliest mail that is below it, or that names it.
        line = itertools.takewhile(lambda one: one not in rank, _and_all_above(above.get(key, ""), above))
        for place in (*line, *places):
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


def _holders(mails: Sequence[Article], indexed: Mapping[str, Article]) -> dict[str, str]:
    """Return the key of the mail for each Message-ID.

    A mail without a Message-ID is found by the thread index of an answer, under the last one that the answer
    names. But an answer that names more mails than its index has above it answers a mail outside the index.
    """
    holders = {mail.message_id: mail.key for mail in reversed(mails)}
    for mail in mails:
        upper = indexed.get(mail.thread_index[:-ANSWER_DIGITS]) if mail.thread_index else None
        most = (len(mail.thread_index) - CONVERSATION_DIGITS) // ANSWER_DIGITS
        if upper and not upper.message_id and 0 < len(mail.answers) <= most:
            holders.setdefault(mail.answers[-1], upper.key)
    return holders


def _by_index(mail: Article, indexed: Mapping[str, Article]) -> list[str]:
    """Return, in a list, the key of the nearest mail above by the thread index; empty if there is none."""
    ends = range(len(mail.thread_index) - ANSWER_DIGITS, CONVERSATION_DIGITS - 1, -ANSWER_DIGITS)
    return [indexed[one].key for one in (mail.thread_index[:end] for end in ends) if one in indexed][:1]


def _above(mails: Sequence[str], named: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return the place above each mail, and above each missing one that the mails name.

    mails: in the order of time
    named: the places that each of them names
    """
    above: dict[str, str] = {}
    for place, places in zip(reversed(mails), reversed(named), strict=True):
        # From the last mail on, so that the earliest one of a circle finds the others already below it.
        if upper := next((one for one in reversed(places) if place not in _and_all_above(one, above)), ""):
            above[place] = upper
    for upper, lower in itertools.chain.from_iterable(map(itertools.pairwise, named)):
        is_placed = lower in above or not lower.startswith(_MISSING)
        if not is_placed and lower not in _and_all_above(upper, above):
            above[lower] = upper
    return above


def _and_all_above(place: str, above: Mapping[str, str]) -> Iterator[str]:
    """Yield a place and all above it."""
    while place:
        yield place
        place = above.get(place, "")
