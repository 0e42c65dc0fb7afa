"""The route of a ticket's holders, and codes that ended at the door."""

from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest

from domain.after_sale.holders import Holder, HolderChange
from domain.after_sale.ticket_changes import ChangedTicket
from hq.app import create_app
from hq.office import Office
from hq.people.permissions import StaffRole
from sync import facts
from tests.builders.counters import counter
from tests.builders.in_process import client
from tests.builders.tenants import people
from tests.hq.web.calls import as_staff, code_of
from tests.hq.web.test_records import HOUSE, code_at_the_door

pytestmark = pytest.mark.house


def test_a_gift_is_found_by_its_new_code_and_its_holders_by_both(office: Office, tmp_path: Path) -> None:
    people(office, HOUSE)
    with counter(office, tmp_path / "1", 1) as one, client(create_app(office)) as api:
        one.grant(numbers=30, seats=["A-1", "A-2"])
        sold = one.sell_seats("A-1", "A-2").sale
        given, ended = sold.tickets
        new = replace(given, code="Y" * len(given.code))
        ids = (one.station.ids.new(), one.station.ids.new())
        change = ChangedTicket(given.code, given.place, 1, new)
        holder = Holder("María Ñáñez", "maria@example.com", "+584121234567")
        one.append(
            facts.HolderChanged(ids[0], sold.id, HolderChange.GIFT, holder, (change,)),
            facts.TicketRevoked(ids[1], sold.id, ended, 1, "Reventa"),
        )
        one.push()
        assert code_at_the_door(api, office, given.code) == (HTTPStatus.GONE, "TICKET_REPLACED")
        assert code_at_the_door(api, office, ended.code) == (HTTPStatus.GONE, "TICKET_REVOKED")
        assert code_at_the_door(api, office, new.code) == (HTTPStatus.OK, new.code)
        for code in (given.code, new.code.lower()):
            answer = api.get(f"/v1/tickets/{code}/holders", headers=as_staff(office, StaffRole.AUDITOR, HOUSE)).json()
            assert [(row["how"], row["name"], row["phone"]) for row in answer["holders"]] == [
                ("bought", sold.customer.name, ""),
                ("gift", "María Ñáñez", "+584121234567"),
            ]
        door = api.get(f"/v1/tickets/{new.code}/holders", headers=as_staff(office, StaffRole.DOOR, HOUSE))
        assert (door.status_code, code_of(door)) == (HTTPStatus.FORBIDDEN, "FORBIDDEN")
