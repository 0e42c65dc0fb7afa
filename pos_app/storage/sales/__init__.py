"""Queries of what was sold, printed, counted and settled."""
