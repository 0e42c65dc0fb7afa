"""From cart to sale."""
