"""Issued documents: searching, reprinting and printing them."""
