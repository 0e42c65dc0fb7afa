"""The conflict desk: show a case, and accept its proposal or decide otherwise under a supervisor's PIN."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from domain.catalogue.seats import SeatNotFree, SeatState
from domain.conflicts.cases import Choice, ConflictCase, ConflictKind
from domain.ids import SeatId
from domain.people.staff import Cashier, Permission
from pos_app.seat_plan import SeatLook, States
from pos_app.services.conflicts import case_dossiers, conflict_desk
from pos_app.services.conflicts.case_dossiers import Dossier
from pos_app.services.conflicts.conflict_desk import Decision, Outcome
from pos_app.services.selling import seat_maps
from pos_app.services.selling.seat_maps import SeatMap
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.conflicts import case_text
from pos_app.ui.conflicts.case_text import SideText
from pos_app.ui.frame import Frame, Presenter, Run, Tone
from pos_app.ui.wording import Message

_ABOUT_SEATS = {ConflictKind.SEAT_TWICE}
_ABOUT_PLACES = {ConflictKind.SEAT_TWICE, ConflictKind.OVER_CAPACITY}
_PICKED_SEATS = "conflict.seats"


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
    may_stand: bool = False
    busy: bool = False
    picking: Picking | None = None


class ConflictsPresenter(Presenter[ConflictsState]):
    """Shows cases, asks for a supervisor, settles."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(ConflictsState())
        self._station, self._frame, self._run = station, frame, run
        self._dossiers: tuple[Dossier, ...] = ()

    def enter(self) -> None:
        """Read the cases again and show the one that has waited longest."""
        self.show(picking=None, busy=True)
        self._run(partial(case_dossiers.read, self._station), self._show_cases, self._failed)

    def choose(self, place: int) -> None:
        """Show the case in this row."""
        dossier = self._dossiers[place] if 0 <= place < len(self._dossiers) else None
        if dossier is None:
            self.state = ConflictsState()
            self.show(headline=wording.text("conflicts.nothing"))
            return
        case, waits = dossier.known.case, dossier.known.waits
        self.show(
            rows=tuple(_row(other) for other in self._dossiers),
            chosen=place,
            headline=case_text.explained(case),
            sides=case_text.sides(dossier),
            proposal=case_text.proposed(dossier) if waits else case_text.ended(dossier),
            waits=waits,
            may_pick=waits and case.contested.kind in _ABOUT_SEATS,
            may_refund=waits and case.contested.kind in _ABOUT_PLACES,
            may_stand=waits and _may_stand(case),
            picking=None,
        )

    def accept(self) -> None:
        """F12: accept the proposal, or the seats that were picked."""
        if self.state.picking:
            self._take_picked(self.state.picking)
        elif (dossier := self._waiting()) is not None:
            self._decide(dossier, Decision(dossier.known.case.proposal.remedies[0].choice))

    def money_back(self) -> None:
        """F6: owe the money of the places to the buyer."""
        if self.state.may_refund and (dossier := self._waiting()) is not None:
            self._decide(dossier, Decision(Choice.MONEY_BACK))

    def stand(self) -> None:
        """F8: leave everything as it was printed. Not offered for places, nor where it is the proposal itself."""
        if self.state.may_stand and (dossier := self._waiting()) is not None:
            self._decide(dossier, Decision(Choice.STAND))

    def pick(self) -> None:
        """F5: pick other seats than the proposed ones on the map."""
        dossier = self._waiting()
        performance = conflict_desk.performance_of(dossier.known.case) if dossier else None
        if dossier is None or performance is None or self.state.busy:
            return
        wanted, case_id = dossier.moving, dossier.known.case.id

        def show_map(shown: SeatMap) -> None:
            left = self._frame.kept.find(_PICKED_SEATS, tuple, case_id) or ()
            chosen = tuple(seat for seat in left if shown.states[seat] == SeatState.FREE)
            self.show(busy=False, picking=Picking(shown, _looks(shown, chosen), wanted, chosen))

        self.show(busy=True)
        self._run(partial(seat_maps.seat_map, self._station, performance), show_map, self._failed)

    def pick_seat(self, seat: SeatId) -> None:
        """Pick a free seat, or let a picked one go. One seat too many replaces the first."""
        picking = self.state.picking
        if picking is None:
            return
        self._frame.clear_message()
        now = SeatState(int(picking.map.states[seat]))
        if seat in picking.chosen:
            chosen = tuple(other for other in picking.chosen if other != seat)
        elif now is not SeatState.FREE:
            self._failed(SeatNotFree(picking.name(seat), now))
            return
        else:
            chosen = (*picking.chosen, seat)[-picking.wanted :]
        if (dossier := self._waiting()) is not None:
            self._frame.kept.keep(_PICKED_SEATS, chosen, dossier.known.case.id)
        self.show(picking=replace(picking, chosen=chosen, looks=_looks(picking.map, chosen)))

    def step_back(self) -> bool:
        """Esc: from the map to the case. The seats that were picked wait on it."""
        if self.state.picking is None:
            return False
        self.show(picking=None)
        return True

    # ---- inside

    def _show_cases(self, dossiers: tuple[Dossier, ...]) -> None:
        self._dossiers = dossiers
        self.show(busy=False)
        self.choose(0 if dossiers else -1)

    def _waiting(self) -> Dossier | None:
        place = self.state.chosen
        return self._dossiers[place] if self.state.waits and not self.state.busy and place >= 0 else None

    def _take_picked(self, picking: Picking) -> None:
        dossier = self._waiting()
        if dossier is None:
            return
        if len(picking.chosen) != picking.wanted:
            self._failed(conflict_desk.WrongSeats(picking.wanted, len(picking.chosen)))
            return
        self._decide(dossier, Decision(Choice.MOVE, picking.chosen))

    def _decide(self, dossier: Dossier, decision: Decision) -> None:
        def approved(supervisor: Cashier) -> None:
            work = partial(conflict_desk.settle, self._station, supervisor, dossier.known.case.id, decision)
            self.show(busy=True)
            self._run(work, self._settled, self._failed)

        self._frame.approve(Permission.SETTLE_CONFLICT, approved)

    def _settled(self, outcome: Outcome) -> None:
        self._frame.kept.forget(_PICKED_SEATS)
        self._frame.show_message(Message("", _outcome_text(outcome), "", ""), Tone.OK)
        self._frame.changed()
        self.enter()

    def _failed(self, error: Exception) -> None:
        self.show(busy=False)
        self._frame.show_message(wording.error_message(error))


def _may_stand(case: ConflictCase) -> bool:
    proposed = {remedy.choice for remedy in case.proposal.remedies}
    return case.contested.kind not in _ABOUT_PLACES and proposed != {Choice.STAND}


def _row(dossier: Dossier) -> tuple[str, ...]:
    case = dossier.known.case
    return (
        case_text.subject(case),
        dossier.event,
        case_text.document(case),
        wording.moment(dossier.known.opened_at),
        case_text.state(dossier),
    )


def _looks(shown: SeatMap, chosen: Sequence[SeatId]) -> States:
    looks = shown.states.copy()
    looks[list(chosen)] = SeatLook.IN_CART
    return looks


def _outcome_text(outcome: Outcome) -> str:
    if outcome.tickets:
        seats = ", ".join(f"{ticket.place.row}-{ticket.place.seat}" for ticket in outcome.tickets)
        return wording.text("conflicts.said_move", seats=seats)
    if outcome.owed is not None:
        return wording.text("conflicts.said_money_back", amount=wording.money(outcome.owed))
    return wording.text("conflicts.said_other", choice=wording.text(f"conflicts.choice.{outcome.resolution.choice}"))
