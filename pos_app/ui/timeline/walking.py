"""Finding a thing, reading its life, walking from it to what it leads to, and the way back."""

from dataclasses import replace
from functools import partial

from domain.timeline.subjects import Subject
from pos_app.services.timeline import timelines
from pos_app.services.timeline.timelines import Page
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.frame import Frame, KeepingPresenter, Run
from pos_app.ui.timeline.state import TimelineState
from sync.timeline.life import Life
from sync.timeline.names import Named


class Walking(KeepingPresenter[TimelineState]):
    """Searches, shows the life of what is chosen, and keeps the way back."""

    def __init__(self, station: Station, frame: Frame, run: Run, after_sale: AfterSale | None = None) -> None:
        super().__init__(TimelineState())
        self._after_sale = after_sale or AfterSale()
        self._station, self._frame, self._run = station, frame, run
        self._way: list[Subject] = []

    def enter(self, searched: str = "") -> None:
        """Show what another screen chose; else what was shown, read again."""
        chosen, self._after_sale.history_of = self._after_sale.history_of, None
        if chosen is not None:
            self._way = []
            self.open(chosen)
        elif self._way:
            self._read(self._way[-1])
        else:
            self.search(searched)

    # ---- searching

    def search(self, text: str, *, open_single: bool = False) -> None:
        """List what a text names. `open_single`: show the history at once when that is one thing, as for a scan."""
        self._way = []

        def show_matches(matches: tuple[Named, ...]) -> None:
            # A late result of an older search is dropped.
            if text != self.state.searched or self._way:
                return
            self.show(matches=matches, chosen=0 if matches else -1, searching=False)
            if open_single and len(matches) == 1:
                self.open(matches[0].subject)

        self.show(searched=text, life=None, searching=True, asks_cause=False)
        self._run(partial(timelines.search, self._station, text), show_matches, self._failed)

    def choose(self, row: int) -> None:
        """Choose a match."""
        self.show(chosen=row)

    def open_chosen(self) -> None:
        """Enter: show the history of the chosen match. Not while typed text is searched for."""
        if self.state.life is None and not self.state.searching and 0 <= self.state.chosen < len(self.state.matches):
            self.open(self.state.matches[self.state.chosen].subject)

    # ---- the life of a subject

    def open(self, subject: Subject) -> None:
        """Show the history of a subject. Esc leads back to the one before."""
        self._way.append(subject)
        self._read(subject)

    def choose_event(self, row: int) -> None:
        """Choose an event."""
        self.show(event=row)

    def choose_other(self, row: int) -> None:
        """Choose what the events lead to."""
        self.show(other=row)

    def open_other(self) -> None:
        """Enter: walk to the chosen related subject."""
        life = self.state.life
        if life is not None and not self.state.busy and 0 <= self.state.other < len(life.related):
            self.open(life.related[self.state.other].subject)

    def turn(self) -> None:
        """F6: the newest event first, or the oldest."""
        if self.state.life is not None and not self.state.busy:
            self.show(newest_first=not self.state.newest_first)
            self._read(self._way[-1])

    def read_more(self) -> None:
        """F5: the events that follow those that are shown."""
        life = self.state.life
        if life is None or self.state.busy or not self.state.has_more:
            return
        shown = self._way[-1]

        def add(more: Life) -> None:
            if self._way and self._way[-1] == shown:
                known = dict.fromkeys((*life.related, *more.related))
                self.show(life=replace(more, events=life.events + more.events, related=tuple(known)), busy=False)

        page = Page(self.state.newest_first, skip=len(life.events))
        self.show(busy=True)
        self._run(partial(timelines.life, self._station, self._frame.cashier, shown, page), add, self._failed)

    def step_back(self) -> bool:
        """Esc: from the question, to the subject before, then to the matches. False when there is no step left here."""
        if self.state.asks_cause:
            self.show(asks_cause=False)
            return True
        if not self._way:
            return False
        self._way.pop()
        if self._way:
            self._read(self._way[-1])
        else:
            self.show(life=None, busy=False)
            if not self.state.matches and self.state.searched:
                self.search(self.state.searched)
        return True

    def _read(self, subject: Subject) -> None:
        def show_life(life: Life) -> None:
            # A late answer about what was left meanwhile is dropped.
            if self._way and self._way[-1] == subject:
                event, other = 0 if life.events else -1, 0 if life.related else -1
                self.show(life=life, event=event, other=other, busy=False)

        page = Page(self.state.newest_first)
        self.show(busy=True, asks_cause=False)
        self._run(partial(timelines.life, self._station, self._frame.cashier, subject, page), show_life, self._unread)

    def _unread(self, error: Exception) -> None:
        """The subject cannot be read: it is no step of the way."""
        if self._way:
            self._way.pop()
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        self.show(busy=False, searching=False)
        self._frame.show_message(wording.error_message(error))
