"""Selling: performances on sale, seats and places, the cart and the checkout."""
