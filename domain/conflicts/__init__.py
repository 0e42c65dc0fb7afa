"""Conflict cases, and the policy that judges them."""
