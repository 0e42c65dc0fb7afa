"""The till: shifts, counts, X and Z."""
