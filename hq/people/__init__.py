"""Organisations, staff accounts, roles, sign-in and tokens: who calls, and what that caller may do."""
