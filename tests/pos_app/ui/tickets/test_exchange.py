"""An exchange at the counter without a window: tickets are chosen, the new ones sold, and the difference settled."""

from dataclasses import replace

import pytest

from domain.money.money import VES, Money
from domain.payments.change import ChangeIn
from domain.payments.methods import EXCHANGE
from domain.people.staff import Cashier, Permission
from domain.sale.cart import Cart, Customer
from pos_app.services.after_sale.tickets_of_sale import TicketState, tickets_of_sale
from pos_app.services.proof.verify import verify
from pos_app.services.selling.checkout import CompletedSale
from pos_app.station import Station
from pos_app.ui.counter import Counter, price_cart
from pos_app.ui.done.sale_text import sale_text
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.payment.presenter import PaymentPresenter
from pos_app.ui.tickets.acts import Act
from pos_app.ui.tickets.presenter import TicketsPresenter
from tests.builders import stations
from tests.builders.stations import cash_ves, general_cart, seats_cart
from tests.pos_app.ui.fakes import FakeFrame


@pytest.fixture
def frame(ana: Cashier, rosa: Cashier) -> FakeFrame:
    return FakeFrame(ana, rosa)


@pytest.fixture
def counter(till: Station) -> Counter:
    return Counter(till.ids)


@pytest.fixture
def payment(till: Station, frame: FakeFrame, counter: Counter) -> PaymentPresenter:
    return PaymentPresenter(till, frame, run_inline, counter)


def begin(till: Station, frame: FakeFrame, counter: Counter, sold: CompletedSale, *rows: int) -> TicketsPresenter:
    counter.after_sale.tickets_of = sold.sale.id
    tickets = TicketsPresenter(till, frame, run_inline, counter)
    tickets.enter()
    for row in rows:
        tickets.mark(row)
    tickets.begin(Act.EXCHANGE, 0)
    tickets.confirm()
    return tickets


def choose(till: Station, counter: Counter, wanted: Cart) -> None:
    """Put the lines of a cart into that of the counter, as the sell screen does."""
    cart = Cart(counter.cart.id, wanted.lines, counter.cart.customer)
    counter.put(cart, price_cart(till, cart))


def test_a_dearer_ticket_is_chosen_and_only_the_difference_is_paid(
    till: Station, frame: FakeFrame, counter: Counter, payment: PaymentPresenter
) -> None:
    buyer = Customer("María Ñáñez", "V12345678")
    sold = stations.sell(till, replace(general_cart(till, 2), customer=buyer), cash_ves("17140.12"))
    begin(till, frame, counter, sold, 1)
    assert (frame.screens, frame.asked, counter.cart.customer) == ([ScreenName.SELL], [], buyer)
    choose(till, counter, seats_cart(till, ["A-1"]))
    payment.enter()
    standing = payment.state.standing
    assert standing is not None
    assert standing.tenders[0].method == EXCHANGE
    price = price_cart(till, counter.cart).quote.total_ves
    assert standing.missing == price - Money(857006, VES)
    payment.propose_exact()
    payment.confirm()
    assert frame.asked == [Permission.REFUND]
    assert frame.about[0].startswith("Cambio de 1 entrada: crédito Bs. 8.570,06, factura nueva Bs. ")
    done = counter.exchanged
    assert done is not None
    assert frame.screens[-1] is ScreenName.DONE
    assert done.sale.sale.payments[0].references.reference == done.refund.document.printed_number
    states = [ticket.state for ticket in tickets_of_sale(till, sold.sale.id).tickets]
    assert states == [TicketState.LIVE, TicketState.REFUNDED]
    assert counter.exchange is None
    assert verify(till).ok


@pytest.mark.parametrize("change_in", [ChangeIn.CASH_VES, ChangeIn.PAGO_MOVIL])
def test_a_cheaper_ticket_gives_the_rest_back_as_change_is_given(
    till: Station, frame: FakeFrame, counter: Counter, payment: PaymentPresenter, change_in: ChangeIn
) -> None:
    sold = stations.sell(till, seats_cart(till, ["A-1"]), cash_ves("50000"))
    begin(till, frame, counter, sold)
    choose(till, counter, general_cart(till, 1))
    payment.enter()
    payment.choose_change(change_in)
    if change_in is ChangeIn.PAGO_MOVIL:
        for field, typed in (("bank", "0102"), ("phone", "0412-1234567"), ("document", "V-12.345.678")):
            payment.type_payee(field, typed)
    standing = payment.state.standing
    assert standing is not None
    assert (standing.missing, standing.rest) == (Money.zero(), standing.excess)
    payment.confirm()
    done = counter.exchanged
    assert done is not None
    assert [part.method for part in done.handed_back] == [str(change_in)]
    assert sum(part.ves.minor for part in done.handed_back) == standing.rest.minor
    text = sale_text(done.sale, done)
    assert text.change.startswith("Bs. ")
    assert text.number.endswith(f" y nota {done.refund.document.printed_number}")
    assert bool(text.payee) is (change_in is ChangeIn.PAGO_MOVIL)
    assert verify(till).ok


def test_dollars_that_were_not_paid_do_not_go_back(
    till: Station, frame: FakeFrame, counter: Counter, payment: PaymentPresenter
) -> None:
    sold = stations.sell(till, seats_cart(till, ["A-1"]), cash_ves("50000"))
    begin(till, frame, counter, sold)
    choose(till, counter, general_cart(till, 1))
    payment.enter()
    payment.choose_change(ChangeIn.CASH_USD)
    payment.confirm()
    assert (frame.codes[-1], counter.exchanged) == ("DEV-04", None)
    assert tickets_of_sale(till, sold.sale.id).live


def test_cash_that_the_till_does_not_hold_is_refused_once_and_then_approved(
    till: Station, frame: FakeFrame, counter: Counter, payment: PaymentPresenter
) -> None:
    sold = stations.sell(till, seats_cart(till, ["A-1"]), stations.cash_usd("60"))
    begin(till, frame, counter, sold)
    choose(till, counter, general_cart(till, 1))
    payment.enter()
    payment.confirm()
    assert (frame.codes[-1], counter.exchanged) == ("DEV-11", None)
    payment.confirm()
    assert frame.asked == [Permission.REFUND, Permission.EXCEED_TILL, Permission.REFUND]
    assert counter.exchanged is not None
    assert verify(till).ok


def test_a_cart_that_waits_is_not_mixed_with_an_exchange(till: Station, frame: FakeFrame, counter: Counter) -> None:
    sold = stations.sell(till, general_cart(till, 1), cash_ves("8570.06"))
    choose(till, counter, general_cart(till, 3))
    tickets = begin(till, frame, counter, sold)
    assert (frame.codes, frame.screens, counter.exchange) == (["ENT-11"], [], None)
    assert tickets.state.typed.act is Act.EXCHANGE


def test_an_exchange_belongs_to_its_cart(till: Station, frame: FakeFrame, counter: Counter) -> None:
    sold = stations.sell(till, general_cart(till, 1), cash_ves("8570.06"))
    begin(till, frame, counter, sold)
    choose(till, counter, general_cart(till, 1))
    worths = [credit_of(counter)]
    counter.clear(can_come_back=True)
    worths.append(credit_of(counter))
    before = counter.before()
    assert before is not None
    counter.go_back(before, None)
    worths.append(credit_of(counter))
    assert worths == [Money(857006, VES), None, Money(857006, VES)]


def credit_of(counter: Counter) -> Money | None:
    return counter.exchange.credit if counter.exchange else None
