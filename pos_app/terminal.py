"""Prompts at a terminal: the station password."""

import getpass
import sys

from pos_app.ui import wording


def ask_password() -> str:
    """Prompt for the station password. Raises KeyMissing without a terminal, where a service would wait for ever."""
    if not sys.stdin.isatty():
        from pos_app.vault import KeyMissing  # noqa: PLC0415  # loads the cryptography

        raise KeyMissing("terminal")
    return getpass.getpass(wording.text("cli.password"))
