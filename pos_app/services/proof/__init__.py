"""Proof of a store: verification against the journal, and rows rebuilt from it."""
