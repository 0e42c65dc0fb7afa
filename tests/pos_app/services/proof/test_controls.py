"""A forged control number is found: another form's, one of no form, one that is on another document."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain.fiscal.documents import FiscalDocument
from domain.fiscal.series import Medium
from domain.ids import CashierId, DocumentId
from domain.rights import GrantId, NumberGrant, PlacesGrant, SeatGrant, SeatSpan
from pos_app.services.proof.findings import Flaw, Wrong
from pos_app.services.proof.rights_check import RightsCheck
from pos_app.station import Station
from sync.facts import AnyFact, Entry, NumbersAccepted, PlacesAccepted, SaleRecorded, SeatsAccepted
from tests.builders.examples import AT, document, sale
from tests.builders.stations import general_cart, sell
from tests.pos_app.services.proof.tampering import flaw, forge_last

PLACE = sale().tickets[1].place
RIGHTS = (
    SeatsAccepted(SeatGrant(GrantId(UUID(int=202)), PLACE.performance_id, (SeatSpan(0, 19),)), ""),
    PlacesAccepted(PlacesGrant(GrantId(UUID(int=203)), PLACE.performance_id, PLACE.zone_id, 9), ""),
)


def block(first: int, last: int, first_control: str, grant_id: int = 201, series: str = "A") -> NumbersAccepted:
    return NumbersAccepted(NumberGrant(GrantId(UUID(int=grant_id)), series, first, last, first_control), "")


def sold(**changes: object) -> SaleRecorded:
    made: FiscalDocument = replace(document(), **changes)  # type: ignore[arg-type]  # the names are those of its fields
    standing = replace(sale(), tickets=sale().tickets[1:])
    return SaleRecorded(standing, replace(made, id=DocumentId(UUID(int=900 + made.number))), 0, stage_ends=(None,))


def read(*facts: AnyFact) -> None:
    check = RightsCheck()
    for seq, fact in enumerate((*RIGHTS, *facts), 1):
        check.read(Entry(1, UUID(int=1), UUID(int=2), 1, seq, AT, CashierId(UUID(int=3)), "", fact))


FORMS, NO_FORMS = block(123, 130, "00-00000623"), block(123, 130, "")


def test_documents_on_their_own_forms_are_sound() -> None:
    read(FORMS, sold(), sold(number=124, control_number="00-00000624"))
    read(NO_FORMS, sold(control_number="", form=None, medium=Medium.NOT_FISCAL))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((FORMS, sold(control_number="00-00000624")), Flaw.CONTROL_MISMATCH),
        ((FORMS, sold(control_number="01-00000623")), Flaw.CONTROL_MISMATCH),
        ((FORMS, sold(control_number="")), Flaw.CONTROL_MISMATCH),
        ((NO_FORMS, sold()), Flaw.CONTROL_MISMATCH),
        ((NO_FORMS, sold(control_number="", form=None)), Flaw.CONTROL_OUTSIDE_FORMS),
        ((FORMS, sold(form=None)), Flaw.CONTROL_OUTSIDE_FORMS),
        ((block(123, 130, "00-00001001"), sold(control_number="00-00001001")), Flaw.CONTROL_OUTSIDE_FORMS),
        ((FORMS, block(131, 140, "00-00000630", 204)), Flaw.CONTROL_TWICE),
        (
            (FORMS, block(1, 9, "00-00000623", 204, "B"), sold(), sold(series="B", number=1)),
            Flaw.CONTROL_TWICE,
        ),
    ],
    ids=[
        *("of the next form", "of another identifier", "left out", "without a form", "an invoice without a number"),
        *("without the printing house", "beyond the printing", "of two blocks", "of two series of an issuer"),
    ],
)
def test_a_wrong_control_number_is_found(facts: tuple[AnyFact, ...], expected: Flaw) -> None:
    with pytest.raises(Wrong) as wrong:
        read(*facts)
    assert wrong.value.finding.flaw is expected


def test_forms_of_two_blocks_are_named_by_their_first_control_number() -> None:
    with pytest.raises(Wrong) as wrong:
        read(FORMS, block(131, 140, "00-00000630", 204))
    assert (wrong.value.finding.record, wrong.value.finding.detail) == ("journal 1/4", "00-00000630")


def test_a_control_number_forged_with_the_key_of_the_station_is_found(till: Station) -> None:
    sell(till, general_cart(till, 1))
    number = sell(till, general_cart(till, 1)).document.printed_number
    forge_last(till, "sale_recorded/1", lambda body: body.replace(b"00-00000502", b"00-00000777"))
    assert flaw(till) == (Flaw.CONTROL_MISMATCH, number)
