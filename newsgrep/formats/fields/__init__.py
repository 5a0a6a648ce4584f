"""A record of named fields to an article: what all formats of records share."""
