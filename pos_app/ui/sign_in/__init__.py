"""Sign in by PIN."""
