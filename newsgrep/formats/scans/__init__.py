"""Scanned newspapers: the words that a program recognised on a page, and the articles of an issue."""
