"""The store itself: connection, guards, fences, witnesses, and what it knows of HQ."""
