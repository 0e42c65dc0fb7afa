"""The state of the printer, its queue, and the window of the virtual printer."""
