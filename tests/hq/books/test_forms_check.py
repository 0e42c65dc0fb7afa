"""HQ's check finds a control number that is on a wrong document, on two, on none of its forms, or given twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from hq.books.check import check
from hq.office import Office
from tests.builders.counters import Counter, counter
from tests.builders.findings import english

pytestmark = pytest.mark.house


@pytest.fixture
def one(office: Office, tmp_path: Path) -> Iterator[Counter]:
    """A station that sold twice."""
    with counter(office, tmp_path / "1", 1) as made:
        made.grant(numbers=50, places=20)
        for _ in range(2):
            made.sell_places(1)
        made.push()
        yield made


def findings(one: Counter) -> list[str]:
    return english(check(one.office, one.holder.tenant_id).findings)


@pytest.mark.parametrize(
    ("forgery", "finding"),
    [
        (
            "UPDATE number_right SET station_id = gen_random_uuid() WHERE first = 1",
            "document with the control number of a form of another station: A-2, 00-00000502",
        ),
        (
            "UPDATE fiscal_document SET control_number = '00-00000501' WHERE number = 2",
            "control number on two documents: 00-00000501",
        ),
        (
            "UPDATE fiscal_document SET control_number = '' WHERE number = 2",
            "document on a form without a control number: A-2",
        ),
        (
            "UPDATE fiscal_document SET control_number = '00-00000777' WHERE number = 2",
            "control number that was not granted: A-2, 00-00000777",
        ),
        (
            """INSERT INTO spoiled_form SELECT tenant_id, station_id, 1, 'A', '00-00000502', '00-00000502', 'torn', '',
            NULL, NULL, issued_at, NULL, '' FROM fiscal_document WHERE number = 2""",
            "document on a form that was spoiled: A-2, 00-00000502",
        ),
        (
            "UPDATE number_right SET first_control = '00-00000511' WHERE first = 1",
            "forms of A-00000001, from 00-00000511 on: 00-00000501 expected",
        ),
        (
            "UPDATE number_right SET first_control = '07-00000001' WHERE first = 1",
            "forms of A-00000001, from 07-00000001 on: of no lot",
        ),
        (
            "UPDATE form_lot SET last_control = '00-00000540'",
            "forms of A-00000001, from 00-00000501 on: beyond 00-00000540",
        ),
    ],
    ids=["of another station", "twice", "none", "not granted", "spoiled", "a gap", "no lot", "beyond the lot"],
)
def test_a_wrong_control_number_is_found(one: Counter, forgery: str, finding: str) -> None:
    assert findings(one) == []
    with one.office.database.owner() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # past every guard, as root can
        connection.execute(text(forgery))
    assert finding in findings(one)
