"""Bylines: the names of persons in a line of text, and the words around names in many languages."""
