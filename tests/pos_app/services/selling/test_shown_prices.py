"""What the list, the map, the cart and the ticket show is what the sale charges: its currency, its fee, its taxes."""

from decimal import Decimal

import pytest

from domain.money.money import EUR, USD, VES, Currency, Money, total
from domain.sale.cart import Cart
from pos_app.services.selling import browsing, checkout, seat_maps
from pos_app.services.selling.type_prices import type_prices
from pos_app.station import Station
from pos_app.ui.price_text import price_text
from tests.builders import stations
from tests.pos_app.priced_houses import (
    IN_BOLIVARES,
    IN_EUROS,
    IN_PESOS,
    ON_TOP,
    euro_line,
    reload,
    with_an_event_in_euros,
)


def whole_cart(till: Station) -> Cart:
    """Three seats with a fee, in two price stages, and two general places without one."""
    return stations.cart_of(*stations.seat_lines(till, ["A-1", "B-1", "C-1"]), stations.general_line(till, 2))


def shown_prices(till: Station) -> dict[str, str]:
    (card,) = browsing.performances(till)
    return {zone.zone.name: str(zone.price) for zone in card.zones}


def test_the_list_and_the_map_show_the_price_with_its_fee(till: Station) -> None:
    """Platea: 25 less 20 % and 2 of fee; the first row 10 % more."""
    assert shown_prices(till) == {"Platea": "22.00", "General": "10.00"}
    plan = seat_maps.seat_map(till, stations.offering(till).performance.id).plan
    assert [str(plan.price_of(stations.seat_id(name)).amount) for name in ("A-1", "B-1")] == ["24.00", "22.00"]


MODIFIER = 'label = "Primera fila"\npercent = 10\nsections = ["Platea"]\nrows = ["A"]'


def test_a_zone_has_the_least_price_of_what_can_still_be_sold(till: Station) -> None:
    """The first row costs less, until it is sold; a zone that is sold out has the least price of all its seats."""
    reload(till, ((MODIFIER, MODIFIER.replace("10", "-10")),))
    places = [f"{row}-{number}" for row in "ABCD" for number in range(1, 11) if (row, number) != ("D", 10)]
    prices = [shown_prices(till)["Platea"]]
    for seats in (places[:10], places[10:]):
        stations.sell(till, stations.seats_cart(till, seats))
        (card,) = browsing.performances(till)
        platea = card.zones[0]
        prices.append(f"{platea.price} {platea.is_least}")
        plan = seat_maps.seat_map(till, card.performance.id)
        free = {str(plan.plan.price_of(stations.seat_id(name)).amount) for name in places[10:] if name not in seats}
        if free and seats == places[:10]:
            assert free == {str(platea.price)}
        assert type_prices(till, card.performance.id, platea.zone.id)[0].price == platea.price
    # The first four tickets had 20 % less: after them the price is 25, less 10 % in the first row, and 2 of fee.
    assert prices == ["20.00", "27.00 False", "24.50 True"]


@pytest.mark.parametrize(
    ("modifier", "price", "is_least"),
    [
        (MODIFIER, "22.00", True),  # the first row costs more
        (MODIFIER.replace("10", "-10"), "20.00", True),  # the first row costs less: 25 less 20 % less 10 % and 2 of fee
        (MODIFIER.replace('\nrows = ["A"]', ""), "24.00", False),  # every seat costs more
    ],
)
def test_the_list_shows_the_least_price_of_a_zone_and_that_it_is_that(
    till: Station, modifier: str, price: str, *, is_least: bool
) -> None:
    reload(till, ((MODIFIER, modifier),))
    (card,) = browsing.performances(till)
    platea, general = card.zones
    plan = seat_maps.seat_map(till, card.performance.id).plan
    assert (str(platea.price), platea.is_least, general.is_least) == (price, is_least, False)
    assert platea.price == min(one.amount for one in plan.prices if one.zone == 0)
    assert type_prices(till, card.performance.id, platea.zone.id)[0].price == platea.price


def test_a_price_that_other_seats_exceed_has_from_before_it_on_the_row_and_the_map(till: Station) -> None:
    (card,) = browsing.performances(till)
    texts = [price_text(zone.price, is_least=zone.is_least) for zone in card.zones]
    assert texts == ["desde US$ 22,00", "US$ 10,00"]


def test_the_list_and_the_map_show_the_tax_that_is_added(till: Station) -> None:
    reload(till, ON_TOP)
    assert shown_prices(till) == {"Platea": "25.52", "General": "11.60"}
    plan = seat_maps.seat_map(till, stations.offering(till).performance.id).plan
    assert [str(plan.price_of(stations.seat_id(name)).amount) for name in ("A-1", "B-1")] == ["27.84", "25.52"]


@pytest.mark.parametrize("house", [(), ON_TOP, IN_BOLIVARES, IN_EUROS, IN_PESOS, (*ON_TOP, *IN_BOLIVARES)])
def test_a_quote_is_what_the_sale_charges(till: Station, house: tuple[tuple[str, str], ...]) -> None:
    reload(till, house)
    cart = whole_cart(till)
    quote = checkout.quote(till, cart)
    sale = stations.sell(till, cart).sale
    assert sale.to_pay == quote.total_ves
    assert abs((total(line.ves for line in quote.lines) - quote.total_ves).minor) <= len(quote.lines)


def test_the_lines_and_the_total_have_the_tax_that_is_added(till: Station) -> None:
    reload(till, ON_TOP)
    quote = checkout.quote(till, stations.general_cart(till, 2))
    assert (quote.totals, quote.lines[0].total, quote.lines[0].tax_on_top) == (
        (Money(2320, USD),), Money(2320, USD), Decimal("0.16"),
    )  # fmt: skip
    assert (quote.lines[0].ves, quote.total_ves) == (Money(1988254, VES), Money(1988254, VES))


@pytest.mark.parametrize(
    ("house", "currency"), [(IN_BOLIVARES, VES), (IN_EUROS, EUR), (IN_PESOS, Currency("COP")), ((), USD)]
)
def test_prices_are_in_the_currency_of_their_event(
    till: Station, house: tuple[tuple[str, str], ...], currency: Currency
) -> None:
    reload(till, house)
    quote = checkout.quote(till, stations.general_cart(till, 1))
    (card,) = browsing.performances(till)
    assert {
        quote.lines[0].total.currency,
        quote.total.currency,
        *(z.price.currency for z in card.zones if z.price),
    } == {currency}
    assert quote.is_in_bolivares == (currency == VES)


def test_a_price_in_bolivares_is_the_same_in_every_total(till: Station) -> None:
    reload(till, (*ON_TOP, *IN_BOLIVARES))
    quote = checkout.quote(till, whole_cart(till))
    assert quote.totals == (quote.total_ves,)


def test_a_cart_of_two_currencies_has_a_total_of_each(till: Station) -> None:
    with_an_event_in_euros(till)
    cart = stations.cart_of(stations.general_line(till, 2), euro_line(till, 3), stations.general_line(till, 1))
    quote = checkout.quote(till, cart)
    assert quote.totals == (Money(3000, USD), Money(4500, EUR))
    assert quote.total_ves == Money(3 * 857006 + 3 * 1465351, VES)
