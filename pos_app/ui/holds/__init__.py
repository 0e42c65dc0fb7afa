"""The screen of holds: the list, the form that makes one, and the reason why one is released."""
