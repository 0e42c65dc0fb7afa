"""The seat map screen: choose numbered seats."""
