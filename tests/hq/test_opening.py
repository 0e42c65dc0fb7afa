"""HQ over its embedded PostgreSQL: a folder that was restored from a copy grants no right twice."""

import shutil
import subprocess
from pathlib import Path

from hq.opening import FOLDER, ISSUED, opened_office
from hq.rights import grants
from hq.rights.grants import Numbers
from hq.settings import Settings
from tests.builders.counters import counter, house
from tests.log_guard import LogGuard

BLOCK = 10


def copied(folder: Path, to: Path) -> None:
    """Copy with the owner: PostgreSQL refuses to start in a folder of another user."""
    subprocess.run(["cp", "--archive", folder, to], check=True)


def test_a_folder_that_was_put_back_gives_no_number_twice(
    short_folder: Path, tmp_path: Path, log_guard: LogGuard
) -> None:
    settings = Settings(secret=bytes(32), data=short_folder)
    with opened_office(settings) as office:
        house(office)
        with counter(office, tmp_path / "1", 1) as one, counter(office, tmp_path / "2", 2) as two:
            lives = [station.holder for station in (one, two)]
    copied(short_folder / FOLDER, tmp_path / "copy")

    given = []
    for life in (*lives, lives[0]):
        with opened_office(settings) as office, office.database.tenant(life.tenant_id) as tx:
            given.append(grants.grant_numbers(tx, office, life, Numbers("A", BLOCK)).first)
    shutil.rmtree(short_folder / FOLDER)
    copied(tmp_path / "copy", short_folder / FOLDER)
    log_guard.expect("the database was put back")
    with opened_office(settings) as office, office.database.tenant(lives[1].tenant_id) as tx:
        given.append(grants.grant_numbers(tx, office, lives[1], Numbers("A", BLOCK)).first)

    assert given == [1, 11, 21, 31]
    assert (short_folder / ISSUED).stat().st_size > 0
