"""Choose what to sell."""
