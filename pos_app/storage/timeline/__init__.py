"""Queries that find the subjects of a timeline at the station."""
