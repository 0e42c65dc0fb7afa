"""The screen of cancelled performances: cancel one, see its sales, give them back one by one, print the list."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from domain.after_sale.suspended_sales import Progress
from domain.people.staff import Cashier, Permission
from domain.sale.closing import Offer
from pos_app.services.documents import papers, print_queue
from pos_app.services.proof.verify import verify
from pos_app.services.selling import checkout
from pos_app.services.till import shifts
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind
from pos_app.ui import wording
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.cancelled import words
from pos_app.ui.cancelled.presenter import CancelledPresenter
from pos_app.ui.frame import Failed, ScreenName, Tone, run_inline
from pos_app.ui.refund.presenter import RefundPresenter
from printing.printout import Columns, Line, Part
from tests.builders import stations
from tests.builders.counts import NONE_LEFT
from tests.builders.stations import general_cart, pago_movil, sell
from tests.pos_app.services.after_sale.test_suspensions import WHY, in_dollars, take_out
from tests.pos_app.ui.fakes import FakeFrame

T = TypeVar("T")


@pytest.fixture
def frame(till: Station, ana: Cashier) -> FakeFrame:
    return FakeFrame(ana, stations.rosa(till))


@pytest.fixture
def after_sale() -> AfterSale:
    return AfterSale()


@pytest.fixture
def presenter(till: Station, frame: FakeFrame, after_sale: AfterSale) -> CancelledPresenter:
    return CancelledPresenter(till, frame, run_inline, after_sale)


def by_pago_movil(till: Station, reference: str) -> None:
    cart = general_cart(till, 1)
    due = checkout.balance(till, cart, Offer(())).missing
    sell(till, cart, pago_movil(str(due), reference))


def cancel(presenter: CancelledPresenter) -> None:
    """Cancel the Saturday concert and open its sales."""
    presenter.enter()
    presenter.look_for_another()
    presenter.cancel(WHY)
    presenter.open()


def states(presenter: CancelledPresenter) -> list[Progress]:
    assert presenter.state.sales is not None
    return [sale.progress for sale in presenter.state.sales.sales]


def test_a_supervisor_cancels_a_performance_with_a_reason(presenter: CancelledPresenter, frame: FakeFrame) -> None:
    presenter.enter()
    presenter.look_for_another()
    presenter.cancel("  ")
    assert frame.asked == []
    presenter.cancel(WHY)
    assert frame.asked == [Permission.SUSPEND]
    assert frame.about == ["Concierto · sáb 28 nov · 20:00"]
    show = presenter.state.show
    assert show is not None
    assert words.show_cells(show)[:3] == ("Concierto", "sáb 28 nov · 20:00", "✖ Suspendida")
    assert words.explained(show, loaded=True).endswith(f"{WHY} · {wording.text('cancelled.pending')}")
    assert frame.messages[-1][1] is Tone.OK


def test_without_a_supervisor_nothing_is_cancelled(presenter: CancelledPresenter, frame: FakeFrame) -> None:
    frame.supervisor = None
    presenter.enter()
    presenter.look_for_another()
    presenter.cancel(WHY)
    presenter.step_back()
    assert all(show.decided is None for show in presenter.state.shows)


def test_a_run_gives_back_what_it_can_and_says_what_waits(
    till: Station, presenter: CancelledPresenter, frame: FakeFrame
) -> None:
    for _ in range(3):
        sell(till, general_cart(till, 1))
    by_pago_movil(till, "123456789")
    cancel(presenter)
    assert states(presenter) == [Progress.READY] * 3 + [Progress.WAITS]
    presenter.give_all_back()
    assert frame.asked[-1] is Permission.REFUND
    assert frame.about[-1].startswith("3 ventas de la función, una por una: Bs.")
    assert states(presenter) == [Progress.DONE] * 3 + [Progress.WAITS]
    assert frame.messages[-1] == ("Se devolvieron 3 ventas.", Tone.OK)
    shown = presenter.state.sales
    assert shown is not None
    assert shown.running is None
    assert words.summary(shown).startswith("Ventas devueltas: 3 de 4 · las que faltan se pagaron con Bs.")
    assert words.state_of(shown.sales[3]) == "▲ Espera: Pago móvil"
    assert verify(till).ok


def test_cash_beyond_the_till_leaves_its_sale_and_the_run_goes_on(
    till: Station, presenter: CancelledPresenter, frame: FakeFrame
) -> None:
    large = in_dollars(till, 4)
    sell(till, general_cart(till, 1))
    take_out(till, large.sale.payments[0].amount)
    cancel(presenter)
    presenter.give_all_back()
    assert states(presenter) == [Progress.READY, Progress.DONE]
    shown = presenter.state.sales
    assert shown is not None
    assert "caja" in shown.refused[large.sale.id]
    assert frame.messages[-1] == ("Se devolvió 1 venta. Por resolver: 1; la lista dice por qué.", Tone.ATTENTION)


def test_a_run_ends_where_no_sale_can_go_back(till: Station, presenter: CancelledPresenter, frame: FakeFrame) -> None:
    sell(till, general_cart(till, 1))
    sell(till, general_cart(till, 1))
    cancel(presenter)
    close(till)
    presenter.give_all_back()
    assert states(presenter) == [Progress.READY] * 2
    assert frame.codes[-1] == "CAJ-01"
    assert not presenter.state.busy


def close(till: Station) -> None:
    shifts.count(till, stations.ana(till), NONE_LEFT)
    shifts.close_shift(till, stations.ana(till), "sin contar", approved_by=stations.rosa(till))


def test_esc_stops_a_run_after_the_present_sale_and_the_next_run_goes_on(
    till: Station, frame: FakeFrame, after_sale: AfterSale
) -> None:
    for _ in range(3):
        sell(till, general_cart(till, 1))
    waiting = Waiting()
    presenter = CancelledPresenter(till, frame, waiting, after_sale)
    presenter.enter()
    waiting.all()
    presenter.look_for_another()
    waiting.all()
    presenter.cancel(WHY)
    waiting.all()
    presenter.open()
    waiting.all()
    presenter.give_all_back()
    waiting.one()
    assert presenter.state.sales is not None
    assert presenter.state.sales.running is not None
    assert presenter.state.sales.running.tried == 1
    assert presenter.step_back()
    waiting.all()
    assert states(presenter) == [Progress.DONE, Progress.DONE, Progress.READY]
    presenter.give_all_back()
    waiting.all()
    assert states(presenter) == [Progress.DONE] * 3


class Waiting:
    """A `Run` whose work waits until the test lets it be done."""

    def __init__(self) -> None:
        self._todo: list[Callable[[], None]] = []

    def __call__(self, work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        self._todo.append(lambda: run_inline(work, then, failed))

    def one(self) -> None:
        self._todo.pop(0)()

    def all(self) -> None:
        while self._todo:
            self.one()


def test_one_sale_leads_to_the_screen_that_gives_it_back(
    till: Station, presenter: CancelledPresenter, frame: FakeFrame, after_sale: AfterSale
) -> None:
    by_pago_movil(till, "123456789")
    cancel(presenter)
    presenter.open()
    assert frame.screens == [ScreenName.REFUND]
    assert presenter.state.sales is not None
    assert after_sale.sale_id == presenter.state.sales.sales[0].sale_id
    assert after_sale.suspended == presenter.state.sales.show.performance.id
    refund = RefundPresenter(till, frame, run_inline, after_sale)
    refund.enter()
    assert (len(refund.state.typed.marked), refund.state.typed.with_fee) == (1, True)
    assert WHY in refund.state.typed.reason


def test_the_chosen_sale_says_what_goes_back(till: Station, presenter: CancelledPresenter) -> None:
    in_dollars(till, 2)
    cancel(presenter)
    shown = presenter.state.sales
    assert shown is not None
    assert words.detail(shown).startswith("A-00000001 · se devuelve: US$ 20,00 en efectivo + Bs. ")


def test_the_list_is_printed_and_saved(till: Station, presenter: CancelledPresenter, frame: FakeFrame) -> None:
    sell(till, general_cart(till, 2))
    by_pago_movil(till, "123456789")
    cancel(presenter)
    presenter.give_all_back()
    presenter.print_list()
    assert frame.messages[-1] == ("La lista se imprime.", Tone.OK)
    card = next(job for job in print_queue.jobs(till) if job.kind is JobKind.SUSPENSION)
    with till.database.read() as tx:
        job = print_jobs.find(tx, card.id)
    assert job is not None
    printed = "\n".join(texts(papers.papers(till, job)[0].parts))
    for wanted in ("FUNCIÓN SUSPENDIDA", WHY, "DEVUELTO", "Nota NCA-00000001", "POR DEVOLVER", "A-00000002",
                   "Espera: los datos del pago móvil"):  # fmt: skip
        assert wanted in printed
    presenter.save_list()
    file = Path(frame.messages[-1][0].removeprefix("Lista guardada: "))
    assert file.read_bytes().startswith(b"%PDF")


def texts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        yield from [part.text] if isinstance(part, Line) else []
        yield from [cell.text for cell in part.cells] if isinstance(part, Columns) else []


def test_a_performance_is_resumed(till: Station, presenter: CancelledPresenter, frame: FakeFrame) -> None:
    cancel(presenter)
    presenter.step_back()
    presenter.resume()
    assert frame.messages[-1] == ("La función se da: vuelve a la venta.", Tone.OK)
    assert all(show.decided is None for show in presenter.state.shows)
    sell(till, general_cart(till, 1))
