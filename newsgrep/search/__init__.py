"""What a query means to a person: filters, rewriting, highlighting, and why nothing was found."""
