"""Find the mails of a conversation, and the attachments of mails.

Subjects do not count. Two mails belong together if one names the Message-ID of the other, if both name one
Message-ID, even if the index does not have that mail, or if they have one thread index of Outlook.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsgrep.article import MAIL_FORMATS, Article, earliest_first
from newsgrep.engine.base import Engine
from newsgrep.errors import ArticleNotFoundError
from newsgrep.query.nodes import Keys, OfMail
from newsgrep.query.rendering import render

if TYPE_CHECKING:
    from newsgrep.search.searcher import Searcher


def conversation_mail(index: Searcher, key: str) -> Article:
    """Return the mail with a key or a Message-ID. For an attachment, return the mail that it is attached to.

    If no mail has the Message-ID, return one that names it. Raises ArticleNotFoundError.
    """
    article = index.get(key) or _mail_with_id(index, key, may_name=True)
    return article if article.relations else index.open().get(article.mail_key) or article


def mails_of_conversation(engine: Engine, mail: Article) -> list[Article]:
    """Return the mails of the conversation of a mail, earliest first, those without a date last."""
    found, known, named = {mail.key: mail}, set[str](), {*mail.relations}
    while unknown := named - known:
        known |= unknown
        for one in engine.mails_with(unknown):
            found.setdefault(one.key, one)
            named.update(one.relations)
    return earliest_first(found.values())


def attached(engine: Engine, mails: Iterable[Article]) -> list[Article]:
    """Return the attachments of the given mails, and of the mails that are attached to these."""
    found: list[Article] = []
    carriers = [mail for mail in mails if mail.attachments]
    while carriers:
        inner = engine.attached({mail.key for mail in carriers})
        found += inner
        carriers = [one for one in inner if one.attachments]
    return found


def resolved_keys(index: Searcher, node: OfMail) -> tuple[Keys, list[str]]:
    """Return the keys of the articles that a filter selects, and notices. Raises ArticleNotFoundError."""
    try:
        return _resolved_keys(index, node)
    except ArticleNotFoundError as error:
        if not node.saved:
            if " " not in node.key and not error.is_known:  # the query may go on with the rest of the key
                error.hint = f'{error.hint}; a key with spaces is put in quotes: {node.field}:"KEY"'
            raise
        hint = (
            f"name another mail: newsgrep save {node.saved} --replace QUERY; a Message-ID outlives its file"
        )
        message = f"the saved search @{node.saved} asks for a mail that is not there: {error.message}"
        raise ArticleNotFoundError(message, hint) from error


def _resolved_keys(index: Searcher, node: OfMail) -> tuple[Keys, list[str]]:
    engine = index.open()
    if node.field == "thread":
        mail = conversation_mail(index, node.key)
        mails, notices = mails_of_conversation(engine, mail), why_alone(engine, mail)
    else:
        mail = index.get(node.key) or _mail_with_id(index, node.key)
        is_file = mail.attached_as and mail.format not in MAIL_FORMATS
        mails, notices = [engine.get(mail.mail_key) or mail if is_file else mail], why_none(engine)
    keys = frozenset(one.key for one in (*mails, *attached(engine, mails)))
    return Keys(keys, render(node)), notices


def why_alone(engine: Engine, mail: Article) -> list[str]:
    """Return a notice on why the conversation of a mail may lack mails that are in the index, if it may."""
    if mail.relations:
        return why_none(engine)
    if mail.format not in MAIL_FORMATS and not mail.senders:
        return [f"{mail.key} is not a mail"]
    unnamed = f"{mail.key} has no Message-ID, so that no mail is known to answer it"
    return why_none(engine) or [unnamed]


def why_none(engine: Engine) -> list[str]:
    """Return a notice if an older newsgrep indexed mails, without Message-IDs and attachments."""
    if engine.keeps_message_ids():
        return []
    return ["some mails were indexed before newsgrep kept what they answer and what is attached to them: "
            "newsgrep index --rebuild PATH reads them again"]  # fmt: skip


def mails_of_id(engine: Engine, typed: str) -> tuple[list[Article], list[Article]]:
    """Return the mails that have a Message-ID, and those that name it, each the earliest first.

    typed: the Message-ID with or without angle brackets; it is parsed like one in a header
    """
    from newsgrep.clean_text import clean_any
    from newsgrep.formats.mail.headers import ids_in  # here, as it imports the readers of mails

    typed = clean_any(typed)
    identifiers = ids_in(typed if "<" in typed else f"<{typed}>")[:1]
    mails = earliest_first(engine.mails_with(identifiers)) if identifiers else []
    own = [one for one in mails if one.message_id in identifiers]
    return own, [one for one in mails if one.message_id not in identifiers]


def _mail_with_id(index: Searcher, key: str, *, may_name: bool = False) -> Article:
    """Return the mail with a Message-ID; if there is none and `may_name`, a mail that names it."""
    own, others = mails_of_id(index.open(), key)
    if others and not (own or may_name):
        identifier = key.strip().removeprefix("<").removesuffix(">")
        raise ArticleNotFoundError(
            f"the mail {identifier} is not in the index",
            f"{render(OfMail('thread', identifier))} finds those that answer it",
        )
    if found := own or others:
        return found[0]
    try:
        return index[key]  # which raises the error
    except ArticleNotFoundError as error:
        if reason := why_none(index.open()):
            hint = "; ".join(filter(None, (error.hint, *reason)))
            raise ArticleNotFoundError(error.message, hint) from None
        raise
