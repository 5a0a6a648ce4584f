"""Hyperlinks of a terminal (OSC 8): where the link of a file leads, and which terminals have them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import quote

from newsgrep.article import STDIN, Article
from newsgrep.viewers import is_web_address

#: Variables and values by which a terminal that has links shows itself.
_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "mintty")
_TERMS = re.compile(r"xterm-kitty|xterm-ghostty|foot|alacritty|wezterm|contour|rio")
_VARIABLES = ("KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM", "KONSOLE_VERSION")
#: From this version on, terminals of GNOME have links.
_FIRST_VTE = 5000


def has_links(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal that an environment tells of has hyperlinks.

    Within tmux and screen, which may not pass them on, none has.

    >>> has_links({"TERM": "xterm-kitty"}), has_links({"TERM": "xterm"})
    (True, False)
    """
    term = environment.get("TERM", "")
    if environment.get("TMUX") or term.startswith(("screen", "tmux", "dumb")):
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM", "") in _PROGRAMS
        or _TERMS.match(term) is not None
        or any(environment.get(name) for name in _VARIABLES)
        or (vte.isdecimal() and int(vte) >= _FIRST_VTE)
    )


def target_of(article: Article, path: str, page: int = 0) -> str:
    """Return where a link on the name of an article's file leads: the file, or its address if it has none.

    path: of the file, from the current folder
    page: of the file, at which programs for PDF that know the form open it; 0 for none

    Empty for an article that has neither.
    """
    if article.path and article.path != STDIN:
        host = os.uname().nodename
        place = quote(os.path.abspath(path).encode("utf-8", "surrogateescape"))  # noqa: PTH100
        return f"file://{quote(host)}{place}" + (f"#page={page}" if page else "")
    return web_address(article.url)


def web_address(url: str) -> str:
    """Return an address that a browser may open, without characters that end it in a markup.

    Empty for one that is not of the web, such as a script.
    """
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]") if is_web_address(url) else ""
