"""A conflict case as text: what happened, both sides, the proposal, how it was settled."""

from collections import Counter
from dataclasses import dataclass

from domain.conflicts.cases import Choice, Claim, ConflictCase, ConflictKind, Remedy
from domain.money.money import Currency, Money
from domain.payments.tenders import Tender
from pos_app.services.conflicts.case_dossiers import Dossier
from pos_app.ui import wording
from pos_app.ui.banks import banks

_MOST_PLACES_NAMED = 6
_NUMBERS = {ConflictKind.NUMBER_TWICE, ConflictKind.NUMBER_NOT_HELD}


@dataclass(frozen=True, slots=True)
class SideText:
    """One side of a case: a title and its evidence, a line each."""

    title: str
    lines: tuple[str, ...]


def subject(case: ConflictCase) -> str:
    """What the case is about, in a line."""
    return wording.text(f"conflicts.kind.{case.contested.kind}", thing=_contested(case))


def explained(case: ConflictCase) -> str:
    """What happened, in a sentence."""
    return wording.text(f"conflicts.explain.{case.contested.kind}", thing=_contested(case))


def document(case: ConflictCase) -> str:
    """The document of the side to be settled; without one, of the first side."""
    claim = losing(case) or case.claims[0]
    return claim.document


def losing(case: ConflictCase) -> Claim | None:
    """The side to be settled, if any."""
    if case.resolution:
        settled = case.resolution.settles
        return case.claim(settled[0]) if settled else None
    remedies = case.proposal.remedies
    return case.claim(remedies[0].claim_id) if remedies else None


def sides(dossier: Dossier) -> tuple[SideText, ...]:
    """First the side that keeps what is contested, then the side to be settled."""
    case = dossier.known.case
    winner, lost = case.claim(case.proposal.winner), losing(case)
    shown = []
    if winner is not None:
        key = "conflicts.keeps_payment" if _is_about_payment(case) else "conflicts.keeps"
        shown.append(SideText(wording.text(key), _evidence(dossier, winner)))
    if lost is not None:
        shown.append(SideText(_title_of_lost(dossier, has_winner=winner is not None), _evidence(dossier, lost)))
    return tuple(shown)


def proposed(dossier: Dossier) -> str:
    """The proposal of the rule, with what accepting it does."""
    remedies = dossier.known.case.proposal.remedies
    return _remedy(remedies[0], dossier) if remedies else ""


def ended(dossier: Dossier) -> str:
    """How the case was settled, when and by whom."""
    settled, resolution = dossier.known.settled, dossier.known.case.resolution
    if settled is not None:
        text = wording.text(
            "conflicts.settled", choice=_choice(settled.choice), at=wording.moment(settled.at), by=settled.by
        )
        return f"{text} · {wording.text('conflicts.to_pay', amount=owed_text(dossier))}" if dossier.owed else text
    if resolution is not None:
        return wording.text("conflicts.settled_hq", choice=_choice(resolution.choice), at=wording.moment(resolution.at))
    return ""


def state(dossier: Dossier) -> str:
    """The state in a word and a shape."""
    known = dossier.known
    if known.waits:
        return wording.text("conflicts.waits")
    if dossier.owed:
        return wording.text("conflicts.owed", amount=owed_text(dossier))
    done = known.settled.choice if known.settled else known.case.resolution and known.case.resolution.choice
    return wording.text("conflicts.done", choice=_choice(done)) if done else wording.text("conflicts.in_time")


def owed_text(dossier: Dossier) -> str:
    """What is still owed after a settlement, by currency."""
    sums: dict[Currency, Money] = {}
    for debt in dossier.owed:
        sums[debt.owed.currency] = sums.get(debt.owed.currency, Money.zero(debt.owed.currency)) + debt.owed
    return " + ".join(map(wording.money, sums.values()))


def _title_of_lost(dossier: Dossier, *, has_winner: bool) -> str:
    if not has_winner:
        return wording.text("conflicts.sale")
    if ended(dossier):
        return wording.text("conflicts.settled_side")
    return wording.text("conflicts.loses_payment" if _is_about_payment(dossier.known.case) else "conflicts.loses")


def _is_about_payment(case: ConflictCase) -> bool:
    return case.contested.kind is ConflictKind.REFERENCE_TWICE


def _remedy(remedy: Remedy, dossier: Dossier) -> str:
    if remedy.choice is Choice.MOVE:
        return wording.text("conflicts.propose_move", count=len(remedy.moves), seats=", ".join(dossier.offered))
    if remedy.choice is Choice.MONEY_BACK and remedy.owed is not None:
        return wording.text("conflicts.propose_money_back", amount=wording.money(remedy.owed))
    return wording.text(f"conflicts.propose_{remedy.choice}")


def _evidence(dossier: Dossier, claim: Claim) -> tuple[str, ...]:
    own = claim.position.station_id == dossier.own_station
    name = dossier.stations.get(claim.position.station_id, wording.text("conflicts.other_station"))
    lines = [wording.text("conflicts.this_station", name=name) if own else name]
    if claim.document:
        sold = wording.moment(claim.sold_at) if claim.sold_at else ""
        lines.append(wording.text("conflicts.document", number=claim.document, at=sold))
    if claim.cashier_id is not None and claim.cashier_id in dossier.people:
        lines.append(wording.text("conflicts.sold_by", name=dossier.people[claim.cashier_id]))
    if claim.payment is not None:
        lines += _payment(claim.payment)
    if claim.tickets:
        places = _places(claim)
        named = ", ".join(places[:_MOST_PLACES_NAMED]) + (" …" if len(places) > _MOST_PLACES_NAMED else "")
        lines.append(wording.text("conflicts.tickets", count=len(claim.tickets), seats=named))
    if claim.admitted:
        lines.append(wording.text("conflicts.admitted"))
    if claim.contested.kind is not ConflictKind.REFERENCE_TWICE:  # no right covers a payment
        lines.append(wording.text("conflicts.held" if claim.held_right else "conflicts.not_held"))
    return tuple(lines)


def _payment(paid: Tender) -> tuple[str, str]:
    """What a person looks for at the bank: the amount, the reference as it was written, the bank, who paid."""
    references = paid.references
    bank = next((bank for bank in banks() if bank.code == references.bank), None)
    named = f"{bank.code} {bank.name}" if bank else references.bank
    first = (wording.method(paid.method), wording.money(paid.amount))
    then = (
        wording.text("payment.reference", reference=references.reference),
        named,
        references.phone,
        references.payer,
    )
    return " · ".join(first), " · ".join(filter(None, then))


def _places(claim: Claim) -> list[str]:
    """The seats of a claim's tickets, the contested one first, then each zone with its tickets without a seat."""
    numbered = [ticket for ticket in claim.tickets if ticket.seat_id is not None and ticket.seat]
    numbered.sort(key=lambda ticket: ticket.seat_id != claim.contested.seat_id)
    zones = Counter(ticket.zone for ticket in claim.tickets if ticket.seat_id is None or not ticket.seat)
    standing = [
        wording.text("conflicts.in_zone", quantity=wording.number(count), zone=zone) for zone, count in zones.items()
    ]
    return [*(ticket.seat for ticket in numbered), *standing]


def _contested(case: ConflictCase) -> str:
    """The name of what both sides claim: a number, a reference, a seat, a zone, or else the first claim's document."""
    contested = case.contested
    tickets = [ticket for claim in case.claims for ticket in claim.tickets]
    if contested.kind in _NUMBERS and contested.series:
        return f"{contested.series}-{contested.number:08d}"
    if contested.kind is ConflictKind.REFERENCE_TWICE:
        written = [claim.payment.references.reference for claim in case.claims if claim.payment is not None]
        return max(written, key=len, default=contested.series)
    if contested.seat_id is not None:
        return next((ticket.seat for ticket in tickets if ticket.seat_id == contested.seat_id), "")
    if contested.zone_id is not None:
        return next((ticket.zone for ticket in tickets if ticket.zone_id == contested.zone_id), "")
    return case.claims[0].document


def _choice(choice: Choice) -> str:
    return wording.text(f"conflicts.choice.{choice}")
