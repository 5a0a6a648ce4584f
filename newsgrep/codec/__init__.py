"""The codec: segments of an index as plain arrays, written, merged and read at the speed of numpy.

inversion.py   a batch of articles -> postings in memory
chunks.py      texts -> numbered chunks
layout.py      named sections in one checksummed file, read through a memory map
places.py      where the words of an article stand
stored.py      articles in compressed blocks
segment.py     a segment on disk: what is in its sections, and reading it
escaped.py     numbers that are nearly always small
frequencies.py occurrences and their weight in a byte
writing.py     postings -> a segment
merging.py     segments -> one segment, in bounded memory
verifying.py   what is broken in a segment
whoosh.py      the same segments as a codec of Whoosh
"""
