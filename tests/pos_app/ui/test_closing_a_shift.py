"""A shift closed in the real window: a blind count that is short, the supervisor, the slip, the Z and its paper."""

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtWidgets import QLabel

from domain.money.money import USD, VES, Money
from pos_app.services.documents import print_queue
from pos_app.services.documents.papers import papers
from pos_app.services.selling import carts
from pos_app.services.till import shifts, till_reports
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobKind
from pos_app.ui.app import Till
from pos_app.ui.sell.view import SellView
from pos_app.ui.shift import view as shift_view
from pos_app.ui.shift.figures import notes
from pos_app.ui.shift.state import Form
from pos_app.ui.shift.view import ShiftView
from printing.preview import preview
from printing.printout import PaperWidth
from tests.builders import stations
from tests.builders.stations import cash_usd, cash_ves, general_cart, pago_movil, sell
from tests.pos_app.ui.conftest import Hands

FIRST_FIELD = "Cuántos de Bs. 500,00"


@pytest.fixture(autouse=True)
def quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let F12 act at once on the next step: these tests look at each step before they press it."""
    monkeypatch.setattr(shift_view, "REPEAT_GUARD_MS", 0)


@pytest.fixture
def at_the_till(hands: Hands, running: Till, station: Station) -> Till:
    """Ana's shift is open with sales in dollars and by mobile payment; she looks at the till."""
    stations.open_shift(station)
    sell(station, general_cart(station, 1), cash_usd("20.00"))
    sell(station, general_cart(station, 1), pago_movil("8570.06", "000123456789"))
    return look_at_the_till(hands, running)


def look_at_the_till(hands: Hands, running: Till) -> Till:
    """Ana signs in and opens the screen of the till."""
    hands.sign_in("1", "1111")
    hands.wait_for(lambda: isinstance(running.window.shown, SellView))
    hands.press("F7")
    hands.wait_for(lambda: isinstance(running.window.shown, ShiftView))
    hands.wait_for(lambda: view(running)._presenter.state.is_open and reaches(running, Form.NONE)())
    return running


def view(till: Till) -> ShiftView:
    return cast("ShiftView", till.window.shown)


def form(till: Till) -> Callable[[], Form]:
    return lambda: view(till)._presenter.state.form


def reaches(till: Till, wanted: Form) -> Callable[[], bool]:
    return lambda: form(till)() is wanted and not view(till)._presenter.state.busy


def opens(hands: Hands, till: Till, key: str, wanted: Form) -> None:
    hands.press(key)
    hands.wait_for(reaches(till, wanted))


def everything_shown(till: Till) -> str:
    """All texts of the screen, with the paper that is drawn on it."""
    labels = [part.text() for part in view(till).findChildren(QLabel) if part.isVisible()]
    return "\n".join([*labels, view(till)._paper.paper_text])


def slip_of(station: Station) -> str:
    card = next(job for job in print_queue.jobs(station) if job.kind is JobKind.COUNT)
    with station.database.read() as tx:
        job = print_jobs.find(tx, card.id)
    assert job is not None
    return preview(papers(station, job)[0], PaperWidth.MM80).paper.text


def test_a_count_begins_with_a_warning_of_unpaid_carts(hands: Hands, at_the_till: Till, station: Station) -> None:
    carts.keep(station, stations.rosa(station), general_cart(station, 3))
    view(at_the_till)._presenter.choose(Form.COUNT)
    banner = at_the_till.window._banner
    hands.wait_for(lambda: banner.accessibleName().startswith("Hay 3 entradas en carritos sin cobrar."))
    assert (form(at_the_till)(), banner.isVisible()) == (Form.COUNT, True)


def test_a_blind_cashier_who_is_short_closes_with_a_supervisor_and_the_z_follows(
    hands: Hands, at_the_till: Till, station: Station
) -> None:
    read_a_blind_x(hands, at_the_till)
    leave_the_count_empty(hands, at_the_till)
    count_short(hands, at_the_till)
    approve_the_difference(hands, at_the_till)
    assert shifts.current(station) is None
    slip = slip_of(station)
    for part in ("CIERRE DE TURNO", "Taquillero: Ana Rondón", "Supervisor: Rosa Zambrano", "Falta", "US$ 40,00"):
        assert part in slip
    assert [part for part in ("US$ 40,00", "Esperado", "Falta") if part in everything_shown(at_the_till)] == []
    coming = see_the_coming_z(hands, at_the_till)
    assert till_reports.last_z(station) is None
    taken = take_the_z(hands, at_the_till)
    assert money_of(coming)
    assert money_of(taken) == money_of(coming)


def test_figures_that_a_supervisor_saw_are_of_no_use_for_a_second_count(
    hands: Hands, running: Till, station: Station
) -> None:
    stations.open_shift(station)
    at_the_till = look_at_the_till(hands, running)
    hands.press("F8")
    hands.wait_for_field(FIRST_FIELD)
    count_short(hands, at_the_till)
    assert "US$ 20,00" in everything_shown(at_the_till)
    hands.press("Esc")
    hands.wait_for(reaches(at_the_till, Form.NONE))
    assert "US$ 20,00" not in everything_shown(at_the_till)
    hands.press("F8")
    hands.wait_for(reaches(at_the_till, Form.CLOSE))  # the first count is found again
    hands.press("F8")
    hands.wait_for_field(FIRST_FIELD)
    count_what_was_shown(hands, at_the_till)
    hands.press("F12")
    hands.wait_for(lambda: at_the_till.window._banner._code.text() == "CAJ-12")
    give_the_pin(hands)
    hands.wait_for(reaches(at_the_till, Form.REVIEW))
    assert shifts.current(station) is not None
    hands.wait_for_field("Motivo")
    hands.type("Se conto otra vez")
    hands.press("F12")
    hands.wait_for(reaches(at_the_till, Form.CLOSED))
    assert "Esperado" not in everything_shown(at_the_till)
    slip = slip_of(station)
    for part in ("Motivo: Se conto otra vez", "Supervisor: Rosa Zambrano", "Cuadra"):
        assert part in slip


def test_cash_to_the_centimo_is_counted_and_closes_without_a_difference(
    hands: Hands, running: Till, station: Station
) -> None:
    stations.open_shift(station)
    sell(station, general_cart(station, 1), cash_ves("8570.06"))
    till = look_at_the_till(hands, running)
    hands.press("F8")
    hands.wait_for_field(FIRST_FIELD)
    bolivares, dollars = view(till)._count._columns[:2]
    assert bolivares[-1].accessibleName() == "Monedas y céntimos en bolívares"
    bolivares[-1].setFocus()
    hands.type("1.2.3")
    hands.press("F12")
    hands.wait_for(lambda: till.window._banner._code.text() == "MON-01")
    bolivares[-1].clear()
    hands.type("170,06")
    bolivares[0].setFocus()
    hands.type("17")
    dollars[-1].setFocus()
    hands.type("20,00")
    assert view(till)._count._sums[0].text() == "Bs. 8.670,06"
    hands.press("F12")
    hands.wait_for(reaches(till, Form.CLOSE))
    hands.press("F12")
    hands.wait_for(reaches(till, Form.CLOSED))
    assert shifts.current(station) is None
    assert "Monedas y céntimos" in slip_of(station)


def count_what_was_shown(hands: Hands, till: Till) -> None:
    """The float of 100 bolívares and 20 dollars."""
    for column, note, quantity in ((0, Money.parse("100", VES), "1"), (1, Money.parse("20", USD), "1")):
        view(till)._count._columns[column][notes()[column].index(note)].setFocus()
        hands.type(quantity)
    hands.press("F12")
    hands.wait_for(reaches(till, Form.CLOSE))


def read_a_blind_x(hands: Hands, till: Till) -> None:
    """An X shows the mobile payment and nothing of the cash."""
    hands.press("F6")
    hands.wait_for(reaches(till, Form.READ))
    assert "Pago móvil" in everything_shown(till)
    assert "US$" not in everything_shown(till)


def leave_the_count_empty(hands: Hands, till: Till) -> None:
    """Empty fields are no count, and F12 again changes nothing."""
    hands.press("F8")
    hands.wait_for_field(FIRST_FIELD)
    hands.press("F12", "F12")
    hands.wait_for(lambda: till.window._banner._code.text() == "CAJ-10")
    hands.wait_for(reaches(till, Form.COUNT))


def count_short(hands: Hands, till: Till) -> None:
    """A typed 0 is a count; nothing expected is shown with it, and the difference asks for a supervisor."""
    for column in (0, 1):
        view(till)._count._columns[column][1].setFocus()
        hands.type("0")
    hands.press("F12")
    hands.wait_for(reaches(till, Form.CLOSE))
    assert "Esperado" not in everything_shown(till)
    hands.press("F12")
    give_the_pin(hands)
    hands.wait_for(reaches(till, Form.REVIEW))


def approve_the_difference(hands: Hands, till: Till) -> None:
    """The supervisor sees the difference, and it closes only with a reason."""
    assert "US$ 40,00" in everything_shown(till)
    hands.press("F12")
    hands.wait_for(lambda: till.window._banner._code.text() == "CAJ-11")
    assert form(till)() is Form.REVIEW
    hands.wait_for_field("Motivo")
    hands.type("Se perdio un billete")
    hands.press("F12")
    hands.wait_for(reaches(till, Form.CLOSED))


def see_the_coming_z(hands: Hands, till: Till) -> str:
    """The paper of the Z that is not taken yet."""
    hands.press("F12")
    hands.wait_for(lambda: view(till)._title.text() == "Tomar el Z 1 ★")
    return view(till)._paper.paper_text


def take_the_z(hands: Hands, till: Till) -> str:
    """The paper of the Z that was taken."""
    hands.press("F12")
    give_the_pin(hands)
    hands.wait_for(reaches(till, Form.TAKEN))
    return view(till)._paper.paper_text


def give_the_pin(hands: Hands) -> None:
    """Rosa approves."""
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")


def money_of(paper: str) -> list[str]:
    return [line for line in paper.splitlines() if "Efectivo" in line or "TOTAL" in line]


def test_the_menu_marks_the_present_item_and_no_reason_is_asked_for_nothing(hands: Hands, at_the_till: Till) -> None:
    menu = view(at_the_till)._menu._items
    assert [name for name, button in menu.items() if button.isChecked()] == []
    assert not view(at_the_till)._reason.isVisible()
    hands.press("F3")
    hands.wait_for(reaches(at_the_till, Form.CASH_IN))
    assert [name for name, button in menu.items() if button.isChecked()] == [Form.CASH_IN]
    hands.press("F8")
    hands.wait_for(reaches(at_the_till, Form.COUNT))
    assert [name for name, button in menu.items() if button.isChecked()] == [Form.COUNT]
    hands.press("Ctrl+H")
    hands.wait_for(reaches(at_the_till, Form.CLOCK))
    assert [name for name, button in menu.items() if button.isChecked()] == [Form.CLOCK]
    assert "Este equipo marca" in view(at_the_till)._intro.text()
