"""Cancelling a performance, and resuming one, under a supervisor."""

from collections.abc import Sequence
from functools import partial

from domain.catalogue.suspension import Suspension, SuspensionKind
from domain.errors import Refused
from domain.ids import PerformanceId
from domain.people.staff import Cashier, Permission
from domain.till.shifts import check_reason
from domain.typed_text import plain
from pos_app.services.after_sale import suspensions
from pos_app.services.after_sale.suspensions import SuspendedShow, Wanted
from pos_app.services.selling import browsing
from pos_app.services.selling.browsing import PerformanceCard
from pos_app.ui import wording
from pos_app.ui.cancelled import words
from pos_app.ui.cancelled.lists import CancelledLists
from pos_app.ui.cancelled.state import Choosing
from pos_app.ui.frame import Tone
from pos_app.ui.wording import Message

REASON_FORM = "cancelled.reason"
"""Where the reason that was typed is kept."""


class Deciding(CancelledLists):
    """Decides what becomes of a performance."""

    def look_for_another(self) -> None:
        """F5: choose a performance to cancel, among those on sale."""
        if self.state.busy or self.state.sales is not None:
            return
        self.show(busy=True)
        self._run(partial(browsing.performances, self._station), self._show_choice, self._failed)

    def cancel(self, reason: str) -> None:
        """F12 of the choice: cancel the chosen performance for a reason, under a supervisor."""
        choosing = self.state.choosing
        card = choosing.card if choosing is not None else None
        if card is None or self.state.busy:
            return
        wanted = Wanted(card.performance.id, SuspensionKind.CANCELLED, plain(reason))
        self._ask(wanted, words.about_show(card.event, card.performance.starts_at))

    def resume(self) -> None:
        """F6: the chosen performance takes place after all."""
        chosen = self.state.show
        if chosen is None or self.state.busy or self.state.sales is not None:
            return
        wanted = Wanted(chosen.performance.id, SuspensionKind.RESUMED, wording.text("cancelled.resume_reason"))
        self._ask(wanted, words.about_show(chosen.event, chosen.performance.starts_at))

    def _show_choice(self, cards: tuple[PerformanceCard, ...]) -> None:
        self.show(busy=False, choosing=Choosing(cards, 0 if cards else -1))

    def _ask(self, wanted: Wanted, about: str) -> None:
        self._frame.clear_message()
        try:
            check_reason(wanted.reason)
        except Refused as error:
            self._failed(error)
            return
        self._frame.approve(Permission.SUSPEND, partial(self._decide, wanted), about)

    def _decide(self, wanted: Wanted, supervisor: Cashier) -> None:
        work = partial(suspensions.suspend, self._station, self._frame.cashier, wanted, supervisor)
        self.show(busy=True)
        self._run(work, self._decided, self._failed)

    def _decided(self, decided: Suspension) -> None:
        self._frame.kept.forget(REASON_FORM)
        self._frame.show_message(Message("", words.decided(decided.kind), "", ""), Tone.OK)
        self._frame.changed()
        self.show(busy=False, choosing=None)
        self._open_after(decided.performance_id)

    def _open_after(self, performance_id: PerformanceId) -> None:
        """Read the list with this performance chosen."""

        def show(shows: Sequence[SuspendedShow]) -> None:
            place = next((i for i, one in enumerate(shows) if one.performance.id == performance_id), 0)
            self.show(shows=tuple(shows), chosen=place if shows else -1, loaded=True, busy=False)

        self.show(busy=True)
        self._run(partial(suspensions.suspended, self._station), show, self._failed)
