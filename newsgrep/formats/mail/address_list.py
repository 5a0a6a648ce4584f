"""Read the persons in a list of names and addresses, such as a header of a mail or a column of a table.

>>> persons_of(['"Roe, Jane" <jane@example.org>, john@example.org', "Jane@example.org"])
('Roe, Jane <jane@example.org>', 'john@example.org')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from email.utils import getaddresses

# Roe, Jane <jane@example.org>; or name or address alone; as Exchange writes: Roe, Jane </O=EXAMPLE/CN=JROE>
_LOOSE = re.compile(
    r"""(?:(?P<name>[^<>;@"]{1,200})"?\ *<)?(?P<address>[^\s<>,;:"()@]{1,200}@[^\s<>,;:"()@]{1,200})"""
    r"""|(?P<member>[^<>;@"]{1,200})"?\ *<(?P<place>/[^<>@]{1,200})>"""
    r"""|(?P<alone>[^\s<>;@",][^<>;@",]*+)(?!@)"""
)
# Undisclosed-recipients:; old mailers write <Undisclosed-Recipient:@example.org;>
_NOBODY = re.compile(r"<?undisclosed[-_ ]recipients?[ ]?:[^;<>]*;?>?", re.IGNORECASE)
#: The end of addresses that cannot exist: RFC 2606.
_INVALID_DOMAIN = ".invalid"


def persons_of(lists: Iterable[str], decode: Callable[[str], str] = str) -> tuple[str, ...]:
    """Return the persons in the given lists, as `Jane Roe <jane@example.org>`, each address once.

    If the name or the address of a person is not known, the other stands alone.

    decode: decodes a name that has encoded words
    """
    found: dict[str, str] = {}
    for one in lists:
        for name, address in _pairs(_NOBODY.sub("", one)):
            name = (decode(name) if "=?" in name else name).strip(" ,<>'\"")
            is_named = name and name.lower() != address.lower()
            person = f"{name} <{address}>" if is_named and address else address or name
            if any(map(str.isalnum, person)):
                found.setdefault(address.lower() or person, person)
    return tuple(found.values())


def _pairs(value: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of each person in a list; '' for one that is not known."""
    if "@" not in value and "</" not in value:  # Outlook writes names alone: Roe, Jane; Doe, John
        names = value.split(";")
        yield from ((name, "") for name in names if not name.rstrip().endswith(":"))  # the name of a group
        return
    pairs = getaddresses([value])
    if not all("@" in address for _, address in pairs):  # such as a name with a comma, without quotes
        found = _LOOSE.finditer(value)
        pairs = [
            (one["name"] or one["member"] or one["alone"] or "", one["address"] or one["place"] or "")
            for one in found
        ]
    for name, address in pairs:
        yield name, "" if address.endswith(_INVALID_DOMAIN) else address.strip("'")
