"""Copies of the store: backup, restore, and the fence of a store that is an older copy of itself."""
