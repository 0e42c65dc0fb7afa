"""Stations: registering, enrolling, beginning a new life, freezing, losing and revoking them."""
