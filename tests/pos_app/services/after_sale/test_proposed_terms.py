"""The terms of a refund are proposed from the policy of the event, which a set-up file says."""

import pytest

from domain.after_sale.refunds import Terms, ZeroNote
from pos_app.services.after_sale import proposed_terms
from pos_app.services.after_sale.refunds import RefundRequest
from pos_app.services.selling.checkout import CompletedSale
from pos_app.services.setup import load_setup
from pos_app.station import Station
from sync import setup
from tests.builders import stations
from tests.builders.refunds import quote
from tests.builders.stations import cash_ves, general_cart, sell
from tests.sync.setup.setups import ON, changed

SHOW = 'key = "sabado"\nday = 7\ntime = "20:00"\n'
NAMED = 'name = "Concierto"\n'


def load(station: Station, text: str) -> None:
    load_setup.load(station, setup.read(text, on=ON), name="other.toml", sha256="00", by=stations.supervisor(station))


def with_policy(station: Station, text: str) -> None:
    """Load the small set-up with a policy for its event, between the event and its first inner table."""
    load(station, changed((NAMED, f"{NAMED}refunds = {text}\n")))


def terms_of(station: Station, sold: CompletedSale) -> Terms:
    return proposed_terms.proposal(station, sold.sale.id).terms


def given_back(station: Station, sold: CompletedSale) -> str:
    request = RefundRequest(
        sold.sale.id, (sold.sale.tickets[0].id,), "cash_ves", "x", terms_of(station, sold)
    )  # fmt: skip
    return str(quote(station, request).returned.figures.taxes.total)


@pytest.mark.parametrize(
    ("policy", "amount"),
    [
        ('{ basis = "paid" }', "8570.06"),
        ('{ basis = "table", step = [{ days = 0, percent = 50 }] }', "4285.03"),
    ],
)
def test_the_policy_of_the_event_decides_what_is_proposed(till: Station, policy: str, amount: str) -> None:
    with_policy(till, policy)
    assert given_back(till, sell(till, general_cart(till, 1), cash_ves("8570.06"))) == amount


def test_a_refund_of_which_nothing_goes_back_is_refused(till: Station) -> None:
    with_policy(till, '{ basis = "table", step = [{ days = 3000, percent = 100 }] }')
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    with pytest.raises(ZeroNote):
        given_back(till, sold)


def test_fee_and_places_follow_the_policy(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    assert (terms_of(till, sold).with_fee, terms_of(till, sold).release) == (False, True)
    with_policy(till, "{ fee_goes_back = true, seats_are_released = false }")
    assert (terms_of(till, sold).with_fee, terms_of(till, sold).release) == (True, False)


def test_all_of_a_cancelled_performance_goes_back(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    with_policy(till, '{ basis = "table", step = [{ days = 3000, percent = 100 }] }')
    load(till, changed((SHOW, f'{SHOW}state = "cancelled"\n')))
    assert given_back(till, sold) == "8570.06"
    assert terms_of(till, sold) == Terms(with_fee=True, release=False, units=terms_of(till, sold).units)


def test_the_price_of_now_counts_when_it_is_lower(till: Station) -> None:
    sold = sell(till, general_cart(till, 1), cash_ves("8570.06"))
    load(till, changed((NAMED, NAMED + 'refunds = { basis = "current" }\n'), ("price = 10\n", "price = 8\n")))
    assert given_back(till, sold) == "6856.05"
    load(till, changed((NAMED, NAMED + 'refunds = { basis = "current" }\n'), ("price = 10\n", "price = 12\n")))
    assert given_back(till, sold) == "8570.06"
