"""Tables that station and HQ share, and what writes them: column types, transactions, canonical JSON."""
