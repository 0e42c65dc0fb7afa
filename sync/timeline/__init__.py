"""The life of a thing, read from journal and rows: station and HQ read the same tables, each what it has."""
