"""Give the tickets of a cart away for the organiser."""
