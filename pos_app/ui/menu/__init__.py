"""The menu of screens."""
