"""Agreement: what station and HQ share, and how it travels."""
