"""The forms in the printer."""
