"""A case as HQ's staff reads it: what is contested, each side, and every difference, in both languages."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.conflicts.cases import Claim, ConflictCase, ConflictKind, Course, Proposal, case_id
from domain.conflicts.differences import Difference, Matter
from domain.conflicts.doubts import Doubt, Why
from hq.conflicts import case_texts
from resources import texts
from tests.domain.conflicts import disputes
from tests.domain.conflicts.disputes import SaleAt, usd


@pytest.fixture(params=texts.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = texts.chosen()
    texts.use(request.param)
    yield request.param
    texts.use(before)


def case_of(claim: Claim) -> ConflictCase:
    return ConflictCase(case_id(claim.contested, 0), claim.contested, 0, (claim,), Proposal(Course.SUPERVISOR))


FIRST = SaleAt(disputes.ONE, 1)


@pytest.mark.parametrize("matter", Matter)
def test_a_difference_names_both_figures(language: str, matter: Matter) -> None:
    claim = replace(
        disputes.entry_claim(ConflictKind.FIGURES, FIRST),
        paid=usd(10),
        expected=usd(20),
        document="A-00000007",
        differences=(Difference(matter, "Platea A-1", "0.5", usd(3)), Difference(matter, "", "", "")),
    )
    lines = "\n".join(case_texts.lines(case_of(claim), {}))
    assert "A-00000007" in lines
    assert "{" not in lines
    assert claim.paid is not None


@pytest.mark.parametrize(
    ("claim", "name"),
    [
        (disputes.number_claim(FIRST, 7), "A-00000007"),
        (disputes.payment_claim(FIRST), "123456789"),
        (disputes.seat_claim(FIRST, 3), ""),
        (disputes.places_claim(FIRST, 2), "zone"),
        (disputes.branch_claim(FIRST, 3), "3"),
        (disputes.entry_claim(ConflictKind.CLOCK, FIRST), ""),
    ],
    ids=lambda value: value.contested.kind if isinstance(value, Claim) else value,
)
def test_a_case_is_named_by_what_is_contested(language: str, claim: Claim, name: str) -> None:
    case = case_of(claim)
    assert case_texts.contested_name(case) == name
    assert case_texts.subject(case)
    assert list(case_texts.lines(case, {}))


@pytest.mark.parametrize("why", Why)
def test_a_doubt_and_a_reason_are_told(language: str, why: Why) -> None:
    doubt = Doubt(why, "seats", "0-4", "0-2", disputes.ONE, 1)
    claim = replace(disputes.entry_claim(ConflictKind.RIGHT_NOT_HELD, FIRST), doubt=doubt, reason="no key")
    lines = list(case_texts.lines(case_of(claim), {disputes.ONE: "Taquilla 1"}))
    assert lines[-1].strip() == "no key"
