"""Sentence-embedding models: what a text means as a vector, by a model that the user has in a folder.

Importing this loads no library: `load_model` does.
"""
