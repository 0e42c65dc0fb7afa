"""Change tickets after the sale."""
