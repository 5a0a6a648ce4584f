"""Articles as mail: mbox, EML and MSG."""
