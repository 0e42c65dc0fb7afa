"""The life of a thing, as the station knows it."""
