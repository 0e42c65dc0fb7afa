"""Conflict cases, and the policy that decides them."""
