"""How a sale is paid: methods, tenders, what is due, change."""
