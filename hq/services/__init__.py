"""Use cases of HQ."""
