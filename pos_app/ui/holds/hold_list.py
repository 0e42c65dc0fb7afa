"""The list of holds with the time that is left, and what all acts of the screen share."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from domain.sale.cart import Cart
from domain.sale.holds import BadHoldText, Hold, HoldIsOver, NobodyNamed
from pos_app.services.selling import holds
from pos_app.services.selling.holds import ListedHold
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.counter import Counter
from pos_app.ui.frame import Frame, KeepingPresenter, Run, Tone
from pos_app.ui.holds.state import Focus, HoldsState, Mode, detail_of, notes_of, row_of, tone_of, until_text
from pos_app.ui.wording import Message


class HoldList(KeepingPresenter[HoldsState]):
    """Reads the holds and draws them; subclasses are the acts of the screen."""

    def __init__(self, station: Station, frame: Frame, run: Run, counter: Counter) -> None:
        super().__init__(HoldsState())
        self._station, self._frame, self._run, self._counter = station, frame, run, counter
        self._listed: tuple[ListedHold, ...] = ()

    @property
    def cart(self) -> Cart:
        """The cart of the counter."""
        return self._counter.cart

    def now(self) -> datetime:
        """The station's time."""
        return self._station.clock.now()

    def look(self) -> None:
        """Draw the time that is left; holds whose time is over are ended and read again."""
        now = self.now()
        if any(one.standing.hold.expires_at <= now and not one.is_in_cart for one in self._listed):
            if not self.state.busy:
                self._read(self._chosen_hold())
            return
        self._draw_list(self.state.chosen)

    def choose(self, place: int) -> None:
        """Choose the hold in this row."""
        self._draw_list(place)

    def _begin(self) -> None:
        self._frame.clear_message()
        self._frame.hold_keys()
        self.show(busy=True)

    def _done(self, words: str, chosen: Hold | None) -> None:
        self._frame.press_keys()
        self._frame.changed()
        self._frame.show_message(Message("", words, "", ""), Tone.OK)
        self._read(chosen)

    def _read(self, chosen: Hold | None) -> None:
        self.show(busy=True)
        self._run(partial(_ended_and_listed, self._station), partial(self._show_listed, chosen), self._failed)

    def _show_listed(self, chosen: Hold | None, listed: tuple[ListedHold, ...]) -> None:
        before, self._listed = self._listed, listed
        places = [i for i, one in enumerate(listed) if chosen is not None and one.standing.hold.id == chosen.id]
        self.show(busy=False)
        self._draw_list(places[0] if places else 0)
        self._show_ended(before)

    def _show_ended(self, before: tuple[ListedHold, ...]) -> None:
        """Show that a hold of the list ended by its time, whoever recorded its end."""
        left, now = {one.standing.hold.id for one in self._listed}, self.now()
        for one in before:
            hold = one.standing.hold
            if hold.id not in left and hold.expires_at <= now and not one.is_in_cart:
                name = hold.held_for.name or wording.text("holds.purpose.house")
                words = wording.text("holds.over", number=hold.number, name=name, count=hold.places)
                self._frame.show_message(Message("", words, "", ""), Tone.ATTENTION)

    def _draw_list(self, place: int) -> None:
        now = self.now()
        rows = tuple(row_of(one, now) for one in self._listed)
        chosen = min(max(place, 0), len(rows) - 1)
        one = self._listed[chosen] if chosen >= 0 else None
        mode = self.state.mode if one is not None or self.state.mode is Mode.MAKE else Mode.LIST
        self.show(
            mode=mode,
            rows=rows,
            chosen=chosen,
            detail=detail_of(one) if one else "" if self.state.busy else wording.text("holds.empty"),
            notes=notes_of(one) if one else "",
            tone=tone_of(one, now) if one else Tone.PLAIN,
        )

    def _when(self, at: datetime) -> str:
        return until_text(at, self.now())

    def _chosen(self) -> ListedHold | None:
        return self._listed[self.state.chosen] if 0 <= self.state.chosen < len(self._listed) else None

    def _chosen_hold(self) -> Hold | None:
        one = self._chosen()
        return one.standing.hold if one else None

    def _failed(self, error: Exception) -> None:
        self._frame.drop_keys()
        self.show(busy=False, focus=Focus(_field_of(error, self.state.mode)))
        self._frame.show_message(wording.error_message(error))
        if isinstance(error, HoldIsOver):
            self.state = replace(self.state, mode=Mode.LIST)
            self._read(None)


def _ended_and_listed(station: Station) -> tuple[ListedHold, ...]:
    holds.end_due(station)
    return holds.listed(station)


def _field_of(error: Exception, mode: Mode) -> str:
    """The field that a refusal asks to correct."""
    if isinstance(error, BadHoldText):
        return error.part
    if isinstance(error, NobodyNamed):
        return "name"
    return {Mode.MAKE: "name", Mode.RELEASE: "reason", Mode.LIST: "table"}[mode]
