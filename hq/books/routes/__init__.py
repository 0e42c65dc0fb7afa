"""The API of the books, one file a resource."""
