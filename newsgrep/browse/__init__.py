"""The interactive reader: `newsgrep browse`. It alone imports textual.

searching.py   the screen: questions to the index, and how the panes show the answers
app.py         the actions of the keys on an article or a search: copy, save, open, write as a command
keys.py        the table of all keys, from which bindings, help and docs/browse.md follow
panes.py       the hits, the article, the facets and the timeline
line_list.py   a list of any length, which makes only the visible rows
dialogs.py     help, a line to type, what to copy, the versions of a story
query_line.py  the line with the query, its completions and its errors
wanted.py      a search: query, filters, order; and the same as a command line
answers.py     the questions to an index, and their answers
asking.py      the threads that ask these questions
query_completion.py  fields, names and saved searches that complete a query
session.py     the terminal: drawn on directly, and always restored
"""
