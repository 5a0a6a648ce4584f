"""Messages of chats and social networks: an article each, without a headline."""

from __future__ import annotations

from newsgrep.article import Article
from newsgrep.formats.context import ReadContext
from newsgrep.formats.making import ArticleMaker
from newsgrep.remarks import WORDLESS


class MessageBuilder:
    """Builds the articles of the messages of one export."""

    def __init__(self, context: ReadContext) -> None:
        self._context = context
        self._make = ArticleMaker(context)

    def build(
        self,
        name: str,
        text: str,
        author: str,
        source: str,
        date: object,
        line: int,
        *,
        title: str = "",
        url: str = "",
        language: str = "",
    ) -> Article | None:
        """Return the article of a message; None, which is remarked, for one without a text.

        name:   of the message within the file
        author: who wrote it; nobody, if it is the source itself, as in a channel
        source: the chat, the channel or the account
        date:   as a DateReader takes it, with its time zone where that is known
        """
        if not text:
            self._context.remark(WORDLESS, "", line)
            return None
        return self._make(
            name,
            title=title,
            body=text,
            dates=[date],
            authors=(author,) if author and author != source else (),
            url=url,
            source=source,
            language=language,
            line=line,
        )
