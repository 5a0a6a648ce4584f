"""The table of all keys, from which the bindings, the help (`?`) and docs/browse.md follow."""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding, BindingType


class Key(NamedTuple):
    """Keys with the same action, as textual names them; the action; and its text in the help."""

    keys: str
    action: str
    help: str


#: Keys that work everywhere except where text is typed; keys with an argument work there, too.
EVERYWHERE = (
    Key("slash", "focus_query", "go to the query"),
    Key("question_mark", "help", "show these keys"),
    Key("f1", "help(True)", "the same, also from the query"),
    Key("q", "leave", "end, and print the keys of the marked articles"),
    Key("ctrl+q", "leave(True)", "the same, also from the query"),
    Key("ctrl+c", "interrupt", "end, and print nothing (exit code 130)"),
    Key("ctrl+z", "suspend_process", "back to the shell; `fg` continues"),
    Key("escape", "go_back", "back to the hits"),
    Key("tab", "focus_next", "next pane"),
    Key("shift+tab", "focus_previous", "previous pane"),
    Key("n", "next_match", "next match in the article"),
    Key("N", "previous_match", "previous match"),
    Key("ctrl+n", "hit(1)", "next hit, from every pane and from the query"),
    Key("ctrl+p", "hit(-1)", "previous hit"),
    Key("m", "mark", "mark the article, or unmark it"),
    Key("M", "unmark_all", "remove all marks"),
    Key("f", "side", "show the facets and the timeline, or hide them"),
    Key("x", "drop_filter", "remove the last filter"),
    Key("X", "drop_filters", "remove all filters"),
    Key("S", "sort", "next order: best first, newest first, oldest first"),
    Key("z", "fold", "fold the versions of a story into one hit, or unfold them"),
    Key("v", "versions", "list the versions of the story"),
    Key("o", "open", "open the article in $VISUAL or $EDITOR, else in the browser"),
    Key("O", "open_address", "open its address in the browser"),
    Key("y", "copy", "copy the key, the citation or the passage"),
    Key("t", "tag", "add tags to the article, or to the marked articles; remove tags"),
    Key("s", "save", "save the search under a name, for @NAME"),
    Key("e", "command", "write the search as a command line, and copy it"),
    Key("r", "reload", "read the index again"),
)

QUERY = (
    Key("tab", "complete", "complete a field, a name or a saved search; again: the next candidate"),
    Key("enter,down,escape", "app.focus_hits", "go to the hits"),
)

#: Keys of every list: hits, facets, timeline, versions.
LIST = (
    Key("j,down", "row(1)", "down"),
    Key("k,up", "row(-1)", "up"),
    Key("ctrl+d", "half_page(1)", "half a page down"),
    Key("ctrl+u", "half_page(-1)", "half a page up"),
    Key("space,ctrl+f,pagedown", "page(1)", "a page down"),
    Key("b,ctrl+b,pageup", "page(-1)", "a page up"),
    Key("g,home", "first", "first row"),
    Key("G,end", "last", "last row"),
    Key("enter", "choose", "open the whole article, filter by the value, or filter by the period"),
)

HITS = (Key("l,right", "app.focus_article", "go to the article"),)

ARTICLE = (
    Key("j,down", "scroll_down", "down"),
    Key("k,up", "scroll_up", "up"),
    Key("ctrl+d", "half_page(1)", "half a page down"),
    Key("ctrl+u", "half_page(-1)", "half a page up"),
    Key("space,ctrl+f,pagedown", "page_down", "a page down"),
    Key("b,ctrl+b,pageup", "page_up", "a page up"),
    Key("g,home", "scroll_home", "to the beginning"),
    Key("G,end", "scroll_end", "to the end"),
    Key("enter", "app.whole", "show the article on the whole screen, or beside the hits again"),
    Key("h,left", "app.go_back", "back to the hits"),
)

TIMELINE = (
    Key("V", "begin_range", "begin a range of periods; Enter filters by the range"),
    Key("shift+down,J", "extend(1)", "extend the range down by one period"),
    Key("shift+up,K", "extend(-1)", "extend the range up by one period"),
)

GROUPS = {
    "Everywhere except in the query": EVERYWHERE,
    "In the query": QUERY,
    "In the lists: hits, facets, timeline": LIST,
    "In the hits": HITS,
    "In the timeline": TIMELINE,
    "In the article": ARTICLE,
}

_NAMES = {
    **{"slash": "/", "question_mark": "?", "escape": "Esc", "enter": "Enter", "space": "Space", "tab": "Tab"},
    **{"up": "↑", "down": "↓", "left": "←", "right": "→", "home": "Home", "end": "End", "f1": "F1"},
    **{"pageup": "PgUp", "pagedown": "PgDn", "shift+tab": "Shift-Tab"},
    **{"shift+down": "Shift-↓", "shift+up": "Shift-↑"},
}


def bindings(*groups: tuple[Key, ...]) -> list[BindingType]:
    """Return the bindings of some groups.

    With priority, textual runs an action before it takes the next key. Otherwise a key that is typed quickly
    after one that moves the focus, such as `/`, would still go to the old focus. Completion has no priority,
    as the letters before it have to arrive first.
    """
    return [
        Binding(key.keys, key.action, key.help, show=False, priority=key.action != "complete")
        for group in groups
        for key in group
    ]


def shown(key: Key) -> str:
    """Return the names of keys as people write them.

    >>> shown(Key("space,ctrl+f,pagedown", "page(1)", "a page down"))
    'Space, Ctrl-f, PgDn'
    """
    return ", ".join(_NAMES.get(name) or name.replace("ctrl+", "Ctrl-") for name in key.keys.split(","))


def page_of_keys() -> str:
    """Return the keys as tables in Markdown, for docs/browse.md."""
    tables = []
    for group, keys in GROUPS.items():
        rows = "".join(
            f"| {', '.join(f'`{name}`' for name in shown(key).split(', '))} | {key.help} |\n" for key in keys
        )
        tables.append(f"### {group}\n\n| key | what it does |\n| --- | --- |\n{rows}")
    return "\n".join(tables)
