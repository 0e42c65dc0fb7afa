"""Open, count and close the shift; read X, take Z."""
