"""What stations recorded, listed, added up and checked: books, Z reports, number partition, totals, look-ups."""
