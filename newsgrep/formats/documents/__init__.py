"""Office documents and PDF: the text, and what their properties say. A process of their own opens them."""
