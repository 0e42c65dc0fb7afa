"""Copies of the store as files."""
