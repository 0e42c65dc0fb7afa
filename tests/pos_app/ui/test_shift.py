"""The till screen: float, cash in and out, blind count, difference under a supervisor, X and Z."""

from collections.abc import Callable
from typing import TypeVar

import pytest

from domain.money.money import USD, VES, Money
from domain.people.staff import Cashier, Permission
from domain.till.shifts import Difference
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from pos_app.ui.frame import Failed, ScreenName, Tone, run_inline
from pos_app.ui.shift.figures import notes
from pos_app.ui.shift.presenter import ShiftPresenter
from pos_app.ui.shift.state import Form
from tests.builders import stations
from tests.pos_app.ui.fakes import FakeFrame

T = TypeVar("T")


@pytest.fixture
def frame(ana: Cashier) -> FakeFrame:
    return FakeFrame(ana)


@pytest.fixture
def presenter(station: Station, frame: FakeFrame) -> ShiftPresenter:
    return ShiftPresenter(station, frame, run_inline)


def counting(**quantities: int) -> list[list[str]]:
    """Quantities as typed: counting(VES100=1) is one note of 100 bolívares."""

    def name(note: Money) -> str:
        return f"{note.currency}{note.minor // 100}"

    assert set(quantities) <= {name(note) for column in notes() for note in column}
    return [[str(quantities.get(name(note), "")) for note in column] + [""] for column in notes()]


EXACT = counting(VES100=1, USD20=1)


def test_without_a_shift_the_screen_asks_for_the_float(presenter: ShiftPresenter) -> None:
    presenter.enter()
    assert (presenter.state.form, presenter.state.is_open) == (Form.OPEN, False)


def test_a_float_opens_the_shift_and_leads_to_the_sale(
    presenter: ShiftPresenter, frame: FakeFrame, station: Station, rosa: Cashier
) -> None:
    presenter.enter()
    presenter.open_shift(["1.250,50", "20", ""])
    assert frame.screens == [ScreenName.SELL]
    presenter.save_count(EXACT)
    expected = [difference.expected for difference in shifts.differences(station, rosa)]
    assert expected == [Money(125050, VES), Money(2000, USD)]


@pytest.mark.parametrize("typed", ["1,250.50", "abc", "-5", "1,2,3"])
def test_a_float_that_is_no_amount_is_refused(
    presenter: ShiftPresenter, frame: FakeFrame, station: Station, typed: str
) -> None:
    presenter.enter()
    presenter.open_shift([typed, "", ""])
    assert (frame.codes, shifts.current(station), presenter.state.busy) == (["MON-01"], None, False)


@pytest.mark.parametrize(
    ("typed", "minor"), [("1.500", 150_000), ("20.000", 2_000_000), ("1250.50", 125_050), ("12.5", 1_250)]
)
def test_a_float_and_cash_in_keep_their_thousands(
    presenter: ShiftPresenter, station: Station, rosa: Cashier, typed: str, minor: int
) -> None:
    presenter.enter()
    presenter.open_shift([typed, "", ""])
    presenter.choose(Form.CASH_IN)
    presenter.move_cash(typed, VES, "Sencillo")
    presenter.save_count(counting(VES1=0, USD1=0))
    assert shifts.differences(station, rosa)[0].expected == Money(2 * minor, VES)


def test_cash_goes_out_with_a_reason(till: Station, ana: Cashier, rosa: Cashier) -> None:
    frame = FakeFrame(ana)
    presenter = ShiftPresenter(till, frame, run_inline)
    presenter.enter()
    presenter.choose(Form.CASH_OUT)
    presenter.move_cash("40", VES, "")
    assert frame.codes == ["CAJ-03"]
    presenter.move_cash("40", VES, "Agua para la sala")
    assert frame.messages[-1] == ("Retiro de Bs. 40,00 registrado.", Tone.OK)
    presenter.save_count(counting(VES50=1, VES10=1, USD20=1))
    assert shifts.differences(till, rosa)[0] == Difference(Money(6000, VES), Money(6000, VES))


def test_cash_out_of_more_than_the_till_holds_names_the_cash_to_a_supervisor(
    till: Station, ana: Cashier, rosa: Cashier
) -> None:
    frame = FakeFrame(ana)
    presenter = ShiftPresenter(till, frame, run_inline)
    presenter.choose(Form.CASH_OUT)
    presenter.move_cash("10.000", VES, "Depósito")
    assert frame.codes == ["CAJ-08"]
    assert "La caja no tiene Bs. 10.000,00 en efectivo." in frame.messages[0][0]  # Ana counts blind
    frame.now = rosa
    presenter.move_cash("10.000", VES, "Depósito")
    assert "La caja tiene Bs. 100,00 en efectivo; no se pueden sacar Bs. 10.000,00." in frame.messages[1][0]


def test_the_same_cash_out_again_asks_for_a_supervisor(till: Station, ana: Cashier, rosa: Cashier) -> None:
    frame = FakeFrame(ana)
    presenter = ShiftPresenter(till, frame, run_inline)
    presenter.choose(Form.CASH_OUT)
    presenter.move_cash("150", VES, "Depósito")
    presenter.move_cash("140", VES, "Depósito")
    assert (frame.codes, frame.asked) == (["CAJ-08", "CAJ-08"], [])
    presenter.move_cash("140", VES, "Depósito")
    assert (frame.codes, frame.asked) == (["CAJ-08", "CAJ-08"], [Permission.EXCEED_TILL])
    assert frame.about == ["Salida de efectivo: Bs. 140,00."]
    frame.supervisor = rosa
    presenter.move_cash("140", VES, "Depósito")
    assert frame.messages[-1] == ("Retiro de Bs. 140,00 registrado.", Tone.OK)
    assert Money(-4000, VES) in shifts.expected_cash(till, rosa)


def test_the_drawer_opens_with_a_reason_and_without_an_amount(till: Station, ana: Cashier) -> None:
    frame = FakeFrame(ana)
    presenter = ShiftPresenter(till, frame, run_inline)
    presenter.choose(Form.NO_SALE)
    presenter.move_cash("", VES, "Cambio de sencillo")
    assert frame.messages == [("Gaveta abierta y registrada.", Tone.OK)]


def test_counting_sums_what_was_typed_and_shows_nothing_expected(till: Station, ana: Cashier) -> None:
    presenter = ShiftPresenter(till, FakeFrame(ana), run_inline)
    presenter.choose(Form.COUNT)
    presenter.counting(counting(VES500=2, VES1=3, USD20=1))
    assert presenter.state.counted == ("Bs. 1.003,00", "US$ 20,00", "")
    presenter.save_count(EXACT)
    assert (presenter.state.form, presenter.state.lines) == (Form.CLOSE, ())


def test_a_count_within_the_limit_closes_without_a_supervisor_and_stays_blind(till: Station, ana: Cashier) -> None:
    frame = FakeFrame(ana)
    presenter = ShiftPresenter(till, frame, run_inline)
    presenter.save_count(EXACT)
    presenter.close()
    assert (presenter.state.form, presenter.state.lines, frame.asked) == (Form.CLOSED, (), [])
    assert shifts.current(till) is None


def test_a_large_difference_needs_a_supervisor_and_a_reason(till: Station, ana: Cashier, rosa: Cashier) -> None:
    frame = FakeFrame(ana, rosa)
    presenter = ShiftPresenter(till, frame, run_inline)
    presenter.save_count(counting(USD20=1, VES1=1, USD10=2))
    presenter.close()
    assert frame.asked == [Permission.APPROVE_DIFFERENCE]
    assert frame.about == ["La diferencia del conteo se muestra después del PIN."]
    assert presenter.state.form is Form.REVIEW
    figures = [(line.text, line.figures) for line in presenter.state.lines]
    assert figures == [
        ("bolívares", ("Bs. 100,00", "Bs. 1,00", "-Bs. 99,00")),
        ("dólares", ("US$ 20,00", "US$ 40,00", "US$ 20,00")),
    ]
    presenter.close("")
    assert shifts.current(till) is not None
    presenter.close("Faltó registrar un pago")
    assert (presenter.state.form, shifts.current(till)) == (Form.CLOSED, None)


def test_the_second_count_is_the_last(till: Station, ana: Cashier) -> None:
    frame = FakeFrame(ana)
    presenter = ShiftPresenter(till, frame, run_inline)
    for _ in range(3):
        presenter.save_count(EXACT)
    assert frame.codes == ["CAJ-06"]


def test_x_shows_the_figures_of_the_day(till: Station, ana: Cashier) -> None:
    stations.sell(till, stations.seats_cart(till, ["A-1", "A-2"]))
    presenter = ShiftPresenter(till, FakeFrame(ana), run_inline)
    presenter.read_x()
    figures = {line.text: line.figures[-1] for line in presenter.state.lines}
    assert presenter.state.title == "X · lectura antes del Z 1"
    assert (figures["Facturas"], figures["Primer número"]) == ("1", "A-00000001")


def test_z_needs_a_supervisor_and_every_shift_closed(till: Station, ana: Cashier, rosa: Cashier) -> None:
    frame = FakeFrame(ana)
    presenter = ShiftPresenter(till, frame, run_inline)
    presenter.take_z()
    assert (frame.asked, till_reports.last_z(till)) == ([Permission.TAKE_Z], None)
    frame.supervisor = rosa
    presenter.take_z()
    assert frame.codes == ["ZET-01"]
    presenter.save_count(EXACT)
    presenter.close()
    presenter.take_z()
    assert presenter.state.title == "Z 1 tomado"


def test_a_second_press_while_work_runs_does_nothing(till: Station, ana: Cashier) -> None:
    waiting: list[object] = []

    def later(work: Callable[[], T], then: Callable[[T], None], failed: Failed) -> None:
        waiting.append(work)

    presenter = ShiftPresenter(till, FakeFrame(ana), later)
    presenter.read_x()
    presenter.read_x()
    presenter.close()
    assert len(waiting) == 1


def test_esc_leaves_a_form_but_not_the_empty_screen(till: Station, ana: Cashier) -> None:
    presenter = ShiftPresenter(till, FakeFrame(ana), run_inline)
    presenter.enter()
    presenter.choose(Form.CASH_IN)
    assert (presenter.leave_form(), presenter.leave_form()) == (True, False)
