"""The conflict desk: look at a case, accept what the rule proposes, or decide otherwise under a supervisor's PIN."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from domain.catalogue.seats import SeatNotFree, SeatState
from domain.conflicts.cases import Choice, ConflictKind
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
from pos_app.ui.conflicts import words
from pos_app.ui.conflicts.words import SideWords
from pos_app.ui.frame import Frame, Presenter, Run, Tone
from pos_app.ui.wording import Message

_ABOUT_SEATS = {ConflictKind.SEAT_TWICE}
_ABOUT_PLACES = {ConflictKind.SEAT_TWICE, ConflictKind.OVER_CAPACITY}


@dataclass(frozen=True, slots=True, eq=False)
class Picking:
    """Seats being picked on the map for the group of a case: as many as `wanted`."""

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
    """What the desk shows. `chosen` is -1 when there is no case."""

    rows: tuple[tuple[str, ...], ...] = ()
    chosen: int = -1
    headline: str = ""
    sides: tuple[SideWords, ...] = ()
    proposal: str = ""
    waits: bool = False
    may_pick: bool = False
    may_refund: bool = False
    busy: bool = False
    picking: Picking | None = None


class ConflictsPresenter(Presenter[ConflictsState]):
    """Shows, asks for a supervisor, settles."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(ConflictsState())
        self._station, self._frame, self._run = station, frame, run
        self._dossiers: tuple[Dossier, ...] = ()

    def enter(self) -> None:
        """Read the cases again, the one that waits longest in front."""
        self.show(picking=None, busy=True)
        self._run(partial(case_dossiers.read, self._station), self._arrived, self._failed)

    def choose(self, place: int) -> None:
        """Look at one case."""
        dossier = self._dossiers[place] if 0 <= place < len(self._dossiers) else None
        if dossier is None:
            self.state = ConflictsState()
            self.show(headline=wording.text("conflicts.nothing"))
            return
        case, waits = dossier.known.case, dossier.known.waits
        self.show(
            rows=tuple(_row(each) for each in self._dossiers),
            chosen=place,
            headline=words.explained(case),
            sides=words.sides(dossier),
            proposal=words.proposed(dossier) if waits else words.ended(dossier),
            waits=waits,
            may_pick=waits and case.contested.kind in _ABOUT_SEATS,
            may_refund=waits and case.contested.kind in _ABOUT_PLACES,
            picking=None,
        )

    def accept(self) -> None:
        """F12: what the rule proposes, or the seats that were picked."""
        if self.state.picking:
            self._take_picked(self.state.picking)
        elif (dossier := self._waiting()) is not None:
            self._decide(dossier, Decision(dossier.known.case.proposal.remedies[0].choice))

    def money_back(self) -> None:
        """F6."""
        if self.state.may_refund and (dossier := self._waiting()) is not None:
            self._decide(dossier, Decision(Choice.MONEY_BACK))

    def stand(self) -> None:
        """F8: it stays as it was printed; for everything that is not about a place."""
        if not self.state.may_refund and (dossier := self._waiting()) is not None:
            self._decide(dossier, Decision(Choice.STAND))

    def pick(self) -> None:
        """F5: other seats than the proposed ones."""
        dossier = self._waiting()
        performance = conflict_desk.performance_of(dossier.known.case) if dossier else None
        if dossier is None or performance is None or self.state.busy:
            return
        wanted = dossier.moving

        def found(shown: SeatMap) -> None:
            self.show(busy=False, picking=Picking(shown, shown.states, wanted))

        self.show(busy=True)
        self._run(partial(seat_maps.seat_map, self._station, performance), found, self._failed)

    def pick_seat(self, seat: SeatId) -> None:
        """A free seat is picked, a picked one let go; one too many takes the place of the first."""
        picking = self.state.picking
        if picking is None:
            return
        self._frame.hush()
        now = SeatState(int(picking.map.states[seat]))
        if seat in picking.chosen:
            chosen = tuple(each for each in picking.chosen if each != seat)
        elif now is not SeatState.FREE:
            self._failed(SeatNotFree(picking.name(seat), now))
            return
        else:
            chosen = (*picking.chosen, seat)[-picking.wanted :]
        self.show(picking=replace(picking, chosen=chosen, looks=_looks(picking.map, chosen)))

    def step_back(self) -> bool:
        """Esc: from the map to the case."""
        if self.state.picking is None:
            return False
        self.show(picking=None)
        return True

    # ---- inside

    def _arrived(self, found: tuple[Dossier, ...]) -> None:
        self._dossiers = found
        self.show(busy=False)
        self.choose(0 if found else -1)

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
        self._frame.say(Message("", _said(outcome), "", ""), Tone.OK)
        self._frame.changed()
        self.enter()

    def _failed(self, error: Exception) -> None:
        self.show(busy=False)
        self._frame.say(wording.say(error))


def _row(dossier: Dossier) -> tuple[str, ...]:
    case = dossier.known.case
    return (
        words.subject(case),
        dossier.event,
        words.document(case),
        wording.moment(dossier.known.opened_at),
        words.state(dossier),
    )


def _looks(shown: SeatMap, chosen: Sequence[SeatId]) -> States:
    looks = shown.states.copy()
    looks[list(chosen)] = SeatLook.MINE
    return looks


def _said(outcome: Outcome) -> str:
    if outcome.tickets:
        seats = ", ".join(f"{ticket.place.row}-{ticket.place.seat}" for ticket in outcome.tickets)
        return wording.text("conflicts.said_move", seats=seats)
    if outcome.owed is not None:
        return wording.text("conflicts.said_money_back", amount=wording.money(outcome.owed))
    return wording.text("conflicts.said_other", choice=wording.text(f"conflicts.choice.{outcome.resolution.choice}"))
