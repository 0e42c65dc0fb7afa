"""The conflict desk: show a case, and accept its proposal or decide otherwise under a supervisor's PIN."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from domain.catalogue.seats import SeatNotFree, SeatState
from domain.conflicts.cases import Choice, ConflictCase, ConflictKind
from domain.ids import SeatId
from pos_app.seat_plan import SeatLook, States
from pos_app.services.conflicts import case_dossiers, conflict_desk, money_back
from pos_app.services.conflicts.case_dossiers import Dossier
from pos_app.services.conflicts.conflict_desk import Decision
from pos_app.services.conflicts.money_back import LostTickets
from pos_app.services.selling import seat_maps
from pos_app.services.selling.seat_maps import SeatMap
from pos_app.ui import wording
from pos_app.ui.conflicts import case_text
from pos_app.ui.conflicts.steps import PICKED_SEATS, ConflictsState, DeskSteps, Picking
from pos_app.ui.frame import ScreenName

_ABOUT_SEATS = {ConflictKind.SEAT_TWICE}
_ABOUT_PLACES = {ConflictKind.SEAT_TWICE, ConflictKind.OVER_CAPACITY}


class ConflictsPresenter(DeskSteps):
    """Shows cases, asks for a supervisor, settles."""

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
            may_refund=bool(dossier.owed) or (waits and case.contested.kind in _ABOUT_PLACES),
            may_owe=waits and case.contested.kind in _ABOUT_PLACES,
            may_stand=waits and _may_stand(case),
            picking=None,
        )

    def accept(self) -> None:
        """F12: accept the proposal, or the seats that were picked."""
        if self.state.picking:
            self._take_picked(self.state.picking)
        elif (dossier := self._waiting()) is not None:
            choice = dossier.known.case.proposal.remedies[0].choice
            if choice is Choice.MONEY_BACK:
                self.money_back()
            else:
                self._decide(dossier, Decision(choice))

    def money_back(self) -> None:
        """F6: give the money back now, on the screen of refunds, which settles the case."""
        dossier = self._chosen()
        if dossier is None or not self.state.may_refund:
            return
        if dossier.owed:
            self._after_sale.pay(dossier.owed[0].sale_id, [debt.ticket_id for debt in dossier.owed])
            self._frame.go(ScreenName.REFUND)
            return
        case_id = dossier.known.case.id

        def pay(lost: LostTickets | None) -> None:
            self.show(busy=False)
            if lost is None:  # its tickets ended before, so that there is no money to give back
                self._decide(dossier, Decision(Choice.MONEY_BACK))
                return
            self._after_sale.pay(lost.sale_id, lost.tickets, case_id)
            self._frame.go(ScreenName.REFUND)

        self.show(busy=True)
        self._run(partial(money_back.lost_tickets, self._station, case_id), pay, self._failed)

    def owe(self) -> None:
        """F4: settle the case, and owe the money until the customer comes for it."""
        if self.state.may_owe and (dossier := self._waiting()) is not None:
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
            left = self._frame.kept.find(PICKED_SEATS, tuple, case_id) or ()
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
            self._frame.kept.keep(PICKED_SEATS, chosen, dossier.known.case.id)
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

    def _take_picked(self, picking: Picking) -> None:
        dossier = self._waiting()
        if dossier is None:
            return
        if len(picking.chosen) != picking.wanted:
            self._failed(conflict_desk.WrongSeats(picking.wanted, len(picking.chosen)))
            return
        self._decide(dossier, Decision(Choice.MOVE, picking.chosen))


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
