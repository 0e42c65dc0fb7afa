"""The till: shifts, cash, the rate of the day, the fiscal clock, X and Z reports."""
