"""The words of held rights: their rows, what is chosen, and what is asked of a supervisor. No Qt."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from domain.catalogue.catalog import Seat
from pos_app.services.rights.accepting import Received
from pos_app.services.rights.held_rights import HeldRight, RightKind
from pos_app.services.rights.recalling import RecallNotice
from pos_app.ui import wording

_MOST_RUNS = 8
"""Runs of seats that are named before the rest is left out."""


def cells(held: HeldRight) -> tuple[str, ...]:
    """One row of the table."""
    at = held.at
    return (
        at.event if at else wording.text("rights.numbers_of", series=held.series),
        wording.date_and_time(at.starts_at) if at else "",
        at.zone if at else "",
        wording.number(held.left),
        wording.number(held.in_carts) if held.in_carts else "",
        wording.number(held.sold),
        wording.number(held.turns) if held.turns else "",
    )


def line(held: HeldRight) -> str:
    """One line of the list that the command prints: what is left, and how much of it is sold and in carts."""
    counts = wording.text("rights.line_counts", in_carts=held.in_carts, sold=held.sold)
    return f"{named(held, held.left)} · {counts}"


def detail(held: HeldRight) -> str:
    """What can leave the station now."""
    free = amount(held, held.free)
    if held.kind is RightKind.SEATS and held.seats:
        return wording.text("rights.free_seats", amount=free, seats=seat_runs(held.seats))
    return wording.text("rights.free", amount=free)


def amount(held: HeldRight, count: int) -> str:
    """12 seats, 40 places or 150 numbers."""
    return wording.text(f"rights.amount.{held.kind}", count=count, number=wording.number(count))


def named(held: HeldRight, count: int, seats: Sequence[Seat] = ()) -> str:
    """12 seats of Platea, with the event, its date and the seats unless all go; or 150 numbers of a series."""
    at, what = held.at, amount(held, count)
    if at is None:
        return wording.text("rights.of_series", amount=what, series=held.series)
    date = wording.date_and_time(at.starts_at)
    of_zone = wording.text("rights.of_zone", amount=what, zone=at.zone, event=at.event, date=date)
    return f"{of_zone}: {seat_runs(seats)}" if seats and count < held.free else of_zone


def recalled(notice: RecallNotice) -> str:
    """What HQ asked for and why, and how much of it went back."""
    date = wording.date_and_time(notice.starts_at) if notice.starts_at else ""
    of_place = ("seats" if notice.is_seats else "places") if date else "gone"
    kind = "numbers" if notice.series else of_place
    names = {"series": notice.series, "event": notice.event, "zone": notice.zone, "date": date}
    asked = wording.text_with(f"rights.recall.{kind}", {**names, "reason": notice.reason.rstrip(".")})
    counts = {"returned": wording.number(notice.returned), "waiting": wording.number(notice.waiting)}
    return f"{asked} {wording.text_with('rights.recall.waits' if notice.waiting else 'rights.recall.done', counts)}"


def received(what: Received) -> str:
    """What another station gave this one."""
    kinds = (("seats", what.seats), ("places", what.places))
    counts = [wording.text(f"rights.amount.{kind}", count=n, number=wording.number(n)) for kind, n in kinds if n]
    return wording.text("rights.received", what=wording.listed(counts), giver=what.giver)


def seat_runs(seats: Iterable[Seat]) -> str:
    """C-1 to C-10, D-3: neighbours of a row together; many runs are cut."""
    runs = _runs(sorted(seats, key=_ordinal))
    shown = [_name(run[0]) if len(run) == 1 else _from_to(run) for run in runs[:_MOST_RUNS]]
    return ", ".join((*shown, "…") if len(runs) > _MOST_RUNS else shown)


def _runs(seats: Sequence[Seat]) -> list[list[Seat]]:
    if not seats:
        return []
    runs = [[seats[0]]]
    for before, seat in pairwise(seats):
        is_next = seat.id == before.id + 1 and (seat.section_no, seat.row) == (before.section_no, before.row)
        if is_next:
            runs[-1].append(seat)
        else:
            runs.append([seat])
    return runs


def _from_to(run: Sequence[Seat]) -> str:
    return wording.text("rights.from_to", first=_name(run[0]), last=_name(run[-1]))


def _name(seat: Seat) -> str:
    return f"{seat.row}-{seat.number}"


def _ordinal(seat: Seat) -> int:
    return seat.id
