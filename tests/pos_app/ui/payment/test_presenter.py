"""The payment screen without Qt: tenders, references, IGTF, change, and a sale that is confirmed once."""

import pytest

from domain.money.money import EUR, USD, VES, Money
from domain.payments.change import ChangeIn
from domain.people.staff import Cashier, Permission
from pos_app.services.selling import carts
from pos_app.station import Station
from pos_app.ui.counter import Counter
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.payment.presenter import PaymentPresenter
from tests.builders import stations
from tests.pos_app.snapshots import kinds
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.later import RunLater
from tests.pos_app.ui.payment.shown import counter_with, sales_of, standing

TOTAL = Money(1714012, VES)
"""Two general places: US$ 20,00 at 857,0058."""


def fill_pago_movil(presenter: PaymentPresenter, reference: str = "00451298") -> None:
    presenter.type_reference("bank", "0102")
    presenter.type_reference("phone", "0412-1234567")
    presenter.type_reference("reference", reference)


def fill_payee(presenter: PaymentPresenter) -> None:
    for field, typed in (("bank", "0102"), ("phone", "0412-1234567"), ("document", "V-12.345.678")):
        presenter.type_payee(field, typed)


def test_it_begins_with_all_that_is_due(payment: PaymentPresenter) -> None:
    assert (standing(payment).missing, standing(payment).excess) == (TOTAL, Money.zero())
    assert payment.state.amount == ""


def test_a_method_key_proposes_the_exact_amount_and_f12_takes_it(
    payment: PaymentPresenter, frame: FakeFrame, counter: Counter
) -> None:
    payment.choose_method("cash_ves")
    assert (payment.state.amount, standing(payment).settled) == ("17.140,12", True)
    payment.confirm()
    assert frame.screens == [ScreenName.DONE]
    assert counter.sold
    assert counter.sold.sale.to_pay == TOTAL
    assert counter.cart.lines == ()


def test_foreign_cash_settles_with_its_igtf_in_notes_and_bolivares(payment: PaymentPresenter, till: Station) -> None:
    """US$ 20,60 cannot be paid without coins: 20 in notes, and the IGTF in bolívares."""
    payment.choose_method("cash_usd")
    assert payment.state.amount == "20,00"
    assert (standing(payment).due.igtf, standing(payment).missing) == (Money(51420, VES), Money(51420, VES))
    payment.add()
    payment.choose_method("cash_ves")
    assert (payment.state.amount, standing(payment).settled) == ("514,20", True)
    payment.confirm()
    assert sales_of(till) == 1


def test_euros_are_proposed_in_their_notes(payment: PaymentPresenter) -> None:
    """18,07 euros with their IGTF: the smallest note is of five."""
    payment.choose_method("cash_eur")
    assert payment.state.amount == "15,00"


def test_less_than_a_note_is_proposed_as_one_note_with_change(payment: PaymentPresenter) -> None:
    payment.type_amount("17.000")
    payment.add()
    payment.choose_method("cash_usd")
    assert (payment.state.amount, standing(payment).settled) == ("1,00", True)
    assert standing(payment).change[0].amount.currency == VES


@pytest.mark.parametrize("method", ["zelle", "usdt", "card_usd"])
@pytest.mark.parametrize("tickets", range(1, 8))
def test_the_amount_proposed_for_an_electronic_payment_sells(
    till: Station, frame: FakeFrame, method: str, tickets: int
) -> None:
    counter = counter_with(till, stations.general_cart(till, tickets))
    presenter = PaymentPresenter(till, frame, run_inline, counter)
    presenter.enter()
    presenter.choose_method(method)
    for field in presenter.state.rules.required:
        presenter.type_reference(field, "0102" if field == "bank" else "00451298")
    assert (standing(presenter).settled, standing(presenter).excess) == (True, Money.zero())
    presenter.confirm()
    assert (frame.codes, frame.screens) == ([], [ScreenName.DONE])


def test_what_is_typed_replaces_the_proposal_and_shows_the_change(payment: PaymentPresenter) -> None:
    payment.choose_method("cash_usd")
    payment.type_amount("50")
    assert standing(payment).excess == Money(4285029 - 1714012 - 51420, VES)
    payment.choose_change(ChangeIn.CASH_USD)
    assert standing(payment).change[0].amount == Money(2900, USD)


def test_enter_registers_a_tender_and_never_sells(payment: PaymentPresenter, frame: FakeFrame, till: Station) -> None:
    payment.choose_method("cash_ves")
    payment.add()
    payment.add()
    assert len(payment.state.tenders) == 1
    assert standing(payment).settled
    assert (frame.screens, sales_of(till)) == ([], 0)


def test_enter_goes_to_the_references_that_are_empty_before_it_adds(payment: PaymentPresenter) -> None:
    payment.choose_method("pago_movil")
    fields = []
    for name, text in (("bank", "0102"), ("phone", "0412-1234567"), ("reference", "00451298")):
        payment.add()
        assert payment.state.focus
        fields.append(payment.state.focus.field)
        payment.type_reference(name, text)
    payment.add()
    assert fields == ["bank", "phone", "reference"]
    assert payment.state.tenders[0].references.phone == "+584121234567"


def test_a_mixed_payment_in_three_means_sells(payment: PaymentPresenter, counter: Counter) -> None:
    payment.choose_method("cash_usd")
    payment.type_amount("10")
    payment.add()
    payment.choose_method("cash_eur")
    payment.type_amount("5")
    payment.add()
    payment.choose_method("pago_movil")
    fill_pago_movil(payment)
    payment.confirm()
    assert counter.sold
    assert [p.method for p in counter.sold.sale.payments] == ["cash_usd", "cash_eur", "pago_movil"]
    assert counter.sold.sale.change == ()


def test_f12_with_money_missing_says_how_much_and_sells_nothing(
    payment: PaymentPresenter, frame: FakeFrame, till: Station
) -> None:
    payment.choose_method("cash_ves")
    payment.type_amount("17.000")
    payment.confirm()
    assert frame.codes == ["PAG-04"]
    assert "140,12" in frame.messages[0][0]
    assert (sales_of(till), payment.state.busy) == (0, False)


def test_f12_without_a_reference_says_which_one_and_waits_in_its_field(
    payment: PaymentPresenter, frame: FakeFrame
) -> None:
    payment.choose_method("card_ves")
    payment.type_reference("reference", "123456")
    payment.confirm()
    assert frame.codes == ["PAG-01"]
    assert payment.state.focus
    assert payment.state.focus.field == "approval"


@pytest.mark.parametrize("typed", ["abc", "1,500.50", "-5", "1,2,3", "1e5", "😀", "12,345"])
def test_an_amount_that_cannot_be_read_is_refused(payment: PaymentPresenter, frame: FakeFrame, typed: str) -> None:
    payment.type_amount(typed)
    payment.add()
    assert (frame.codes, payment.state.tenders) == (["MON-01"], ())


@pytest.mark.parametrize(("typed", "minor"), [("10.000", 1_000_000), ("1.500,50", 150_050), ("10.50", 1_050)])
def test_a_payment_is_never_a_thousand_times_smaller(payment: PaymentPresenter, typed: str, minor: int) -> None:
    payment.type_amount(typed)
    payment.add()
    assert [tender.amount for tender in payment.state.tenders] == [Money(minor, VES)]


@pytest.mark.parametrize(("typed", "code"), [("0", "PAG-03"), ("0,00", "PAG-03"), ("999999999999999", "MON-02")])
def test_nothing_and_too_much_are_refused(payment: PaymentPresenter, frame: FakeFrame, typed: str, code: str) -> None:
    payment.type_amount(typed)
    payment.add()
    assert (frame.codes, payment.state.tenders) == ([code], ())


def test_notes_add_up_and_the_first_takes_the_place_of_the_proposal(payment: PaymentPresenter) -> None:
    payment.choose_method("cash_usd")
    for note in (2000, 500, 100):
        payment.add_note(Money(note, USD))
    assert payment.state.amount == "26,00"


def test_f8_empties_the_field_then_takes_back_the_last_tender(payment: PaymentPresenter) -> None:
    payment.type_amount("100")
    payment.add()
    payment.type_amount("50")
    payment.remove_last()
    assert (payment.state.amount, len(payment.state.tenders)) == ("", 1)
    payment.remove_last()
    assert (payment.state.tenders, standing(payment).missing) == ((), TOTAL)


def test_change_in_euros_is_whole_euros_and_the_rest_in_bolivares(payment: PaymentPresenter) -> None:
    payment.choose_method("cash_usd")
    payment.type_amount("100")
    payment.choose_change(ChangeIn.CASH_EUR)
    first, rest = standing(payment).change
    assert (first.amount.currency, first.amount.minor % 100, rest.amount.currency) == (EUR, 0, VES)
    assert first.ves + rest.ves == standing(payment).excess


def test_change_that_the_till_does_not_hold_needs_a_supervisor_who_approves_it(
    payment: PaymentPresenter, frame: FakeFrame, till: Station, rosa: Cashier
) -> None:
    payment.choose_method("cash_ves")
    payment.type_amount("500.000")
    payment.choose_change(ChangeIn.CASH_USD)
    payment.confirm()
    stations.clock_of(till).advance(seconds=2)
    payment.confirm()
    assert (frame.codes, frame.asked, sales_of(till)) == (["PAG-08", "CAJ-09"], [], 0)
    assert "El vuelto es US$ 563,00 y la caja no tiene tanto en efectivo." in frame.messages[-1][0]
    payment.confirm()
    assert (frame.asked, sales_of(till), payment.state.busy) == ([Permission.EXCEED_TILL], 0, False)
    frame.supervisor = rosa
    payment.confirm()
    assert (sales_of(till), frame.screens) == (1, [ScreenName.DONE])


def test_change_and_courtesy_that_both_need_a_supervisor_sell_once_with_one_record(
    till: Station, frame: FakeFrame, rosa: Cashier
) -> None:
    mixed = (stations.general_line(till, 1), stations.general_line(till, 1, "Cortesía"))
    payment = PaymentPresenter(till, frame, run_inline, counter_with(till, stations.cart_of(*mixed)))
    payment.enter()
    payment.choose_method("cash_ves")
    payment.type_amount("500.000")
    payment.choose_change(ChangeIn.CASH_USD)
    payment.confirm()
    stations.clock_of(till).advance(seconds=2)
    payment.confirm()
    frame.supervisor = rosa
    payment.confirm()
    assert (frame.asked, sales_of(till)) == ([Permission.EXCEED_TILL, Permission.GIVE_COURTESY], 1)
    assert frame.about[0].startswith("Vuelto en efectivo: US$ 573,00 + Bs. ")
    assert frame.about[1] == "Cortesía: 1 entrada con precio de US$ 10,00."
    assert kinds(till).count("till_exceeded/1") == 2  # the refused attempt, and the approved one


def test_change_from_the_cash_that_the_sale_brings_needs_nobody(
    payment: PaymentPresenter, frame: FakeFrame, till: Station
) -> None:
    payment.choose_method("cash_ves")
    payment.type_amount("20.000")
    payment.confirm()
    assert (frame.codes, sales_of(till)) == ([], 1)


def test_change_in_another_way_needs_nobody(payment: PaymentPresenter, frame: FakeFrame, till: Station) -> None:
    payment.choose_method("cash_usd")
    payment.type_amount("100")
    payment.confirm()
    assert frame.codes == ["CAJ-09"]
    payment.choose_change(ChangeIn.PAGO_MOVIL)
    fill_payee(payment)
    payment.confirm()
    assert (frame.codes, sales_of(till)) == (["CAJ-09"], 1)


def test_a_reference_that_was_used_is_refused_and_the_tenders_stay(
    payment: PaymentPresenter, frame: FakeFrame, till: Station
) -> None:
    stations.sell(till, stations.general_cart(till, 2), stations.pago_movil("17140.12", "00451298"))
    payment.choose_method("pago_movil")
    fill_pago_movil(payment)
    payment.confirm()
    assert frame.codes == ["PAG-02"]
    assert (payment.state.busy, payment.state.amount) == (False, "17.140,12")


def test_pressing_twice_and_a_held_key_make_one_sale(till: Station, frame: FakeFrame, counter: Counter) -> None:
    run = RunLater()
    presenter = PaymentPresenter(till, frame, run, counter)
    presenter.enter()
    run.catch_up()
    presenter.choose_method("cash_ves")
    for _ in range(5):
        presenter.confirm()
    run.catch_up()
    presenter.confirm()
    run.catch_up()
    assert sales_of(till) == 1
    assert frame.screens == [ScreenName.DONE]


def test_nothing_changes_while_the_sale_is_on_its_way(till: Station, frame: FakeFrame, counter: Counter) -> None:
    run = RunLater()
    presenter = PaymentPresenter(till, frame, run, counter)
    presenter.enter()
    run.catch_up()
    presenter.choose_method("cash_ves")
    presenter.confirm()
    presenter.choose_method("cash_usd")
    presenter.remove_last()
    presenter.add()
    presenter.step_back()
    assert (presenter.state.method, presenter.state.tenders, frame.screens) == ("cash_ves", (), [])


def test_a_courtesy_asks_for_a_supervisor_and_then_sells(till: Station, frame: FakeFrame, rosa: Cashier) -> None:
    counter = counter_with(till, stations.general_cart(till, 1, "Cortesía"))
    presenter = PaymentPresenter(till, frame, run_inline, counter)
    presenter.enter()
    presenter.confirm()
    assert (frame.asked, frame.screens, presenter.state.busy) == ([Permission.GIVE_COURTESY], [], False)
    frame.supervisor = rosa
    presenter.confirm()
    assert frame.screens == [ScreenName.DONE]


def test_esc_leads_back_to_the_sale_with_the_cart_kept(
    payment: PaymentPresenter, frame: FakeFrame, counter: Counter
) -> None:
    cart = counter.cart
    payment.step_back()
    assert (frame.screens, counter.cart) == ([ScreenName.SELL], cart)


def test_a_customer_given_here_is_on_the_document(
    payment: PaymentPresenter, counter: Counter, till: Station, ana: Cashier
) -> None:
    payment.take_customer("Luisa  Pérez", "v12345678")
    kept = carts.kept(till, ana)
    assert kept
    assert kept.customer.document == "V12345678"
    payment.choose_method("cash_ves")
    payment.confirm()
    assert counter.sold
    assert counter.sold.document.customer.name == "Luisa Pérez"
