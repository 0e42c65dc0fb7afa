"""The name of the keyring entry that holds a profile's key, written in the profile.

With the name in the profile, the folder may be renamed or moved, and two folders of one name do not share an entry.
"""

from pathlib import Path

from pos_app import durable

FILE_NAME = "keyring.id"


def read(profile: Path) -> str:
    """The name; empty in a profile without one. Raises OSError."""
    try:
        return (profile / FILE_NAME).read_text(encoding="utf-8-sig").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def write(profile: Path, name: str) -> None:
    """Write the name. Raises OSError."""
    durable.make_folder(profile)
    durable.write(profile / FILE_NAME, f"{name}\n".encode())
