"""A stand-in of Citus: an extension for the embedded PostgreSQL whose functions refuse what those of Citus refuse.

It shows that HQ's statements and their order are what Citus asks for. It moves no row to another server.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from hq.storage.database import Database

EXTENSION = Path(__file__).parent / "extension"
_READABLE, _ENTERABLE = 0o644, 0o755


@contextmanager
def citus_available(database: Database, folder: Path) -> Iterator[None]:
    """Let this database's server find the extension. `folder` is one that the server's account may enter."""
    place = folder / "extension"
    shutil.copytree(EXTENSION, place)
    for path in (folder, place, *place.iterdir()):
        path.chmod(_ENTERABLE if path.is_dir() else _READABLE)
    with database.owner() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        connection.execute(text(f"ALTER DATABASE {name} SET extension_control_path = '{folder}:$system'"))
    database.close()  # connections opened from now on have the setting
    yield


def create_citus(connection: Connection, workers: int = 2) -> None:
    """Create the extension and add as many workers."""
    connection.execute(text("CREATE EXTENSION citus"))
    for number in range(1, workers + 1):
        connection.execute(text("SELECT citus_add_node(:name, 5432)"), {"name": f"worker{number}"})
