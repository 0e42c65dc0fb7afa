"""Conflict cases that a supervisor settles at the station (docs/conflict-policy.md)."""
