"""Choose seats on the map."""
