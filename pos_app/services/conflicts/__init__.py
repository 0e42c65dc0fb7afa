"""Conflict cases that a supervisor settles at the station."""
