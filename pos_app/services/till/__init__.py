"""The till: shifts, cash, the rate of the day, X and Z."""
