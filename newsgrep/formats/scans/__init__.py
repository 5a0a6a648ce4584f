"""Scanned newspapers: the words that OCR recognised on a page, and the articles of an issue."""
