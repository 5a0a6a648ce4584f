"""Sentence-embedding models in folders of the user, which make a vector of the meaning of a text.

Importing this room loads no library; `load_model` does.
"""
