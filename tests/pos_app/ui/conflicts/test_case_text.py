"""A conflict case as text: what is contested, the evidence of both sides, how it was settled."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain.conflicts.cases import (
    Choice,
    Claim,
    ConflictCase,
    ConflictKind,
    Course,
    Proposal,
    Remedy,
    Resolution,
    ResolutionId,
)
from domain.ids import SeatId
from domain.money.money import USD, VES, Money
from domain.payments.tenders import References, Tender
from pos_app.services.conflicts import case_dossiers
from pos_app.services.conflicts.case_dossiers import Dossier
from pos_app.station import Station
from pos_app.ui.conflicts import case_text
from tests.builders import stations
from tests.pos_app.conflicts import contest


@pytest.fixture
def dossier(till: Station) -> Dossier:
    sold = stations.sell(till, stations.seats_cart(till, ["C-4"]))
    contest(till, sold, "C-4", free=("D-4",))
    return case_dossiers.read(till)[0]


def case_of(dossier: Dossier) -> ConflictCase:
    return dossier.known.case


def with_case(dossier: Dossier, case: ConflictCase) -> Dossier:
    return replace(dossier, known=replace(dossier.known, case=case))


def with_losing_claim(dossier: Dossier, claim: Claim) -> Dossier:
    """The dossier with another version of the claim to be settled."""
    case = case_of(dossier)
    others = tuple(other for other in case.claims if other.id != claim.id)
    return with_case(dossier, replace(case, claims=(*others, claim)))


def losing_side(dossier: Dossier) -> Claim:
    claim = case_text.losing(case_of(dossier))
    assert claim is not None
    return claim


@pytest.mark.parametrize("kind", [ConflictKind.NUMBER_TWICE, ConflictKind.NUMBER_NOT_HELD])
def test_a_contested_number_is_named_as_printed(dossier: Dossier, kind: ConflictKind) -> None:
    contested = replace(case_of(dossier).contested, kind=kind, series="A", number=12)
    assert "A-00000012" in case_text.subject(replace(case_of(dossier), contested=contested))


def test_a_contested_payment_is_named_by_its_reference_and_no_right_covers_it(dossier: Dossier) -> None:
    contested = replace(case_of(dossier).contested, kind=ConflictKind.REFERENCE_TWICE, series="123456789")
    assert "123456789" in case_text.subject(replace(case_of(dossier), contested=contested))
    claims = tuple(replace(claim, contested=contested) for claim in case_of(dossier).claims)
    proposal = Proposal(Course.SUPERVISOR, claims[0].id, (Remedy(claims[1].id, Choice.STAND),))
    paid = with_case(dossier, replace(case_of(dossier), contested=contested, claims=claims, proposal=proposal))
    assert [side.title for side in case_text.sides(paid)] == [
        "El pago cuenta para esta venta",
        "Esta venta puede estar sin cobrar",
    ]
    assert not any("venderlo" in line for side in case_text.sides(paid) for line in side.lines)
    assert case_text.proposed(paid) == "Dejar la venta como se imprimió."


def test_a_contested_payment_is_shown_as_it_was_written(dossier: Dossier, till: Station) -> None:
    contested = replace(case_of(dossier).contested, kind=ConflictKind.REFERENCE_TWICE, series="4512347788")
    paid = Tender("pago_movil", Money(857_006, VES), References("004512347788", "0102", "+584121234567"))
    seller = stations.ana(till)
    claims = tuple(
        replace(claim, contested=contested, payment=paid, cashier_id=seller.id) for claim in case_of(dossier).claims
    )
    proposal = Proposal(Course.SUPERVISOR, claims[0].id, (Remedy(claims[1].id, Choice.STAND),))
    case = replace(case_of(dossier), contested=contested, claims=claims, proposal=proposal)
    assert "004512347788" in case_text.subject(case)
    assert "referencia 004512347788 " in case_text.explained(case)
    for side in case_text.sides(with_case(dossier, case)):
        assert f"Vendió {seller.name}" in side.lines
        shown = " ".join(side.lines)
        assert all(part in shown for part in ("Bs. 8.570,06", "ref. 004512347788", "0102 ", "+584121234567"))


def test_a_contested_zone_is_named_by_its_tickets(dossier: Dossier) -> None:
    case = case_of(dossier)
    zone_id = case.claims[0].tickets[0].zone_id
    contested = replace(case.contested, kind=ConflictKind.OVER_CAPACITY, seat_id=None, zone_id=zone_id)
    assert "Platea" in case_text.explained(replace(case, contested=contested))


def test_a_contested_entry_is_named_by_its_document(dossier: Dossier) -> None:
    case = case_of(dossier)
    contested = replace(case.contested, kind=ConflictKind.LATE, seat_id=None, zone_id=None)
    assert case.claims[0].document in case_text.subject(replace(case, contested=contested))


def test_the_evidence_of_a_side_names_an_entry(dossier: Dossier) -> None:
    claim = replace(losing_side(dossier), admitted=True)
    lines = case_text.sides(with_losing_claim(dossier, claim))[1].lines
    plain = case_text.sides(dossier)[1].lines
    assert len(lines) == len(plain) + 1


def test_a_group_of_many_seats_names_the_first_six(dossier: Dossier) -> None:
    claim = losing_side(dossier)
    many = replace(claim, tickets=claim.tickets * 8)
    assert any(line.endswith(" …") for line in case_text.sides(with_losing_claim(dossier, many))[1].lines)


def test_tickets_without_a_seat_are_counted_by_zone_after_the_contested_seat(dossier: Dossier) -> None:
    claim = losing_side(dossier)
    (seated,) = claim.tickets
    other = replace(seated, seat_id=SeatId(1), seat="Platea A-1")
    low, high = (replace(seated, seat_id=None, seat="", zone=zone) for zone in ("Gradas bajas", "Gradas altas"))
    mixed = replace(claim, tickets=(low, other, high, seated, low))
    lines = case_text.sides(with_losing_claim(dossier, mixed))[1].lines
    assert f"5 entradas: {seated.seat}, Platea A-1, 2 x Gradas bajas, 1 x Gradas altas" in lines


@pytest.mark.parametrize(
    ("remedy", "expected"),
    [({"choice": Choice.MONEY_BACK, "owed": Money(1200, USD)}, "US$ 12,00"), ({"choice": Choice.STAND}, "")],
)
def test_other_proposals_than_other_seats(dossier: Dossier, remedy: dict[str, object], expected: str) -> None:
    case = case_of(dossier)
    other = replace(case.proposal.remedies[0], moves=(), **remedy)  # type: ignore[arg-type]  # two of its fields
    text = case_text.proposed(with_case(dossier, replace(case, proposal=replace(case.proposal, remedies=(other,)))))
    assert text
    assert expected in text


def test_a_case_that_hq_settled_states_its_choice(dossier: Dossier, till: Station) -> None:
    case = case_of(dossier)
    resolution = Resolution(
        ResolutionId(UUID(int=1)),
        case.id,
        Choice.MONEY_BACK,
        till.clock.now(),
        settles=(case.proposal.remedies[0].claim_id,),
    )
    settled = with_case(dossier, replace(case, resolution=resolution))
    assert case_text.ended(settled).startswith("Devolución")
    assert "oficina central" in case_text.ended(settled)
    assert case_text.losing(case_of(settled)) == losing_side(dossier)
    assert case_text.ended(dossier) == ""


def test_a_case_without_remedy_has_no_side_to_settle(dossier: Dossier) -> None:
    case = case_of(dossier)
    without = replace(case, proposal=replace(case.proposal, remedies=()))
    assert (case_text.losing(without), case_text.proposed(with_case(dossier, without))) == (None, "")
    assert case_text.document(without) == case.claims[0].document
