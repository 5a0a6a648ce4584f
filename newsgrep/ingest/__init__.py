"""What an index run is made of: how files are read, and what of them the index takes in.

`newsgrep.indexing` is the way in.
"""
