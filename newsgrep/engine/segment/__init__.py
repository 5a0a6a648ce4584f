"""Segments: the files of an index, written once, merged and read as numpy arrays.

Writing, in the order in which an article passes:

    builder.py        articles -> segments of a given size
    writer.py         articles and postings -> the files of a segment
    stored_fields.py  articles as bytes, in compressed blocks
    keywords.py       source, language, URL, path and others, searched without reading articles
    value_fields.py   keyword fields with few distinct values
    shingles.py       hashes of words in a row, by which versions of a story are recognised
    columns.py        numbers of each document, by name: lengths, day, and optional ones
    hash_table.py     key of an article, and Message-IDs of mails -> documents
    inverter.py       articles -> postings in memory
    vocabulary.py     raw token -> surface forms and terms, remembered
    token_table.py    text -> raw tokens, and the hash table they are looked up in
    positions.py      how positions number the words of an article, and the field of each
    term_table.py     the tables of terms and surface forms

Reading:

    reader.py         the files and sections of a segment, and postings as arrays
    dictionary.py     lookup of terms and surface forms
    opening.py        the segments that a commit point names
    info.py           a segment as the commit point names it: name, size, deletions
    checks.py         the problems of a damaged segment

Both:

    sections.py       named sections in one file, with checksums, read through a memory map
    gaps.py           the documents of terms, as differences
    patched.py        numbers that are nearly always small, with patched exceptions
    frequencies.py    count and weight of a posting in one byte
    basis.py          a basis for vectors, of a sample of the articles
    vectors.py        what words and articles are about, by the basis
    meanings.py       vectors of articles by a model that the user chose
    merger.py         segments -> one segment, in bounded memory
    memory.py         how the C library keeps freed memory
"""
