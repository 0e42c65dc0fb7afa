"""Queries of the catalogue and of the rights to sell it."""
