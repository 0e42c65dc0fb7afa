"""The question for a PIN says what is approved, with its amount."""

import pytest
from PySide6.QtWidgets import QLabel

from domain.money.money import USD, Money
from domain.people.staff import Permission
from domain.till.shifts import Difference
from pos_app.station import Station
from pos_app.ui import approved_act
from pos_app.ui.app import Till
from pos_app.ui.counter import price_cart
from tests.builders import stations
from tests.pos_app.ui.conftest import Hands


def over(cents: int) -> Difference:
    return Difference(Money(1_000, USD), Money(1_000 + cents, USD))


@pytest.mark.parametrize(
    ("counted", "words"),
    [
        ([over(-4200), over(0)], "Diferencia del conteo: -US$ 42,00."),
        ([over(0)], "Diferencia del conteo: US$ 0,00."),
        ([], "La diferencia del conteo se muestra después del PIN."),
    ],
)
def test_a_difference_is_named_to_whoever_may_see_it(counted: list[Difference], words: str) -> None:
    assert approved_act.differences(counted) == words


@pytest.mark.parametrize("size", [(1024, 540), (1366, 768)])
def test_the_panel_shows_the_amount_and_forgets_it(hands: Hands, at_sell: Till, size: tuple[int, int]) -> None:
    window = at_sell.window
    window.resize(*size)
    for about in ("Salida de efectivo: Bs. 1.234.567.890,12.", ""):
        window.approve(Permission.EXCEED_TILL, lambda _: None, about)
        hands.wait_for_field("PIN")
        panel = window._approvals.now
        assert panel is not None
        shown = [part for part in panel.findChildren(QLabel) if part.isVisible() and "efectivo:" in part.text()]
        assert [part.text() for part in shown] == ([about] if about else [])
        assert all(part.heightForWidth(part.width()) <= part.height() for part in shown)
        hands.press("Esc")


def test_a_courtesy_names_what_its_places_cost(till: Station) -> None:
    priced = price_cart(till, stations.general_cart(till, 3, "Cortesía"))
    assert approved_act.courtesies(priced.quote) == "Cortesía: 3 entradas con precio de US$ 30,00."
