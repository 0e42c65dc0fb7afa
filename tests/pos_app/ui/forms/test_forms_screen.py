"""The screen of forms: the next one, recording a spoiled one by one key, and the number that the printer shows."""

import pytest

from domain.fiscal.spoiled_forms import SpoilCause
from domain.people.staff import Cashier, Permission
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.forms.presenter import FormsPresenter
from pos_app.ui.forms.view import FormsView
from pos_app.ui.frame import Tone, run_inline
from printing.devices import Delivery
from tests.builders import stations
from tests.builders.printer import ScriptedPrinter
from tests.builders.stations import general_cart, sell
from tests.pos_app.services.documents.turns_of_the_spooler import sale_of, turn
from tests.pos_app.snapshots import kinds
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.in_sight import shows
from tests.pos_app.ui.test_focus_on_every_screen import at_sell, rest

__all__ = ["at_sell"]  # the fixture of a cashier who sells

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def frame(till: Station, ana: Cashier) -> FakeFrame:
    return FakeFrame(ana, stations.rosa(till))


@pytest.fixture
def presenter(till: Station, frame: FakeFrame) -> FormsPresenter:
    sell(till, general_cart(till, 1))
    made = FormsPresenter(till, frame, run_inline)
    made.enter()
    return made


def test_the_next_form_is_shown_with_its_printing_house_and_what_is_left(presenter: FormsPresenter) -> None:
    state = presenter.state
    assert (state.headline, state.next_control, state.left) == (
        *("Próximo número de control", "00-00000502"), "Quedan 34 formas",
    )  # fmt: skip
    assert state.printing.startswith("Formas 00-00000501 a 00-00100000 · Imprenta de Pruebas, C.A., RIF J-40987654-3")
    assert state.doubt == "El último documento, A-00000001, está en la forma 00-00000501."


def test_one_key_spoils_the_next_form_under_a_supervisor(presenter: FormsPresenter, frame: FakeFrame) -> None:
    presenter.spoil(SpoilCause.TORN, "", "")
    assert frame.asked == [Permission.HANDLE_FORMS]
    assert frame.about == ["Forma 00-00000502 dañada: Rota o manchada."]
    assert frame.messages[-1][1] is Tone.OK
    assert presenter.state.next_control == "00-00000503"
    assert presenter.state.rows[0][:3] == ("00-00000502", "Rota o manchada", "")


def test_the_form_of_a_document_is_spoiled_by_its_control_number(presenter: FormsPresenter, frame: FakeFrame) -> None:
    presenter.spoil(SpoilCause.JAMMED, "00-501", "")
    assert frame.messages[-1][0] == "A-00000001 se imprime en la forma 00-00000502, con su mismo número."
    assert presenter.state.rows[0][:3] == ("00-00000501", "Se atascó", "00-00000502")
    assert presenter.state.next_control == "00-00000503"


def test_another_cause_without_words_asks_for_them(presenter: FormsPresenter, frame: FakeFrame) -> None:
    presenter.spoil(SpoilCause.OTHER, "", "")
    assert presenter.state.wrong is not None
    assert presenter.state.wrong.is_note
    presenter.spoil(SpoilCause.OTHER, "", "La usaron para anotar")
    assert presenter.state.rows[0][1] == "Otra causa: La usaron para anotar"


def test_the_number_that_the_printer_shows_passes_over_the_forms_before_it(presenter: FormsPresenter) -> None:
    presenter.show_next("505", "")
    assert presenter.state.next_control == "00-00000505"
    assert presenter.state.rows[0][:2] == ("00-00000502 a 00-00000504", "Saltada")


def test_a_number_of_no_form_is_refused(presenter: FormsPresenter, frame: FakeFrame, till: Station) -> None:
    presenter.show_next("00-00009999", "")
    assert frame.codes == ["FOR-02"]
    presenter.show_next(" ", "")
    assert "forms_spoiled/1" not in kinds(till)


def test_a_document_in_doubt_is_settled_here(till: Station, frame: FakeFrame) -> None:
    sale_of(till, 1)
    turn(till, ScriptedPrinter([Delivery.UNPROVED]))
    presenter = FormsPresenter(till, frame, run_inline)
    presenter.enter()
    assert presenter.state.doubt.startswith("No se sabe si A-00000001 salió en la forma 00-00000501.")
    presenter.show_next("00-00000502", "")
    assert frame.messages[-1][0] == "A-00000001 se imprime en la forma 00-00000502, con su mismo número."


def test_a_form_is_spoiled_by_keys_alone(hands: Hands, at_sell: Till, station: Station) -> None:
    hands.press("Ctrl+Y")
    hands.wait_for(shows(at_sell, FormsView))
    rest(hands, at_sell)
    hands.press("F3")
    rest(hands, at_sell)
    hands.type("9999")
    hands.press("Return")
    hands.wait_for(lambda: "forms_spoiled/1" in kinds(station))
    assert verify(station).ok
