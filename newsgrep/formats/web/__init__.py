"""Articles as the web carries them: pages, feeds and crawls."""
