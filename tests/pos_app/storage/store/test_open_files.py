"""A store whose files are deleted or replaced while it is open sells nothing more: its sales would vanish."""

import os
import shutil
from pathlib import Path

import pytest

from pos_app.station import Station
from pos_app.storage.store.database import FILES
from pos_app.storage.store.open_files import StoreReplaced
from pos_app.ui import wording
from tests.builders import stations
from tests.pos_app.snapshots import count

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows does not let an open file be deleted")


def attempt(till: Station) -> None:
    stations.sell(till, stations.general_cart(till, 1))


@pytest.mark.parametrize("name", FILES)
def test_a_file_deleted_while_open_stops_the_next_sale(till: Station, name: str) -> None:
    attempt(till)
    (till.database.path.parent / name).unlink()
    with pytest.raises(StoreReplaced) as caught:
        attempt(till)
    assert name in caught.value.path
    assert count(till, "sale") == 1


@pytest.mark.parametrize("name", FILES)
def test_a_file_replaced_while_open_stops_the_next_sale(till: Station, name: str) -> None:
    file = till.database.path.parent / name
    copy = file.with_name("kept")
    shutil.copy2(file, copy)
    attempt(till)
    copy.replace(file)
    with pytest.raises(StoreReplaced):
        attempt(till)


def test_all_files_of_the_profile_deleted_stop_the_next_sale(till: Station) -> None:
    shutil.rmtree(till.database.path.parent)
    with pytest.raises(StoreReplaced):
        attempt(till)


def test_a_profile_moved_while_open_stops_the_next_sale(till: Station, tmp_path: Path) -> None:
    till.database.path.parent.rename(tmp_path / "elsewhere")
    with pytest.raises(StoreReplaced):
        attempt(till)


def test_an_emptied_log_and_a_second_reader_stop_nothing(till: Station) -> None:
    attempt(till)
    till.database.settle()
    with till.database.read():
        attempt(till)
    till.database.checkpoint()
    attempt(till)


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_the_refusal_says_what_to_do(language: str) -> None:
    wording.use(language)
    message = wording.refusal(StoreReplaced("/caja/station.db"))
    wording.use("es")
    assert "/caja/station.db" in message.what
    assert message.todo
