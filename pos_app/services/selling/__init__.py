"""Selling: the cart, what is on sale, seats and places, and the checkout."""
