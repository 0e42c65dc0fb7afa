"""Give tickets of a sale back."""
