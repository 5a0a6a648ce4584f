"""Searching as a service: requests, filters, rewriting, highlighting, diagnosis of nothing found."""
