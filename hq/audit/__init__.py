"""HQ's own journal: every administrative act, chained and signed."""
