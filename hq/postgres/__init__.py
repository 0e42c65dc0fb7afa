"""The PostgreSQL that HQ runs for itself: its programs, account, data folder and socket."""
