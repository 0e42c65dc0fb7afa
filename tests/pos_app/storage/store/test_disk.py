"""The disk: a full one loses no data, and a sale costs one sync."""

import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks import sell_loop
from pos_app.services.proof.verify import verify
from pos_app.services.selling import checkout
from pos_app.station import Station
from pos_app.storage.store.database import DiskFull
from tests.builders import stations
from tests.builders.stations import attempt, cash_ves, general_cart, seats_cart, sell
from tests.pos_app.snapshots import count, refused
from tests.source_tree import ROOT


@contextmanager
def disk_with(path: Path, spare: int) -> Iterator[None]:
    """Let files grow to the size of this one and `spare` bytes more; a write beyond fails as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + spare, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def sell_until_full(till: Station) -> int:
    """Sell until the disk is full, and return the number of sales."""
    for sold in range(30):
        try:
            sell(till, general_cart(till, 1))
        except DiskFull:
            return sold
    pytest.fail("the disk is not full")


@pytest.mark.parametrize("spare", [0, 1, 4_096, 20_000, 50_000, 120_000])
def test_a_full_disk_refuses_the_sale_and_loses_nothing(till: Station, spare: int) -> None:
    sell(till, general_cart(till, 1))
    wal = till.database.path.with_name("station.db-wal")
    with disk_with(wal, spare):
        sold = 1 + sell_until_full(till)
    assert count(till, "sale") == count(till, "fiscal_document") == sold
    assert verify(till).ok
    assert sell(till, general_cart(till, 1)).document.number == sold + 1
    assert verify(till).ok


def test_a_sale_refused_by_a_full_disk_changed_no_table(till: Station) -> None:
    sell(till, general_cart(till, 1))
    try_to_sell = attempt(till, general_cart(till, 1), cash_ves("8570.06"))
    with disk_with(till.database.path.with_name("station.db-wal"), 0):
        refused(till, try_to_sell, DiskFull)


def test_a_sale_is_one_write_transaction(till: Station) -> None:
    """With synchronous=FULL in WAL mode, a transaction is one fdatasync; strace counts them below."""
    statements: list[str] = []
    cart = seats_cart(till, ["A-1", "A-2"])
    offer = stations.paid(till, cart)
    with till.database.engine.connect() as connection:
        proxied = connection.connection.driver_connection
        assert proxied is not None
        proxied.set_trace_callback(statements.append)
    checkout.sell(till, stations.ana(till), cart, offer)
    ends = [s for s in statements if s.startswith(("BEGIN IMMEDIATE", "COMMIT"))]
    assert ends[-2:] == ["BEGIN IMMEDIATE", "COMMIT"]
    assert ends.count("BEGIN IMMEDIATE") == 1


def syncs_of(profile: Path, sales: int) -> int:
    """The number of syncs in a run that makes this many sales."""
    trace = profile.with_suffix(".strace")
    watched = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,sync_file_range,msync,sync,syncfs", "-o", str(trace)]
    loop = [sys.executable, "-m", "benchmarks.sell_loop", str(profile), "--count", str(sales)]
    subprocess.run([*watched, *loop], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return trace.read_text().count("sync(")


def strace_works() -> bool:
    if shutil.which("strace") is None:
        return False
    return (
        subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False, capture_output=True).returncode == 0
    )


@pytest.mark.skipif(not strace_works(), reason="no strace: only the transactions were counted")
def test_a_sale_is_exactly_one_sync(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    sell_loop.main([str(profile), "--count", "2"], lambda _: None)
    assert syncs_of(profile, 12) - syncs_of(profile, 2) == 10
