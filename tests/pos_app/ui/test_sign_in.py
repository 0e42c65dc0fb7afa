"""Signing in: the staff, waiting work, wrong PINs."""

from dataclasses import replace

import pytest

from domain.people.staff import Cashier
from pos_app.services.documents import print_queue
from pos_app.services.selling import carts
from pos_app.station import Station
from pos_app.storage.sales import print_jobs
from pos_app.storage.sales.print_jobs import JobState
from pos_app.ui.frame import ScreenName, run_inline
from pos_app.ui.sign_in.presenter import SignInPresenter
from tests.builders import stations
from tests.builders.clock import FakeClock
from tests.pos_app.ui.fakes import FakeFrame

ANA, ROSA = 0, 2


@pytest.fixture
def frame() -> FakeFrame:
    return FakeFrame()


@pytest.fixture
def presenter(station: Station, frame: FakeFrame) -> SignInPresenter:
    presenter = SignInPresenter(station, frame, run_inline)
    presenter.enter()
    return presenter


def test_everybody_of_the_staff_has_a_numbered_tile(presenter: SignInPresenter) -> None:
    tiles = presenter.state.tiles
    assert [(tile.key, tile.name, tile.detail) for tile in tiles] == [
        ("F1", "Ana Rondón", "Taquillero"),
        ("F2", "Luis Marcano", "Taquillero"),
        ("F3", "Rosa Zambrano", "★ Supervisor"),
    ]
    assert not presenter.state.may_type


def test_a_demo_shows_the_pin_of_each_person_beside_the_name(station: Station, frame: FakeFrame) -> None:
    presenter = SignInPresenter(station, frame, run_inline, {"Rosa Zambrano": "9999"})
    presenter.enter()
    assert [tile.detail for tile in presenter.state.tiles] == ["Taquillero", "Taquillero", "★ Supervisor · PIN 9999"]


def test_the_right_pin_leads_to_the_till_while_no_shift_is_open(presenter: SignInPresenter, frame: FakeFrame) -> None:
    presenter.choose(ANA)
    assert presenter.state.asks == "PIN de Ana Rondón"
    presenter.enter_pin("1111")
    assert (frame.cashier.name, frame.screens) == ("Ana Rondón", [ScreenName.SHIFT])


def test_with_an_open_shift_the_right_pin_leads_to_the_sale(till: Station) -> None:
    frame = FakeFrame()
    presenter = SignInPresenter(till, frame, run_inline)
    presenter.enter()
    assert presenter.state.notices == ("Turno 1 abierto por Ana Rondón desde las 11:00.",)
    presenter.choose(ANA)
    presenter.enter_pin("1111")
    assert frame.screens == [ScreenName.SELL]


def test_a_wrong_pin_says_how_many_tries_are_left(presenter: SignInPresenter, frame: FakeFrame) -> None:
    presenter.choose(ANA)
    presenter.enter_pin("0000")
    assert "El PIN no es correcto. Pruebe otra vez; antes del bloqueo quedan 9 intentos." in presenter.state.problem
    assert (frame.screens, presenter.state.busy) == ([], False)


def test_after_three_wrong_pins_there_is_a_wait_that_gets_shorter(presenter: SignInPresenter, clock: FakeClock) -> None:
    presenter.choose(ANA)
    for _ in range(4):
        clock.advance(milliseconds=10)
        presenter.enter_pin("0000")
        clock.advance(seconds=1)
    presenter.tick()
    assert not presenter.state.may_type
    assert presenter.state.problem == "Espere 1 segundo para probar otra vez."
    clock.advance(seconds=1)
    presenter.tick()
    assert presenter.state.may_type


def test_a_locked_person_is_unlocked_by_a_supervisor(
    presenter: SignInPresenter, frame: FakeFrame, clock: FakeClock, rosa: Cashier
) -> None:
    presenter.choose(ANA)
    for _ in range(10):
        presenter.enter_pin("0000")
        clock.advance(minutes=2)
    assert (presenter.state.may_unlock, presenter.state.may_type) == (True, False)
    assert presenter.state.tiles[ANA].detail == "Bloqueado"
    frame.supervisor = rosa
    presenter.unlock()
    presenter.enter_pin("1111")
    assert frame.cashier.name == "Ana Rondón"


def test_a_kept_cart_is_announced(till: Station, ana: Cashier) -> None:
    carts.keep(till, ana, stations.seats_cart(till, ["B-5", "B-6"]))
    presenter = SignInPresenter(till, FakeFrame(), run_inline)
    presenter.enter()
    assert presenter.state.notices[1] == "Carrito guardado de Ana Rondón: 2 entradas."


def test_esc_lets_the_chosen_person_go_first(presenter: SignInPresenter) -> None:
    presenter.choose(ROSA)
    assert presenter.leave()
    assert presenter.state.asks == ""
    assert not presenter.leave()


def test_paper_in_doubt_after_a_crash_is_asked_at_the_first_sign_in(till: Station) -> None:
    stations.sell(till, stations.general_cart(till, 1))
    with till.database.write() as tx:
        for job in print_jobs.latest(tx, 10):
            print_jobs.save(tx, replace(job, state=JobState.SENDING))
    print_queue.recover(till)
    frame = FakeFrame()
    presenter = SignInPresenter(till, frame, run_inline)
    presenter.enter()
    presenter.choose(ANA)
    presenter.enter_pin("1111")
    assert frame.screens == [ScreenName.SELL, ScreenName.PRINTER]


def test_the_message_of_a_wait_goes_when_the_wait_is_over(presenter: SignInPresenter, clock: FakeClock) -> None:
    presenter.choose(0)
    for _ in range(3):
        presenter.enter_pin("0000")
    assert (bool(presenter.state.problem), presenter.state.may_type) == (True, False)
    clock.advance(hours=1)
    presenter.tick()
    assert (presenter.state.problem, presenter.state.may_type) == ("", True)
