"""A write-ahead log of another moment is refused before SQLite applies it: real stations, killed."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from benchmarks import sell_loop
from pos_app import running
from pos_app.storage.copies.log_owner import LogNotOwn
from tests.pos_app.test_sale_witness import Seller, refusal, started

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no signals")


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    made = tmp_path / "caja"
    sell_loop.open_profile(made).database.close()
    return made


def killed_after(profile: Path, sales: int) -> Path:
    """A station that is killed after some sales; its log."""
    seller = Seller(profile)
    for _ in range(sales):
        seller.sell()
    seller.kill()
    return profile / "station.db-wal"


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_log_of_the_morning_is_refused_and_nothing_is_changed(profile: Path, tmp_path: Path) -> None:
    kept = tmp_path / "mañana-wal"
    shutil.copy2(killed_after(profile, 2), kept)
    with started(profile) as at_work:
        assert refusal(at_work) is None
    log = killed_after(profile, 3)
    own, before = log.read_bytes(), digest(profile / "station.db")
    shutil.copy2(kept, log)
    with pytest.raises(LogNotOwn) as caught:
        running.start(profile, str)
    assert caught.value.path == str(log)
    assert digest(profile / "station.db") == before
    log.write_bytes(own)
    with started(profile) as at_work:
        assert refusal(at_work) is None


def test_the_log_of_another_store_is_refused(profile: Path, tmp_path: Path) -> None:
    other = tmp_path / "otra"
    sell_loop.open_profile(other).database.close()
    log, foreign = killed_after(profile, 2), killed_after(other, 2)
    before = digest(profile / "station.db")
    shutil.copy2(foreign, log)
    with pytest.raises(LogNotOwn):
        running.start(profile, str)
    assert digest(profile / "station.db") == before


def test_a_log_that_the_witness_has_not_seen_yet_is_tried_on_a_copy(profile: Path) -> None:
    """A power cut can leave the witness as it was before the log was made."""
    with started(profile) as at_work:
        assert refusal(at_work) is None
    file = next((Path(os.environ["XDG_STATE_HOME"]) / "taquilla").glob("*.anchor"))
    old = file.read_bytes()
    killed_after(profile, 2)
    file.write_bytes(old)
    with started(profile) as at_work:
        assert refusal(at_work) is None
