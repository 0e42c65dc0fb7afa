"""What can be sold, at which price, on which seat."""
