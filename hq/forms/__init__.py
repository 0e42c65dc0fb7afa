"""Pre-printed forms: their lots, and the control numbers that go with granted numbers."""
