"""Conflict cases: evidence found in what stations recorded, cases judged from it, each closed once."""
