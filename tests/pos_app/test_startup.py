"""Opening a profile: one program at a time, the right key, the right schema, a store founded once."""

import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from pos_app import startup
from pos_app.settings import Settings, write
from pos_app.startup import AlreadyRunning, NewerStore, NotSetUp
from pos_app.station import Station
from pos_app.storage import migrations
from pos_app.storage.store.database import ForeignDatabase
from pos_app.vault import KeyMissing, Secrets, VaultKind
from sync import journal
from tests.builders import stations
from tests.builders.stations import surroundings
from tests.pos_app.snapshots import kinds
from tests.source_tree import ROOT

TENANT, STATION = UUID(int=1), UUID(int=2)
HOLDER = """
import sys
from pathlib import Path
from pos_app import startup
held = startup.lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_instance_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        assert first.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning) as caught:
            startup.lock(tmp_path)
        assert caught.value.profile == str(tmp_path)
        first.kill()
    startup.lock(tmp_path).release()


def test_a_new_store_begins_its_first_life(tmp_path: Path) -> None:
    station = startup.create_station(tmp_path, stations.keys(), TENANT, STATION, surroundings())
    assert kinds(station) == ["epoch_opened/1"]
    assert (station.tenant_id, station.id, station.author.epoch) == (TENANT, STATION, 1)
    with station.database.read() as tx:
        opened = next(journal.read(tx, TENANT, STATION, 1)).read().body
    assert getattr(opened, "public_key", "") == journal.public_key(stations.keys().signing_key)
    station.database.close()


def test_an_existing_store_is_opened_as_it_is(tmp_path: Path) -> None:
    startup.create_station(tmp_path, stations.keys(), TENANT, STATION, surroundings()).database.close()
    again = startup.create_station(tmp_path, stations.keys(), UUID(int=8), UUID(int=9), surroundings())
    assert (again.tenant_id, again.id) == (TENANT, STATION)
    assert kinds(again) == ["epoch_opened/1"]
    again.database.close()


def test_a_folder_without_a_store_is_not_made_into_one(tmp_path: Path) -> None:
    with pytest.raises(NotSetUp):
        startup.open_station(tmp_path, stations.keys(), surroundings())
    assert list(tmp_path.iterdir()) == []


def test_a_store_whose_making_was_cut_short_is_gone_on_with(tmp_path: Path) -> None:
    startup.open_store(tmp_path, stations.keys()).close()
    with pytest.raises(NotSetUp):
        startup.open_station(tmp_path, stations.keys(), surroundings())
    station = startup.create_station(tmp_path, stations.keys(), TENANT, STATION, surroundings())
    assert kinds(station) == ["epoch_opened/1"]
    station.database.close()


def test_the_key_of_another_profile_opens_nothing(station: Station) -> None:
    station.database.close()
    with pytest.raises(ForeignDatabase):
        startup.open_station(station.database.path.parent, Secrets.derive(bytes(32)), surroundings())


def test_a_store_of_a_newer_program_is_left_alone(station: Station) -> None:
    with station.database.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    station.database.close()
    with pytest.raises(NewerStore) as caught:
        startup.open_station(station.database.path.parent, stations.keys(), surroundings())
    assert caught.value.revision == "9999"


def test_a_profile_is_set_up_when_store_and_settings_are_there(tmp_path: Path, station: Station) -> None:
    profile = station.database.path.parent
    assert not startup.is_set_up(profile)
    write(profile, Settings())
    assert startup.is_set_up(profile)
    assert not startup.is_set_up(tmp_path / "elsewhere")


def test_a_store_that_is_there_is_never_given_a_new_key(tmp_path: Path) -> None:
    """A vault that lost the secret or does not answer must not be given a new secret, which would open no store."""
    settings = Settings(vault=VaultKind.OPEN)
    keys = startup.load_keys(tmp_path, settings, str, create=True)
    startup.create_station(tmp_path, keys, TENANT, STATION, surroundings()).database.close()
    (tmp_path / "open.key").unlink()
    with pytest.raises(KeyMissing):
        startup.load_keys(tmp_path, settings, str, create=True)
    assert not (tmp_path / "open.key").exists()


def test_an_opened_store_is_at_the_present_schema(station: Station) -> None:
    assert migrations.revision(station.database.engine) == migrations.HEAD


def test_the_system_around_a_station_is_the_real_one() -> None:
    assert startup.SYSTEM.clock.now().utcoffset() is not None
    assert len(startup.SYSTEM.random(16)) == 16
    startup.SYSTEM.wake()
