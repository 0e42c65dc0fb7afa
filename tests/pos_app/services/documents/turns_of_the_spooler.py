"""A sale with one job, one turn of the spooler, and the state of a job."""

from pos_app.services.documents import print_queue
from pos_app.services.documents.print_queue import Turn, print_next
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobState
from printing.devices import Delivery
from tests.builders.printer import ScriptedPrinter, to_bytes
from tests.builders.stations import general_cart, pago_movil, sell

UNPROVED = Delivery.UNPROVED


def sale_of(till: Station, tickets: int, reference: str = "000000000001") -> CompletedSale:
    """A sale without cash, so that its job is the only one."""
    due = str(checkout.quote(till, general_cart(till, tickets)).total_ves)
    return sell(till, general_cart(till, tickets), pago_movil(due, reference))


def turn(station: Station, printer: ScriptedPrinter) -> Turn:
    return print_next(station, printer, to_bytes)


def state(station: Station, sold: CompletedSale) -> tuple[JobState, int]:
    job = print_queue.job(station, sold.job_id)
    assert job is not None
    return job.state, job.done
