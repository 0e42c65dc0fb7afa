"""HQ's own journal: every administrative act, chained by hash and signed."""
