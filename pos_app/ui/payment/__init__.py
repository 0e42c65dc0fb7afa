"""Take the payments of a sale."""
