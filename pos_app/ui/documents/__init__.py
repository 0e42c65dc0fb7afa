"""Find a document and print it again."""
