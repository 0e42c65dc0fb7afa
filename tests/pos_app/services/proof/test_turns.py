"""A forged turn in the order of sale is found: one that was not granted, is used twice, or was returned."""

from uuid import UUID

import pytest

from domain.ids import CashierId
from domain.rights import GrantId, SeatSpan, TurnsGrant
from pos_app.services.proof.findings import Flaw, Wrong
from pos_app.services.proof.rights_check import RightsCheck
from pos_app.station import Station
from sync.facts import AnyFact, Entry, SaleRecorded, TurnsAccepted, TurnsReturned
from tests.builders.examples import AT
from tests.builders.stations import seats_cart, sell
from tests.pos_app.services.proof.tampering import flaw, forge_last
from tests.pos_app.services.proof.test_controls import FORMS, PLACE, RIGHTS, sold

GRANT = GrantId(UUID(int=301))


def accepted(first: int, last: int, grant_id: GrantId = GRANT) -> TurnsAccepted:
    return TurnsAccepted(TurnsGrant(grant_id, PLACE.performance_id, PLACE.zone_id, (SeatSpan(first, last),)), "")


def returned(turn: int) -> TurnsReturned:
    return TurnsReturned(GRANT, (SeatSpan(turn, turn),))


def sold_with(turn: int, number: int = 123) -> SaleRecorded:
    made = sold(number=number, control_number=f"00-00000{number + 500}")
    return SaleRecorded(made.sale, made.document, 0, None, (turn,), (3,))


def read(*facts: AnyFact) -> None:
    check = RightsCheck()
    for seq, fact in enumerate((*RIGHTS, FORMS, *facts), 1):
        check.read(Entry(1, UUID(int=1), UUID(int=2), 1, seq, AT, CashierId(UUID(int=3)), "", fact))


def test_turns_that_are_held_used_and_returned_once_are_sound() -> None:
    read(accepted(0, 2), sold_with(0), sold_with(2, 124), returned(1))
    read(accepted(0, 0), returned(0), accepted(0, 0, GrantId(UUID(int=302))), sold_with(0))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((sold_with(0),), Flaw.TURN_NOT_HELD),
        ((accepted(0, 1), sold_with(2)), Flaw.TURN_NOT_HELD),
        ((accepted(0, 1), sold_with(0), sold_with(0, 124)), Flaw.TURN_NOT_HELD),
        ((accepted(0, 1), returned(0), sold_with(0)), Flaw.TURN_NOT_HELD),
        ((accepted(0, 1), sold_with(0), returned(0)), Flaw.RETURN_NOT_HELD),
        ((returned(0),), Flaw.RETURN_NOT_HELD),
        ((accepted(0, 1), accepted(1, 2, GrantId(UUID(int=302)))), Flaw.RIGHT_TWICE),
    ],
    ids=[
        "never granted",
        "of another",
        "used twice",
        "used after return",
        "returned after use",
        "of no grant",
        "twice",
    ],
)
def test_a_wrong_turn_is_found(facts: tuple[AnyFact, ...], expected: Flaw) -> None:
    with pytest.raises(Wrong) as wrong:
        read(*facts)
    assert wrong.value.finding.flaw is expected


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        ((accepted(0, 1), accepted(1, 2, GrantId(UUID(int=302)))), "journal 1/5"),
        ((returned(0),), "journal 1/4"),
    ],
    ids=["twice", "of no grant"],
)
def test_a_finding_about_a_right_names_its_entry(facts: tuple[AnyFact, ...], named: str) -> None:
    with pytest.raises(Wrong) as wrong:
        read(*facts)
    assert wrong.value.finding.record == named


END, TURN = b',"stage_ends":[4]', b',"turns":[0]'
"""The ends of a sale that a real checkout recorded, and its turns: the presale of the house has four tickets."""


@pytest.mark.parametrize(
    ("forged", "expected"),
    [
        ({TURN: b',"turns":[7]', END: b',"stage_ends":[9]'}, Flaw.TURN_NOT_HELD),
        ({TURN: b',"turns":[7]'}, Flaw.STAGE_NOT_OF_TURN),
        ({TURN: b',"turns":[4]'}, Flaw.STAGE_NOT_OF_TURN),
        ({TURN: b""}, Flaw.STAGE_NOT_OF_TURN),
        ({TURN: b',"turns":[null]'}, Flaw.STAGE_NOT_OF_TURN),
        ({END: b""}, Flaw.STAGE_NOT_OF_TURN),
        ({END: b"", TURN: b""}, Flaw.STAGE_NOT_OF_TURN),
        ({END: b',"stage_ends":[0]'}, Flaw.STAGE_NOT_OF_TURN),
        ({}, None),
    ],
    ids=["of another", "after the end", "at the end", "no turn", "null", "no end", "neither", "ended", "as it was"],
)
def test_a_turn_or_stage_forged_with_the_key_of_the_station_is_found(
    till: Station, forged: dict[bytes, bytes], expected: Flaw | None
) -> None:
    sale = sell(till, seats_cart(till, ["A-1"]))

    def edit(body: bytes) -> bytes:
        for old, new in forged.items():
            assert old in body
            body = body.replace(old, new)
        return body

    forge_last(till, "sale_recorded/1", edit)
    assert flaw(till) == (None if expected is None else (expected, sale.document.printed_number))


def test_a_sale_after_the_presale_is_sound(till: Station) -> None:
    for name in ("A-1", "A-2", "A-3", "A-4", "A-5"):
        sell(till, seats_cart(till, [name]))
    assert flaw(till) is None
