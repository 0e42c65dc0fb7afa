"""The SQL of the books, one file a concept."""
