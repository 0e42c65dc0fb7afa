"""The list of holds without a window: a longer end, another slip, a release with its reason, and what is refused."""

import pytest

from domain.people.staff import Cashier, Permission
from pos_app.services.documents import print_queue
from pos_app.services.selling import holds
from pos_app.station import Station
from pos_app.storage.sales.print_jobs import JobKind
from pos_app.ui.counter import Counter
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.holds.presenter import HoldsPresenter
from pos_app.ui.holds.state import Mode
from tests.builders.stations import general_cart, seats_cart
from tests.pos_app.services.selling.test_holds import hold
from tests.pos_app.ui.fakes import FakeFrame


@pytest.fixture
def frame(ana: Cashier, rosa: Cashier) -> FakeFrame:
    return FakeFrame(ana, rosa)


@pytest.fixture
def counter(till: Station) -> Counter:
    return Counter(till.ids)


@pytest.fixture
def presenter(till: Station, frame: FakeFrame, counter: Counter) -> HoldsPresenter:
    """The list with one hold of the cashier's."""
    hold(till, seats_cart(till, ["A-1"]))
    made = HoldsPresenter(till, frame, run_inline, counter)
    made.enter()
    made.choose(0)
    return made


def test_a_hold_lasts_longer_and_its_slip_is_printed_again(till: Station, presenter: HoldsPresenter) -> None:
    before = holds.standing(till)[0].hold.expires_at
    presenter.extend()
    assert holds.standing(till)[0].hold.expires_at > before
    slips = [job.kind for job in print_queue.jobs(till)].count(JobKind.HOLD)
    presenter.print_again()
    assert [job.kind for job in print_queue.jobs(till)].count(JobKind.HOLD) == slips + 1


def test_a_hold_is_released_only_with_a_reason(till: Station, frame: FakeFrame, presenter: HoldsPresenter) -> None:
    presenter.release("sin preguntar")
    assert len(holds.standing(till)) == 1
    presenter.ask_to_release()
    presenter.release(" ")
    assert (frame.codes, presenter.state.mode) == (["CAJ-03"], Mode.RELEASE)
    assert presenter.step_back()
    assert not presenter.step_back()
    presenter.ask_to_release()
    presenter.release("No vino")
    assert holds.standing(till) == ()


def test_a_hold_of_somebody_else_is_released_by_a_supervisor(
    till: Station, frame: FakeFrame, rosa: Cashier, counter: Counter
) -> None:
    hold(till, seats_cart(till, ["A-1"]), rosa)
    presenter = HoldsPresenter(till, frame, run_inline, counter)
    presenter.enter()
    presenter.choose(0)
    presenter.ask_to_release()
    presenter.release("No vino")
    assert (holds.standing(till), frame.asked) == ((), [Permission.RELEASE_HOLD])


def test_a_hold_is_sold_into_an_empty_cart_alone(
    till: Station, frame: FakeFrame, presenter: HoldsPresenter, counter: Counter
) -> None:
    counter.cart = general_cart(till, 1)
    presenter.sell()
    assert frame.codes
    counter.clear()
    presenter.sell()
    assert frame.screens[-1] is ScreenName.SELL
