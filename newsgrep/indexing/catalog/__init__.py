"""The catalog: the files an index was made from, and their articles, in SQLite beside the segments.

Every row has the generation in which it came, and the one in which it left. A run writes the rows of the
generation that it is going to publish, in short transactions; a reader of generation g sees the rows that
came up to g and had not left by then. If a run ends without publishing, the next writer drops its rows. So
catalog and segments change together, at the moment when the engine publishes the generation.

The rows that a reader of the published generation no longer sees are deleted by the next writer.
"""
