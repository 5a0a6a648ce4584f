"""Subtitles and captions of what was spoken."""
