"""Loading set-up files into a store."""
