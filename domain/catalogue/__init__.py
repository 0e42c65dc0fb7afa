"""What can be sold: events, zones, prices and seats."""
