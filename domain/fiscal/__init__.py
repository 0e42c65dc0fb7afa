"""Fiscal documents, their series, numbers and control numbers."""
