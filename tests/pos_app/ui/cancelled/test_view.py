"""The screen by its keys: Ctrl+J, F5 and a reason, F12, Return, F12 again."""

from domain.after_sale.suspended_sales import Progress
from pos_app.services.after_sale import suspended_sales
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from pos_app.ui.app import Till
from pos_app.ui.cancelled.view import CancelledView
from pos_app.ui.frame import ScreenName
from pos_app.ui.refund.view import RefundView
from pos_app.ui.sell.view import SellView
from tests.builders import stations
from tests.builders.stations import general_cart, sell
from tests.pos_app.services.after_sale.test_suspensions import cancel
from tests.pos_app.ui.conftest import Hands


def screen(till: Till) -> CancelledView:
    shown = till.window.shown
    assert isinstance(shown, CancelledView)
    return shown


def open_list(hands: Hands, till: Till) -> None:
    hands.press("Ctrl+J")
    hands.wait_for(lambda: isinstance(till.window.shown, CancelledView))
    hands.wait_for(lambda: screen(till)._presenter.state.loaded and not screen(till)._presenter.state.busy)


def approve(hands: Hands) -> None:
    hands.wait_for_field("PIN")
    hands.type("9999")
    hands.press("Return")


def test_a_performance_is_cancelled_and_its_sales_go_back_by_keys_alone(
    hands: Hands, at_sell: Till, station: Station
) -> None:
    for _ in range(2):
        sell(station, general_cart(station, 1))
    open_list(hands, at_sell)
    hands.press("F5")
    hands.wait_for(lambda: screen(at_sell)._presenter.state.choosing is not None)
    hands.press("Tab")
    hands.type("Llueve")
    hands.press("F12")
    approve(hands)
    hands.wait_for(lambda: any(show.decided for show in screen(at_sell)._presenter.state.shows))
    hands.wait_for(lambda: not screen(at_sell)._presenter.state.busy)
    hands.press("Return")
    hands.wait_for(lambda: screen(at_sell)._presenter.state.sales is not None)
    hands.wait_for(lambda: not screen(at_sell)._presenter.state.busy)
    hands.press("F12")
    approve(hands)
    show = stations.offering(station).performance.id

    def is_done() -> bool:
        return {one.progress for one in suspended_sales.sales_of(station, show)} == {Progress.DONE}

    hands.wait_for(is_done)
    hands.wait_for(lambda: not screen(at_sell)._presenter.state.busy)
    hands.press("Esc", "Esc")  # the first one takes the message away
    hands.wait_for(lambda: screen(at_sell)._presenter.state.sales is None)
    assert verify(station).ok


def test_return_opens_the_refund_of_a_sale_and_esc_leads_back_to_the_list(
    hands: Hands, at_sell: Till, station: Station
) -> None:
    sell(station, general_cart(station, 1))
    cancel(station)
    open_list(hands, at_sell)
    hands.press("Return")
    hands.wait_for(lambda: screen(at_sell)._presenter.state.sales is not None)
    hands.wait_for(lambda: not screen(at_sell)._presenter.state.busy)
    hands.press("Return")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, RefundView))
    refund = at_sell.window.shown
    assert isinstance(refund, RefundView)
    hands.wait_for(lambda: refund._presenter.state.offered is not None)
    hands.press("Esc")
    hands.wait_for(lambda: isinstance(at_sell.window.shown, CancelledView))
    assert screen(at_sell)._presenter.state.sales is not None


def test_a_cancelled_performance_is_listed_without_zones(hands: Hands, at_sell: Till, station: Station) -> None:
    cancel(station)
    at_sell.window.go(ScreenName.SHIFT)
    at_sell.window.go(ScreenName.SELL)

    def words() -> list[str]:
        view = at_sell.window.shown
        assert isinstance(view, SellView)
        return [card.event for card in view._presenter.state.choices.cards if card.is_cancelled]

    hands.wait_for(lambda: isinstance(at_sell.window.shown, SellView) and words() == ["Concierto"])
