"""Station: what the cashier runs."""

SOFTWARE = "taquilla 0.1.0"
"""What the first entry of a journal and the reports on paper say."""
