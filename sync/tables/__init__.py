"""Tables that station and HQ share, and how values are written in them: column types, transactions, canonical JSON."""
