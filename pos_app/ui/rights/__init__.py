"""The rights of this station: what it holds, and returning what it will not sell."""
