"""Organisations, staff accounts, roles, sign-in and tokens: who the caller is and what the caller may do."""
