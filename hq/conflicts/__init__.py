"""Conflict cases: claims from what stations recorded, cases judged from the claims, each closed once."""
