"""A gift of the organiser: without a window what is asked and refused, and through the real one by keyboard alone."""

import pytest

from domain.people.customers import Field
from domain.people.staff import Cashier, Permission
from pos_app.services.people import customers
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from pos_app.storage.sales import gifts
from pos_app.ui.app import Till
from pos_app.ui.counter import Counter, price_cart
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.gift.presenter import GiftPresenter
from pos_app.ui.gift.view import GiftView
from pos_app.ui.sell.view import SellView
from tests.builders import stations
from tests.pos_app.snapshots import count, kinds
from tests.pos_app.ui.conftest import Hands
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.ui.in_sight import shows, texts
from tests.pos_app.ui.refund.test_view import approve


@pytest.fixture
def frame(ana: Cashier, rosa: Cashier) -> FakeFrame:
    return FakeFrame(ana, rosa)


@pytest.fixture
def counter(till: Station) -> Counter:
    made = Counter(till.ids)
    cart = stations.general_cart(till, 2)
    made.put(cart, price_cart(till, cart))
    return made


@pytest.fixture
def presenter(till: Station, frame: FakeFrame, counter: Counter) -> GiftPresenter:
    made = GiftPresenter(till, frame, run_inline, counter)
    made.enter()
    return made


def test_a_cart_is_given_in_two_steps_with_one_approval(
    till: Station, frame: FakeFrame, counter: Counter, presenter: GiftPresenter
) -> None:
    presenter.confirm()
    assert (frame.asked, frame.screens) == ([Permission.ORGANISER_GIFT], [ScreenName.SELL])
    assert frame.about == ["Obsequio del organizador: 2 entradas con precio de US$ 20,00."]
    assert frame.messages[-1][0].startswith("2 entradas obsequiadas")
    assert counter.cart.lines == ()
    assert kinds(till)[-1] == "organiser_gift_made/1"
    assert verify(till).ok


def test_the_gift_keeps_the_registered_customer_who_gets_it(
    till: Station, ana: Cashier, counter: Counter, presenter: GiftPresenter
) -> None:
    known = customers.create(till, ana, {Field.NAME: "Luis", Field.SURNAME: "Rojas"})
    gift_id = counter.cart.id
    presenter.type_holder("name", "roj")
    presenter.choose_person(presenter.state.matches[0])
    presenter.choose_reason(1)
    presenter.confirm()
    with till.database.read() as tx:
        gift = gifts.load(tx, (till.tenant_id, till.id), gift_id)  # type: ignore[arg-type]  # a gift has its cart's id
    assert gift.holder is not None
    assert (gift.holder.name, gift.holder.person_id, gift.reason) == ("Luis Rojas", known.id, "Prensa")


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [("reason", " ", "CAJ-03"), ("name", "x" * 81, "ENT-06"), ("email", "luis@", "ENT-06")],
)
def test_what_is_wrong_is_refused_at_its_field_before_a_supervisor_is_asked(
    frame: FakeFrame, presenter: GiftPresenter, field: str, typed: str, code: str
) -> None:
    if field == "email":
        presenter.type_holder("name", "Luis")
    if field == "reason":
        presenter.type_reason(typed)
    else:
        presenter.type_holder(field, typed)
    presenter.confirm()
    assert (frame.codes[-1], frame.asked, presenter.state.to_mend) == (code, [], field)


def test_without_approval_nothing_is_given_and_what_was_typed_waits(
    till: Station, frame: FakeFrame, counter: Counter, presenter: GiftPresenter
) -> None:
    frame.supervisor = None
    presenter.type_reason("Amigo del director")
    presenter.confirm()
    again = GiftPresenter(till, frame, run_inline, counter)
    again.enter()
    assert again.state.typed.reason == "Amigo del director"
    assert count(till, "organiser_gift") == 0


def test_a_cart_is_given_away_by_keyboard_alone(hands: Hands, at_sell: Till, station: Station) -> None:
    hands.press("2")
    hands.wait_for(lambda: "1 entrada" in texts(at_sell))
    hands.press("Ctrl+G")
    hands.wait_for(shows(at_sell, GiftView))
    assert "Obsequio del organizador" in texts(at_sell)
    hands.press("Alt+2", "F12")
    approve(hands, at_sell)
    hands.wait_for(shows(at_sell, SellView))
    hands.wait_for(lambda: "1 entrada obsequiada" in texts(at_sell))
    assert count(station, "organiser_gift") == 1
    assert verify(station).ok
