"""Forms after an older copy was restored: what stations were given since the copy is given to nobody else."""

from datetime import date

import pytest

from domain.fiscal.forms import Form
from hq.books.check import check
from hq.forms import lots
from hq.people.accounts import Author
from hq.rights import grants
from hq.rights.grants import Numbers
from tests.builders.counters import Counters
from tests.builders.findings import english
from tests.hq.recovery.copies import PutBack, Safe, numbers

pytestmark = pytest.mark.house
OF_THE_HOUSE = 99_500
NEW = Form("Imprenta", "J409876543", "SNAT/1", date(2026, 5, 1), "01-00000001", "01-00000500")


def test_forms_given_since_the_copy_are_nobody_elses(counters: Counters, safe: Safe, put_back: PutBack) -> None:
    one, two = counters
    copy = safe.copy_of(one.office)
    given = [numbers(one.office, one).first_control for _ in range(2)]
    restored = put_back(one.office, copy)
    given.append(numbers(restored, two).first_control)
    assert given == ["00-00000501", "00-00000511", "00-00000521"]
    assert check(restored, one.holder.tenant_id).ok


def test_a_lot_that_the_copy_lacks_is_entered_again_and_goes_on_where_it_was(
    counters: Counters, safe: Safe, put_back: PutBack
) -> None:
    one, two = counters
    by = Author(one.holder.tenant_id, None)
    with one.office.database.tenant(by.tenant_id) as tx:
        grants.grant_numbers(tx, one.office, one.holder, Numbers("A", OF_THE_HOUSE))
    copy = safe.copy_of(one.office)
    lots.enter(one.office, by, "A", NEW)
    given = [numbers(one.office, one).first_control for _ in range(2)]
    restored = put_back(one.office, copy)
    assert english(check(restored, by.tenant_id).findings) == [
        "forms of A-00099501, from 01-00000001 on: of no lot",
        "forms of A-00099511, from 01-00000011 on: of no lot",
    ]
    lots.enter(restored, by, "A", NEW)
    given.append(numbers(restored, two).first_control)
    assert given == ["01-00000001", "01-00000011", "01-00000021"]
    assert check(restored, by.tenant_id).ok
