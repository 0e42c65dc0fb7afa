"""Queries of sales, documents, print jobs, shifts, reports and conflict cases."""
