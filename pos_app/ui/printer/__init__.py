"""What the printer says, and the virtual printer."""
