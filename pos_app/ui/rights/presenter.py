"""The rights: what this station holds by zone, and returning a part of it under a supervisor."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from domain.errors import Refused
from domain.people.staff import Cashier, Permission
from domain.typed_text import compact
from pos_app.services.rights import hand_over_files, handing, held_rights, parts, recalling
from pos_app.services.rights.accepting import Received
from pos_app.services.rights.held_rights import HeldRight
from pos_app.services.rights.parts import Part
from pos_app.services.rights.recalling import RecallNotice
from pos_app.station import Station
from pos_app.ui import wording
from pos_app.ui.frame import Frame, KeepingPresenter, Run, Tone
from pos_app.ui.rights import right_text
from pos_app.ui.wording import Message

RIGHTS_FORM = "rights"
"""Where a part that was typed and not returned is kept."""


@dataclass(frozen=True, slots=True)
class RightsState:
    """What the screen shows. `chosen` is -1 without rights; `about` names the chosen line, `leaving` the typed part."""

    rows: tuple[tuple[str, ...], ...] = ()
    chosen: int = -1
    about: Hashable = None
    detail: str = ""
    hint: str = ""
    typed: str = ""
    leaving: str = ""
    tone: Tone = Tone.PLAIN
    may_return: bool = False
    notices: tuple[str, ...] = ()
    busy: bool = False


class RightsPresenter(KeepingPresenter[RightsState]):
    """Shows what this station holds, and returns parts of it to HQ."""

    def __init__(self, station: Station, frame: Frame, run: Run) -> None:
        super().__init__(RightsState())
        self._station, self._frame, self._run = station, frame, run
        self._rights: tuple[HeldRight, ...] = ()
        self._part: Part | None = None

    def enter(self) -> None:
        """Read the rights again. The chosen line stays chosen."""
        if not self.state.busy:
            self.show(busy=True)
            self._run(partial(_read, self._station), self._show_read, self._failed)

    def choose(self, place: int) -> None:
        """Choose a line of the held."""
        held = self._rights[place] if 0 <= place < len(self._rights) else None
        if held is None:
            self._part = None
            self.show(rows=(), chosen=-1, about=None, detail=wording.text("rights.none"), hint="", leaving="",
                      may_return=False)  # fmt: skip
            return
        self.show(
            chosen=place,
            about=_key(held),
            detail=right_text.detail(held),
            hint=wording.text(f"rights.hint.{held.kind}"),
        )
        self._judge()

    def type_part(self, text: str) -> None:
        """Take in which seats, or how many."""
        if text != self.state.typed:
            self._frame.clear_message()
        self.show(typed=text)
        self._judge()

    def give_back(self) -> None:
        """F12: return the typed part to HQ under a supervisor, or everything that is free."""
        part = self._part
        if part is not None and not self.state.busy:
            about = wording.text("rights.asks", what=_words(part))
            self._frame.approve(Permission.MOVE_RIGHTS, partial(self._return, part), about)

    def hand_over(self, no: str) -> None:
        """F6: give the typed part to the station with this number, as a file, under a supervisor."""
        part = self._part
        if part is None or self.state.busy:
            return
        about = wording.text("rights.asks_hand_over", what=_words(part), no=no.strip() or "?")

        def approved(supervisor: Cashier) -> None:
            work = partial(_hand_over, self._station, supervisor, part, compact(no))
            self.show(busy=True)
            self._run(work, partial(self._handed_over, part), self._failed)

        self._frame.approve(Permission.MOVE_RIGHTS, approved, about)

    def receive(self) -> None:
        """F5: accept what another station gave, from the file on a memory stick, under a supervisor."""
        if self.state.busy:
            return

        def approved(supervisor: Cashier) -> None:
            self.show(busy=True)
            work = partial(hand_over_files.accept_next, self._station, supervisor)
            self._run(work, self._received, self._failed)

        self._frame.approve(Permission.MOVE_RIGHTS, approved, wording.text("rights.asks_receive"))

    # ---- inside

    def _show_read(self, read: tuple[tuple[HeldRight, ...], Sequence[RecallNotice]]) -> None:
        held, notices = read
        self.show(notices=tuple(map(right_text.recalled, notices)))
        self._show_rights(held)
        if notices:
            self._frame.changed()

    def _show_rights(self, held: tuple[HeldRight, ...]) -> None:
        before = self.state.about
        self._rights = held
        keys = [_key(line) for line in held]
        self.show(busy=False, rows=tuple(right_text.cells(line) for line in held))
        self.choose(keys.index(before) if before in keys else 0 if held else -1)

    def _judge(self) -> None:
        """Show what the typed text chooses of the line."""
        self._part = None
        if not 0 <= self.state.chosen < len(self._rights):
            return
        held = self._rights[self.state.chosen]
        try:
            part = parts.typed_part(held, self.state.typed)
        except Refused as error:
            self.show(leaving=wording.refusal(error).what, tone=Tone.ATTENTION, may_return=False)
            return
        self._part = part if part.count else None
        leaving = wording.text("rights.leaving", what=_words(part)) if part.count else ""
        self.show(leaving=leaving, tone=Tone.PLAIN, may_return=self._part is not None)

    def _return(self, part: Part, supervisor: Cashier) -> None:
        self.show(busy=True)
        self._run(
            partial(parts.give_back, self._station, supervisor, part), partial(self._returned, part), self._failed
        )

    def _returned(self, part: Part, _: None) -> None:
        self._finish(wording.text("rights.returned", what=_words(part)))

    def _handed_over(self, part: Part, made: tuple[str, Path]) -> None:
        receiver, path = made
        done = wording.text("rights.handed_over", what=_words(part), receiver=receiver, path=str(path))
        self._finish(done)

    def _received(self, received: Received) -> None:
        self._finish(right_text.received(received))

    def _finish(self, done: str) -> None:
        self._frame.kept.forget(RIGHTS_FORM)
        self._frame.show_message(Message("", done, "", ""), Tone.OK)
        self._frame.changed()
        self.show(busy=False, typed="")
        self.enter()

    def _failed(self, error: Exception) -> None:
        self.show(busy=False)
        self._frame.show_message(wording.error_message(error))


def _key(held: HeldRight) -> Hashable:
    return (held.kind, held.series, held.at.place if held.at else None)


def _read(station: Station) -> tuple[tuple[HeldRight, ...], Sequence[RecallNotice]]:
    """What is held and what HQ asked for. Whoever looks has seen it."""
    notices = recalling.notices(station)
    if notices:
        recalling.mark_seen(station)
    return held_rights.held_rights(station), notices


def _hand_over(station: Station, supervisor: Cashier, part: Part, no: str) -> tuple[str, Path]:
    made = handing.hand_over(station, supervisor, part, no)
    return made.to.name, hand_over_files.save(station, made)


def _words(part: Part) -> str:
    return right_text.named(part.of, part.count, part.seats)
