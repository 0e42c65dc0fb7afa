"""Station: what the cashier runs."""
