"""The catalogue's way to the stations: HQ publishes each change once, and stations read the feed."""
