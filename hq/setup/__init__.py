"""Setting up an organisation: its creation and its set-up files."""
