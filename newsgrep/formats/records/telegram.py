"""The JSON that Telegram exports for one chat, or for all chats of an account: one article per message.

>>> message_text(["Talks ", {"type": "bold", "text": "resume"}, " in Baku."])
'Talks resume in Baku.'

A chat is read message by message, so an export may be of any size. A channel is no author of its own
messages. A message without a text, such as a picture or a notice of Telegram, has no article; it is remarked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timezone
from io import BufferedReader

from newsgrep.article import Article
from newsgrep.clean_text import clean_any, one_clean_line
from newsgrep.encodings.text_streams import decode_stream
from newsgrep.errors import ArticleError
from newsgrep.formats.article_maker import ArticleMaker
from newsgrep.formats.records.jsontext import JsonStream
from newsgrep.read_context import ReadContext
from newsgrep.results import Unreadable

_GROUPS = "(?:private|public)_(?:group|supergroup|channel)"
_KINDS = f"saved_messages|replies|verification_codes|(?:personal|bot)_chat|{_GROUPS}"
_STRING = r'"(?:[^"\\]|\\.)*+"'
_BEGINNING = re.compile(
    rf'\s*\{{\s*(?:"name": ?(?:{_STRING}|null),\s*)?"type": ?"(?:{_KINDS})",\s*"id": ?-?\d+\s*,'
    rf'|\s*\{{\s*"about": ?{_STRING},\s*"(?:personal_information|profile_pictures|contacts|chats)": ?\{{'
)
#: The end of the types of chats in which only the chat itself writes.
_CHANNEL = "_channel"
#: The keys of an account that hold its chats, and the key within these that lists the chats.
_CHATS, _LIST = ("chats", "left_chats"), "list"


def claims(beginning: str) -> bool:
    """Whether the text begins as the export of a chat, or of an account."""
    return _BEGINNING.match(beginning) is not None


def read(stream: BufferedReader, context: ReadContext) -> Iterator[Article | Unreadable]:
    """Yield the article of each message. Raises ArticleError where the export is cut off or malformed."""
    json_stream = JsonStream(decode_stream(stream, context), context)
    return _chat_or_account(json_stream, ArticleMaker(context), "")


def message_text(value: object) -> str:
    """Return the text of a message, which may be a list of pieces with their styles."""
    pieces = value if isinstance(value, list) else [value]
    texts = (piece.get("text") if isinstance(piece, dict) else piece for piece in pieces)
    joined = "".join(text for text in texts if isinstance(text, str))
    return clean_any(joined).strip()


def _chat_or_account(
    json_stream: JsonStream, make: ArticleMaker, above: str
) -> Iterator[Article | Unreadable]:
    """Yield the articles of a chat, or of the chats that an account lists.

    above: the key that holds this object, or the list that it is in; '' for the export itself
    """
    known: dict[str, object] = {}
    for key in json_stream.members():
        first = json_stream.peek()
        if key == "messages" and first == "[":
            chat = one_clean_line(message_text(known.get("name")))
            start = f"{known.get('id')}/" if above else ""
            nobody = chat if str(known.get("type")).endswith(_CHANNEL) else ""
            for _ in json_stream.elements():
                yield from _articles(*json_stream.value(), start, chat, nobody, make)
        elif above in _CHATS and key == _LIST and first == "[":
            for _ in json_stream.elements():
                yield from _chat_or_account(json_stream, make, _LIST)
        elif not above and key in _CHATS and first == "{":
            yield from _chat_or_account(json_stream, make, key)
        else:
            known[key], _ = json_stream.value()


def _articles(
    message: object, line: int, start: str, chat: str, nobody: str, make: ArticleMaker
) -> Iterator[Article | Unreadable]:
    """Yield the article of a message, or an Unreadable; nothing if it has no text.

    start:  the beginning of the name of the article
    nobody: the name that counts as no author, '' for none
    """
    if not isinstance(message, dict):
        reason = message.message if isinstance(message, ArticleError) else "not a JSON object"
        yield Unreadable(make.context.path, reason, line)
        return
    is_message = message.get("type") == "message"
    written_by = message.get("forwarded_from") or message.get("author") or message.get("from")
    author = one_clean_line(message_text(written_by))
    article = make.message(
        f"{start}{message.get('id', f'L{line}')}",
        _whole_text(message) if is_message else "",
        "" if author == nobody else author,
        chat,
        _date(message),
        line,
    )
    if article:
        yield article


def _whole_text(message: Mapping[str, object]) -> str:
    """Return the text of a message, with the question and the answers of a poll."""
    texts = [message_text(message.get("text"))]
    if isinstance(poll := message.get("poll"), dict):
        answers = poll.get("answers")
        texts.append(message_text(poll.get("question")))
        texts += [message_text([answer]) for answer in (answers if isinstance(answers, list) else [])]
    return "\n\n".join(filter(None, texts))


def _date(message: Mapping[str, object]) -> object:
    """Return the local time when a message was sent, with the time zone of the machine that exported it.

    An export has the local time without its zone, and the same time in seconds of UTC; both give the zone.
    """
    written = str(message.get("date") or "")
    try:
        local = datetime.fromisoformat(written)
        utc = datetime.fromtimestamp(int(str(message.get("date_unixtime"))), UTC)
        zone = timezone(local.replace(tzinfo=UTC) - utc)
    except (ValueError, OverflowError, OSError):
        return written
    return local.replace(tzinfo=zone)
