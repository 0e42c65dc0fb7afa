"""What happens to a ticket and to its money after the sale."""
