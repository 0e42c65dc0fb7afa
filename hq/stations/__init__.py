"""Stations: registered, enrolled, let into a new life, frozen, lost and revoked."""
