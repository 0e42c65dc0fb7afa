"""Receiving pushes: they are grouped, recorded together, and acknowledged after the commit."""
