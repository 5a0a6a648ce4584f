"""Editions and corpora of scholars: newspapers, debates and letters in TEI."""
