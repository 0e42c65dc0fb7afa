"""The people at the station: sign-in and approval."""
