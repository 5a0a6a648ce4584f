"""The codec: segments of an index as plain arrays, written, merged and read at the speed of numpy.

building.py    articles, as they come -> segments
inversion.py   articles -> postings in memory
vocabulary.py  what analysis makes of every chunk of text, remembered
chunks.py      texts -> numbered chunks
layout.py      named sections in one checksummed file, read through a memory map
texts.py       tables of texts, and finding one among them
tags.py        source, language, address and path, to search by
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
