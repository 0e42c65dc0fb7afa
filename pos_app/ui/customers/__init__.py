"""The registry of customers."""
