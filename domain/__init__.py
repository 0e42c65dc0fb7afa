"""Rules: money, taxes, catalogue, prices, seats, sales, fiscal documents, shifts, conflict cases. No side effects."""
