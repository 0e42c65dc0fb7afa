"""HQ recalls rights from a living station: it returns what is free, keeps what is sold or in a cart, and shows both."""

from collections.abc import Iterable
from uuid import UUID

import pytest

from domain.people.staff import Cashier
from domain.rights import Recall, SeatSpan
from hq.rights import recalls
from hq.rights.recalls import RecallView
from pos_app.services import health
from pos_app.services.proof.verify import verify
from pos_app.services.rights import held_rights, recalling
from pos_app.services.rights.held_rights import RightKind
from pos_app.services.selling import carts
from pos_app.station import Station
from pos_app.ui.frame import run_inline
from pos_app.ui.rights.presenter import RightsPresenter
from tests.builders import stations
from tests.builders.stations import general_cart, seat_id, seats_cart, sell
from tests.pos_app.ui.fakes import FakeFrame
from tests.pos_app.with_hq.head_office import HeadOffice

ID, OTHER = UUID(int=0xCA11), UUID(int=0xCA12)
ROW_B = SeatSpan(seat_id("B-1"), seat_id("B-10"))


@pytest.fixture
def holding(till: Station) -> Station:
    """A station that holds rows A and B and fifty places."""
    return till


def recall(hq: HeadOffice, wanted: Recall) -> None:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        recalls.recall(tx, hq.office, hq.by_hand, hq.station_id, wanted)


def end(hq: HeadOffice) -> None:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        recalls.end(tx, hq.office, hq.by_hand, hq.station_id, ID)


def views(hq: HeadOffice) -> list[RecallView]:
    with hq.office.database.tenant(hq.tenant_id) as tx:
        return recalls.views(tx, hq.tenant_id, hq.station_id)


def recall_seats(hq: HeadOffice, till: Station, recall_id: UUID = ID, span: SeatSpan = ROW_B) -> None:
    performance_id = stations.offering(till).performance.id
    wanted = Recall(recall_id, "gira nueva", performance_id=performance_id, seats=(span,))
    recall(hq, wanted)


def recall_places(hq: HeadOffice, till: Station, keep: int) -> None:
    place = (stations.offering(till).performance.id, stations.zone(till, "General").id)
    recall(hq, Recall(ID, "otra taquilla", "", *place, keep=keep))


def waiting(hq: HeadOffice) -> dict[UUID, int]:
    return {view.recall.id: view.waiting for view in views(hq)}


def free_seats(till: Station) -> set[str]:
    held: Iterable[held_rights.HeldRight] = held_rights.held_rights(till)
    return {f"{seat.row}-{seat.number}" for right in held if right.kind is RightKind.SEATS for seat in right.seats}


def left_places(till: Station) -> int:
    general = stations.zone(till, "General").id
    return next(right.left for right in held_rights.held_rights(till) if right.at and right.at.zone_id == general)


def test_a_recall_moves_a_right_only_when_its_return_arrives(hq: HeadOffice, holding: Station) -> None:
    recall_seats(hq, holding)
    assert waiting(hq) == {ID: 10}
    assert "B-1" in free_seats(holding)
    sell(holding, seats_cart(holding, ["B-1"]))  # without a line the station goes on selling what it holds
    hq.round(holding)
    assert waiting(hq) == {ID: 0}
    assert {name for name in free_seats(holding) if name.startswith("B")} == set()
    assert verify(holding).ok


def test_what_is_in_a_cart_goes_back_when_the_cart_is_left(hq: HeadOffice, holding: Station) -> None:
    ana = stations.ana(holding)
    carts.keep(holding, ana, seats_cart(holding, ["B-1", "B-2"]))
    recall_seats(hq, holding)
    hq.round(holding)
    assert waiting(hq) == {ID: 2}
    (notice,) = recalling.notices(holding)
    assert (notice.returned, notice.waiting, notice.reason) == (8, 2, "gira nueva")
    carts.keep(holding, ana, seats_cart(holding, ["B-2"]))
    hq.round(holding)
    assert waiting(hq) == {ID: 1}
    sell(holding, seats_cart(holding, ["B-2"]))
    carts.keep(holding, ana, seats_cart(holding, []))
    hq.round(holding)
    assert waiting(hq) == {ID: 0}


def test_places_go_back_down_to_those_that_it_may_keep_and_no_refill_brings_them(
    hq: HeadOffice, holding: Station
) -> None:
    assert left_places(holding) == 50
    recall_places(hq, holding, keep=4)
    hq.round(holding)
    hq.round(holding)
    hq.round(holding)
    assert (left_places(holding), waiting(hq)) == (4, {ID: 0})
    sell(holding, general_cart(holding, 3))
    hq.round(holding)
    assert left_places(holding) == 1
    end(hq)
    hq.round(holding)
    hq.round(holding)
    assert left_places(holding) > 4, "an ended recall holds no refill back"


def test_numbers_go_back_and_are_not_refilled_while_they_are_recalled(hq: HeadOffice, holding: Station) -> None:
    series = "A"
    recall(hq, Recall(ID, "cierre", series=series, keep=5))
    for _ in range(3):
        hq.round(holding)
    assert held_rights.held_rights(holding)[0].left == 5
    assert waiting(hq) == {ID: 0}
    assert verify(holding).ok


def test_only_what_the_station_holds_is_asked_for_and_once(hq: HeadOffice, holding: Station) -> None:
    recall_seats(hq, holding, span=SeatSpan(0, 39))
    recall_seats(hq, holding, span=SeatSpan(0, 39))
    (view,) = views(hq)
    assert view.waiting == 20
    assert view.recall.seats == (SeatSpan(seat_id("A-1"), seat_id("B-10")),)


def test_the_cashier_sees_what_was_recalled_until_somebody_looked(
    hq: HeadOffice, holding: Station, ana: Cashier
) -> None:
    recall_seats(hq, holding)
    hq.round(holding)
    hq.round(holding)  # everything is back, so HQ asks no more
    assert health.read(holding).recalls_unseen == 1
    presenter = RightsPresenter(holding, FakeFrame(ana), run_inline)
    presenter.enter()
    (line,) = presenter.state.notices
    assert line.startswith("La central pidió asientos de Concierto")
    assert line.endswith("gira nueva. Volvieron 10.")
    assert health.read(holding).recalls_unseen == 0
    recall_seats(hq, holding, OTHER, SeatSpan(seat_id("A-1"), seat_id("A-1")))
    hq.round(holding)
    assert [notice.returned for notice in recalling.notices(holding)] == [1]


def test_an_ended_recall_takes_nothing_more(hq: HeadOffice, holding: Station) -> None:
    recall_seats(hq, holding)
    end(hq)
    end(hq)
    hq.round(holding)
    assert "B-1" in free_seats(holding)
