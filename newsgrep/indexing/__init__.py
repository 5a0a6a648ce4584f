"""An index run: scan files, parse articles, drop duplicates, write, commit."""
