"""What happens to a ticket and to its money after the sale: refunds, and the documents that belong to them."""
