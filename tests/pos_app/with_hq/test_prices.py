"""HQ compares the prices of a sale with the catalogue at the cursor that the sale names."""

from pos_app.services.conflicts import conflict_desk
from pos_app.services.selling import checkout
from pos_app.services.selling.checkout import Approvals
from pos_app.station import Station
from tests.builders import stations as small
from tests.builders.stations import paid, seats_cart, sell
from tests.pos_app.with_hq.head_office import HeadOffice


def test_a_courtesy_pays_no_fee_and_is_no_case(hq: HeadOffice, till: Station) -> None:
    sell(till, seats_cart(till, ["B-1"]))
    courtesy = seats_cart(till, ["B-2"], "Cortesía")
    checkout.sell(till, small.ana(till), courtesy, paid(till, courtesy), Approvals(courtesy=small.rosa(till)))
    hq.round(till)
    hq.round(till)
    assert conflict_desk.cases(till) == ()
