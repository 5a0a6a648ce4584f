"""Hyperlinks of a terminal (OSC 8): the target of a link, and the terminals that show links."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import quote

from newsgrep.article import STDIN, Article
from newsgrep.viewers import is_web_address

#: Values of environment variables by which newsgrep recognises a terminal that shows links.
_PROGRAMS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "mintty")
_TERMS = re.compile(r"xterm-kitty|xterm-ghostty|foot|alacritty|wezterm|contour|rio")
_VARIABLES = ("KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM", "KONSOLE_VERSION")
#: From this version of VTE on, terminals of GNOME show links.
_FIRST_VTE = 5000


def has_links(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal shows hyperlinks, by environment variables.

    Within tmux and screen the answer is no, as these may not pass links on.

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
    """Return the target of a link for an article: its file, or its address if it has no file.

    path: of the file, from the current folder
    page: of the file, which some PDF viewers open; 0 for none

    Empty for an article that has neither.
    """
    if article.path and article.path != STDIN:
        host = os.uname().nodename
        place = quote(os.path.abspath(path).encode("utf-8", "surrogateescape"))  # noqa: PTH100
        return f"file://{quote(host)}{place}" + (f"#page={page}" if page else "")
    return web_address(article.url)


def web_address(url: str) -> str:
    """Return a web address with characters escaped that would end it in markup.

    Empty for an address that is not of the web, such as a script.
    """
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]") if is_web_address(url) else ""
