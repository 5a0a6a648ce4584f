"""Articles as records of named fields: JSON Lines, JSON, CSV and TSV."""
