"""The catalog: the files an index was made from, and their articles, in SQLite beside the segments.

Every row has the generation that added it (`came`) and the one that removed it (`gone`). A run writes the
rows of the generation that it will publish, in short transactions; a reader of generation g sees the rows
that came by g and were not gone by g. If a run ends without publishing, the next writer drops its rows. So
catalog and segments change together, at the moment when the engine publishes the generation.

The next writer deletes the rows that the published generation no longer has.
"""
