"""Giving tickets back without a window: what is marked and typed, what is asked, what is refused."""

from collections.abc import Callable

import pytest

from domain.after_sale.refunds import SoldInvoice
from domain.people.staff import Cashier, Permission
from domain.sale.cart import Customer
from pos_app.services.after_sale import refunds
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.ui.after_sale import AfterSale
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.refund.figures import hand_over, left_line, money_text, note_lines
from pos_app.ui.refund.presenter import RefundPresenter
from pos_app.ui.refund.ticket_rows import ticket_rows
from tests.builders import stations
from tests.builders.refunds import quote, refundable
from tests.pos_app.services.after_sale.test_proposed_terms import NAMED, load, with_policy
from tests.pos_app.ui.fakes import FakeFrame
from tests.sync.setup.setups import changed

Change = Callable[[RefundPresenter], None]
FIVE = "42850.30"
"""Five adults in general admission at US$ 10, in bolívares."""


@pytest.fixture
def frame(ana: Cashier, rosa: Cashier) -> FakeFrame:
    return FakeFrame(ana, rosa)


@pytest.fixture
def after_sale() -> AfterSale:
    return AfterSale()


@pytest.fixture
def presenter(till: Station, frame: FakeFrame, after_sale: AfterSale) -> RefundPresenter:
    return RefundPresenter(till, frame, run_inline, after_sale)


def at(presenter: RefundPresenter, after_sale: AfterSale, sold: CompletedSale) -> RefundPresenter:
    after_sale.choose(sold.sale.id)
    presenter.enter()
    return presenter


def five_for_bolivares(till: Station) -> CompletedSale:
    return stations.sell(till, stations.general_cart(till, 5), stations.cash_ves(FIVE))


def five_for_dollars(till: Station) -> CompletedSale:
    return stations.sell(till, stations.general_cart(till, 5), stations.cash_usd("60"))


def left(till: Station, sold: CompletedSale) -> int:
    return len(refundable(till, sold.sale.id).tickets)


def test_two_of_five_go_back_in_three_steps(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale, frame: FakeFrame
) -> None:
    sold = five_for_bolivares(till)
    at(presenter, after_sale, sold).mark(0)
    presenter.mark(3)
    presenter.confirm()
    made = presenter.state.made
    assert made is not None
    assert frame.asked == [Permission.REFUND]
    assert frame.about == ["Devolución de 2 entradas: Bs. 17.140,12."]
    assert [made.document.printed_number, money_text(made.refund.given_back)] == ["NCA-00000001", "Bs. 17.140,12"]
    assert [ticket.id for ticket in made.refund.tickets] == [sold.sale.tickets[i].id for i in (0, 3)]
    assert (made.refund.reason, hand_over(made)) == ("No puede venir", "Entregue al cliente")
    assert left(till, sold) == 3
    assert verify(till).ok


def test_the_figures_follow_each_mark_and_are_those_of_the_note(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale
) -> None:
    sold = five_for_dollars(till)
    at(presenter, after_sale, sold)
    assert left_line(sold_invoice(presenter), None)[1] == "Bs. 44.135,81"
    presenter.mark(0)
    presenter.mark(1)
    shown = presenter.state.quote
    assert shown is not None
    assert dict(note_lines(shown)) == {
        "Base 16 %": "Bs. 14.775,97", "IVA 16 %": "Bs. 2.364,15", "IGTF": "Bs. 514,20",
        "Nota de crédito": "Bs. 17.654,32",
    }  # fmt: skip
    assert money_text(shown.given_back) == "US$ 20,00\nBs. 514,20"
    assert left_line(sold_invoice(presenter), shown)[1] == "Bs. 26.481,49"
    assert shown == quote(till, request_of(presenter, sold))
    presenter.mark(0)
    presenter.mark(1)
    assert not presenter.state.quote


def sold_invoice(presenter: RefundPresenter) -> SoldInvoice:
    assert presenter.state.offered is not None
    return presenter.state.offered.sold


def request_of(presenter: RefundPresenter, sold: CompletedSale) -> RefundRequest:
    typed = presenter.state.typed
    return RefundRequest(sold.sale.id, typed.marked, typed.method, typed.reason)


def test_cash_that_the_till_does_not_hold_is_refused_once_and_then_asks_for_exactly_that(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale, frame: FakeFrame
) -> None:
    sold = five_for_dollars(till)
    at(presenter, after_sale, sold).mark_all()
    presenter.confirm()
    assert (presenter.state.made, frame.codes) == (None, ["DEV-11"])
    assert "lo marcado se conserva" in frame.messages[0][0]
    assert len(presenter.state.typed.marked) == 5
    presenter.confirm()
    assert frame.asked == [Permission.REFUND, Permission.EXCEED_TILL]
    assert frame.about[0] == frame.about[1] == "Devolución de 5 entradas: US$ 51,00 + Bs. 428,51."
    assert presenter.state.made is not None
    assert verify(till).ok


def test_another_refund_after_the_refusal_is_asked_about_as_the_first_one(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale, frame: FakeFrame
) -> None:
    at(presenter, after_sale, five_for_dollars(till)).mark_all()
    presenter.confirm()
    presenter.mark(4)
    presenter.confirm()
    assert (frame.asked, frame.codes) == ([Permission.REFUND] * 2, ["DEV-11"] * 2)


MISSING: dict[str, tuple[Change, str, str]] = {
    "tickets": (lambda p: p.mark_all(), "DEV-02", "tickets"),
    "nothing of the price": (lambda p: p.type_percent("0"), "DEV-10", "percent"),
    "more than the price": (lambda p: p.type_percent("100,01"), "DEV-10", "percent"),
    "empty percent": (lambda p: p.type_percent(""), "DEV-10", "percent"),
    "percent in words": (lambda p: p.type_percent("media"), "DEV-10", "percent"),
    "reason": (lambda p: p.type_reason("  "), "CAJ-03", "reason"),
    "reference": (lambda p: p.choose_method("transfer_ves"), "DEV-05", "reference"),
    "payee": (lambda p: p.choose_method("pago_movil"), "PAG-07", "payee.bank"),
}


@pytest.mark.parametrize("name", MISSING)
def test_what_is_missing_is_named_before_a_supervisor_is_asked(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale, frame: FakeFrame, name: str
) -> None:
    change, code, field = MISSING[name]
    at(presenter, after_sale, five_for_bolivares(till)).mark_all()
    change(presenter)
    presenter.confirm()
    assert (frame.codes, frame.asked, presenter.state.made) == ([code], [], None)
    assert presenter.state.focus is not None
    assert presenter.state.focus.field == field


def test_more_than_was_paid_by_a_method_is_refused_before_a_supervisor_is_asked(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale, frame: FakeFrame
) -> None:
    tenders = stations.cash_usd("20"), stations.cash_ves("26224.38")
    at(presenter, after_sale, stations.sell(till, stations.general_cart(till, 5), *tenders)).mark_all()
    assert presenter.state.typed.method == "cash_usd"
    presenter.confirm()
    assert (frame.codes, frame.asked) == (["DEV-04"], [])
    presenter.choose_method("cash_ves")
    presenter.confirm()
    assert frame.codes == ["DEV-04", "DEV-11"]


def test_only_methods_that_may_be_used_are_offered_the_one_paid_with_first(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale
) -> None:
    at(presenter, after_sale, five_for_bolivares(till))
    assert presenter.state.methods == ("cash_ves", "pago_movil", "transfer_ves")
    presenter.choose_method("zelle")
    assert presenter.state.typed.method == "cash_ves"
    at(presenter, after_sale, five_for_dollars(till))
    assert presenter.state.methods[0] == presenter.state.typed.method == "cash_usd"
    assert "card_ves" not in presenter.state.methods


def test_whoever_paid_by_pago_movil_is_proposed_as_payee(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale, frame: FakeFrame
) -> None:
    cart = stations.cart_of(stations.general_line(till, 1), customer=Customer("Luis Rojas", "V12345678"))
    at(presenter, after_sale, stations.sell(till, cart, stations.pago_movil("8570.06", "123456789"))).mark(0)
    presenter.confirm()
    made = presenter.state.made
    assert (frame.codes, made is not None) == ([], True)
    assert made is not None
    assert made.refund.payee is not None
    assert (made.refund.payee.document, made.refund.payee.bank) == ("V12345678", "0102")
    assert hand_over(made).startswith("Envíe por Pago móvil")


def test_half_of_the_price_goes_back_and_the_seats_are_kept(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale
) -> None:
    at(presenter, after_sale, five_for_bolivares(till)).mark(0)
    presenter.type_percent("50")
    presenter.turn_release()
    presenter.confirm()
    made = presenter.state.made
    assert made is not None
    assert str(made.document.total) == "4285.03"
    assert not made.refund.tickets[0].is_released
    assert presenter.state.typed.percent == "100"  # the next refund begins as usual


def test_the_terms_of_the_event_are_proposed_and_a_supervisor_may_give_all(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale
) -> None:
    sold = five_for_bolivares(till)
    policy = (
        '{ basis = "table", fee_goes_back = true, seats_are_released = false, step = [{ days = 0, percent = 50 }] }'
    )
    with_policy(till, policy)
    at(presenter, after_sale, sold).mark(0)
    typed = presenter.state.typed
    assert (typed.percent, typed.with_fee, typed.release) == ("50", True, False)
    assert presenter.state.quote is not None
    assert money_text(presenter.state.quote.given_back) == "Bs. 4.285,03"
    presenter.type_percent("100")
    assert money_text(presenter.state.quote.given_back) == "Bs. 8.570,06"
    presenter.confirm()
    assert presenter.state.made is not None
    assert verify(till).ok


def test_a_price_of_now_is_proposed_until_a_percentage_is_typed(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale
) -> None:
    sold = five_for_bolivares(till)
    load(till, changed((NAMED, NAMED + 'refunds = { basis = "current" }\n'), ("price = 10\n", "price = 8\n")))
    at(presenter, after_sale, sold).mark(0)
    assert (presenter.state.typed.percent, presenter.state.flaw, presenter.state.waited) == ("", "", False)
    assert presenter.state.quote is not None
    assert money_text(presenter.state.quote.given_back) == "Bs. 6.856,05"
    presenter.type_percent("50")
    assert money_text(presenter.state.quote.given_back) == "Bs. 4.285,03"
    presenter.type_percent("")
    presenter.confirm()
    made = presenter.state.made
    assert made is not None
    assert str(made.document.total) == "6856.05"
    assert verify(till).ok


def test_unfinished_work_is_waited_and_begun_anew(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale, frame: FakeFrame
) -> None:
    sold = five_for_bolivares(till)
    at(presenter, after_sale, sold).mark(1)
    presenter.type_reason("Enfermo")
    again = at(RefundPresenter(till, frame, run_inline, after_sale), after_sale, sold)
    assert (again.state.typed, again.state.waited) == (presenter.state.typed, True)
    again.begin_anew()
    assert (again.state.typed.marked, again.state.typed.reason) == ((), "No puede venir")
    assert not at(RefundPresenter(till, frame, run_inline, after_sale), after_sale, sold).state.waited


def test_work_about_one_sale_is_not_found_for_another(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale
) -> None:
    first, second = five_for_bolivares(till), five_for_bolivares(till)
    at(presenter, after_sale, first).mark(1)
    assert at(presenter, after_sale, second).state.typed.marked == ()


def test_what_was_given_back_cannot_be_marked_and_says_by_which_note(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale, frame: FakeFrame
) -> None:
    sold = five_for_bolivares(till)
    at(presenter, after_sale, sold).mark(0)
    presenter.confirm()
    presenter.leave()
    at(presenter, after_sale, sold).mark(0)
    rows = ticket_rows(presenter.state)
    assert (rows[0].mark, rows[0].standing, rows[1].standing) == ("", "devuelta NCA-1", "vigente")
    assert not presenter.state.typed.marked
    presenter.mark_all()
    assert len(presenter.state.typed.marked) == 4
    assert frame.codes == []


def test_a_ticket_that_another_window_gave_back_meanwhile_is_refused_and_the_rows_are_read_again(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale, frame: FakeFrame, rosa: Cashier
) -> None:
    sold = five_for_bolivares(till)
    at(presenter, after_sale, sold).mark(0)
    presenter.mark(1)
    elsewhere = RefundRequest(sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", "Duplicada")
    refunds.refund(till, frame.cashier, elsewhere, rosa)
    presenter.confirm()
    assert (frame.codes, presenter.state.made) == (["DEV-03"], None)
    assert presenter.state.typed.marked == (sold.sale.tickets[1].id,)
    presenter.confirm()
    assert presenter.state.made is not None
    assert left(till, sold) == 3
    assert verify(till).ok


def test_esc_after_the_refund_goes_to_the_history_with_the_note(
    till: Station, presenter: RefundPresenter, after_sale: AfterSale, frame: FakeFrame
) -> None:
    at(presenter, after_sale, five_for_bolivares(till)).mark(0)
    assert presenter.step_back() is False
    presenter.confirm()
    made = presenter.state.made
    assert made is not None
    presenter.confirm()
    assert presenter.step_back() is True
    assert (frame.screens, after_sale.note) == ([ScreenName.DOCUMENTS], made.document.id)
    assert (presenter.state.made, after_sale.sale_id) == (None, None)
