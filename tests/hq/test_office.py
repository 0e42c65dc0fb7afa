"""Opening the office: one incarnation a database, however many programs open it."""

from hq.office import Office
from tests.builders.clock import START, FakeClock
from tests.builders.office import office_on


def test_two_programs_on_one_database_are_the_same_incarnation(office: Office) -> None:
    other = office_on(office.database, FakeClock(START), seed=1)
    assert other.incarnation == office.incarnation
