"""The manifest: which files the index was made from, and what each of them gave.

It is what makes indexing incremental. An engine keeps it beside its own files and publishes it in the
same commit, so that the two never disagree; a search never reads it.

On disk it is gzipped JSON Lines: first an array for each article that has copies, its key and theirs, so
that they are found without reading the rest; then an object for some files each, which are in the order of
their paths, with the number of files and a list of what there is of each file or article. What few files
have, the object has by their places in it. A file of very many articles has several objects, one after the
other. The last object tells how many there are. Each line is compressed by itself, so that the records of
some files are read without the others, of which there may be millions.
"""

from newsgrep.indexing.manifest.copies import original_of
from newsgrep.indexing.manifest.draft import Draft
from newsgrep.indexing.manifest.manifest import Manifest, load_copies, save
from newsgrep.indexing.manifest.records import Digests, FileRecord

__all__ = ["Digests", "Draft", "FileRecord", "Manifest", "load_copies", "original_of", "save"]
