"""The interactive reader: `newsgrep browse`. It alone imports textual.

searching.py   the screen: what is asked, and what is shown
app.py         what the keys do with an article or a search: copy, save, open, write as a command
keys.py        the table of all keys, from which bindings, help and docs/browse.md follow
panes.py       the hits, the article, the facets and the timeline
lines.py       a list of any length, of which only the rows that are seen are made
dialogs.py     help, the name of a search, what is copied, the versions of a story
query_line.py  the line with the query, its completions and its errors
wanted.py      what is searched: query, filters, order; and the same as a command line
answers.py     what is asked of an index
asking.py      the threads that ask it
completion.py  fields, names and saved searches that complete a query
session.py     the terminal: it is drawn on directly, and always given back
"""
