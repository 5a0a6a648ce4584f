"""Articles as mail: mbox and EML."""
