"""What is asked at a terminal: the station password."""

import getpass
import sys

from pos_app.ui import wording


def ask_password() -> str:
    """Only where somebody sits: a service without a terminal is refused instead of hanging."""
    if not sys.stdin.isatty():
        from pos_app.vault import KeyMissing  # noqa: PLC0415  # brings the cryptography with it

        raise KeyMissing("terminal")
    return getpass.getpass(wording.text("cli.password"))
