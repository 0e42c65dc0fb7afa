"""Queries about the people who sign in at the station."""
