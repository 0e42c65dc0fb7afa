"""Availability of performances, and its changes as they are committed."""
