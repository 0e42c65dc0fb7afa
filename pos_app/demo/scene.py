"""The setting of the first act: the player, the station, the roll of paper, and what its steps wait for."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.till.shifts import expected
from pos_app.demo.player import Player
from pos_app.demo.profile import Person
from pos_app.demo.roll import Roll
from pos_app.services.documents import documents, print_queue
from pos_app.station import Station
from pos_app.storage.sales import shifts as stored_shifts
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui import wording
from pos_app.ui.shift.figures import notes


@dataclass(frozen=True, slots=True)
class Scene:
    """What every step of the first act uses."""

    player: Player
    station: Station
    roll: Roll
    cashier: Person
    supervisor: Person

    def sold(self, confirm: Callable[[], None]) -> None:
        """Confirm the sale, and wait until it is stored and its screen is shown."""
        before = len(documents.find(self.station, ""))
        confirm()
        self.player.until(lambda: len(documents.find(self.station, "")) > before, "sale")
        self.player.until_sees(wording.text("done.next"))

    def printed(self) -> None:
        """Wait until no job waits for the printer."""
        waiting = {JobState.QUEUED, JobState.SENDING, JobState.BLOCKED}
        # One reading for all three states: between two readings a job could pass from one state to another.
        self.player.until(lambda: waiting.isdisjoint(job.state for job in print_queue.jobs(self.station)), "paper")

    def states(self, state: JobState) -> int:
        """The number of jobs in a state."""
        return sum(job.state is state for job in print_queue.jobs(self.station))

    def last_number(self) -> str:
        """The number of the last document."""
        return documents.find(self.station, "")[0].number

    def last_change(self) -> str:
        """The change of the last sale, as text."""
        sale, _ = documents.load(self.station, documents.find(self.station, "")[0].document_id)
        return " + ".join(wording.money(part.amount) for part in sale.change)

    def notes_in_drawer(self) -> tuple[int, ...]:
        """The quantity of each note, largest first in each currency, of the expected cash, and no loose coins."""
        with self.station.database.read() as tx:
            shift = stored_shifts.current(tx, self.station.tenant_id, self.station.id)
            assert shift is not None, "the day counts before it closes"
            amounts = {
                m.currency: m.minor for m in expected(stored_shifts.drawer(tx, self.station.tenant_id, shift.id))
            }
        quantities = []
        for currency_notes in notes():
            for note in currency_notes:
                quantity, amounts[note.currency] = divmod(amounts.get(note.currency, 0), note.minor)
                quantities.append(quantity)
            quantities.append(0)
        return tuple(quantities)
