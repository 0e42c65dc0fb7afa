"""What the acts of the conflict desk share: its state, the chosen case, and settling it under a PIN. No Qt."""

from dataclasses import dataclass
from functools import partial

from domain.ids import SeatId
from domain.people.staff import Cashier, Permission
from pos_app.seat_plan import States
from pos_app.services.conflicts import conflict_desk
from pos_app.services.conflicts.case_dossiers import Dossier
from pos_app.services.conflicts.conflict_desk import Decision, Outcome
from pos_app.services.selling.seat_maps import SeatMap
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.conflicts.case_text import SideText
from pos_app.ui.frame import Frame, Presenter, Run, Tone
from pos_app.ui.wording import Message

PICKED_SEATS = "conflict.seats"
"""Where the seats that were picked are kept, for each case."""


@dataclass(frozen=True, slots=True, eq=False)
class Picking:
    """Seats that a supervisor picks on the map for the group of a case; `wanted` is how many it needs."""

    map: SeatMap
    looks: States
    wanted: int
    chosen: tuple[SeatId, ...] = ()

    def name(self, seat: SeatId) -> str:
        """C-12."""
        label = self.map.plan.label_of(seat)
        return f"{label.row}-{label.number}"


@dataclass(frozen=True, slots=True)
class ConflictsState:
    """What the desk shows. `chosen` is -1 without cases."""

    rows: tuple[tuple[str, ...], ...] = ()
    chosen: int = -1
    headline: str = ""
    sides: tuple[SideText, ...] = ()
    proposal: str = ""
    waits: bool = False
    may_pick: bool = False
    may_refund: bool = False
    may_owe: bool = False
    may_stand: bool = False
    busy: bool = False
    picking: Picking | None = None


class DeskSteps(Presenter[ConflictsState]):
    """The subclass is the acts of the desk."""

    def __init__(self, station: Station, frame: Frame, run: Run, after_sale: AfterSale | None = None) -> None:
        super().__init__(ConflictsState())
        self._station, self._frame, self._run = station, frame, run
        self._after_sale = after_sale or AfterSale()
        self._dossiers: tuple[Dossier, ...] = ()

    def enter(self) -> None:
        """Read the cases again."""

    def _chosen(self) -> Dossier | None:
        place = self.state.chosen
        return self._dossiers[place] if not self.state.busy and place >= 0 else None

    def _waiting(self) -> Dossier | None:
        return self._chosen() if self.state.waits else None

    def _decide(self, dossier: Dossier, decision: Decision) -> None:
        def approved(supervisor: Cashier) -> None:
            work = partial(conflict_desk.settle, self._station, supervisor, dossier.known.case.id, decision)
            self.show(busy=True)
            self._run(work, self._settled, self._failed)

        self._frame.approve(Permission.SETTLE_CONFLICT, approved)

    def _settled(self, outcome: Outcome) -> None:
        self._frame.kept.forget(PICKED_SEATS)
        self._frame.show_message(Message("", _outcome_text(outcome), "", ""), Tone.OK)
        self._frame.changed()
        self.enter()

    def _failed(self, error: Exception) -> None:
        self.show(busy=False)
        self._frame.show_message(wording.error_message(error))


def _outcome_text(outcome: Outcome) -> str:
    if outcome.tickets:
        seats = ", ".join(f"{ticket.place.row}-{ticket.place.seat}" for ticket in outcome.tickets)
        return wording.text("conflicts.said_move", seats=seats)
    if outcome.owed is not None:
        return wording.text("conflicts.said_money_back", amount=wording.money(outcome.owed))
    return wording.text("conflicts.said_other", choice=wording.text(f"conflicts.choice.{outcome.resolution.choice}"))
