"""Queries of the catalogue and of the station's rights to sell it."""
