"""Availability of performances, and its changes as transactions commit."""
