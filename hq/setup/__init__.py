"""Setting up an organisation: creating it and loading its set-up files."""
