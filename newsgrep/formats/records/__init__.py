"""Articles as records of named fields: JSON Lines, JSON, CSV, workbooks and Parquet."""
