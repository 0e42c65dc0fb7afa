"""Copies of the store: backup, restore, and the fence around a store that is an older copy of itself."""
