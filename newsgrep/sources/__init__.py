"""Paths to byte streams: walking folders, choosing files, opening archives, within limits."""
