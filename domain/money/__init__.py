"""Exact money and its taxes."""
