"""Mails of an invented person, for tests of what is attached to them."""

from __future__ import annotations

from email.message import EmailMessage


def mail(
    text: str = "See below.", subject: str = "Ferry", identifier: str = "1@ferry.example"
) -> EmailMessage:
    """A mail of an invented person."""
    made = EmailMessage()
    made["From"] = "Ada Roe <ada@ferry.example>"
    made["Subject"] = subject
    made["Date"] = "Tue, 09 Mar 2021 22:10:00 +0100"
    made["Message-ID"] = f"<{identifier}>"
    if text:
        made.set_content(text)
    return made
