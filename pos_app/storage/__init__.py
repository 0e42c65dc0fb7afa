"""Queries of the station's database; no decisions."""
