"""Files that are no Taquilla store, or a damaged one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from pos_app.station import Station
from pos_app.storage.store.database import DamagedDatabase, Database, ForeignDatabase
from tests.builders import stations
from tests.builders.stations import general_cart, sell

KEY = bytes(range(32))


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "station.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE theirs (x)")
        other.commit()
    before = file.read_bytes()
    with pytest.raises(ForeignDatabase):
        Database(file, KEY)
    assert file.read_bytes() == before


def test_an_encrypted_database_of_another_program_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "station.db"
    with closing(driver.connect(str(file))) as other:
        other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        other.execute("CREATE TABLE theirs (x)")
        other.commit()
    with pytest.raises(ForeignDatabase):
        Database(file, KEY)


def test_the_wrong_key_opens_nothing(station: Station) -> None:
    station.database.close()
    with pytest.raises(ForeignDatabase):
        Database(station.database.path, KEY[::-1])


@pytest.mark.parametrize("content", [b"not a database at all" * 500, bytes(8_192)])
def test_a_file_of_anything_else_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "station.db"
    file.write_bytes(content)
    with pytest.raises(ForeignDatabase):
        Database(file, KEY)


@pytest.mark.parametrize("page", [2, 5, 20, 60])
def test_flipped_bits_are_found_at_the_start(till: Station, page: int) -> None:
    sell(till, general_cart(till, 1))
    path = till.database.path
    with till.database.engine.connect() as connection:
        proxied = connection.connection.driver_connection
        assert proxied is not None
        proxied.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    till.database.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4_096 + 1_000] ^= 0x10
    path.write_bytes(content)
    with pytest.raises(DamagedDatabase) as caught:
        Database(path, stations.keys().database_key)
    assert caught.value.path == str(path)
