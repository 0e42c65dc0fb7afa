"""What stations recorded, read back and checked: books, closings, number partition, consolidation, look-ups."""
