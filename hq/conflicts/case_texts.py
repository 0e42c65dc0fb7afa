"""A conflict case as lines of text for HQ's staff: what happened, each side with its evidence, how it ended."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from domain.conflicts.cases import Claim, ConflictCase, ConflictKind
from domain.conflicts.differences import Difference, Figure
from domain.conflicts.doubts import Doubt
from domain.formats import BY_LANGUAGE
from domain.money.money import Money
from domain.people.customers import Field
from domain.people.same_customer import Person
from hq.outcome import moment
from resources.texts import chosen, text

_NUMBERED = {ConflictKind.NUMBER_TWICE, ConflictKind.NUMBER_NOT_HELD, ConflictKind.BRANCH}


def subject(case: ConflictCase) -> str:
    """What the case is about, in a line."""
    return text(f"conflicts.kind.{case.contested.kind}", thing=contested_name(case))


def lines(case: ConflictCase, stations: Mapping[UUID, str]) -> Iterator[str]:
    """The whole case. `stations` are the names of stations by id."""
    yield subject(case)
    yield text(f"conflicts.explain.{case.contested.kind}", thing=contested_name(case))
    for claim in case.claims:
        yield from _side(claim, stations)
    if case.resolution:
        choice = text(f"conflicts.choice.{case.resolution.choice}")
        yield text("conflicts.settled_hq", choice=choice, at=moment(case.resolution.at))


def customer(person: Person) -> str:
    """A customer of a case as the registry has them now."""
    known = (person.full_name, *(person.text(of) for of in (Field.DOCUMENT, Field.PHONE, Field.EMAIL)))
    return "  ".join(("-", str(person.id), *filter(None, known)))


def doubted(doubt: Doubt, stations: Mapping[UUID, str]) -> str:
    """Why an entry is not believed, in a sentence."""
    return text(
        f"conflicts.doubt.{doubt.why}",
        subject=text(f"conflicts.right.{doubt.subject}") if doubt.subject else "",
        claimed=doubt.claimed,
        known=doubt.known or "-",
        station=_name(doubt.station_id, stations),
        epoch=doubt.epoch,
    )


def differing(difference: Difference) -> str:
    """A figure of a sale that HQ derives otherwise, with both values."""
    return text(
        f"conflicts.difference.{difference.matter}",
        about=difference.about or "-",
        stated=_figure(difference.stated),
        derived=_figure(difference.derived),
    )


def _figure(figure: Figure) -> str:
    if isinstance(figure, Money):
        return BY_LANGUAGE[chosen()].money(figure)
    return figure or "-"


def contested_name(case: ConflictCase) -> str:
    """The name of what is contested: a number, an id, a seat, a zone, or else the first claim's document."""
    contested = case.contested
    tickets = [ticket for claim in case.claims for ticket in claim.tickets]
    if contested.kind in _NUMBERED and contested.series:
        return f"{contested.series}-{contested.number:08d}"
    if contested.series:
        return contested.series
    if contested.seat_id is not None:
        return next((ticket.seat for ticket in tickets if ticket.seat_id == contested.seat_id), str(contested.seat_id))
    if contested.zone_id is not None:
        return next((ticket.zone for ticket in tickets if ticket.zone_id == contested.zone_id), "")
    return next((claim.document for claim in case.claims if claim.document), "")


def _side(claim: Claim, stations: Mapping[UUID, str]) -> Iterator[str]:
    at = claim.position
    yield f"- {_name(at.station_id, stations)} · {at.epoch}/{at.seq} · {moment(claim.received_at)}"
    if claim.document:
        yield "  " + text("conflicts.document", number=claim.document, at=moment(claim.sold_at))
    if claim.doubt:
        yield "  " + doubted(claim.doubt, stations)
    if claim.paid is not None and claim.expected is not None:
        yield "  " + text("conflicts.price", paid=_figure(claim.paid), expected=_figure(claim.expected))
    for difference in claim.differences:
        yield "  " + differing(difference)
    if claim.reason:
        yield "  " + claim.reason


def _name(station_id: UUID | None, stations: Mapping[UUID, str]) -> str:
    return stations.get(station_id, str(station_id)) if station_id else "-"
