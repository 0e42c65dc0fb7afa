"""The exchange rate of the day."""
