"""`taquilla verify` at an enrolled station: a right that HQ did not seal for this life is a finding."""

import pytest

from domain.rights import GrantId, SeatGrant, SeatSpan
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from sync import facts, journal
from tests.builders import stations as small
from tests.pos_app.services.proof.tampering import flaw


def test_the_rights_of_an_enrolled_station_are_sealed(till: Station) -> None:
    small.sell(till, small.seats_cart(till, ["A-1"]))
    assert verify(till).ok


@pytest.mark.parametrize("certificate", ["", "00" * 64, "junk"])
def test_a_right_without_hqs_seal_is_found(till: Station, certificate: str) -> None:
    performance = small.offering(till).performance.id
    grant = SeatGrant(GrantId(till.ids.new()), performance, (SeatSpan(30, 31),))
    with till.database.write() as tx:
        accepting = facts.SeatsAccepted(grant=grant, certificate=certificate)
        head = journal.append(tx, till.author, accepting, at=till.clock.now(), actor=None)
    assert flaw(till) == (Flaw.RIGHT_NOT_SEALED, f"journal 1/{head.seq}")
