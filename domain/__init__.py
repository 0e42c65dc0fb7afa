"""Rules: money, taxes, catalogue, prices, seats, sales, fiscal documents, shifts. Pure."""
