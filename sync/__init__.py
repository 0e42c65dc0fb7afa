"""What station and HQ share: facts, journal, shared tables, and the messages between them."""
