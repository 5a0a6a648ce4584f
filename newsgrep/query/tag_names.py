"""The names of tags, in one form for queries and for the file of tags.

>>> tag_name("Follow-Up")
'follow-up'
"""

from __future__ import annotations

import re
import unicodedata

from newsgrep.arguments import check_text
from newsgrep.errors import UsageError
from newsgrep.query.shown import short_line

_NAME = re.compile(r"[^\W_][\w./-]{0,99}")


def tag_name(text: str) -> str:
    """Return a name as it is stored: in small letters. Raises UsageError for an invalid name."""
    check_text("the name of a tag", text)
    name = unicodedata.normalize("NFC", text.casefold())
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{short_line(text) or 'an empty name'} cannot be a tag",
            "a tag has letters, digits and - _ . / in it: follow-up",
        )
    return name
