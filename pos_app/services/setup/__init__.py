"""Loading set-up files into the store of a station without HQ."""
