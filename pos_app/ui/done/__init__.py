"""The sale is done: the change in large figures."""
