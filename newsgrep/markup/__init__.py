"""XML and HTML of strangers: to trees, and to paragraphs of plain text."""
