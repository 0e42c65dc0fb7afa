"""Receiving what stations did: pushes are grouped, recorded and acknowledged after the commit."""
