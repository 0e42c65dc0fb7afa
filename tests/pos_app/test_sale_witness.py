"""A sale is witnessed outside of the store before anything is printed: real stations, killed and put back."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks import sell_loop
from domain.errors import Refused
from domain.money.money import Money
from domain.people.staff import NotAllowed
from domain.till.shifts import CashMove, CashMovement
from pos_app import running, settings, startup
from pos_app.running import Running
from pos_app.services.copies import fencing
from pos_app.services.proof.verify import verify
from pos_app.services.till import shifts
from pos_app.storage.store import fences
from pos_app.storage.store.doubt import StoreDoubted
from pos_app.storage.store.fences import FenceCause, StoreFenced
from sync import journal
from sync.facts import StoreAccepted
from tests.builders.clock import FakeClock
from tests.source_tree import ROOT

SELLS = """
import sys
from pathlib import Path
from benchmarks import sell_loop
from pos_app import running
at_work = running.start(Path(sys.argv[1]), str)
loop = sell_loop.begin(at_work.station)
for _ in sys.stdin:
    print(loop.sell().printed_number, flush=True)
at_work.stop()
"""


class Seller:
    """A station in a process of its own, which sells when it is told to."""

    def __init__(self, profile: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SELLS, str(profile)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def sell(self) -> str:
        assert self._process.stdin
        assert self._process.stdout
        print(file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()

    def end(self) -> None:
        self._process.communicate(timeout=30)
        assert self._process.returncode == 0


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    made = tmp_path / "caja"
    sell_loop.open_profile(made).database.close()
    return made


@pytest.fixture
def morning(profile: Path, tmp_path: Path) -> Path:
    """A copy of the profile before the first sale."""
    copy = tmp_path / "mañana"
    shutil.copytree(profile, copy)
    return copy


def witness_folder() -> Path:
    return Path(os.environ["XDG_STATE_HOME"]) / "taquilla"


@contextmanager
def started(profile: Path) -> Iterator[Running]:
    at_work = running.start(profile, str)
    try:
        yield at_work
    finally:
        at_work.stop()


def refusal(at_work: Running) -> Refused | None:
    """Why a sale is refused; None when it is made."""
    try:
        sell_loop.begin(at_work.station).sell()
    except Refused as error:
        return error
    return None


def put_back(profile: Path, copy: Path) -> None:
    shutil.rmtree(profile)
    shutil.copytree(copy, profile)


def test_the_log_deleted_within_a_second_of_the_sale_is_fenced(profile: Path) -> None:
    seller = Seller(profile)
    numbers = [seller.sell() for _ in range(3)]
    seller.kill()
    (profile / "station.db-wal").unlink()
    with started(profile) as at_work:
        error = refusal(at_work)
        assert isinstance(error, StoreFenced)
        assert error.known_document == numbers[-1]
        with at_work.station.database.read() as tx:
            fence = fences.current(tx)
        assert fence
        assert fence.cause is FenceCause.WITNESS


def test_a_killed_station_whose_files_are_left_alone_sells_on(profile: Path) -> None:
    seller = Seller(profile)
    seller.sell()
    seller.kill()
    with started(profile) as at_work:
        assert refusal(at_work) is None


def test_a_station_that_is_closed_and_opened_sells_on(profile: Path) -> None:
    for _ in range(2):
        seller = Seller(profile)
        seller.sell()
        seller.end()


def test_the_profile_of_the_morning_is_fenced(profile: Path, morning: Path) -> None:
    seller = Seller(profile)
    seller.sell()
    seller.kill()
    put_back(profile, morning)
    with started(profile) as at_work:
        assert isinstance(refusal(at_work), StoreFenced)


def test_the_profile_of_the_morning_without_its_witness_asks_a_supervisor(profile: Path, morning: Path) -> None:
    seller = Seller(profile)
    seller.sell()
    seller.kill()
    for _ in range(2):  # the doubt outlives starts, and another copy
        put_back(profile, morning)
        shutil.rmtree(witness_folder(), ignore_errors=True)
        for _ in range(2):
            with started(profile) as at_work:
                error = refusal(at_work)
            assert isinstance(error, StoreDoubted)
            assert error.flaw == "missing"


@pytest.mark.parametrize("content", [b"", b"\n" * 4096, b"00\n{}", b"\xff\xfe"])
def test_a_witness_that_cannot_be_read_asks_a_supervisor(
    profile: Path, content: bytes, expect_log: Callable[[str], None]
) -> None:
    if content.strip():
        expect_log("did not sign|cannot read a witness")
    next(witness_folder().glob("*.anchor")).write_bytes(content)
    with started(profile) as at_work:
        error = refusal(at_work)
        assert isinstance(error, StoreDoubted)
        assert error.flaw == "unreadable"


def test_the_witness_of_the_morning_asks_a_supervisor(profile: Path) -> None:
    file = next(witness_folder().glob("*.anchor"))
    old = file.read_bytes()
    with started(profile) as at_work:
        assert refusal(at_work) is None
    # The same minute is no flaw, because a power cut may leave the file so; the afternoon is.
    file.write_bytes(old)
    later = replace(startup.SYSTEM, clock=FakeClock(startup.SYSTEM.clock.now() + timedelta(hours=5)))
    keys = startup.load_keys(profile, settings.read(profile), str, create=False)
    station = startup.open_station(profile, keys, replace(later, witness=None))
    with closing(station.database):
        loop = sell_loop.begin(station)
        shifts.move_cash(station, loop.ana, CashMovement(CashMove.NO_SALE, Money.zero(), "cambio"))
    with started(profile) as at_work:
        error = refusal(at_work)
        assert isinstance(error, StoreDoubted)
        assert error.flaw == "older"


def test_a_supervisor_says_that_the_store_is_the_newest_and_the_journal_keeps_who(profile: Path) -> None:
    shutil.rmtree(witness_folder())
    with started(profile) as at_work:
        station = at_work.station
        with pytest.raises(StoreDoubted):
            sell_loop.begin(station).sell()
        loop = sell_loop.begin(station)
        with pytest.raises(NotAllowed):
            fencing.accept_store(station, loop.ana)
        fencing.accept_store(station, loop.rosa)
        loop.sell()
        with station.database.read() as tx:
            entries = [e.read() for e in journal.read(tx, station.tenant_id, station.id, 1)]
        accepted = [(entry.actor, entry.body) for entry in entries if isinstance(entry.body, StoreAccepted)]
        assert [(actor, fact.flaw) for actor, fact in accepted] == [(loop.rosa.id, "missing")]
        assert verify(station).ok
    with started(profile) as at_work:
        assert refusal(at_work) is None


def test_no_other_command_makes_a_missing_witness_anew(profile: Path, tmp_path: Path) -> None:
    shutil.rmtree(witness_folder())
    for command in (["backup", profile, tmp_path / "copias"], ["rebuild", profile], ["verify", profile]):
        subprocess.run(
            [sys.executable, "-m", "pos_app", *map(str, command)], cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, timeout=60,
        )  # fmt: skip
    with started(profile) as at_work:
        assert isinstance(refusal(at_work), StoreDoubted)


def test_a_backup_beside_the_program_leaves_the_witness_at_the_end(profile: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pos_app", "backup", str(profile), str(tmp_path / "copias")], cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, timeout=60,
    )  # fmt: skip
    with started(profile) as at_work:
        assert at_work.station.database.ends
        assert refusal(at_work) is None
