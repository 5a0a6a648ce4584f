r"""The text of a field of BibTeX: accents, characters and braces of LaTeX as Unicode.

>>> plain("{\\'E}tat de {G}en\\`{e}ve -- Stra{\\ss}e \\& \\emph{Kr\\\"uge}")
'État de Genève – Straße & Krüge'
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "u": "\u0306",
    "v": "\u030c",
    "H": "\u030b",
    "c": "\u0327",
    "k": "\u0328",
    "r": "\u030a",
    "d": "\u0323",
    "b": "\u0331",
}
_CHARACTERS = {
    **{"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å"},
    **{
        "l": "ł",
        "L": "Ł",
        "i": "ı",
        "j": "ȷ",
        "dh": "ð",
        "DH": "Ð",
        "th": "þ",
        "TH": "Þ",
        "dj": "đ",
        "DJ": "Đ",
    },
    **{"textendash": "–", "textemdash": "—", "textquoteright": "’", "textquoteleft": "‘", "ldots": "…"},
    **{"textquotedblleft": "“", "textquotedblright": "”", "dots": "…", "textellipsis": "…", "S": "§"},
    **{"guillemotleft": "«", "guillemotright": "»", "quotedblbase": "„", "quotesinglbase": "‚", "P": "¶"},
    **{"texteuro": "€", "euro": "€", "pounds": "£", "textsterling": "£", "textdollar": "$", "copyright": "©"},
    **{"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbar": "|", "textless": "<"},
    **{"textgreater": ">", "textdegree": "°", "textregistered": "®", "texttrademark": "™", "par": "\n\n"},
    **{"textunderscore": "_", "textbullet": "•", "textperiodcentered": "·", "textquotesingle": "'"},
    **{"textquotedbl": '"', "backslash": "\\", "newline": "\n"},
}
_ACCENTED = re.compile(
    r"""\\(?:(['`^"~=.])\s*|([uvHckrdb])(?=[\s{])\s*)(?:\{\s*(\\?[^\W\d_]?)\s*\}|(\\?[^\W\d_]))"""
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\s*(?:\{\})?|\\([^A-Za-z])")
_DASHES = {"---": "—", "--": "–", "``": "“", "''": "”", "~": "\u00a0"}
_MARKS = re.compile(r"---?|``|''|~")
#: Stand for braces behind a backslash while all other braces are removed.
_OPEN, _CLOSED = "\ue000", "\ue001"


def plain(text: str) -> str:
    """Return the text of a field of BibTeX without LaTeX; an unknown command stays without its backslash."""
    if "\\" in text or "--" in text or "``" in text or "''" in text or "~" in text:
        text = text.replace("\\{", _OPEN).replace("\\}", _CLOSED)
        text = _MARKS.sub(_mark, _ACCENTED.sub(_accented, text))
        text = _COMMAND.sub(_command, text)
    text = text.replace("{", "").replace("}", "").replace(_OPEN, "{").replace(_CLOSED, "}")
    return unicodedata.normalize("NFC", text)


def _accented(match: re.Match[str]) -> str:
    accent = _ACCENTS[match[1] or match[2]]
    letter = (match[3] or match[4] or "").removeprefix("\\")
    return (letter or " ") + accent if letter else ""


def _command(match: re.Match[str]) -> str:
    """Return the character that a command stands for, '' for one that changes the look of a text."""
    if match[2]:
        return {"\\": "\n", "-": "", "/": "", ",": " "}.get(match[2], match[2])
    return _CHARACTERS.get(match[1], "")


def _mark(match: re.Match[str]) -> str:
    """Return the character for marks of LaTeX, unless a backslash precedes them."""
    before = match.string[match.start() - 1 : match.start()]
    return match[0] if before == "\\" else _DASHES[match[0]]
