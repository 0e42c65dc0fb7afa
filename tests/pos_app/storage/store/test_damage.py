"""Files that are no Taquilla store, or a damaged one."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy import text

from pos_app.station import Station
from pos_app.storage.store import page_check
from pos_app.storage.store.database import Database, ForeignDatabase
from pos_app.storage.store.page_check import DamagedDatabase
from tests.builders import stations
from tests.builders.stations import general_cart, sell
from tests.log_guard import LogGuard

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


def close_cleanly(station: Station) -> Path:
    station.database.settle()
    station.database.close()
    return station.database.path


def flip_a_bit(path: Path, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4_096 + 1_000] ^= 0x10
    path.write_bytes(content)


def pages(path: Path) -> int:
    return path.stat().st_size // 4_096


@pytest.mark.parametrize("page", [2, 5, 20, 60])
def test_flipped_bits_are_found_at_the_start(till: Station, page: int) -> None:
    sell(till, general_cart(till, 1))
    path = close_cleanly(till)
    flip_a_bit(path, page)
    with pytest.raises(DamagedDatabase) as caught:
        Database(path, stations.keys().database_key)
    assert caught.value.path == str(path)


@pytest.fixture
def season(till: Station, monkeypatch: pytest.MonkeyPatch) -> Station:
    """A store that counts as a large one: opening it does not check it whole."""
    monkeypatch.setattr(page_check, "CHECKED_AT_ONCE", 0)
    for _ in range(3):
        sell(till, general_cart(till, 1))
    return till


def checked_to_the_end(database: Database) -> Database:
    for _ in range(100):  # more than there are tables
        database.check_pages()
    return database


def test_flipped_bits_of_a_large_store_stop_selling_once_they_are_found(season: Station, log_guard: LogGuard) -> None:
    log_guard.expect("the store is damaged")
    path = close_cleanly(season)
    sound = path.read_bytes()
    for page in range(3, pages(path), 7):
        path.write_bytes(sound)
        flip_a_bit(path, page)
        try:
            database = Database(path, stations.keys().database_key)
        except DamagedDatabase:  # opening reads some pages
            continue
        with closing(checked_to_the_end(database)), pytest.raises(DamagedDatabase), database.write():
            pass


def test_a_sound_large_store_is_opened_without_a_check_and_checked_while_it_sells(
    season: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, statements = close_cleanly(season), list[str]()
    whole = page_check.PageCheck._check  # observed

    def noting(self: page_check.PageCheck, cursor: object, statement: str) -> None:
        statements.append(statement)
        whole(self, cursor, statement)

    monkeypatch.setattr(page_check.PageCheck, "_check", noting)
    with closing(Database(path, stations.keys().database_key)) as database:
        assert statements == []
        checked_to_the_end(database)
        with database.write() as tx:
            tables = list(tx.execute(text("SELECT name FROM sqlite_schema WHERE type = 'table'")).scalars())
    assert sorted(statements) == sorted(f"PRAGMA quick_check('{table}')" for table in tables)


def test_a_large_store_that_was_not_closed_is_checked_whole(season: Station, tmp_path: Path) -> None:
    season.database.settle()
    sell(season, general_cart(season, 1))  # is in the log only, as after a power cut
    cut = tmp_path / "cut" / season.database.path.name
    cut.parent.mkdir()
    for end in ("", "-wal"):
        shutil.copyfile(f"{season.database.path}{end}", f"{cut}{end}")
    for page in range(20, pages(cut), 5):  # the log has newer versions of some
        flip_a_bit(cut, page)
    with pytest.raises(DamagedDatabase):
        Database(cut, stations.keys().database_key)
