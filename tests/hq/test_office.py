"""Opening the office: one incarnation a database, however many programs open it."""

from hq.key_seal import KeySeal
from hq.office import Office, open_office
from tests.builders.clock import START, FakeClock


def test_two_programs_on_one_database_are_the_same_incarnation(office: Office) -> None:
    other = open_office(office.database, FakeClock(START), bytes, KeySeal(bytes(32)))
    assert other.incarnation == office.incarnation
