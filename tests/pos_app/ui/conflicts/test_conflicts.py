"""The conflict desk: both sides of a case in plain text, one key to accept, other decisions."""

import pytest
from pytestqt.qtbot import QtBot

from domain.people.staff import Cashier, Permission
from pos_app.services.after_sale import tickets
from pos_app.services.after_sale.tickets import Revocation
from pos_app.services.conflicts import conflict_desk
from pos_app.services.health import read
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.conflicts.presenter import ConflictsPresenter
from pos_app.ui.conflicts.view import ConflictsView
from pos_app.ui.frame import ScreenName, Tone, run_inline
from pos_app.ui.refund.presenter import RefundPresenter
from pos_app.ui.status import parts
from pos_app.ui.status_part import Part
from tests.builders import stations
from tests.pos_app.conflicts import contest
from tests.pos_app.ui.fakes import FakeFrame

pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def frame(till: Station, ana: Cashier) -> FakeFrame:
    return FakeFrame(ana, stations.rosa(till))


@pytest.fixture
def after_sale() -> AfterSale:
    return AfterSale()


@pytest.fixture
def refunding(till: Station, frame: FakeFrame, after_sale: AfterSale) -> RefundPresenter:
    return RefundPresenter(till, frame, run_inline, after_sale)


@pytest.fixture
def sold(till: Station) -> CompletedSale:
    return stations.sell(till, stations.seats_cart(till, ["C-4"]))


@pytest.fixture
def presenter(till: Station, frame: FakeFrame, sold: CompletedSale, after_sale: AfterSale) -> ConflictsPresenter:
    contest(till, sold, "C-4", free=("D-4",))
    made = ConflictsPresenter(till, frame, run_inline, after_sale)
    made.enter()
    return made


def test_a_case_is_told_in_plain_words_with_both_sides(presenter: ConflictsPresenter) -> None:
    state = presenter.state
    assert state.rows[0][0] == "Asiento Platea C-4 vendido dos veces"
    assert state.rows[0][-1] == "▲ Por resolver"
    assert state.headline.startswith("Hay dos entradas vendidas para el asiento Platea C-4.")
    assert [side.title for side in state.sides] == ["Se queda con él", "Hay que resolver"]
    assert "B-00000318" in state.sides[0].lines[1]
    assert "A-00000001" in state.sides[1].lines[1]
    assert state.proposal.startswith("Cambiar a Platea D-4, igual o mejor.")


def test_one_key_accepts_under_a_supervisor(presenter: ConflictsPresenter, frame: FakeFrame, till: Station) -> None:
    presenter.accept()
    assert frame.asked == [Permission.SETTLE_CONFLICT]
    assert frame.messages == [
        ("Conflicto resuelto. Se imprimen las entradas nuevas: D-4. Recoja las anteriores.", Tone.OK)
    ]
    assert conflict_desk.waiting(till) == 0
    assert presenter.state.rows[0][-1] == "✔ Cambio de asiento"
    assert "Rosa Zambrano" in presenter.state.proposal
    assert [side.title for side in presenter.state.sides] == ["Se queda con él", "Resuelto"]
    assert not presenter.state.waits


def test_nothing_happens_without_a_supervisor(presenter: ConflictsPresenter, frame: FakeFrame, till: Station) -> None:
    frame.supervisor = None
    presenter.accept()
    presenter.owe()
    assert conflict_desk.waiting(till) == 1


def test_what_stays_owed_is_in_the_list_until_it_is_paid(
    presenter: ConflictsPresenter, frame: FakeFrame, refunding: RefundPresenter
) -> None:
    presenter.owe()
    assert "Quedan por devolver US$" in frame.messages[0][0]
    assert presenter.state.rows[0][-1] == "▲ Por devolver: US$ 22,00"
    assert presenter.state.proposal.endswith("· Rosa Zambrano · faltan por devolver US$ 22,00")
    presenter.money_back()
    assert frame.screens == [ScreenName.REFUND]
    pay(refunding)
    presenter.enter()
    assert presenter.state.rows[0][-1] == "✔ Devolución"
    assert not presenter.state.may_refund


def test_money_back_is_a_refund_that_settles_the_case(
    presenter: ConflictsPresenter, frame: FakeFrame, refunding: RefundPresenter, till: Station
) -> None:
    presenter.money_back()
    assert (frame.screens, frame.asked) == ([ScreenName.REFUND], [])
    pay(refunding)
    assert frame.asked == [Permission.SETTLE_CONFLICT]
    assert conflict_desk.waiting(till) == 0
    presenter.enter()
    assert presenter.state.rows[0][-1] == "✔ Devolución"


def test_proposed_money_back_is_accepted_on_the_screen_of_refunds(
    till: Station, frame: FakeFrame, after_sale: AfterSale
) -> None:
    contest(till, stations.sell(till, stations.seats_cart(till, ["C-4"])), "C-4", free=())
    presenter = ConflictsPresenter(till, frame, run_inline, after_sale)
    presenter.enter()
    presenter.accept()
    assert frame.screens == [ScreenName.REFUND]
    assert after_sale.owed
    assert after_sale.withdrawing == after_sale.owed


def test_a_case_whose_ticket_ended_is_settled_without_a_refund(
    presenter: ConflictsPresenter, frame: FakeFrame, till: Station, sold: CompletedSale
) -> None:
    tickets.revoke(till, stations.rosa(till), Revocation(sold.sale.id, (sold.sale.tickets[0].id,), "Reventa"))
    presenter.money_back()
    assert (frame.screens, frame.asked) == ([], [Permission.SETTLE_CONFLICT])
    assert conflict_desk.waiting(till) == 0


def pay(refunding: RefundPresenter) -> None:
    """The screen of refunds shows what is owed, and F12 pays it."""
    refunding.enter()
    quote = refunding.state.quote
    assert quote is not None
    refunding.confirm()
    refunding.confirm()  # beyond the till: the same again
    made = refunding.state.made
    assert made is not None
    assert made.refund.given_back == quote.given_back


def test_other_seats_are_picked_on_the_map(presenter: ConflictsPresenter, frame: FakeFrame, till: Station) -> None:
    presenter.pick()
    presenter.accept()
    assert frame.codes == ["CON-03"]
    presenter.pick_seat(stations.seat_id("C-4"))
    assert frame.codes[-1] == "ASI-04"
    presenter.pick_seat(stations.seat_id("A-2"))
    presenter.pick_seat(stations.seat_id("A-3"))
    picking = presenter.state.picking
    assert picking is not None
    assert picking.chosen == (stations.seat_id("A-3"),)
    presenter.accept()
    assert "A-3" in frame.messages[-1][0]
    assert conflict_desk.waiting(till) == 0


def test_picked_seats_are_found_again_after_esc(presenter: ConflictsPresenter) -> None:
    presenter.pick()
    presenter.pick_seat(stations.seat_id("A-2"))
    assert presenter.step_back()
    presenter.enter()
    presenter.pick()
    assert presenter.state.picking is not None
    assert presenter.state.picking.chosen == (stations.seat_id("A-2"),)


def test_escape_leaves_the_map_and_then_the_screen(presenter: ConflictsPresenter) -> None:
    presenter.pick()
    assert presenter.step_back()
    assert not presenter.step_back()


def test_without_cases_it_says_so(till: Station, frame: FakeFrame) -> None:
    presenter = ConflictsPresenter(till, frame, run_inline)
    presenter.enter()
    assert (presenter.state.rows, presenter.state.headline) == ((), "No hay conflictos.")
    presenter.accept()
    assert frame.asked == []


def test_a_decision_is_refused_for_a_case_that_does_not_exist(till: Station, frame: FakeFrame) -> None:
    presenter = ConflictsPresenter(till, frame, run_inline)
    presenter.enter()
    for decide in (presenter.accept, presenter.money_back, presenter.owe, presenter.stand, presenter.pick):
        decide()
    presenter.pick_seat(stations.seat_id("A-2"))
    presenter.choose(3)
    assert (frame.asked, presenter.state.chosen, presenter.state.picking) == ([], -1, None)


def test_a_picked_seat_is_let_go_again(presenter: ConflictsPresenter) -> None:
    presenter.pick()
    for _ in range(2):
        presenter.pick_seat(stations.seat_id("A-2"))
    picking = presenter.state.picking
    assert picking is not None
    assert picking.chosen == ()


def test_letting_a_sale_stand_is_not_offered_where_a_place_is_missing(
    presenter: ConflictsPresenter, frame: FakeFrame
) -> None:
    presenter.stand()
    assert frame.asked == []


def test_the_status_bar_tells_how_many_wait(till: Station, presenter: ConflictsPresenter) -> None:
    texts = {part.part: part.words for part in parts(read(till), conflict_desk.waiting(till))}
    assert texts[Part.CONFLICTS] == "▲ 1 conflicto"
    assert Part.CONFLICTS not in {part.part for part in parts(read(till))}


def test_the_view_draws_the_case_and_the_map(qtbot: QtBot, presenter: ConflictsPresenter) -> None:
    view = ConflictsView(presenter)
    qtbot.addWidget(view)
    view.resize(1024, 700)
    view.show()
    view.enter()
    shown = view.findChildren(type(view._accept))
    assert {button.accessibleName() for button in shown if button.isVisible()} == {
        "Aceptar propuesta", "Otros asientos", "Devolver dinero", "Queda por devolver",
    }  # fmt: skip
    presenter.pick()
    presenter.pick_seat(stations.seat_id("A-2"))
    assert view._picker.isVisible()
    assert view.step_back()
    assert view._desk.isVisible()
