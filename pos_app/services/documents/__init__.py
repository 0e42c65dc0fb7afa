"""Issued documents: finding, copying and printing them."""
