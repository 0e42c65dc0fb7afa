"""A store replaced by an older copy is detected at the next start and fenced; only HQ opens its next life."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from domain.catalogue.seats import SeatNotFree
from domain.sale.closing import Offer
from pos_app.services import health
from pos_app.services.copies import fencing
from pos_app.services.copies.fencing import BadCertificate
from pos_app.services.people import sign_in
from pos_app.services.proof.verify import verify
from pos_app.services.selling import checkout
from pos_app.station import Station
from pos_app.storage.store.fences import AnotherLife, FenceCause, StoreFenced
from pos_app.storage.store.witness import FileWitness, file_of
from pos_app.vault import Secrets
from sync import journal
from sync.facts import EpochOpened, RestoreDetected
from tests.builders import stations
from tests.builders.stations import attempt, cash_usd, cash_ves, general_cart, seats_cart, sell
from tests.builders.witness import MemoryWitness
from tests.pos_app.lives import born_again
from tests.pos_app.services.copies.copies import certified, snapshot, started, witness_now
from tests.pos_app.snapshots import count, kinds, refused


@pytest.fixture
def witness() -> MemoryWitness:
    return MemoryWitness()


@pytest.fixture
def older(till: Station, witness: MemoryWitness, tmp_path: Path) -> Path:
    """A copy of the profile after one sale; the till made three and updated its witness."""
    sell(till, general_cart(till, 1))
    witness_now(till, witness)
    copy = snapshot(till, tmp_path / "older")
    sell(till, general_cart(till, 1))
    sell(till, general_cart(till, 1))
    witness_now(till, witness)
    return copy


def test_a_store_that_is_where_its_witness_saw_it_sells(till: Station, witness: MemoryWitness) -> None:
    sell(till, general_cart(till, 1))
    witness_now(till, witness)
    assert fencing.watch(till, (witness,)) is None
    sell(till, general_cart(till, 1))
    assert fencing.watch(till, (witness,)) is None, "a crash between the commit and the witness"


def test_an_older_copy_is_seen_at_its_start_and_says_what_it_lacks(older: Path, witness: MemoryWitness) -> None:
    with started(older, witness) as (station, fence):
        assert fence
        assert fence.known
        assert (fence.cause, fence.present.document, fence.known.document) == (
            FenceCause.WITNESS, "A-00000001", "A-00000003",
        )  # fmt: skip
        assert (fence.present.position.seq, fence.known.position.seq) == (12, 14)
        assert health.read(station).fence == fence


def test_an_older_copy_sells_nothing_and_moves_no_table(older: Path, witness: MemoryWitness) -> None:
    with started(older, witness) as (station, _):
        error = refused(station, attempt(station, general_cart(station, 1), cash_ves("10000")), StoreFenced)
        assert (error.store_document, error.known_document, error.reached, error.known) == (
            "A-00000001", "A-00000003", "1/12", "1/14",
        )  # fmt: skip


def test_an_older_copy_stays_stopped_although_its_witness_is_lost(older: Path, witness: MemoryWitness) -> None:
    with started(older, witness):
        pass
    with started(older) as (station, fence):
        assert fence
        refused(station, attempt(station, general_cart(station, 1), cash_ves("10000")), StoreFenced)


def test_nothing_at_all_is_journaled_behind_a_fence(older: Path, witness: MemoryWitness) -> None:
    """An entry at a position where the lost journal has another one would be a fork."""
    with started(older, witness) as (station, _):
        ana = stations.ana(station)
        refused(station, lambda: sign_in.sign_in(station, ana.id, "1111"), StoreFenced)


def test_paper_that_waits_in_an_older_copy_is_asked_about(older: Path, witness: MemoryWitness) -> None:
    with started(older, witness) as (station, _):
        state = health.read(station)
        assert (state.jobs_waiting, state.jobs_unknown) == (0, 1)


def test_a_branch_is_seen_although_it_is_longer(till: Station, older: Path, witness: MemoryWitness) -> None:
    """The older copy made sales on a machine without the witness, and came back."""
    with started(older) as (station, fence):
        assert fence is None
        for _ in range(4):
            sell(station, general_cart(station, 1))
    with started(older, witness) as (_, fence):
        assert fence
        assert fence.present.position > (fence.known or fence.present).position


def test_a_witness_never_goes_back(till: Station, older: Path, witness: MemoryWitness) -> None:
    before = witness.text
    with started(older) as (station, _):
        witness_now(station, witness)
    assert witness.text == before


def test_what_a_stranger_says_stops_nobody(
    till: Station, older: Path, witness: MemoryWitness, expect_log: Callable[[str], None]
) -> None:
    assert witness.text
    expect_log("that this station did not sign")
    forged = MemoryWitness(witness.text.replace('"seq":14', '"seq":19'))
    assert forged.text != witness.text
    assert fencing.watch(till, (forged,)) is None


def test_the_file_of_a_station_is_outside_of_its_profile(till: Station, own_folders: Path) -> None:
    file = file_of(till.author)
    witness_now(till, file)
    assert own_folders in file.path.parents
    assert file.path.stat().st_mode & 0o077 == 0
    assert fencing.watch(till, (FileWitness(file.path),)) is None


def test_a_witness_that_cannot_be_written_stops_no_sale(
    till: Station, tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    (tmp_path / "file").write_text("")
    expect_log("cannot write a witness")
    witness_now(till, FileWitness(tmp_path / "file" / "anchor"))
    sell(till, general_cart(till, 1))


def test_hq_opens_a_new_life_and_the_old_one_is_over(older: Path, witness: MemoryWitness) -> None:
    with started(older, witness) as (station, fence):
        assert fence
        born = fencing.open_epoch(station, *certified(station, 2))
        assert health.read(born).fence is None
        assert kinds(born)[-2:] == ["epoch_opened/1", "restore_detected/1"]
        with born.database.read() as tx:
            opened, detected = [e.read().body for e in journal.read(tx, born.tenant_id, born.id, 2)]
        assert isinstance(opened, EpochOpened)
        assert isinstance(detected, RestoreDetected)
        assert opened.previous == fence.present.position == detected.found
        assert detected.known == (fence.known and fence.known.position)
        assert verify(born).ok
        refused(station, attempt(station, general_cart(station, 1), cash_ves("10000")), AnotherLife)
        refused(station, lambda: sign_in.sign_in(station, stations.ana(station).id, "1111"), AnotherLife)


def test_the_new_life_is_not_stopped_by_what_was_seen_of_the_old_one(older: Path, witness: MemoryWitness) -> None:
    with started(older, witness) as (station, _):
        fencing.open_epoch(station, *certified(station, 2))
    with started(older, witness) as (station, fence):
        assert (fence, station.author.epoch) == (None, 2)
        witness_now(station, witness)
        assert fencing.watch(station, (witness,)) is None


def test_a_seat_that_only_the_life_before_held_is_not_sold(till: Station) -> None:
    sell(till, seats_cart(till, ["A-1"]))
    born = born_again(till, 2)
    refused(born, attempt(born, seats_cart(born, ["A-2"]), cash_usd("60")), SeatNotFree)
    sell(born, seats_cart(born, ["C-1"]), cash_usd("60"))


def test_a_copy_of_the_life_before_is_stopped(till: Station, older: Path, witness: MemoryWitness) -> None:
    born = fencing.open_epoch(till, *certified(till, 2))
    witness_now(born, witness)
    with started(older, witness) as (_, fence):
        assert fence
        assert fence.known
        assert fence.known.position.epoch == 2


@pytest.mark.parametrize("flaw", ["station", "public_key", "seal", "epoch"])
def test_a_certificate_that_is_not_for_this_life_opens_nothing(till: Station, flaw: str) -> None:
    certificate, signature, key = certified(till, 1 if flaw == "epoch" else 2)
    if flaw == "station":
        certificate, signature, key = certified(
            replace(till, author=replace(till.author, station_id=till.tenant_id)), 2
        )
    if flaw == "public_key":
        other = Secrets.derive(bytes([1] * 32)).signing_key
        certificate, signature, key = certified(replace(till, author=replace(till.author, key=other)), 2)
    if flaw == "seal":
        signature = "00" * 64
    error = refused(till, lambda: fencing.open_epoch(till, certificate, signature, key), BadCertificate)
    assert error.flaw == flaw


def test_hq_may_stop_a_store_too(till: Station) -> None:
    fence = fencing.stop(till, FenceCause.HQ, None)
    assert health.read(till).fence == fence
    with pytest.raises(StoreFenced):
        checkout.sell(till, stations.ana(till), general_cart(till, 1), Offer(()))
    assert count(till, "sale") == 0
