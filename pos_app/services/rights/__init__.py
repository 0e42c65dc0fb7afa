"""Rights to sell: those that this station holds, runs low on, and requests from HQ (docs/protocol.md 6)."""
